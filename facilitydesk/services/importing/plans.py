"""Plans: lines of a programme's version, for the total, each region or each school."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.names import folded_name
from facilitydesk.domain.periods import LooseDate
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Planner
from facilitydesk.services.importing.project_cells import raw_of
from facilitydesk.store import tables

_PLANNED = {
    "planned_area": "area",
    "planned_investment": "money",
    "planned_equipment": "equipment",
    "project_count": "projects",
}
_COLUMNS = {column: key for key, column in _PLANNED.items()}
_VERSION = {"day": "plan_date", "document": "plan_document"}

Place = tuple[int | None, int | None]  # region, school; neither: the total
Version = tuple[Facts, dict[Place, Facts]]  # the version's row and its lines
ProgrammeOf = Callable[[Source, Line], tuple[int, bool]]


class Plans(Planner):
    """Plans sources of the kind plans."""

    def take(self, source: Source, programme_of: ProgrammeOf) -> None:
        """All lines of a source, and its 合计 as the total of its version."""
        versions: dict[tuple[int, str], Version] = {}
        for line in source.lines:
            programme_id, _ = programme_of(source, line)
            version = self._version(source, line, programme_id, versions)
            place = self._place(source, line)
            if place is not None:
                self._line(source, line, version, *place)
        if source.total is None:
            return
        total = Line(source.total.row, source.total.values)
        if len(versions) == 1:
            self._line(source, total, next(iter(versions.values())), (None, None), "合计")
        elif not versions:
            programme_id, _ = programme_of(source, total)
            version = self._version(source, total, programme_id, versions)
            self._line(source, total, version, (None, None), "合计")
        # The sum of several versions is no plan.

    def _place(self, source: Source, line: Line) -> tuple[Place, str] | None:
        """Region or school of a line, with its name; None when the line must stay out."""
        if line.values.get("school"):
            school = self._schools.of(source, line)
            if school is None:
                self._plan.count("plan_lines", "refused")
                self._plan.outcomes.append(Outcome(source.sheet, line.row, "refused"))
                return None
            return (None, school["id"]), school["name"]
        name = str(line.values.get("township") or "")
        home = self._known.regions[self._known.home_id]["name"]
        if not name or folded_name(name) == folded_name(home):
            return (None, None), name or "合计"
        return (self._schools.township(name), None), name

    def _version(
        self,
        source: Source,
        line: Line,
        programme_id: int,
        versions: dict[tuple[int, str], Version],
    ) -> Version:
        """The version that a line or the title names (规划2014版), made when it is new."""
        approved = line.values.get("plan_date")
        day = approved.first if isinstance(approved, LooseDate) else None
        match = re.search(r"(19|20)\d{2}", source.title)
        year = int(match[0]) if match else (day or source.as_of or self._today).year
        label = str(line.values.get("plan_version") or f"规划{year}版")
        known = versions.get((programme_id, label))
        if known is None:
            known = versions[programme_id, label] = self._stored(programme_id, label)
        if not known[0]:
            values = {
                "programme_id": programme_id,
                "label": label,
                "day": day or source.as_of or date(year, 1, 1),
                "document": str(line.values.get("plan_document") or ""),
            }
            self._plan.count("plan_versions", "created")
            known = versions[programme_id, label] = (
                self._writes.insert(tables.plan_version, values),
                {},
            )
            return known
        wanted = {"day": day, "document": line.values.get("plan_document")}
        self._merge(source, line, tables.plan_version, known[0], wanted, label, _VERSION)
        return known

    def _stored(self, programme_id: int, label: str) -> Version:
        """A version of that label with its lines; an empty row when there is none."""
        table, lines = tables.plan_version, tables.plan_line
        connection = self._known.connection
        query = select(table).where(table.c.programme_id == programme_id, table.c.label == label)
        found = connection.execute(query).mappings().first()
        if found is None:
            return {}, {}
        rows = connection.execute(select(lines).where(lines.c.version_id == found["id"])).mappings()
        return dict(found), {(row["region_id"], row["school_id"]): dict(row) for row in rows}

    def _line(self, source: Source, line: Line, version: Version, place: Place, name: str) -> None:
        row, known = version
        wanted: dict[str, Any] = {
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
            values = {"version_id": row["id"], "region_id": place[0], "school_id": place[1]}
            known[place] = self._writes.insert(tables.plan_line, {**values, **wanted})
            self._plan.count("plan_lines", "created")
            what = "new"
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, name))
