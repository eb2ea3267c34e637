"""What rows of equipment name: schools by any of their names, and the words of grids."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.names import folded_name, school_key
from facilitydesk.domain.problems import Refused
from facilitydesk.services import rules
from facilitydesk.services.edits import Column
from facilitydesk.services.money.cells import document
from facilitydesk.services.school_rules import home_region
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_S, _A = tables.school, tables.school_alias


class Schools:
    """Every school by name, alias, code and what spellings have in common."""

    def __init__(self, connection: Connection) -> None:
        _, self._county = home_region(connection)
        self._ids: dict[str, set[int]] = {}
        self.names: dict[int, str] = {}
        for row in connection.execute(select(_S.c.id, _S.c.name, _S.c.code)):
            self.names[row.id] = row.name
            for word in (row.name, row.code or "", school_key(row.name, self._county)):
                self._add(word, row.id)
        for school_id, alias in connection.execute(select(_A.c.school_id, _A.c.alias)):
            self._add(alias, school_id)

    def _add(self, word: str, school_id: int) -> None:
        if word:
            self._ids.setdefault(folded_name(word), set()).add(school_id)

    def id_of(self, value: object) -> int:
        """The school of an id or a text. Raises Refused: unknown, or more than one."""
        if isinstance(value, int):
            if value in self.names:
                return value
            raise Refused("gone")
        plain = clean_text(str(value or ""))
        for word in (plain, school_key(plain, self._county)):
            found = self._ids.get(folded_name(word), set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise Refused("ambiguous", term="学校", value=plain)
        raise Refused("equipment.school_unknown", name=plain)


def _school(unit: Unit, _row_id: int | None, value: Any) -> int:
    if value is None or value == "":
        raise Refused("required", term="学校")
    if isinstance(value, int):
        return value
    exact = select(_S.c.id).where(_S.c.name == clean_text(str(value))).limit(2)
    found = unit.connection.execute(exact).scalars().all()
    return int(found[0]) if len(found) == 1 else Schools(unit.connection).id_of(value)


def columns() -> dict[str, Column]:
    """Programme, school, year and source as plans and batches have them."""
    paper = tables.fund_document
    programme = tables.programme
    return {
        "programme_id": Column(
            "programme_id", rules.reference(programme, "专项", required=True), True, programme
        ),
        "year": Column("year", rules.whole("年度", 1990, 2100), kind=int),
        "document_id": Column("document_id", document(required=False), kind=paper),
        "note": Column("note", rules.text(lines=True)),
    }


SCHOOL = Column("school_id", _school, required=True, kind=_S)
