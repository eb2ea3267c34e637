"""The figures of a school's year in a list: pupils, classes, staff, land, books, computers.

Pupils, boarders, classes and staff are the school's year; the rest are its yearly facts. Land and
sports ground also stand in the school's own row, which follows the newest year.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.measures import Fact
from facilitydesk.domain.quantities import Quantity
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Source
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.services.norms.facts import shown
from facilitydesk.store import tables

_YEARLY = ("students", "boarders", "classes", "staff")
_REGISTER = {Fact.LAND_AREA: "land_area", Fact.SPORTS_GROUND: "sports_area"}
_TITLE = re.compile(r"(20\d{2})\s*年")
_SCHOOL_YEAR = re.compile(r"(20\d{2})\s*[-—–~/至]+\s*20\d{2}\s*学年")


class YearFacts(Planner):
    """Plans the figures of a year that lines of any list of schools name."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        known = ground.known
        year, fact = tables.school_year, tables.school_fact
        self._years: dict[tuple[int, int], Facts] = {}
        for row in known.connection.execute(select(year)).mappings():
            self._years[row["school_id"], row["year"]] = dict(row)
        self._facts: dict[tuple[int, Fact], dict[int, Facts]] = {}
        for row in known.connection.execute(select(fact)).mappings():
            mine = self._facts.setdefault((row["school_id"], Fact(row["fact"])), {})
            mine[row["year"]] = dict(row)

    def year_of(self, source: Source) -> int:
        """The year of a list: chosen, in its title (学年: the first), of its day, or this one."""
        if self._options.year is not None:
            return self._options.year
        match = _SCHOOL_YEAR.search(source.title) or _TITLE.search(source.title)
        return int(match[1]) if match else source.year or (source.as_of or self._today).year

    def take(self, source: Source, line: Line, school: Facts, year: int) -> bool:
        """The figures of a line; whether they change anything."""
        own = line.values.get("year")
        year = own if isinstance(own, int) and 1949 <= own <= self._today.year + 1 else year
        changed = self._year(source, line, school, year)
        for fact in Fact:
            raw = _raw(line.values.get(fact.value))
            if raw is not None:
                changed |= self._fact(source, line, school, year, fact, raw)
        return changed

    def _year(self, source: Source, line: Line, school: Facts, year: int) -> bool:
        facts: dict[str, Any] = {
            key: value for key in _YEARLY if (value := line.values.get(key)) is not None
        }
        row = self._years.get((school["id"], year))
        if row is not None:
            return self._merge(source, line, tables.school_year, row, facts, school["name"])
        if facts:
            values = {"school_id": school["id"], "year": year, **facts}
            self._years[school["id"], year] = self._writes.insert(tables.school_year, values)
        return bool(facts)

    def _fact(
        self, source: Source, line: Line, school: Facts, year: int, fact: Fact, raw: int
    ) -> bool:
        years = self._facts.setdefault((school["id"], fact), {})
        what = f"{school['name']}（{year}年）"
        row, changed = years.get(year), False
        if row is None:
            values = {"school_id": school["id"], "year": year, "fact": fact.value, "value": raw}
            years[year] = self._writes.insert(tables.school_fact, values)
            self._plan.count("school_facts", "created")
            changed = True
        elif row["value"] != raw:
            before, after = shown(fact, row["value"]), shown(fact, raw)
            if self._merger.may_write(source, line, fact.value, before, after, what):
                self._writes.update(tables.school_fact, row, {"value": raw})
                changed = True
            self._plan.count("school_facts", "updated" if changed else "unchanged")
        else:
            self._plan.count("school_facts", "unchanged")
        column = _REGISTER.get(fact)
        if column is not None and year == max(years) and years[year]["value"] == raw:
            keys = {column: fact.value}
            wanted = {column: raw}
            title = str(school["name"])
            changed |= self._merge(source, line, tables.school, school, wanted, title, keys)
        return changed


def _raw(value: object) -> int | None:
    """A read figure in 0.01 of its unit."""
    if isinstance(value, Quantity):
        return value.raw
    return value * 100 if isinstance(value, int) else None
