"""Lines of a project list: which project and work each means, what is new, filled or different."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.names import folded_name
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import (
    UNSETTLED,
    Line,
    Options,
    Outcome,
    Plan,
    Source,
    Values,
)
from facilitydesk.services.importing.merging import Merger
from facilitydesk.services.importing.project_cells import (
    Dates,
    category_of,
    flag_of,
    nature_of,
    raw_of,
    year_of,
)
from facilitydesk.services.importing.schools import Schools
from facilitydesk.services.importing.week import Progress
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.pinyin import initials
from facilitydesk.store import tables

# Programmes of the last decades, for titles that name one before the officer has entered it.
PROGRAMMES = (
    "义务教育薄弱环节改善与能力提升",
    "校舍安全保障长效机制",
    "支持学前教育发展",
    "普通高中改善办学条件",
    "全面改薄",
    "校安工程",
    "中央预算内投资",
    "教师周转宿舍",
)
_TEXTS = {
    "batch": "batch",
    "fund_document": "fund_document",
    "contractor": "contractor_unit",
    "remark": "note",
}
_WORK = ("planned_area", "planned_investment")
_COLUMNS = {column: key for key, column in _TEXTS.items()} | {
    "code": "project_code",
    "category": "area_category",
}


class Projects:
    """Plans the lines of one source."""

    def __init__(
        self, known: Known, writes: Writes, plan: Plan, options: Options, schools: Schools
    ) -> None:
        self._known = known
        self._writes = writes
        self._plan = plan
        self._options = options
        self._schools = schools
        self._seen: dict[int, tuple[int, Values]] = {}  # work → row and values
        self._programmes: dict[tuple[str, str], tuple[int, bool]] = {}
        self._merger = Merger(writes, plan, options)
        self._dates = Dates(known, writes, plan, self._merger)

    def take(self, source: Source, progress: Progress) -> None:
        """All lines of a source."""
        year = self._options.year or year_of(source.title)
        unnamed, derived = 0, self._schools.derived
        for line in source.lines:
            found = self._line(source, line, year, progress)
            unnamed += found and line.values.get("project") is None
        if unnamed:
            problem = Problem("import.named_by_school", args={"count": unnamed})
            self._plan.note(source.sheet, source.head_row, None, problem, severity=Severity.BLUE)
        if derived := self._schools.derived - derived:
            problem = Problem("import.school_from_project", args={"count": derived})
            self._plan.note(source.sheet, source.head_row, None, problem, severity=Severity.BLUE)

    def _line(self, source: Source, line: Line, year: int | None, progress: Progress) -> bool:
        school = self._schools.of(source, line)
        if school is None:
            self._out(source, line, "refused", "")
            return False
        programme_id, settled = self.programme(source, line)
        name = str(line.values.get("project") or f"{school['name']}建设项目")
        own_year = line.values.get("year") or year
        key = self._known.project_key(name, school["name"])
        project = self._find(line, school, name, key, programme_id, own_year, settled=settled)
        if project is None:
            self._make(source, line, school, name, key, programme_id, own_year, progress)
            return True
        work = self._work_of(project, school)
        if work is None:
            args = {"project": project["name"], "school": school["name"]}
            self._plan.refuse(source.sheet, line.row, "project", "import.work_unclear", **args)
            self._out(source, line, "refused", school["name"], project["name"])
            return False
        if work["id"] in self._seen and not self._again(source, line, project, work, school):
            return False
        self._found(source, line, project, work, school, own_year, progress)
        return True

    def lines_of(self, source: Source) -> dict[int, Facts]:
        """The work that each line of a source means, by row; lines left out are missing."""
        values = {id(line.values): line.row for line in source.lines}
        return {
            values[id(mine)]: work
            for works in self._known.works.values()
            for work in works
            if work["id"] in self._seen
            for _, mine in (self._seen[work["id"]],)
            if id(mine) in values
        }

    # --- finding

    def programme(self, source: Source, line: Line) -> tuple[int, bool]:
        """The programme, and whether anything named it."""
        given = str(self._options.programme or line.values.get("programme") or "")
        asked = (source.title, given)
        if asked not in self._programmes:
            self._programmes[asked] = self._programme(source, given)
        return self._programmes[asked]

    def _programme(self, source: Source, given: str) -> tuple[int, bool]:
        if given:
            return self._programme_named(given), True
        title = folded_name(source.title)
        by_length = sorted(self._known.programme_by_name, key=len, reverse=True)
        for name in by_length:
            if len(name) >= 3 and name in title:
                return self._known.programme_by_name[name], True
        for name in PROGRAMMES:
            if folded_name(name) in title:
                return self._programme_named(name), True
        return self._programme_named(UNSETTLED), False

    def _programme_named(self, name: str) -> int:
        key = folded_name(name)
        if key not in self._known.programme_by_name:
            row = self._writes.insert(
                tables.programme, {"name": name, "ordinal": len(self._known.programmes)}
            )
            self._known.add_programme(row)
            self._plan.count("programmes", "created")
        return self._known.programme_by_name[key]

    def _find(
        self,
        line: Line,
        school: Facts,
        name: str,
        key: str,
        programme_id: int,
        year: Any,
        *,
        settled: bool,
    ) -> Facts | None:
        """By code; else school, name, programme and year.

        A year that one of the two lacks fits any; so does a programme that nothing names.
        """
        known = self._known
        code = line.values.get("project_code")
        if code and str(code) in known.project_by_code:
            return known.projects[known.project_by_code[str(code)]]
        keys = [key]
        spelling = line.values.get("school")
        if spelling is not None and spelling != school["name"]:
            keys.append(known.project_key(name, str(spelling)))
        named = [
            known.projects[project_id]
            for each in dict.fromkeys(keys)
            for project_id in known.projects_by_key.get((school["id"], each), ())
        ]
        if not named:
            return None
        if code:  # another code is another project
            named = [p for p in named if not p["code"]]
        fitting = [p for p in named if p["programme_id"] == programme_id]
        if not fitting and not settled:
            fitting = named
        same_year = [p for p in fitting if p["year"] == year]
        loose = [p for p in fitting if p["year"] is None or year is None]
        chosen = same_year or loose
        return chosen[0] if len(chosen) == 1 or same_year else None

    def _work_of(self, project: Facts, school: Facts) -> Facts | None:
        """The project's work at a school; a new one where the project has none there."""
        works = self._known.works[project["id"]]
        mine = [work for work in works if work["school_id"] == school["id"]]
        if not mine:
            row = self._writes.insert(
                tables.work,
                {"project_id": project["id"], "school_id": school["id"], "ordinal": len(works)},
            )
            works.append(row)
            return row
        return mine[0] if len(mine) == 1 else None

    def _again(
        self, source: Source, line: Line, project: Facts, work: Facts, school: Facts
    ) -> bool:
        """A second line of the same work: the same figures are left out, others refused."""
        first, values = self._seen[work["id"]]
        if dict(line.values) == dict(values):
            self._plan.count("projects", "unchanged")
            self._out(source, line, "found", school["name"], project["name"], f"同第{first}行")
        else:
            args = {"row": line.row, "first": first}
            self._plan.refuse(source.sheet, line.row, "project", "import.row_repeats", **args)
            self._out(source, line, "refused", school["name"], project["name"])
        return False

    # --- new

    def _make(
        self,
        source: Source,
        line: Line,
        school: Facts,
        name: str,
        key: str,
        programme_id: int,
        year: Any,
        progress: Progress,
    ) -> None:
        values = line.values
        known = self._known
        project = self._writes.insert(
            tables.project,
            {
                "code": values.get("project_code"),
                "name": name,
                "name_key": key,
                "initials": initials(name),
                "programme_id": programme_id,
                "year": year,
                "nature": nature_of(source, line, self._known.natures, self._plan),
                **{column: values.get(key) or "" for key, column in _TEXTS.items()},
                "pooled": flag_of(values.get("pooled")),
            },
        )
        work = self._writes.insert(
            tables.work,
            {
                "project_id": project["id"],
                "school_id": school["id"],
                "category": category_of(source, line, self._plan) or AreaCategory.BUILDING.value,
                **{key: raw_of(values.get(key)) for key in _WORK},
            },
        )
        known.works[project["id"]] = [work]
        known.projects[project["id"]] = project
        if project["code"]:
            known.project_by_code[project["code"]] = project["id"]
        known.projects_by_key[school["id"], project["name_key"]].append(project["id"])
        self._dates.enter(source, line, project, new=True)
        self._seen[work["id"]] = (line.row, values)
        progress.enter(source, line, work, name, new=True)
        self._plan.count("projects", "created")
        self._out(source, line, "new", school["name"], name)

    # --- found

    def _found(
        self,
        source: Source,
        line: Line,
        project: Facts,
        work: Facts,
        school: Facts,
        year: Any,
        progress: Progress,
    ) -> None:
        values = line.values
        self._seen[work["id"]] = (line.row, values)
        wanted: dict[str, Any] = {
            column: values[key] for key, column in _TEXTS.items() if values.get(key) is not None
        }
        if values.get("nature") is not None and (
            nature := nature_of(source, line, self._known.natures, self._plan)
        ):
            wanted["nature"] = nature
        if values.get("project_code"):
            wanted["code"] = values["project_code"]
        if year is not None:
            wanted["year"] = year
        name = project["name"]
        merge = self._merger.merge
        changed = merge(source, line, tables.project, project, wanted, name, _COLUMNS)
        figures = {key: raw_of(values.get(key)) for key in _WORK if values.get(key) is not None}
        figures["category"] = category_of(source, line, self._plan)
        if project["code"]:
            self._known.project_by_code[project["code"]] = project["id"]
        changed |= merge(source, line, tables.work, work, figures, name, _COLUMNS)
        changed |= self._dates.enter(source, line, project, new=False)
        changed |= progress.enter(source, line, work, project["name"], new=False)
        self._plan.count("projects", "updated" if changed else "unchanged")
        detail = "补充空白或更新" if changed else "与已登记的一致"
        self._out(source, line, "found", school["name"], project["name"], detail)

    def _out(
        self,
        source: Source,
        line: Line,
        what: str,
        school: str,
        project: str = "",
        detail: str = "",
    ) -> None:
        if what == "refused":
            self._plan.count("projects", "refused")
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, school, project, detail))
