"""Which school a line means: by code, name, alias; else a new one, with what it looks like."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from facilitydesk.domain.names import folded_name
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.words.terms import Level
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import Line, Options, Plan, Similar, Source
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.pinyin import initials
from facilitydesk.services.school_rules import check_code
from facilitydesk.store import tables

_LEADING = re.compile(
    r".{1,24}?(九年一贯制学校|中心学校|中心小学|中心幼儿园|中心校|学校|小学|中学|幼儿园|教学点|完小|初中|高中)"
)
_COUNTY_ENDS = ("县", "市", "区", "旗")


class Schools:
    """Finds and makes the schools of an import."""

    def __init__(self, known: Known, writes: Writes, plan: Plan, options: Options) -> None:
        self._known = known
        self._writes = writes
        self._plan = plan
        self._options = options
        self.derived = 0  # lines whose school was read from the project's name
        self._similar: dict[str, int] = {}  # name → position in plan.similar
        self._before: dict[int, str] | None = None
        self._made: set[int] = set()
        self._found: dict[tuple[str, str, str], int] = {}

    def of(self, source: Source, line: Line) -> Facts | None:
        """The school of a line, made when it is new; None when the line must stay out."""
        name = str(line.values.get("school") or "") or self._in_project(line)
        code = str(line.values.get("school_code") or "")
        township = str(line.values.get("township") or "")
        if not name and not code:
            self._plan.refuse(source.sheet, line.row, "project", "import.school_unknown")
            return None
        asked = (name, code, township)
        if asked in self._found:
            return self._known.schools[self._found[asked]]
        found = self._by_code(source, line, name, code) or self._by_name(source, line, name)
        if found is None and self._ambiguous(name):
            args = {"name": name, "count": len(self._candidates(name))}
            self._plan.refuse(source.sheet, line.row, "school", "import.school_ambiguous", **args)
            return None
        if found is None and not name:  # a code that nobody has names no school
            self._plan.refuse(source.sheet, line.row, "school", "import.school_unknown")
            return None
        if found is None:
            found = self._make(source, line, name, township)
        else:
            self._place(found, township)
        self._found[asked] = found["id"]
        return found

    def _in_project(self, line: Line) -> str:
        """The school that a project's name leads with, where the table has no school column."""
        match = _LEADING.match(str(line.values.get("project") or ""))
        if match is None:
            return ""
        self.derived += 1
        return match[0]

    def township(self, name: str) -> int | None:
        """The region of a township's (or county's) name, made when it is new; None for no name."""
        if not name:
            return None
        known = self._known
        key = folded_name(name)
        if key not in known.region_by_name:
            prefecture = known.regions[known.home_id]["level"] == Level.PREFECTURE.value
            county = prefecture and name.endswith(_COUNTY_ENDS)
            values = {
                "name": name,
                "code": "",
                "level": (Level.COUNTY if county else Level.TOWNSHIP).value,
                "parent_id": known.home_id,
                "ordinal": len(known.regions),
            }
            row = self._writes.insert(tables.region, values)
            known.regions[row["id"]] = row
            known.region_by_name[key] = row["id"]
            self._plan.count("townships", "created")
        return known.region_by_name[key]

    def _by_code(self, source: Source, line: Line, name: str, code: str) -> Facts | None:
        del source, line, name
        found = self._known.school_by_code.get(code) if code else None
        return self._known.schools[found] if found else None

    def _by_name(self, source: Source, line: Line, name: str) -> Facts | None:
        known = self._known
        if name in self._options.same_school:
            chosen = self._options.same_school[name]
            if chosen is not None and chosen in known.schools:
                self._remember(name, chosen)
                return known.schools[chosen]
        candidates = self._candidates(name)
        if len(candidates) == 1:
            return known.schools[candidates[0]]
        if candidates:
            exact = [i for i in candidates if known.schools[i]["name"] == name]
            region = known.region_by_name.get(folded_name(str(line.values.get("township") or "")))
            there = [i for i in exact or candidates if known.schools[i]["township_id"] == region]
            chosen_ = there if len(there) == 1 and region else exact
            return known.schools[chosen_[0]] if len(chosen_) == 1 else None
        del source
        by_alias = known.school_by_alias.get(known.school_key(name))
        return known.schools[by_alias] if by_alias else None

    def _candidates(self, name: str) -> list[int]:
        return self._known.schools_by_key.get(self._known.school_key(name), [])

    def _ambiguous(self, name: str) -> bool:
        return len(self._candidates(name)) > 1 and name not in self._options.same_school

    def _remember(self, name: str, school_id: int) -> None:
        known = self._known
        key = known.school_key(name)
        if key in known.school_by_alias or key in known.schools_by_key:
            return
        known.school_by_alias[key] = school_id
        self._writes.insert(
            tables.school_alias, {"school_id": school_id, "alias": name, "alias_key": key}
        )

    def _place(self, school: Facts, township: str) -> None:
        """A known school without a township gets that of the table."""
        if school["township_id"] is None and township:
            self._writes.update(tables.school, school, {"township_id": self.township(township)})

    def _make(self, source: Source, line: Line, name: str, township: str) -> Facts:
        known = self._known
        self._offer(source, line, name)
        values: dict[str, Any] = {
            "name": name,
            "code": self.code(source, line),
            "name_key": known.school_key(name),
            "initials": initials(name),
            "township_id": self.township(township),
        }
        row = self._writes.insert(tables.school, values)
        known.add_school(row)
        self._made.add(row["id"])
        self._plan.count("schools", "created")
        return row

    def code(self, source: Source, line: Line) -> str | None:
        """A line's code; None for no code, and with a finding when it is none of this province."""
        code = str(line.values.get("school_code") or "")
        if not code:
            return None
        try:
            check_code(code, self._known.home_code, self._known.county)
        except Refused as refusal:
            problem = Problem(refusal.code, args=refusal.args_)
            self._plan.note(
                source.sheet, line.row, "school_code", problem, severity=Severity.YELLOW
            )
            return None
        return code

    def _offer(self, source: Source, line: Line, name: str) -> None:
        """Names the known school that a new one looks like; the officer says whether it is."""
        if name in self._similar:
            at = self._similar[name]
            known = self._plan.similar[at]
            self._plan.similar[at] = replace(known, rows=known.rows + 1)
            return
        if name in self._options.same_school:
            return
        candidate = self._most_alike(name)
        if candidate is None:
            return
        school = self._known.schools[candidate]
        self._similar[name] = len(self._plan.similar)
        self._plan.similar.append(
            Similar(name, candidate, school["name"], 1, source.sheet, line.row)
        )
        problem = Problem("import.school_similar", args={"name": name, "known": school["name"]})
        self._plan.note(source.sheet, line.row, "school", problem, severity=Severity.BLUE)

    def _most_alike(self, name: str) -> int | None:
        """The one school of which a name looks like a shorter or longer spelling: 永兴初中.

        Names of the same length are never offered: 大河镇小学 and 清河镇小学 are two schools.
        """
        if self._before is None:
            # Only what was known before: a list's own schools are not offered for each other.
            self._before = {
                row["id"]: self._known.school_key(row["name"])
                for row in self._known.schools.values()
                if row["id"] not in self._made
            }
        key = self._known.school_key(name)
        alike = [
            (abs(len(other) - len(key)), school_id)
            for school_id, other in self._before.items()
            if other[:1] == key[:1] and _shortened(key, other)
        ]
        alike.sort()
        if not alike or (len(alike) > 1 and alike[0][0] == alike[1][0]):
            return None
        return alike[0][1]


def _shortened(one: str, other: str) -> bool:
    """Whether one key is the other with some characters left out, and not too many."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long) or len(short) * 10 < len(long) * 6 or len(short) < 3:
        return False
    rest = iter(long)
    return all(char in rest for char in short)
