"""What a typed cell of the register may hold: one small rule per kind of column.

A rule takes the parsed value (a text, Area, Money, date, id …; None: blank) and returns what is
stored, or raises Refused with the sentence for the cell. A value of the wrong Python type is a
bug and raises TypeError.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services.edits import Rule
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit


def text(term: str = "", *, required: bool = False, lines: bool = False) -> Rule:
    """A text on one line (or, with `lines`, several), without control characters."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> str:
        plain = _lines(value) if lines else clean_text(_typed(str, value) or "")
        if required and not plain:
            raise Refused("required", term=term)
        return plain

    return rule


def code(table: Table, term: str, column: str = "code") -> Rule:
    """A text that names one row only; blank is NULL. Refusal names the holder."""

    def rule(unit: Unit, row_id: int | None, value: Any) -> str | None:
        plain = clean_text(_typed(str, value) or "")
        if not plain:
            return None
        refuse_taken(unit, table, column, plain, row_id, term)
        return plain

    return rule


def unique_name(table: Table, term: str) -> Rule:
    """A required name that no other row has."""

    def rule(unit: Unit, row_id: int | None, value: Any) -> str:
        plain = clean_text(_typed(str, value) or "")
        if not plain:
            raise Refused("required", term=term)
        refuse_taken(unit, table, "name", plain, row_id, term)
        return plain

    return rule


def refuse_taken(
    unit: Unit, table: Table, column: str, value: Any, row_id: int | None, term: str
) -> None:
    """Raises Refused("not_unique") naming the row that holds the value already."""
    holder = "name" if "name" in table.c else column
    query = select(table.c[holder]).where(table.c[column] == value)
    if row_id is not None:
        query = query.where(table.c.id != row_id)
    found = unit.connection.execute(query.limit(1)).first()
    if found is not None:
        raise Refused("not_unique", term=term, value=value, holder=found[0])


def quantity(kind: type[Quantity], term: str, *, required: bool = False) -> Rule:
    """Money, area or percent, not below 0; blank is NULL, which is not 0."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> int | None:
        known: Quantity | None = _typed(kind, value)
        if known is None:
            if required:
                raise Refused("required", term=term)
            return None
        if known.raw < 0:
            raise Refused("negative", term=term, value=str(known))
        return known.raw

    return rule


def whole(term: str, low: int = 0, high: int = 10_000_000) -> Rule:
    """A whole number between two bounds."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> int | None:
        number: int | None = _typed(int, value)
        if number is not None and not low <= number <= high:
            raise Refused("out_of_bounds", term=term, value=number, low=low, high=high)
        return number

    return rule


def flag() -> Rule:
    """True or false; blank is false."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> bool:
        return bool(_typed(bool, value))

    return rule


def day(term: str, *, required: bool = False) -> Rule:
    """A calendar day."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> date | None:
        if isinstance(value, LooseDate):
            if not value.exact:
                raise Refused("day_needed", term=term, value=value.text)
            value = value.first
        known: date | None = _typed(date, value)
        if required and known is None:
            raise Refused("required", term=term)
        return known

    return rule


def one_of(term: str, allowed: Iterable[str], *, required: bool = False) -> Rule:
    """One of the words of a closed list."""
    words = frozenset(allowed)

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> str:
        plain = clean_text(_typed(str, value) or "")
        if required and not plain:
            raise Refused("required", term=term)
        if plain and plain not in words:
            raise Refused("not_in_closed_list", term=term, value=plain, known="、".join(allowed))
        return plain

    return rule


def listed(which: CodeList) -> Rule:
    """A word of an open list; blank is allowed."""

    def rule(unit: Unit, _row_id: int | None, value: Any) -> str:
        plain = clean_text(_typed(str, value) or "")
        item = tables.code_item
        known = select(item.c.id).where(item.c.list == which.value, item.c.name == plain)
        if plain and unit.connection.execute(known).first() is None:
            raise Refused("not_in_list", term=which.term, value=plain)
        return plain

    return rule


def reference(table: Table, term: str, *, required: bool = False, **where: Any) -> Rule:
    """Another row, by its id or its exact name; blank is NULL."""

    def rule(unit: Unit, _row_id: int | None, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        plain = clean_text(_typed(str, value) or "")
        if not plain:
            if required:
                raise Refused("required", term=term)
            return None
        query = select(table.c.id).where(table.c.name == plain)
        for key, wanted in where.items():
            query = query.where(table.c[key] == wanted)
        found = unit.connection.execute(query.limit(2)).scalars().all()
        if not found:
            raise Refused("unknown", term=term, value=plain)
        if len(found) > 1:
            raise Refused("ambiguous", term=term, value=plain)
        return int(found[0])

    return rule


def count_where(unit: Unit, table: Table, **where: Any) -> int:
    """How many rows of a table have these values (for "where is it used")."""
    query = select(func.count()).select_from(table)
    for key, wanted in where.items():
        query = query.where(table.c[key] == wanted)
    return int(unit.connection.execute(query).scalar_one())


def refuse_in_use(name: str, places: Iterable[tuple[int, str]]) -> None:
    """Raises Refused("in_use") listing where something is used: 2个单项工程、1条别名."""
    used = "、".join(f"{number}{what}" for number, what in places if number)
    if used:
        raise Refused("in_use", name=name, places=used)


def _lines(value: Any) -> str:
    parts = (_typed(str, value) or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean_text(part) for part in parts).strip()


def _typed(kind: type, value: Any) -> Any:
    if value is not None and (
        not isinstance(value, kind) or (kind is int and isinstance(value, bool))
    ):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
