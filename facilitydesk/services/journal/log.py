"""操作日志: who changed what, when, from what to what, in the words of screens and papers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.phones import masked
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.words import log_terms
from facilitydesk.domain.words.stored_words import HUNDREDTHS, stored_word
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.journal.log_names import UP, Names
from facilitydesk.store import tables
from facilitydesk.store.base import metadata

_O, _C, _P = tables.operation, tables.change, tables.officer
MOST = 5000  # lines that are shown at once; the newest
_FEW = 6  # fields of a row made or deleted that are told in its line


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the log: days (both included), officer, kind of thing, a word in the label."""

    first: date | None = None
    last: date | None = None
    officer: str = ""
    entity: str = ""
    words: str = ""
    seq: int | None = None
    full_phones: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One change. `field` is empty where a whole row was made or deleted."""

    seq: int
    position: int
    at: datetime
    officer: str
    label: str  # what the operation was
    what: str  # 修改, 新增, 删除
    entity: str
    row_id: int
    kind: str  # of the thing: 周进度
    thing: str  # its name
    field: str
    before: str
    after: str
    outside: tuple[str, str]  # both as they leave the program: telephone numbers masked

    @property
    def id(self) -> tuple[int, int]:
        return self.seq, self.position

    @property
    def moment(self) -> str:
        """Beijing time to the second."""
        return self.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")

    def to_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "at": self.at.astimezone(BEIJING).isoformat(timespec="seconds"),
            "officer": self.officer,
            "operation": self.label,
            "what": self.what,
            "kind": self.kind,
            "thing": self.thing,
            "field": self.field,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Log:
    """The newest lines first, and how many there are in all."""

    lines: tuple[Line, ...]
    count: int
    officers: tuple[str, ...]  # all who have ever acted
    kinds: tuple[tuple[str, str], ...]  # the kinds of things that were ever changed: (table, term)


def lines(desk: Desk, asked: Asked | None = None, *, most: int = MOST) -> Log:
    """The part of the log that is asked for."""
    wanted = asked or Asked()
    with desk.read() as connection:
        query = _where(
            select(
                *(_C.c.seq, _C.c.position, _C.c.entity, _C.c.row_id, _C.c.field),
                *(_C.c.before, _C.c.after, _O.c.at, _O.c.label, _P.c.name.label("officer")),
            ),
            wanted,
        )
        rows = connection.execute(query.order_by(_C.c.seq.desc(), _C.c.position).limit(most)).all()
        count = len(rows)
        if count == most:
            count = connection.execute(_where(select(func.count()), wanted)).scalar_one()
        names = Names(connection)
        names.fetch(key for row in rows for key in _spoken_of(row))
        officers, kinds = _officers(connection), _kinds(connection)
    # Told when the file is free again: an open read would keep others from writing.
    told = _Teller(names, full_phones=wanted.full_phones)
    return Log(tuple(told.line(row) for row in rows), count, officers, kinds)


def _spoken_of(row: Any) -> Iterator[tuple[str, int]]:
    """The rows that a change is about or refers to."""
    yield row.entity, row.row_id
    table = metadata.tables.get(row.entity)
    if table is None:
        return
    if row.field is not None:
        values = [{row.field: json.loads(text)} for text in (row.before, row.after) if text]
    else:
        values = [json.loads(row.after or row.before)]
    for content in values:
        for column, value in content.items():
            if value is not None and column in table.c and table.c[column].foreign_keys:
                yield next(iter(table.c[column].foreign_keys)).column.table.name, value


def _where(query: Select[Any], asked: Asked) -> Select[Any]:
    query = query.join_from(_C, _O, _C.c.seq == _O.c.seq).join(_P, _P.c.id == _O.c.officer_id)
    query = query.where(_C.c.field.is_(None) | _C.c.field.not_in(log_terms.HIDDEN))
    if asked.first is not None:
        query = query.where(_O.c.at >= datetime.combine(asked.first, time(), BEIJING))
    if asked.last is not None:
        end = datetime.combine(asked.last + timedelta(days=1), time(), BEIJING)
        query = query.where(_O.c.at < end)
    if asked.officer:
        query = query.where(_P.c.name == asked.officer)
    if asked.entity:
        query = query.where(_C.c.entity == asked.entity)
    if asked.seq is not None:
        query = query.where(_C.c.seq == asked.seq)
    if asked.words.strip():
        words = asked.words.strip()
        query = query.where(
            or_(
                _O.c.label.contains(words, autoescape=True),
                _C.c.before.contains(words, autoescape=True),
                _C.c.after.contains(words, autoescape=True),
            )
        )
    return query


def _officers(connection: Connection) -> tuple[str, ...]:
    query = select(_P.c.name).where(_P.c.id.in_(select(_O.c.officer_id))).order_by(_P.c.id)
    return tuple(connection.execute(query).scalars())


def _kinds(connection: Connection) -> tuple[tuple[str, str], ...]:
    there = set(connection.execute(select(_C.c.entity).distinct()).scalars())
    known = [(entity, term) for entity, term in log_terms.KINDS.items() if entity in there]
    known += [(entity, entity) for entity in sorted(there - log_terms.KINDS.keys())]
    return tuple(known)


class _Teller:
    """Turns rows of the journal into lines."""

    def __init__(self, names: Names, *, full_phones: bool) -> None:
        self.names, self.full = names, full_phones

    def line(self, row: Any) -> Line:
        entity = row.entity
        what = "修改" if row.field else "新增" if row.after is not None else "删除"
        field = log_terms.term(entity, row.field) if row.field else ""
        outside = before, after = self._values(row, full=False)
        if self.full and entity in _WITH_PHONES:
            before, after = self._values(row, full=True)
        return Line(
            row.seq,
            row.position,
            row.at,
            row.officer,
            row.label,
            what,
            entity,
            row.row_id,
            log_terms.thing(entity),
            self.names.of(entity, row.row_id),
            field,
            before,
            after,
            outside,
        )

    def _values(self, row: Any, *, full: bool) -> tuple[str, str]:
        """What stood there and what stands there, in words."""
        contents = (json.loads(text) if text else None for text in (row.before, row.after))
        if row.field is not None:
            return _pair(self._value(row.entity, row.field, each, full=full) for each in contents)
        return _pair("" if each is None else self._row(row.entity, each, full) for each in contents)

    def _row(self, entity: str, content: Mapping[str, Any], full: bool) -> str:
        """The first filled fields of a row that was made or deleted."""
        parts = []
        for column, value in content.items():
            if column in log_terms.HIDDEN | _IN_THE_NAME or value in (None, "", False):
                continue
            if (entity, column) == _KEY_OF_PAPER:
                continue
            text = self._value(entity, column, value, full=full)
            if text:
                parts.append(f"{log_terms.term(entity, column)}：{text}")
        more = "……" if len(parts) > _FEW else ""
        return "；".join(parts[:_FEW]) + more

    def _value(self, entity: str, column: str, value: Any, *, full: bool) -> str:
        if value is None or value == "":
            return ""
        if column in log_terms.MARKS:
            return "已设置"
        if column in log_terms.PHONES:
            return str(value) if full else masked(str(value))
        table = metadata.tables.get(entity)
        if table is not None and column in table.c:
            keys = table.c[column].foreign_keys
            if keys:
                target = next(iter(keys)).column.table.name
                return self.names.of(target, value) or str(value)
            if isinstance(value, int) and _is_flag(table, column):
                return "是" if value else "否"
            if column in {"at", "printed", "password_at"}:
                return datetime.fromisoformat(value).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, bool):
            return "是" if value else "否"
        kind = log_terms.kind(entity, column)
        if isinstance(value, int) and kind in _QUANTITIES:
            quantity, unit = _QUANTITIES[kind]
            return f"{quantity(value).decimal:,}{unit}"
        if isinstance(value, int) and (entity, column) in HUNDREDTHS:
            return f"{Decimal(value).scaleb(-2):,}"
        return stored_word(entity, column, str(value))


def _pair(values: Iterable[str]) -> tuple[str, str]:
    before, after = values
    return before, after


_WITH_PHONES = {
    name for name, table in metadata.tables.items() if log_terms.PHONES & set(table.columns.keys())
}
_IN_THE_NAME = frozenset({*UP, "week_start", "as_of"})  # said by the name of the thing already
_KEY_OF_PAPER = ("printed_report", "name")  # its title says which report it is
_QUANTITIES = {Kind.MONEY: (Money, "元"), Kind.AREA: (Area, "㎡"), Kind.PERCENT: (Percent, "%")}


def _is_flag(table: Any, column: str) -> bool:
    from facilitydesk.store.types import Flag

    return isinstance(table.c[column].type, Flag)


def place_of(desk: Desk, line: Line, key: str) -> int | None:
    """The id by which a page shows what a line changed; None when it is gone."""
    table = metadata.tables[line.entity]
    column = {"works": "work_id", "projects": "project_id"}.get(key)
    wanted = table.c[column] if column is not None and column in table.c else table.c.id
    with desk.read() as connection:
        found = connection.execute(select(wanted).where(table.c.id == line.row_id)).scalar()
    return None if found is None else int(found)
