"""A building's history: appraisals (鉴定), the yearly check (年检) and damage (受灾台账)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.words.area_terms import CheckKind
from facilitydesk.services import edits, rules
from facilitydesk.services.areas.building_rules import grade
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.building_check


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One entry of a building's history."""

    id: int
    revision: int
    building_id: int
    kind: str
    day: date
    body: str
    document: str
    danger_grade: str
    finding: str
    measure: str


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    day = row.get("day")
    if day is not None and day.isoformat() > f"{unit.at:%Y-%m-%d}":
        yield Problem("area.future", Severity.RED, "day", {"day": day})


KIND = Kind(
    _T,
    "校舍检查记录",
    {
        "kind": Column(
            "kind",
            rules.one_of("类别", [item.value for item in CheckKind], required=True),
            required=True,
        ),
        "day": Column("day", rules.day("日期", required=True), required=True),
        "body": Column("body", rules.text()),
        "document": Column("document", rules.text()),
        "danger_grade": Column("danger_grade", grade),
        "finding": Column("finding", rules.text(lines=True)),
        "measure": Column("measure", rules.text(lines=True)),
    },
    title="kind",
    check=_check,
    terms={
        "kind": "类别",
        "day": "日期",
        "body": "单位或检查人",
        "document": "文号",
        "danger_grade": "等级",
        "finding": "结论",
        "measure": "措施",
    },
)


def rows(desk: Desk, building_id: int) -> tuple[CheckRow, ...]:
    """The history of a building, the newest first."""
    query = select(_T).where(_T.c.building_id == building_id)
    with desk.read() as connection:
        found = connection.execute(query.order_by(_T.c.day.desc(), _T.c.id.desc())).mappings().all()
    return tuple(CheckRow(**row) for row in found)


def enter(
    desk: Desk,
    building_id: int,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Store entries; the newest appraisal becomes the building's grade, body, number and day."""
    rejected: list[edits.Rejected] = []
    with desk.operation("building.check", "") as unit:
        building = unit.row(tables.building, building_id)
        unit.head.label = f"“{building['name']}”：{edits.label(unit, KIND, cells, new)}"
        rejected += edits.apply(unit, KIND, cells)
        mine = {"building_id": building_id}
        added = tuple(edits.insert(unit, KIND, row, rejected, n, mine) for n, row in enumerate(new))
        _keep_first(unit, building)
        _take_newest(unit, building_id)
    return Edited(unit.result, tuple(rejected), added)


def _appraisals(unit: Unit, building_id: int) -> Sequence[Any]:
    query = select(_T).where(
        _T.c.building_id == building_id,
        _T.c.kind == CheckKind.APPRAISAL.value,
        _T.c.danger_grade != "",
    )
    return unit.connection.execute(query.order_by(_T.c.day.desc(), _T.c.id.desc())).all()


def _keep_first(unit: Unit, building: Mapping[Any, Any]) -> None:
    """The appraisal that stood in the register alone joins the history before a newer one does."""
    known = {row.day for row in _appraisals(unit, building["id"])}
    day = building["danger_day"]
    if known and building["danger_grade"] and day is not None and day not in known:
        facts = {
            "building_id": building["id"],
            "kind": CheckKind.APPRAISAL.value,
            "day": day,
            "body": building["danger_body"],
            "document": building["danger_document"],
            "danger_grade": building["danger_grade"],
        }
        unit.insert(_T, facts)


def _take_newest(unit: Unit, building_id: int) -> None:
    found = _appraisals(unit, building_id)
    if found:
        newest = found[0]
        facts = {
            "danger_grade": newest.danger_grade,
            "danger_body": newest.body,
            "danger_document": newest.document,
            "danger_day": newest.day,
        }
        unit.update(tables.building, building_id, facts)


def delete(desk: Desk, check_ids: Iterable[int]) -> Changes:
    """Delete entries; the newest appraisal that is left becomes the building's grade."""
    with desk.operation("building.check_delete", "删除校舍检查记录") as unit:
        for check_id in check_ids:
            building_id = unit.row(_T, check_id)["building_id"]
            unit.delete(_T, check_id)
            _take_newest(unit, building_id)
    return unit.result
