"""Per school and norm: has, norm, gap, rank; missing figures; sources that are never mixed."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.services import schools
from facilitydesk.services.areas import uses
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import assets
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.norms import facts, gaps, table
from tests.services.areas.a_school import building
from tests.services.norms.a_county import TODAY, gap, pupils, typed


def test_has_norm_gap_and_rank(desk: Desk) -> None:
    one, two, three = (pupils(desk, name, 100) for name in ("甲小学", "乙小学", "丙小学"))
    typed(desk, one, books=1500)
    typed(desk, two, books=2500)
    typed(desk, three, books=2500)
    row = gap(desk, one, "books")
    assert (row.norm_text, row.actual_text, row.short_text) == ("≥20册/生", "15", "缺500册")
    assert row.source == "填报（2026年）"
    assert [gap(desk, key, "books").rank for key in (one, two, three)] == [3, 1, 1]
    (total,) = [each for each in gaps.ask(desk, TODAY).totals if each.measure.value == "books"]
    assert (total.met, total.failed, total.short) == (2, 1, 500_00)  # no surplus is taken off


def test_what_is_missing_is_said_and_never_0(desk: Desk) -> None:
    key = pupils(desk, "甲小学", None)
    row = gap(desk, key, "books")
    assert (row.has, row.short, row.short_text, row.rank) == (None, None, "—", None)
    assert row.missing == "在校生数、图书"
    assert "没有用房分类" not in row.missing
    assert gap(desk, key, "teaching_area").missing.endswith("（单体建筑未填用房分类）")
    (total,) = [each for each in gaps.ask(desk, TODAY).totals if each.measure.value == "books"]
    assert (total.met, total.failed, total.unknown, total.has) == (0, 0, 1, 0)


def test_a_typed_0_is_a_figure(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 32)
    typed(desk, key, computers=0)
    row = gap(desk, key, "computers")
    assert (row.actual_text, row.short_text) == ("无", "缺2台")


def test_registers_answer_where_nothing_was_typed(desk: Desk) -> None:
    key = pupils(desk, "城关镇中心小学", 100)
    schools.enter(desk, [Edit(key, "sports_area", Area.of("700"))])
    house = building(desk, "教学楼", "600")
    uses.enter(desk, house, 2024, {"classroom": Area.of("380.5"), "indoor_sports": Area.of("100")})
    cards = {"school_id": key, "equipment_class": "图书", "item": "图书", "quantity": 1200}
    device = {**cards, "equipment_class": "计算机、教学仪器设备", "item": "学生计算机"}
    made = assets.enter(desk, (), [cards, {**device, "quantity": 5, "money": Money.of("20000")}])
    assert made.rejected == ()
    teaching, sports = gap(desk, key, "teaching_area"), gap(desk, key, "sports_area")
    assert (teaching.has, teaching.short) == (380_50, 69_50)
    assert teaching.source == "校舍台账用房分类，不含室内体育用房"
    assert (sports.has, sports.source) == (800_00, "学校台账运动场地和校舍台账室内体育用房")
    assert (gap(desk, key, "books").has, gap(desk, key, "computers").has) == (1200_00, 5_00)
    assert gap(desk, key, "equipment_value").source == "资产卡片1张"
    typed(desk, key, books=900)
    assert (gap(desk, key, "books").has, gap(desk, key, "books").source) == (
        900_00,
        "填报（2026年）",
    )


def test_an_earlier_year_counts_and_is_named(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 100)
    typed(desk, key, 2024, books=1000)
    assert gap(desk, key, "books").source == "填报（2024年）"
    (row,) = facts.rows(desk, 2026)
    assert row.typed == {}


def test_a_school_of_two_stages_needs_both(desk: Desk) -> None:
    key = pupils(desk, "甲学校", 150, "九年一贯制")
    typed(desk, key, books=3000)
    assert gap(desk, key, "books").missing == "分学段学生数"
    typed(desk, key, students_primary=100)
    row = gap(desk, key, "books")
    assert row.need == 3500_00
    assert row.short == 500_00
    assert row.norm_text == "小学≥20册/生，初中≥30册/生"


def test_a_norm_is_changed_counts_at_once_and_comes_back(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 100)
    typed(desk, key, books=1500)
    row = next(row for row in table.rows(desk) if row.measure == "生均图书" and row.stage == "小学")
    table.enter(desk, [Edit(row.id, "value", Area(15_00)), Edit(row.id, "document", "省厅文件")])
    assert gap(desk, key, "books").short == 0
    table.restore(desk, [row.id])
    assert (gap(desk, key, "books").short, gap(desk, key, "books").document[:2]) == (500_00, "各省")
    undo_last(desk)
    assert gap(desk, key, "books").document == "省厅文件"


def test_an_open_norm_is_allowed_and_asked_for(desk: Desk) -> None:
    pupils(desk, "甲小学", 100)
    made = table.enter(desk, (), [{"measure": "网络带宽", "stage": "小学"}])
    assert made.rejected == ()
    (row,) = [row for row in gaps.ask(desk, TODAY).rows if row.measure.value == "network_mbps"]
    assert (row.norm_text, row.missing) == ("标准值待填", "标准值（待填）、网络带宽")
    refused = table.enter(desk, (), [{"measure": "没有的", "stage": "小学"}])
    assert refused.rejected[0].problem.message == "“没有的”不是办学条件指标，请从列表中选择。"


def test_a_school_with_figures_is_not_deleted(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 100)
    typed(desk, key, books=1500)
    with pytest.raises(Refused, match="1条学校数据"):
        schools.delete(desk, [key])


def test_figures_are_pasted_as_one_step(desk: Desk) -> None:
    one, two = pupils(desk, "甲小学", 100), pupils(desk, "乙小学", 50)
    entered = facts.enter(
        desk,
        2026,
        [
            Edit(one, "books", 1500),
            Edit(two, "equipment_value", Money.of("12.50")),
            Edit(two, "books", -1),
        ],
    )
    assert [each.problem.code for each in entered.rejected] == ["negative"]
    undo_last(desk)
    assert all(row.typed == {} for row in facts.rows(desk, 2026))
    assert gaps.ask(desk, date(2026, 3, 11)).totals[0].unknown == 2
