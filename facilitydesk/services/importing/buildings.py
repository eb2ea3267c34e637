"""Lists of buildings: lines of the register, and the openings of schools that have none yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.area_balance import built_text
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import (
    INTENSITIES,
    OWNERSHIPS,
    SEISMIC_CLASSES,
    BuildingState,
    DangerGrade,
)
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.store import tables

_FIELDS = {
    "name": "building",
    "number": "building_no",
    "structure": "structure",
    "floors": "floors",
    "built": "built",
    "area": "building_area",
    "usable_area": "usable_area",
    "seismic_class": "seismic_class",
    "seismic_intensity": "seismic_intensity",
    "danger_grade": "danger_level",
    "danger_body": "danger_body",
    "danger_document": "danger_document",
    "danger_day": "danger_date",
    "state": "building_state",
    "ownership": "ownership",
    "room_kind": "room_kind",
    "note": "remark",
}
"""Where each column of a list is kept."""

_PLAIN = ("structure", "danger_body", "danger_document", "room_kind", "note")
_STATES = {state.value: state.value for state in BuildingState} | {
    "正常": "在用",
    "使用": "在用",
    "正常使用": "在用",
    "在使用": "在用",
    "停止使用": "停用",
    "封存": "停用",
    "闲置": "停用",
    "已拆除": "拆除",
    "已移交": "移交",
}
_SEISMIC = {word: word for word in SEISMIC_CLASSES} | {
    "甲类": "特殊设防类",
    "乙类": "重点设防类",
    "丙类": "标准设防类",
    "丁类": "适度设防类",
    "特殊设防": "特殊设防类",
    "重点设防": "重点设防类",
    "标准设防": "标准设防类",
    "适度设防": "适度设防类",
    "无": "未设防",
}
_INTENSITIES = {word: word for word in INTENSITIES} | {word[0]: word for word in INTENSITIES}
_SAFE = {"安全": "A", "完好": "A"}


class Buildings(Planner):
    """Plans sources of the kind buildings.

    A building is known by its number at the school, else by its name there; of several with one
    name, the first line means the first of them and so on, so that the same list again is known.
    """

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        known = ground.known
        self._by_number: dict[tuple[int, str], Facts] = {}
        self._by_name: dict[tuple[int, str], list[Facts]] = defaultdict(list)
        for row in known.connection.execute(select(tables.building)).mappings():
            self._remember(dict(row))
        opening = tables.area_opening
        self._begun = set(known.connection.execute(select(opening.c.school_id)).scalars())

    def _remember(self, row: Facts) -> None:
        if row["number"]:
            self._by_number[row["school_id"], row["number"]] = row
        self._by_name[row["school_id"], folded_name(row["name"])].append(row)

    def take(self, source: Source) -> None:
        """All lines of a list, then the openings that follow from it."""
        seen: set[int] = set()
        touched: dict[int, int] = {}  # school → its first row
        for line in source.lines:
            school = self._schools.of(source, line)
            if school is None:
                self.refused(source, line, "buildings")
                continue
            touched.setdefault(school["id"], line.row)
            self._line(source, line, school, seen)
        self._openings(source, touched)

    def _line(self, source: Source, line: Line, school: Facts, seen: set[int]) -> None:
        wanted = self._wanted(source, line)
        number = str(line.values.get("building_no") or "")
        name = str(line.values.get("building") or "") or number
        known = self._find(school["id"], number, name, seen)
        if known is None:
            facts = {key: value for key, value in wanted.items() if value is not None}
            whole = {**facts, "school_id": school["id"], "name": name, "number": number}
            whole["definition_year"] = (source.as_of or self._today).year
            known = self._writes.insert(tables.building, whole)
            self._remember(known)
            self._plan.count("buildings", "created")
            what = "new"
        else:
            wanted |= {"name": line.values.get("building"), "number": number or None}
            title = f"{school['name']}·{known['name']}"
            changed = self._merge(source, line, tables.building, known, wanted, title, _FIELDS)
            self._plan.count("buildings", "updated" if changed else "unchanged")
            what = "found"
        seen.add(known["id"])
        self._plan.outcomes.append(
            Outcome(source.sheet, line.row, what, school["name"], known["name"])
        )

    def _find(self, school_id: int, number: str, name: str, seen: set[int]) -> Facts | None:
        if number and (school_id, number) in self._by_number:
            return self._by_number[school_id, number]
        for row in self._by_name.get((school_id, folded_name(name)), ()):
            other = number and row["number"] and row["number"] != number
            if row["id"] not in seen and not other:
                return row
        return None

    def _wanted(self, source: Source, line: Line) -> dict[str, Any]:
        values = line.values
        wanted: dict[str, Any] = {
            column: str(value)
            for column in _PLAIN
            if (value := values.get(_FIELDS[column])) is not None
        }
        for column in ("area", "usable_area"):
            value = values.get(_FIELDS[column])
            wanted[column] = value.raw if isinstance(value, Area) else None
            if isinstance(value, Area) and value.raw < 0:
                self._bad(source, line, column, "negative", value=value)
                wanted[column] = None
        floors = values.get("floors")
        wanted["floors"] = floors if isinstance(floors, int) and 0 <= floors <= 99 else None
        if isinstance(floors, int) and wanted["floors"] is None:
            self._bad(source, line, "floors", "out_of_bounds", value=floors, low=0, high=99)
        wanted["built"] = self._built(source, line)
        wanted["danger_grade"] = self._grade(source, line)
        wanted["danger_day"] = self._day(source, line)
        wanted["state"] = self._word(source, line, "state", _STATES)
        owners = {word: word for word in OWNERSHIPS}
        for column, words in (("seismic_class", _SEISMIC), ("seismic_intensity", _INTENSITIES)):
            wanted[column] = self._word(source, line, column, words)
        wanted["ownership"] = self._word(source, line, "ownership", owners)
        return wanted

    def _built(self, source: Source, line: Line) -> str | None:
        value = line.values.get("built")
        if value is None:
            return None
        text = value.text if isinstance(value, LooseDate) else str(value)
        kept = built_text(text)
        if kept is None:
            self._bad(source, line, "built", "building.built", value=text)
        elif kept > f"{self._today:%Y-%m}":
            self._bad(source, line, "built", "building.built_future", value=kept)
            return None
        return kept

    def _grade(self, source: Source, line: Line) -> str | None:
        value = line.values.get("danger_level")
        if value is None:
            return None
        plain = folded_name(str(value)).upper().removesuffix("级")
        plain = _SAFE.get(plain, plain)
        if plain in {grade.value for grade in DangerGrade}:
            return plain
        self._bad(source, line, "danger_grade", "buildings.no_grade", value=value)
        return None

    def _day(self, source: Source, line: Line) -> date | None:
        value = line.values.get("danger_date")
        if not isinstance(value, LooseDate):
            return None
        if not value.exact:
            self._bad(source, line, "danger_day", "day_needed", value=value.text)
            return None
        return value.first

    def _word(self, source: Source, line: Line, column: str, words: dict[str, str]) -> str | None:
        value = line.values.get(_FIELDS[column])
        if value is None:
            return None
        kept = words.get(folded_name(str(value)))
        if kept is None:
            known = "、".join(dict.fromkeys(words.values()))
            self._bad(source, line, column, "not_in_closed_list", value=value, known=known)
        return kept

    def _bad(self, source: Source, line: Line, column: str, code: str, **args: object) -> None:
        """A cell that stays blank, the line goes in."""
        key = _FIELDS[column]
        self.blank(source, line, key, code, **{"term": term(key), **args})

    def _openings(self, source: Source, touched: dict[int, int]) -> None:
        """Schools that have no opening begin with the buildings they have on the list's day."""
        waiting = [school for school in touched if school not in self._begun]
        sums = dict.fromkeys(waiting, 0)
        for (school_id, _), rows in self._by_name.items():
            if school_id in sums:
                sums[school_id] += sum(
                    row["area"] or 0 for row in rows if BuildingState(row["state"]).standing
                )
        sums = {school: area for school, area in sums.items() if area}
        if not sums:
            return
        first = touched[next(iter(sums))]
        if source.as_of is None or source.as_of > self._today:
            problem = Problem("buildings.opening_day")
            self._plan.note(source.sheet, first, None, problem, severity=Severity.YELLOW)
            return
        for school_id, area in sums.items():
            self._begun.add(school_id)
            facts = {
                "school_id": school_id,
                "day": source.as_of,
                "area": area,
                "definition_year": source.as_of.year,
                "document": self._options.file_name,
            }
            self._writes.insert(tables.area_opening, facts)
            self._plan.count("area_openings", "created")
        args = {"count": len(sums), "day": source.as_of}
        problem = Problem("buildings.opening", args=args)
        self._plan.note(source.sheet, first, None, problem, severity=Severity.BLUE)
