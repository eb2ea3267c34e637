"""What the columns of the building register may hold, and what hangs together in a building."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.area_balance import built_text
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import (
    INTENSITIES,
    OWNERSHIPS,
    SEISMIC_CLASSES,
    BuildingState,
    DangerGrade,
)
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T = tables.building
GRADES = tuple(grade.value for grade in DangerGrade)
STATES = tuple(state.value for state in BuildingState)


def built(unit: Unit, _row_id: int | None, value: Any) -> str:
    """建成年月, to the month or the year; not after the month of the entry."""
    text = value.text if isinstance(value, LooseDate) else str(value or "")
    if not text.strip():
        return ""
    kept = built_text(text)
    if kept is None:
        raise Refused("building.built", value=text.strip())
    if kept > f"{unit.at:%Y-%m}":
        raise Refused("building.built_future", value=kept)
    return kept


def grade(unit: Unit, row_id: int | None, value: Any) -> str:
    """危房等级; 'C级' is C."""
    plain = str(value or "").strip().upper().removesuffix("级")
    stored: str = rules.one_of("危房等级", GRADES)(unit, row_id, plain)
    return stored


def _state(unit: Unit, row_id: int | None, value: Any) -> str:
    plain: str = rules.one_of("使用状况", STATES)(unit, row_id, value)
    return plain or BuildingState.IN_USE.value


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    area, usable = row.get("area"), row.get("usable_area")
    if area is not None and usable is not None and usable > area:
        args = {"usable": amount(Area(usable)), "area": amount(Area(area))}
        yield Problem("building.usable_above_area", Severity.YELLOW, "usable_area", args)
    if not row.get("number"):
        return
    twin = select(_T.c.name).where(
        _T.c.school_id == row["school_id"],
        _T.c.number == row["number"],
        _T.c.id != (row.get("id") or 0),
    )
    found = unit.connection.execute(twin.limit(1)).first()
    if found is not None:
        school = unit.row(tables.school, row["school_id"])["name"]
        args = {"school": school, "value": row["number"], "holder": found.name}
        yield Problem("building.number_taken", Severity.RED, "number", args)


KIND = Kind(
    _T,
    "单体建筑",
    {
        "school": Column(
            "school_id",
            rules.reference(tables.school, "学校", required=True),
            required=True,
            kind=tables.school,
        ),
        "name": Column("name", rules.text("建筑物名称", required=True), required=True),
        "built": Column("built", built),
        "floors": Column("floors", rules.whole("层数", 0, 99)),
        "seismic_class": Column("seismic_class", rules.one_of("抗震设防类别", SEISMIC_CLASSES)),
        "seismic_intensity": Column("seismic_intensity", rules.one_of("抗震设防烈度", INTENSITIES)),
        "state": Column("state", _state),
        "state_day": Column("state_day", rules.day("状况变动日期")),
        "ownership": Column("ownership", rules.one_of("房屋产权", OWNERSHIPS)),
        "area": Column("area", rules.quantity(Area, "建筑面积"), kind=Area),
        "usable_area": Column("usable_area", rules.quantity(Area, "使用面积"), kind=Area),
        "definition_year": Column("definition_year", rules.whole("口径年度", 1990, 2100)),
        "danger_grade": Column("danger_grade", grade),
        "danger_day": Column("danger_day", rules.day("鉴定日期")),
        "note": Column("note", rules.text(lines=True)),
        **{
            key: Column(key, rules.text())
            for key in (
                *("number", "room_kind", "structure", "state_document", "danger_body"),
                *("danger_document", "address"),
            )
        },
    },
    check=_check,
    terms={
        "school": "学校",
        "name": "建筑物名称",
        "number": "建筑物号",
        "room_kind": "用途",
        "built": "建成年月",
        "seismic_class": "抗震设防类别",
        "seismic_intensity": "抗震设防烈度",
        "state": "使用状况",
        "state_day": "状况变动日期",
        "state_document": "状况变动文号",
        "ownership": "房屋产权",
        "area": "建筑面积",
        "usable_area": "使用面积",
        "definition_year": "口径年度",
        "danger_grade": "危房等级",
        "danger_body": "鉴定单位",
        "danger_document": "鉴定文号",
        "danger_day": "鉴定日期",
        "address": "建筑物地址",
    },
)
