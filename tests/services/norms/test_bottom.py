"""The matrix, both sheets, weak schools, and advice with its reasons."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.bottom_lines import State, Verdict
from facilitydesk.domain.problems import Refused
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.norms import advice, checks, items, sheets, weak
from tests.services.areas.a_school import building
from tests.services.norms.a_county import TODAY, all_met, found, pupils, typed
from tests.store_fixtures import add_work

EARLIER = date(2026, 2, 1)


def test_both_sheets_come_from_one_matrix_and_agree(desk: Desk) -> None:
    one, two = pupils(desk, "甲小学", 100), pupils(desk, "乙教学点", 20, "教学点")
    pupils(desk, "丙小学", 30)
    pupils(desk, "丁幼儿园", 60, "幼儿园")
    all_met(desk, one)
    all_met(desk, two)
    found(desk, two, {8: "未达标", 13: "不适用"})
    told = sheets.ask(desk, TODAY)
    (line,) = told.units
    assert (line.unit, line.total.schools, line.total.points) == ("城关镇", 3, 1)
    assert (line.complies.schools, line.fails.points, line.unchecked.schools) == (1, 1, 1)
    assert told.problems == ()
    assert told.matrix.others == 1  # the kindergarten
    eighth = told.items[7]
    assert (eighth.met.schools, eighth.failed.points, eighth.blank.schools) == (1, 1, 1)
    assert "现有1所学校有未填项" in told.blank_words


def test_rates_follow_the_settings(desk: Desk) -> None:
    keys = [pupils(desk, f"{n}小学", 100) for n in "甲乙丙"]
    for key in keys:
        all_met(desk, key)
    found(desk, keys[0], {1: "未达标"})

    def printed() -> tuple[str, str]:
        told = sheets.ask(desk, TODAY)
        return told.total.rate.text(told.style), told.total.point_rate.text(told.style)

    assert printed() == ("66.67%", "—")
    settings.change(desk, "bottom.places", 0)
    settings.change(desk, "bottom.mode", "truncate")
    settings.change(desk, "bottom.nothing_is_all", value=True)
    assert printed() == ("66%", "100%")
    undo_last(desk)
    assert printed() == ("66%", "—")


def test_the_last_check_up_to_a_day_counts(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 100)
    found(desk, key, {1: "未达标"}, EARLIER)
    found(desk, key, {1: "达标"})
    verdicts = [checks.ask(desk, day).rows[0].verdict for day in (date(2026, 1, 1), EARLIER, TODAY)]
    assert verdicts == [Verdict.UNCHECKED, Verdict.FAILS, Verdict.COMPLIES]
    found(desk, key, {1: None})
    assert checks.ask(desk, TODAY).rows[0].verdict is Verdict.UNCHECKED
    assert checks.ask(desk, EARLIER).rows[0].verdict is Verdict.FAILS


def test_details_are_kept_with_the_check(desk: Desk) -> None:
    key = pupils(desk, "甲小学", 100)
    found(desk, key, {16: "未达标"})
    row = checks.details(desk, key, TODAY)[15]
    cells = [
        Edit(row.id, "evidence", "旱厕"),  # type: ignore[arg-type]  # rows of details are named by school and item
        Edit(row.id, "due", date(2026, 9, 1)),  # type: ignore[arg-type]  # as above
    ]
    assert checks.enter_details(desk, TODAY, cells).rejected == ()
    again = checks.details(desk, key, TODAY)[15]
    assert (again.state, again.evidence, again.due) == (State.FAILED, "旱厕", date(2026, 9, 1))


def test_a_future_day_and_a_strange_word_are_refused(desk: Desk) -> None:
    key, item = pupils(desk, "甲小学", 100), items.rows(desk)[0]
    future = checks.enter(desk, date(2026, 4, 1), [Edit(key, str(item.id), "达标")])
    strange = checks.enter(desk, TODAY, [Edit(key, str(item.id), "也许")])
    assert [each.rejected[0].problem.code for each in (future, strange)] == [
        "bottom.future",
        "bottom.state",
    ]


def test_items_are_editable_and_one_in_use_stays(desk: Desk) -> None:
    key, rows = pupils(desk, "甲小学", 100), items.rows(desk)
    all_met(desk, key)
    with pytest.raises(Refused, match="第1条已有1条核查记录"):
        items.delete(desk, [rows[0].id])
    items.enter(
        desk, [Edit(rows[19].id, "active", value=False), Edit(rows[0].id, "text", "无危房")]
    )
    assert len(checks.ask(desk, TODAY).items) == 19
    items.restore(desk)
    known = checks.ask(desk, TODAY).items
    assert (len(known), known[0].text[:5]) == (20, "无D级危房")


def test_weak_schools_by_criteria_that_can_be_changed(desk: Desk) -> None:
    one, two = pupils(desk, "甲小学", 100), pupils(desk, "乙小学", 100)
    building(desk, "旧楼", "200", "甲小学", danger_grade="D")
    typed(desk, one, teaching_area=None)
    found(desk, two, {1: "未达标", 2: "未达标"})
    assert [(row.name, row.reasons) for row in weak.ask(desk, TODAY).rows] == [
        ("甲小学", ("D级危房1栋",))
    ]
    settings.change(desk, "weak.items", 2)
    settings.change(desk, "weak.danger", value=False)
    told = weak.ask(desk, TODAY)
    assert [(row.name, row.reasons) for row in told.rows] == [("乙小学", ("底线要求2条未达标",))]
    assert (told.rules.text, told.unknown) == (
        "底线要求未达标2条及以上，或教学及辅助用房缺口30%及以上",
        2,
    )


def test_advice_shows_its_reasons_and_takes_off_what_is_coming(desk: Desk) -> None:
    key = pupils(desk, "城关镇中心小学", 100)
    typed(desk, key, books=1000)
    found(desk, key, {10: "未达标", 5: "未达标"})
    rows = {row.title: row for row in advice.ask(desk, TODAY).rows}
    books = rows["购置图书"]
    assert [str(each) for each in books.reasons] == [
        "生均图书10，标准≥20册/生，缺1,000册（20分）",
        "底线要求第10条未达标（15分）",
        "受益学生100人（20分）",
    ]
    assert (books.amount, books.score, books.rank) == ("1,000册", 55, 1)
    assert rows["整改：学生1人1桌1椅（凳）"].score == 35


def test_the_points_are_the_offices_and_are_journalled(desk: Desk) -> None:
    key = pupils(desk, "城关镇中心小学", 100)
    typed(desk, key, books=1000)
    found(desk, key, {10: "未达标", 5: "未达标"})
    for name, value in (("gap", 60), ("item", 5), ("pupils", 0), ("source", "局务会议纪要")):
        settings.change(desk, f"advice.{name}", value)
    told = advice.ask(desk, TODAY)
    books = {row.title: row for row in told.rows}["购置图书"]
    assert [str(each) for each in books.reasons] == [
        "生均图书10，标准≥20册/生，缺1,000册（30分）",
        "底线要求第10条未达标（5分）",
        "受益学生100人（0分）",
    ]
    assert books.score == 35
    assert told.weights.words.startswith("排序分＝缺口（缺额占标准需要量的比例×60）＋D级危房（40）")
    assert "受益学生" not in told.weights.words
    assert told.weights.words.endswith("分值依据：局务会议纪要。")
    labels = [step.label for step in undoing.steps(desk).undo][:4]
    assert "修改设置：建议清单：缺口" in labels
    for _ in range(4):
        undoing.undo_last(desk)
    assert advice.ask(desk, TODAY).rows[0].score == 55


def test_a_planned_building_is_taken_off_the_gap(desk: Desk) -> None:
    from facilitydesk.domain.quantities import Area

    key = pupils(desk, "城关镇中心小学", 1000)
    typed(desk, key, teaching_area=Area.of("3500"))
    add_work(desk, planned_area=400_00, nature="新建")
    (row,) = [row for row in advice.ask(desk, TODAY).rows if row.title == "建设教学及辅助用房"]
    assert (row.amount, row.deducted) == ("600㎡", "已扣除在建、待建1项工程400㎡")
    add_work(desk, planned_area=700_00, nature="新建", project="二期")
    told = advice.ask(desk, TODAY)
    assert all(row.title != "建设教学及辅助用房" for row in told.rows)
    assert told.covered == 1
