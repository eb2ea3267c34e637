"""Lists of schools, and plans: lines that are stored in the register itself."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import (
    Line,
    Options,
    Outcome,
    Plan,
    Source,
)
from facilitydesk.services.importing.merging import Merger
from facilitydesk.services.importing.project_cells import raw_of
from facilitydesk.services.importing.schools import Schools
from facilitydesk.services.importing.writes import Writes
from facilitydesk.store import tables

_YEARLY = ("students", "boarders", "classes")
_PLANNED = {
    "planned_area": "area",
    "planned_investment": "money",
    "planned_equipment": "equipment",
    "project_count": "projects",
}
_COLUMNS = {column: key for key, column in _PLANNED.items()} | {
    "code": "school_code",
    "kind": "school_kind",
    "note": "remark",
}


class Register:
    """Plans sources of the kinds schools and plans."""

    def __init__(
        self,
        known: Known,
        writes: Writes,
        plan: Plan,
        options: Options,
        schools: Schools,
        today: date,
    ) -> None:
        self._known = known
        self._writes = writes
        self._plan = plan
        self._options = options
        self._schools = schools
        self._today = today
        self._merge = Merger(writes, plan, options).merge

    # --- schools

    def take_schools(self, source: Source) -> None:
        """A list of schools: new ones, blanks of known ones, the pupils of a year."""
        year = self._options.year or (source.as_of or self._today).year
        match = re.search(r"(20\d{2})\s*年", source.title)
        year = int(match[1]) if match and self._options.year is None else year
        years = self._years(year)
        codes: dict[str, int] = {}
        for line in source.lines:
            code = str(line.values.get("school_code") or "")
            if code and code in codes:
                args = {"code": code, "row": line.row, "first": codes[code]}
                self._plan.refuse(
                    source.sheet, line.row, "school_code", "import.code_twice", **args
                )
                self._refused(source, line)
                continue
            if code:
                codes[code] = line.row
            self._school(source, line, year, years)

    def _school(self, source: Source, line: Line, year: int, years: dict[int, Facts]) -> None:
        before = len(self._known.schools)
        school = self._schools.of(source, line)
        if school is None:
            self._refused(source, line)
            return
        new = len(self._known.schools) > before
        wanted = {
            "code": line.values.get("school_code"),
            "kind": self._kind(source, line),
            "principal": line.values.get("principal"),
            "contact": line.values.get("contact"),
            "phone": line.values.get("phone"),
            "note": line.values.get("remark"),
        }
        if new:
            wanted.pop("code")
        changed = self._merge(source, line, tables.school, school, wanted, school["name"], _COLUMNS)
        facts: dict[str, Any] = {
            key: value for key in _YEARLY if (value := line.values.get(key)) is not None
        }
        if facts and school["id"] in years:
            row = years[school["id"]]
            changed |= self._merge(source, line, tables.school_year, row, facts, school["name"])
        elif facts:
            values = {"school_id": school["id"], "year": year, **facts}
            years[school["id"]] = self._writes.insert(tables.school_year, values)
            changed = True
        if not new:
            self._plan.count("schools", "updated" if changed else "unchanged")
        what = "new" if new else "found"
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, school["name"]))

    def _years(self, year: int) -> dict[int, Facts]:
        table = tables.school_year
        query = select(table).where(table.c.year == year)
        rows = self._known.connection.execute(query).mappings()
        return {row["school_id"]: dict(row) for row in rows}

    def _kind(self, source: Source, line: Line) -> str | None:
        text = line.values.get("school_kind")
        if text is None or str(text) in self._known.school_kinds:
            return None if text is None else str(text)
        problem = Problem("not_in_list", args={"term": term("school_kind"), "value": text})
        self._plan.note(source.sheet, line.row, "school_kind", problem, severity=Severity.YELLOW)
        return None

    def _refused(self, source: Source, line: Line) -> None:
        self._plan.count("schools", "refused")
        name = str(line.values.get("school") or "")
        self._plan.outcomes.append(Outcome(source.sheet, line.row, "refused", name))

    # --- plans

    def take_plans(self, source: Source, programme_of: Any) -> None:
        """A plan: one line for the total, each region or each school of a programme's version."""
        versions: dict[int, tuple[Facts, dict[tuple[int | None, int | None], Facts]]] = {}
        lines = [*source.lines]
        if source.total is not None:
            lines.append(Line(source.total.row, source.total.values))
        for line in lines:
            programme_id, _ = programme_of(source, line)
            if programme_id not in versions:
                versions[programme_id] = self._version(source, programme_id)
            version, known = versions[programme_id]
            region_id = school_id = None
            name = ""
            if line.values.get("school"):
                school = self._schools.of(source, line)
                if school is None:
                    self._plan.count("plan_lines", "refused")
                    self._plan.outcomes.append(Outcome(source.sheet, line.row, "refused"))
                    continue
                school_id, name = school["id"], school["name"]
            elif line.values.get("township"):
                name = str(line.values["township"])
                home = self._known.regions[self._known.home_id]["name"]
                if folded_name(name) != folded_name(home):
                    region_id = self._schools.township(name)
            self._plan_line(source, line, version, known, (region_id, school_id), name or "合计")

    def _version(
        self, source: Source, programme_id: int
    ) -> tuple[Facts, dict[tuple[int | None, int | None], Facts]]:
        """The version a plan's title names (规划2014版), made when it is new, with its lines."""
        match = re.search(r"(19|20)\d{2}", source.title)
        year = int(match[0]) if match else (source.as_of or self._today).year
        label = f"规划{year}版"
        table, lines = tables.plan_version, tables.plan_line
        connection = self._known.connection
        found = (
            connection.execute(
                select(table).where(table.c.programme_id == programme_id, table.c.label == label)
            )
            .mappings()
            .first()
        )
        if found is None:
            day = source.as_of or date(year, 1, 1)
            values = {"programme_id": programme_id, "label": label, "day": day}
            self._plan.count("plan_versions", "created")
            return self._writes.insert(table, values), {}
        rows = connection.execute(select(lines).where(lines.c.version_id == found["id"])).mappings()
        return dict(found), {(row["region_id"], row["school_id"]): dict(row) for row in rows}

    def _plan_line(
        self,
        source: Source,
        line: Line,
        version: Facts,
        known: dict[tuple[int | None, int | None], Facts],
        place: tuple[int | None, int | None],
        name: str,
    ) -> None:
        wanted = {
            column: raw_of(value)
            for key, column in _PLANNED.items()
            if (value := line.values.get(key)) is not None
        }
        if place in known:
            changed = self._merge(
                source, line, tables.plan_line, known[place], wanted, name, _COLUMNS
            )
            self._plan.count("plan_lines", "updated" if changed else "unchanged")
            what = "found"
        else:
            values = {"version_id": version["id"], "region_id": place[0], "school_id": place[1]}
            known[place] = self._writes.insert(tables.plan_line, {**values, **wanted})
            self._plan.count("plan_lines", "created")
            what = "new"
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, name))
