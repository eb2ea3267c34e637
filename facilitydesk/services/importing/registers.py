"""Lists of schools: lines that are stored in the register itself."""

from __future__ import annotations

from facilitydesk.domain.fields import term
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Planner
from facilitydesk.services.importing.year_facts import YearFacts
from facilitydesk.store import tables

_COLUMNS = {
    "code": "school_code",
    "kind": "school_kind",
    "note": "remark",
}


class Register(Planner):
    """Plans sources of the kinds schools and facts: who is there, and the figures of a year."""

    _of_year: YearFacts | None = None

    def take_schools(self, source: Source) -> None:
        """A list of schools: new ones, blanks of known ones, the pupils of a year."""
        self._of_year = self._of_year or YearFacts(self._ground)
        year = self._of_year.year_of(source)
        codes: dict[str, int] = {}
        for line in source.lines:
            code = str(line.values.get("school_code") or "")
            if code and code in codes:
                args = {"code": code, "row": line.row, "first": codes[code]}
                self._plan.refuse(
                    source.sheet, line.row, "school_code", "import.code_twice", **args
                )
                self.refused(source, line, "schools")
                continue
            if code:
                codes[code] = line.row
            self._school(source, line, year, self._of_year)

    def _school(self, source: Source, line: Line, year: int, of_year: YearFacts) -> None:
        before = len(self._known.schools)
        school = self._schools.of(source, line)
        if school is None:
            self.refused(source, line, "schools")
            return
        new = len(self._known.schools) > before
        wanted = {
            "kind": self._kind(source, line),
            "principal": line.values.get("principal"),
            "contact": line.values.get("contact"),
            "phone": line.values.get("phone"),
            "note": line.values.get("remark"),
        }
        if not new:  # a new school was made with its code, by the same check
            wanted["code"] = self._code(source, line, school)
        changed = self._merge(source, line, tables.school, school, wanted, school["name"], _COLUMNS)
        if school["code"]:
            self._known.school_by_code[school["code"]] = school["id"]
        changed |= of_year.take(source, line, school, year)
        if not new:
            self._plan.count("schools", "updated" if changed else "unchanged")
        what = "new" if new else "found"
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, school["name"]))

    def _code(self, source: Source, line: Line, school: Facts) -> str | None:
        """The code a line gives a known school; what is there already is not judged again."""
        if str(line.values.get("school_code") or "") == school["code"]:
            return None
        return self._schools.code(source, line)

    def _kind(self, source: Source, line: Line) -> str | None:
        text = line.values.get("school_kind")
        if text is None or str(text) in self._known.school_kinds:
            return None if text is None else str(text)
        problem = Problem("not_in_list", args={"term": term("school_kind"), "value": text})
        self._plan.note(source.sheet, line.row, "school_kind", problem, severity=Severity.YELLOW)
        return None
