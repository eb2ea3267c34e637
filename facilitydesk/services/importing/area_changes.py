"""Lists of area changes: each line a movement of a school's balance with its day and document."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from sqlalchemy import select

from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.words.area_terms import DangerGrade, Movement
from facilitydesk.services.areas import deeds
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Source
from facilitydesk.services.importing.listed import Listed, Placed, ProgrammeOf
from facilitydesk.services.importing.planner import Ground
from facilitydesk.store import tables

_WORDS = {folded_name(each.term): each for each in Movement} | {
    "新建": Movement.BUILT,
    "竣工": Movement.BUILT,
    "购置": Movement.ACQUIRED,
    "接收": Movement.ACQUIRED,
    "划入": Movement.ACQUIRED,
    "报废": Movement.DISPOSED,
    "移交": Movement.DISPOSED,
    "划出": Movement.DISPOSED,
    "测量": Movement.MEASURED,
    "更正": Movement.MEASURED,
}
_GRADES = {folded_name(word): grade.value for grade in DangerGrade for word in (grade, grade.term)}


class AreaChanges(Listed):
    """Plans sources of the kind area_changes."""

    entity = "area_movements"
    table = tables.area_movement
    keys: ClassVar[Mapping[str, str]] = {
        "document": "area_document",
        "danger_grade": "danger_level",
        "note": "remark",
    }

    def __init__(self, ground: Ground, programme_of: ProgrammeOf) -> None:
        super().__init__(ground, programme_of)
        opening, building = tables.area_opening, tables.building
        connection = ground.known.connection
        self._since = {
            row.school_id: row.day
            for row in connection.execute(select(opening.c.school_id, opening.c.day))
        }
        self._buildings: dict[tuple[int, str], Facts] = {}
        for found in connection.execute(select(building)).mappings():
            whole = dict(found)
            for name in filter(None, (whole["name"], whole["number"])):
                self._buildings.setdefault((whole["school_id"], folded_name(name)), whole)

    def key(self, row: Mapping[str, Any]) -> Hashable:
        return row["school_id"], row["kind"], row["day"], row["area"]

    def placed(self, source: Source, line: Line) -> Placed | None:
        school = self._schools.of(source, line)
        if school is None:
            return None
        words = self.text(line, "area_move")
        kind = _WORDS.get(folded_name(words))
        day = self.day(source, line, "area_date")
        area = self.raw(line, "moved_area")
        faults: list[tuple[str, str, dict[str, object]]] = []
        if kind is None:
            known = "、".join(each.term for each in Movement)
            told: dict[str, object] = {"term": term("area_move"), "value": words, "known": known}
            faults.append(("area_move", "not_in_closed_list", told))
        if day is None:
            faults.append(("area_date", "required", {"term": term("area_date")}))
        elif day > self._today:
            faults.append(("area_date", "area.future", {"day": day}))
        if not area:
            faults.append(("moved_area", "area.zero", {}))
        for key, code, args in faults:
            self._plan.refuse(source.sheet, line.row, key, code, **args)
        if faults or kind is None or day is None or area is None:
            return None
        self._told_before(source, line, school, day)
        values = {
            "school_id": school["id"], "kind": kind.value, "day": day, "area": kind.signed(area),
        }  # fmt: skip
        building = self._building(source, line, school)
        if building is not None:
            values |= {"building_id": building["id"]}
            if not self._rows.get(self.key(values)) and not self._changed(
                source, line, building, kind, values
            ):
                return None
        return Placed(self.key(values), values, kind.term, school["name"])

    def _changed(
        self, source: Source, line: Line, building: Facts, kind: Movement, values: dict[str, Any]
    ) -> bool:
        """What the change makes of its building, as the deeds of the window do; else refused."""
        area, facts = values["area"], {}
        try:
            if kind in (Movement.DEMOLISHED, Movement.DISPOSED):
                document = self._document(line) or ""
                facts = deeds.after(building, kind, -area, values["day"], document)
                values.setdefault("danger_grade", building["danger_grade"])
            elif kind is Movement.MEASURED and building["area"] is not None:
                facts = {"area": max(building["area"] + area, 0)}
        except Refused as refusal:
            key = "building" if "building" in source.fields else "building_no"
            self._plan.refuse(source.sheet, line.row, key, refusal.code, **refusal.args_)
            return False
        if facts:
            self._writes.update(tables.building, building, facts)
            self._plan.count("buildings", "updated")
        return True

    def _document(self, line: Line) -> str | None:
        return self.text(line, "area_document", "evidence", "fund_document") or None

    def wanted(self, source: Source, line: Line) -> dict[str, Any]:
        return {
            "document": self._document(line),
            "danger_grade": self.word(source, line, "danger_level", _GRADES),
            "note": self.text(line, "remark") or None,
        }

    def _building(self, source: Source, line: Line, school: Facts) -> Facts | None:
        name = self.text(line, "building_no", "building")
        if not name:
            return None
        found = self._buildings.get((school["id"], folded_name(name)))
        if found is None:
            key = "building" if "building" in source.fields else "building_no"
            self.blank(source, line, key, "area.import_building", school=school["name"], name=name)
        return found

    def _told_before(self, source: Source, line: Line, school: Facts, day: Any) -> None:
        """Yellow where the line cannot count: no opening yet, or it lies before the opening."""
        since = self._since.get(school["id"])
        if since is None:
            self.blank(source, line, "school", "area.no_opening", school=school["name"])
        elif day <= since:
            args = {"day": day, "school": school["name"], "opening": since}
            self.blank(source, line, "area_date", "area.before_opening", **args)
