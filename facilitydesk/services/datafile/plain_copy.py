"""All data of a data file as plain tables with Chinese heads, readable without the program.

It is read from a finished backup, never from the file in use, so that nobody waits for it. Money
is in 元, areas in ㎡, percents in %; a reference shows the name of what it refers to; a cell that
was never filled stays empty. Passwords and what only the program needs stay out; telephone numbers
are masked unless the officers have ticked that they are needed there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from facilitydesk.domain import phones
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.words.row_terms import TABLES, column_field, table_term
from facilitydesk.domain.words.stored_words import HUNDREDTHS, stored_word
from facilitydesk.store.backup import Last, last_of, open_readonly
from facilitydesk.store.base import metadata

REPORT = "data_copy"  # by which whole telephone numbers are ticked (services/people/phones.py)
_NOT_TOLD = {"change", "officer_secret", "import_mapping", "alembic_version"}
_NO_COLUMNS = {
    "revision",
    "name_key",
    "alias_key",
    "initials",
    "previous_hash",
    "hash",
    "undoable",
    "mode",
    "password_mark",
    "recovery_mark",
    "test",
}
_NOT_ASKED = {("operation", "kind")}  # told by its label
_HUNDREDTHS = {Kind.MONEY: "元", Kind.AREA: "㎡", Kind.PERCENT: "%"}
_LONGEST_NUMBER = 15  # digits that every office program keeps


class Exact(str):
    """A number as its exact digits; any other text is a text."""

    __slots__ = ()


@dataclass(frozen=True)
class PlainSheet:
    """One table: its title, its heads, and its rows one after the other."""

    title: str
    heads: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]
    count: int


@dataclass(frozen=True)
class Plain:
    """The whole file."""

    last: Last
    sheets: Iterator[PlainSheet]
    full_phones: bool


@contextmanager
def plain(path: Path, *, full_phones: bool | None = None) -> Iterator[Plain]:
    """The tables of a backup or data file, read as they are asked for.

    `full_phones`: whole telephone numbers; None: as it was ticked in that file.
    """
    with closing(open_readonly(path)) as reading:
        reading.row_factory = sqlite3.Row
        full = _ticked(reading) if full_phones is None else full_phones
        yield Plain(last_of(reading), _sheets(reading, full=full), full)


def _ticked(reading: sqlite3.Connection) -> bool:
    query = "SELECT value FROM setting WHERE key = ?"
    found = reading.execute(query, (f"phones.{REPORT}",)).fetchone()
    return found is not None and found[0] == "true"


def _sheets(reading: sqlite3.Connection, *, full: bool) -> Iterator[PlainSheet]:
    there = {row[0] for row in reading.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    order = {name: place for place, name in enumerate(TABLES)}
    names = sorted(there & set(metadata.tables) - _NOT_TOLD, key=lambda n: (order.get(n, 999), n))
    known = _Names(reading)
    for name in names:
        count = reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - our own table
        if count:
            yield _sheet(reading, name, int(count), known, full=full)


def _sheet(
    reading: sqlite3.Connection, name: str, count: int, known: _Names, *, full: bool
) -> PlainSheet:
    table = metadata.tables[name]
    columns = [
        column
        for column in table.columns
        if column.name not in _NO_COLUMNS and (name, column.name) not in _NOT_ASKED
    ]
    heads, shows = [], []
    for column in columns:
        field = column_field(name, column.name)
        unit = _HUNDREDTHS.get(field.kind, "") if field else ""
        term = field.term if field else column.name
        heads.append(f"{term}（{unit}）" if unit else term)
        target = next(iter(column.foreign_keys), None)
        if target is not None and target.column.table.name in _TITLES:
            shows.append(known.of(target.column.table.name))
        elif not full and column.name in phones.COLUMNS:
            shows.append(phones.masked)
        elif not full and (name, column.name) == ("printed_report", "options"):
            shows.append(_options)
        elif (name, column.name) in HUNDREDTHS:
            shows.append(_hundredths)
        elif (name, column.name) == ("setting", "value"):
            shows.append(_setting(known.of("region")))
        elif field is not None and field.kind in _SHOWN:
            shows.append(_SHOWN[field.kind])
        else:
            shows.append(partial(_text, name, column.name))
    wanted = ", ".join(f'"{column.name}"' for column in columns)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    found = reading.execute(f'SELECT {wanted} FROM "{name}" ORDER BY {key}')  # noqa: S608 - our own table and columns

    def rows() -> Iterator[tuple[str, ...]]:
        for row in found:
            yield tuple(
                "" if value is None else show(value) for value, show in zip(row, shows, strict=True)
            )

    return PlainSheet(table_term(name), tuple(heads), rows(), count)


class _Names:
    """What the rows of a table are called, read once."""

    def __init__(self, reading: sqlite3.Connection) -> None:
        self._reading = reading
        self._read: dict[str, dict[int, str]] = {}

    def of(self, table: str) -> Callable[[Any], str]:
        if table not in self._read:
            names = {row[0]: row[1] or "" for row in self._reading.execute(_TITLES[table])}
            self._read[table] = names
        names = self._read[table]
        return lambda value: names.get(value) or str(value)


_TITLES = {
    "region": "SELECT id, name FROM region",
    "school": "SELECT id, name FROM school",
    "officer": "SELECT id, name FROM officer",
    "programme": "SELECT id, name FROM programme",
    "plan_version": "SELECT v.id, p.name || ' ' || v.label FROM plan_version v"
    " JOIN programme p ON p.id = v.programme_id",
    "project": "SELECT id, name FROM project",
    "work": "SELECT w.id, s.name || ' ' || p.name || ' ' || w.name FROM work w"
    " JOIN project p ON p.id = w.project_id JOIN school s ON s.id = w.school_id",
    "contract": "SELECT id, trim(number || ' ' || name) FROM contract",
    "fund_document": "SELECT id, trim(number || ' ' || fund_name) FROM fund_document",
}


def _hundredths(value: Any) -> str:
    if not isinstance(value, int):
        return str(value)
    sign, raw = ("-" if value < 0 else ""), abs(value)
    text = f"{sign}{raw // 100}.{raw % 100:02d}"
    return Exact(text) if len(text) <= _LONGEST_NUMBER else text


def _whole(value: Any) -> str:
    text = str(value)
    return Exact(text) if isinstance(value, int) and len(text) <= _LONGEST_NUMBER else text


def _flag(value: Any) -> str:
    return "是" if value else "否"


def _setting(region: Callable[[Any], str]) -> Callable[[Any], str]:
    """What a setting holds; where the bureau lies is kept as the number of that region."""
    return lambda value: stored_word("setting", "value", value) or region(int(value))


def _options(value: Any) -> str:
    """What a paper was printed with; its contact line may hold a number."""
    try:
        options = json.loads(value)
        options["contact"] = phones.masked(options["contact"])
    except (ValueError, TypeError, KeyError):
        return str(value)
    return json.dumps(options, ensure_ascii=False)


def _text(table: str, column: str, value: Any) -> str:
    if isinstance(value, bytes):
        return f"（文件，{len(value)}字节）"
    return stored_word(table, column, str(value))


_SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.MONEY: _hundredths,
    Kind.AREA: _hundredths,
    Kind.PERCENT: _hundredths,
    Kind.COUNT: _whole,
    Kind.FLAG: _flag,
}
