"""Tables and columns that another program took away from a data file, or renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facilitydesk.store import tables
from facilitydesk.store.base import metadata

__all__ = ["CHECK", "QUERY", "missing", "tables"]  # the tables declare themselves
CHECK = "结构检查："
QUERY = (
    "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
)
"""Table and column of everything that is there; for `missing`."""


def missing(found: Iterable[tuple[Any, ...]]) -> list[str]:
    """What this version's tables need and a file has not, as sentences."""
    there: dict[str, set[str]] = {}
    for table, column in found:
        there.setdefault(table, set()).add(column)
    faults = []
    for name, wanted in sorted(metadata.tables.items()):
        if name not in there:
            faults.append(f"{CHECK}缺少表 {name}")
            continue
        gone = sorted({column.name for column in wanted.columns} - there[name])
        faults += [f"{CHECK}缺少栏 {name}.{column}" for column in gone]
    return faults
