"""Programmes, plan versions and their lines, target lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.services import regions, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.figures import Scope, ask
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.projects import plan_lines, programmes, targets
from tests.entering import added


@pytest.fixture
def programme(desk: Desk) -> int:
    return added(
        programmes.enter, desk, {"name": "全面改薄", "first_year": 2014, "last_year": 2018}
    ).row_id


def version(desk: Desk, programme: int, label: str, day: str, **more: int) -> int:
    values = {"label": label, "day": date.fromisoformat(day), "document": f"临府〔{day[:4]}〕1号"}
    return added(programmes.enter_versions, desk, values, programme_id=programme, **more).row_id


def test_names_are_unique_and_years_in_order(desk: Desk, programme: int) -> None:
    with pytest.raises(Refused, match="专项名称“全面改薄”已被“全面改薄”使用"):
        added(programmes.enter, desk, {"name": " 全面改薄 "})
    edited = programmes.enter(desk, [Edit(programme, "last_year", 2013)])
    assert edited.rejected[0].problem.message == "截止年度2013早于起始年度2014，请核对。"


def test_the_version_of_the_day_is_the_denominator(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    make_work()
    programme = programmes.rows(desk)[0].id
    old = version(desk, programme, "2014版", "2014-06-01")
    plan_lines.add(desk, old, {"area": Area.of(50_000), "money": Money.of(1)})
    new = version(desk, programme, "2017调整版", "2017-03-01", copy_of=old)
    line = plan_lines.rows(desk, new).rows[0]
    assert line.money == Money.of(1)
    plan_lines.enter(desk, [Edit(line.id, "area", Area.of(48_000))])

    def planned(day: date) -> str:
        rate = ask(desk, Scope(day, programme)).groups[0].figures.start_rate
        return f"{rate.denominator} {rate.plan}"

    assert planned(date(2016, 12, 30)) == "50000.00 2014版"
    assert planned(date(2017, 12, 30)) == "48000.00 2017调整版"
    assert [(v.label, v.area, v.lines) for v in programmes.versions(desk, programme)] == [
        ("2017调整版", Area.of(48_000), 1),
        ("2014版", Area.of(50_000), 1),
    ]
    assert programmes.rows(desk, date(2016, 1, 1))[0].version == "2014版"
    undo_last(desk)
    assert planned(date(2017, 12, 30)) == "50000.00 2017调整版"


def test_lines_by_place_are_compared_with_the_total(desk: Desk, programme: int) -> None:
    plan = version(desk, programme, "2014版", "2014-06-01")
    plan_lines.add(desk, plan, {"area": Area.of(1000), "projects": 3})
    for name, area in (("甲镇", 400), ("乙镇", 500)):
        town = added(regions.enter, desk, {"name": name}).row_id
        plan_lines.add(desk, plan, {"area": Area.of(area)}, region_id=town)
    school = added(schools.enter, desk, {"name": "石桥小学"}).row_id
    plan_lines.add(desk, plan, {"area": Area.of(100)}, school_id=school)
    lines = plan_lines.rows(desk, plan)
    assert [(row.scope, row.kind) for row in lines.rows] == [
        ("合计", "合计"),
        ("甲镇", "乡镇"),
        ("乙镇", "乡镇"),
        ("石桥小学", "学校"),
    ]
    assert [problem.message for problem in lines.problems] == [
        "规划面积：各乡镇之和900.00与合计1,000.00不一致，相差-100.00。"
    ]
    with pytest.raises(Refused, match="该版本已有“合计”的规划数"):
        plan_lines.add(desk, plan)
    with pytest.raises(Refused, match="该版本已有“甲镇”的规划数"):
        plan_lines.add(desk, plan, region_id=lines.rows[1].region_id)
    plan_lines.enter(desk, [Edit(lines.rows[1].id, "area", Area.of(500))])
    assert plan_lines.rows(desk, plan).problems == ()


def test_a_version_needs_a_date_and_its_own_label(desk: Desk, programme: int) -> None:
    version(desk, programme, "2014版", "2014-06-01")
    with pytest.raises(Refused, match="请填写批准日期"):
        added(programmes.enter_versions, desk, {"label": "2015版"}, programme_id=programme)
    with pytest.raises(Refused, match="版本“2014版”已被"):
        version(desk, programme, "2014版", "2015-06-01")


def test_mistyped_facts_of_a_version_are_put_right_and_journalled(
    desk: Desk, programme: int
) -> None:
    plan = version(desk, programme, "2014版", "2014-06-01")
    changes = programmes.enter_versions(desk, [Edit(plan, "document", "临府〔2014〕8号")]).changes
    assert changes.label == "修改规划版本“2014版”的批准文号"
    assert programmes.versions(desk, programme)[0].document == "临府〔2014〕8号"
    undo_last(desk)
    assert programmes.versions(desk, programme)[0].document == "临府〔2014〕1号"


def test_a_deleted_version_comes_back_with_its_lines(desk: Desk, programme: int) -> None:
    plan = version(desk, programme, "2014版", "2014-06-01")
    plan_lines.add(desk, plan, {"area": Area.of(1000)})
    programmes.delete_version(desk, plan)
    assert programmes.versions(desk, programme) == ()
    undo_last(desk)
    assert plan_lines.rows(desk, plan).rows[0].area == Area.of(1000)


def test_a_programme_in_use_is_kept(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    programme = programmes.rows(desk)[0].id
    version(desk, programme, "2014版", "2014-06-01")
    with pytest.raises(Refused) as refusal:
        programmes.delete(desk, programme)
    assert str(refusal.value) == "“全面改薄”正被使用，不能删除：1个项目、1个规划版本。"


@pytest.mark.usefixtures("programme")
def test_a_deleted_programme_comes_back(desk: Desk) -> None:
    other = added(programmes.enter, desk, {"name": "学前教育"}).row_id
    programmes.delete(desk, other)
    undo_last(desk)
    assert len(programmes.rows(desk)) == 2


def test_target_lines(desk: Desk, programme: int) -> None:
    values = {
        "programme": "全面改薄",
        "rate": "completion_rate",
        "day": date(2017, 12, 31),
        "percent": Percent.of(70),
        "document": "教督〔2017〕9号",
    }
    edited = targets.enter(desk, (), [values, {**values, "percent": None}])
    assert [item.problem.message for item in edited.rejected] == ["请填写目标值。"]
    (row,) = targets.rows(desk)
    assert (row.programme, row.rate.term, row.percent) == ("全面改薄", "竣工率", Percent.of(70))
    targets.enter(desk, [Edit(row.id, "percent", Percent.of(90))])
    targets.delete(desk, row.id)
    assert targets.rows(desk) == ()
    undo_last(desk)
    assert targets.rows(desk)[0].percent == Percent.of(90)
