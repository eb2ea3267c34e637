"""Sums that no word marks: 城关镇 | 1,500 over the rows of its schools, figures under the last row.

Such a row is known by its arithmetic alone: it names no project of its own, and every figure in
it is the sum of the rows below it (or of all rows). Then it is a printed sum and no data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from facilitydesk.domain.fields import FIELDS, Kind

_PLACE = re.compile(r"(乡|镇|街道|办事处|片区|学区|县|市|区|旗)(\(.*\))?$")
_NAMES = ("township", "school")
_OWN = ("project", "item", "building", "payee", "project_code", "voucher")


def is_summed(key: str) -> bool:
    """Whether a printed total adds this field up."""
    kind = FIELDS[key].kind
    if kind is Kind.COUNT:
        return key not in ("year", "floors")
    return kind in (Kind.MONEY, Kind.AREA) and key != "unit_price"


def raw(value: Any) -> int:
    """A figure in its smallest unit."""
    return value if isinstance(value, int) else int(value.raw)


def group_rows(rows: Sequence[dict[str, Any]], numbered: Callable[[int], bool]) -> Iterator[int]:
    """Positions of the rows that are sums over the rows below them.

    `numbered` says whether a row has a serial number: a sum is not numbered like its rows.
    """
    own = [key for key in _OWN if any(row.get(key) is not None for row in rows)]
    heads = list(range(len(rows)))
    for key in own:
        heads = [i for i in heads if rows[i].get(key) is None]
    heads = [i for i in heads if _names(rows[i])]
    if not own:
        heads = [i for i in heads if _PLACE.search(_names(rows[i]))]
    for position, i in enumerate(heads):
        stop = heads[position + 1] if position + 1 < len(heads) else len(rows)
        if numbered(i) and any(map(numbered, range(i + 1, stop))):
            continue
        if sums_up(rows[i], rows[i + 1 : stop]):
            yield i


def sums_up(row: dict[str, Any], parts: Iterable[dict[str, Any]]) -> bool:
    """Whether a row has figures, and each is the sum of the parts' figures."""
    sums = {key: raw(value) for key, value in row.items() if value is not None and is_summed(key)}
    if not any(sums.values()):
        return False
    for part in parts:
        for key in sums:
            value = part.get(key)
            sums[key] -= raw(value) if value is not None else 0
    return not any(sums.values())


def _names(row: dict[str, Any]) -> str:
    return next((str(row[key]) for key in _NAMES if row.get(key) is not None), "")
