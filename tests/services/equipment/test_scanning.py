"""A scanned label counts its card; wrong, foreign and repeated numbers are named."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import assets, scanning, stock
from facilitydesk.services.journal import undoing
from tests.entering import added
from tests.services.equipment.county import schools

DAY = date(2026, 3, 5)


def begun(desk: Desk) -> int:
    """Three cards at the first school, one at the second; the first is being counted."""
    first, second = schools(desk, 2)
    assets.enter(desk, (), [
        {"school_id": school, "equipment_class": "计算机、教学仪器设备", "item": "学生计算机",
         "number": number, "serial": f"S{number}", "quantity": pieces, "state": state}
        for school, number, pieces, state in (
            (first, "A1", 1, "在用"), (first, "A2", 3, "在用"), (first, "A3", 1, "报废"),
            (second, "B1", 1, "在用"),
        )
    ])  # fmt: skip
    return added(stock.enter, desk, {"school_id": first, "day": DAY}).row_id


def counted(desk: Desk, taken: int) -> dict[str, int | None]:
    return {line.number: line.counted for line in stock.lines(desk, taken)}


def test_each_scan_counts_a_piece_and_none_twice(desk: Desk) -> None:
    taken = begun(desk)
    found = scanning.scan(desk, taken, " A1 ")
    assert (found.number, found.name, found.counted, found.full) == ("A1", "学生计算机", 1, True)
    assert scanning.scan(desk, taken, "A1").again
    assert [scanning.scan(desk, taken, "SA2").counted for _ in range(4)] == [1, 2, 3, 3]
    assert counted(desk, taken) == {"A1": 1, "A2": 3}
    undoing.undo_last(desk)
    assert counted(desk, taken) == {"A1": 1, "A2": 2}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("X9", "没有编号或序列号为“X9”的资产"),
        ("B1", "“B1”是“第2小学”的资产"),
        ("A3", "不在这次盘点的清单中（使用状况：报废）"),
    ],
)
def test_wrong_numbers_are_named_and_count_nothing(desk: Desk, number: str, words: str) -> None:
    taken = begun(desk)
    with pytest.raises(Refused, match=words):
        scanning.scan(desk, taken, number)
    assert counted(desk, taken) == {"A1": None, "A2": None}
