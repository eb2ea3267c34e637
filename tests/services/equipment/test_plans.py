"""Lines of the plan: items by name, units, money from quantity and price, what may be wrong."""

from __future__ import annotations

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import schools as register
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import batches, findings, items, plans
from facilitydesk.services.journal import undoing
from tests.services.equipment.county import batch, listed, planned, programme, schools


@pytest.fixture
def county(desk: Desk) -> int:
    schools(desk, 3)
    return programme(desk)


def line(**facts: object) -> dict[str, object]:
    return {"school_id": "第1小学", "equipment_class": "图书", "quantity": 100, **facts}


def test_money_is_quantity_times_price_until_it_is_typed(desk: Desk, county: int) -> None:
    row_id = planned(desk, county, [line(unit_price=Money.of("18.50"))]).row_id
    assert plans.rows(desk)[0].money == Money.of(1850)
    plans.enter(desk, [Edit(row_id, "quantity", 200)])
    assert plans.rows(desk)[0].money == Money.of(3700)
    told = plans.enter(desk, [Edit(row_id, "money", Money.of(3600))])
    assert "与金额3,600.00元不符" in told.changes.problems[0].message
    assert plans.rows(desk)[0].money == Money.of(3600)


def test_a_new_item_is_made_by_naming_it_once(desk: Desk, county: int) -> None:
    planned(
        desk,
        county,
        [
            line(equipment_class="生活设施", item="保温桶", unit="个"),
            line(item="保温桶", equipment_class="", school_id="第2小学"),
            line(item="学生计算机", equipment_class="", school_id="第3小学"),
        ],
    )
    found = [(row.item, row.kind, row.unit) for row in plans.rows(desk)]
    assert found == [
        ("保温桶", EquipmentClass.LIFE, "个"),
        ("保温桶", EquipmentClass.LIFE, "个"),
        ("学生计算机", EquipmentClass.DEVICES, "台"),
    ]
    assert len(items.rows(desk)) == 2
    undoing.undo_last(desk)
    assert items.rows(desk) == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"equipment_class": "家具"}, "“家具”不是设备类别"),
        ({"equipment_class": "", "item": "没见过的"}, "请先选择设备类别"),
        ({"unit": "台"}, "“图书”的计量单位不能是“台”，可用：册、本。"),
        ({"equipment_class": ""}, "请填写设备名称。"),
        ({"school_id": "没有的学校"}, "没有找到学校“没有的学校”"),
    ],
)
def test_what_cannot_be_told_is_refused(
    desk: Desk, county: int, facts: dict[str, object], sentence: str
) -> None:
    done = planned(desk, county, [line(**facts)])
    assert done.added == (None,)
    assert sentence in done.rejected[0].problem.message


def test_a_quantity_in_another_unit_is_not_taken_silently(desk: Desk, county: int) -> None:
    disk = line(equipment_class="数字教育资源", unit="GB")
    planned(desk, county, [disk])
    done = planned(desk, county, [{**disk, "unit": "TB"}])
    assert "计量单位是“GB”，填写的是“TB”" in done.rejected[0].problem.message


def test_an_item_may_be_exchanged_in_a_cell(desk: Desk, county: int) -> None:
    row_id = planned(desk, county, [line()]).row_id
    plans.enter(
        desk, [Edit(row_id, "item", "学生用床"), Edit(row_id, "equipment_class", "生活设施")]
    )
    assert (plans.rows(desk)[0].item, plans.rows(desk)[0].unit) == ("学生用床", "张")


def test_what_equipment_names_is_not_deleted(desk: Desk, county: int) -> None:
    planned(desk, county, [line()])
    school = plans.rows(desk)[0].school_id
    with pytest.raises(Refused, match="1条采购计划"):
        register.delete(desk, [school])
    item = items.rows(desk)[0]
    with pytest.raises(Refused, match="1条采购计划"):
        items.delete(desk, [item.id])


def test_batches_just_below_the_threshold_are_told_together(desk: Desk, county: int) -> None:
    ids = [
        batch(desk, county, f"课桌凳{n}批", method="询价", budget=Money.of(1_200_000))
        for n in (1, 2)
    ]
    for batch_id in ids:
        listed(desk, batch_id, 12_000, kind="课桌凳", item="课桌凳")
    (found,) = findings.findings(desk)
    assert found.batches == tuple(ids)
    assert "合计240万元，达到限额200万元" in found.problem.message
    batches.enter(desk, [Edit(ids[0], "method", "公开招标")])
    assert findings.findings(desk) == ()


def test_a_large_batch_without_open_tender_is_told(desk: Desk, county: int) -> None:
    batch(desk, county, "大批", method="询价", budget=Money.of(2_000_000))
    (found,) = findings.findings(desk)
    assert "采购方式为“询价”" in found.problem.message
