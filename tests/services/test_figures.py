"""The figures of a day by every grouping, period, scope and basis, worked out by hand here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.services import figures, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Answer, By, PeriodScope, Scope, ask
from facilitydesk.services.figures_json import to_json
from facilitydesk.services.week import Cell, Value
from facilitydesk.store import tables
from tests.store_fixtures import add_work

TODAY = date(2026, 3, 11)
WEEK = date(2026, 3, 9)
EARLIER = date(2026, 1, 5)


@dataclass(frozen=True)
class Story:
    """Five works in two townships: the names say what became of them."""

    done: int
    going: int
    waiting: int
    pooled: int
    bought: int
    programme: int


def put(desk: Desk, work: int, monday: date, **values: Value) -> None:
    entered = week.enter(desk, monday, [Cell(work, name, v) for name, v in values.items()])
    assert entered.rejected == ()


@pytest.fixture
def story(desk: Desk) -> Story:
    """
    完工 800 ㎡ 160万元 (2025, 新建) and 在建 1,200 ㎡ 240万元 (2026, 扩建) in 城关镇;
    未开工 500 ㎡ 100万元 (2026) in 青石镇; 统筹 完工 1,000 ㎡ 200万元 in 青石镇; 设备 100万元.
    """
    wan = 1_000_000
    story = Story(
        add_work(
            desk, project="教学楼项目", planned_area=800_00, planned_investment=160 * wan, year=2025
        ),
        add_work(
            desk,
            project="宿舍项目",
            planned_area=1200_00,
            planned_investment=240 * wan,
            nature="扩建",
        ),
        add_work(
            desk,
            project="食堂项目",
            township="青石镇",
            school="青石镇中心小学",
            planned_area=500_00,
            planned_investment=100 * wan,
        ),
        add_work(
            desk,
            project="综合楼项目",
            township="青石镇",
            school="青石镇中心小学",
            planned_area=1000_00,
            planned_investment=200 * wan,
            pooled=True,
        ),
        add_work(
            desk,
            project="设备采购",
            planned_area=None,
            planned_investment=100 * wan,
            nature="设备购置",
        ),
        figures.programme_named(desk, "全面改薄"),
    )
    put(
        desk,
        story.done,
        EARLIER,
        stage=Stage.STRUCTURE,
        progress=Percent.of(50),
        started_area=Area.of(800),
        invested=Money.of(80, scale=10_000),
    )
    put(
        desk,
        story.done,
        WEEK,
        stage=Stage.ACCEPTED,
        progress=Percent.of(100),
        completed_area=Area.of(800),
        invested=Money.of(168, scale=10_000),
    )
    put(
        desk,
        story.going,
        WEEK,
        stage=Stage.FOUNDATION,
        progress=Percent.of(10),
        started_area=Area.of(600),
        invested=Money.of(24, scale=10_000),
    )
    put(desk, story.waiting, WEEK, stage=Stage.TENDERING, progress=Percent.of(0))
    put(
        desk,
        story.pooled,
        WEEK,
        stage=Stage.IN_USE,
        progress=Percent.of(100),
        started_area=Area.of(1050),
        completed_area=Area.of(1050),
        invested=Money.of(190, scale=10_000),
    )
    put(desk, story.bought, WEEK, stage=Stage.AWARDED, invested=Money.of(107, scale=10_000))
    return story


def rates(answer: Answer) -> dict[str, tuple[str | None, str | None]]:
    return {
        group.name: (group.figures.start_rate.percent(), group.figures.completion_rate.percent())
        for group in answer.groups
    }


def plan(
    desk: Desk, story: Story, day: date, label: str, lines: Sequence[Mapping[str, int | None]]
) -> None:
    with desk.operation("plan", label) as unit:
        version = unit.insert(
            tables.plan_version, {"programme_id": story.programme, "label": label, "day": day}
        )
        for line in lines:
            unit.insert(tables.plan_line, {"version_id": version, **line})


def region(desk: Desk, name: str) -> int:
    with desk.read() as connection:
        found = connection.execute(tables.region.select().where(tables.region.c.name == name))
        return int(found.one().id)


def test_the_total(desk: Desk, story: Story) -> None:
    (group,) = ask(desk, Scope(TODAY)).groups
    f = group.figures
    assert group.name == "合计"
    assert set(group.works) == {story.done, story.going, story.waiting, story.pooled, story.bought}
    assert (f.projects, f.started, f.completed, f.equipment_projects) == (4, 3, 2, 1)
    assert (f.groups[StageGroup.UNDER_WAY], f.groups[StageGroup.NOT_STARTED]) == (1, 1)
    # 开工 800 + 600 + 1050 of 3,500 planned; 竣工 800 + 1050
    assert (f.start_rate.percent(), f.completion_rate.percent()) == ("70.00", "52.86")
    # 168 + 24 + 190 + 107 of 160 + 240 + 100 + 200 + 100
    assert f.investment_rate.percent() == "61.13"
    assert f.procurement_rate.percent() == "107.00"
    assert f.start_rate.explain() == (
        "70.00% = 2,450.00 / 3,500.00 ㎡，按面积，以在库单项工程规划数之和为分母，截至2026-03-11"
    )


def test_the_state_of_an_earlier_day(desk: Desk, story: Story) -> None:
    f = ask(desk, Scope(date(2026, 1, 31))).groups[0].figures
    assert (f.started, f.completed, str(f.started_area), str(f.invested)) == (
        1,
        0,
        "800.00",
        "800000.00",
    )
    f = ask(desk, Scope(date(2026, 1, 4))).groups[0].figures
    assert (f.started, f.completed, str(f.invested)) == (0, 0, "0.00")


@pytest.mark.parametrize(
    ("basis", "start", "completion"),
    [
        (Basis.AREA, "70.00", "52.86"),
        (Basis.COUNT, "75.00", "50.00"),
        (Basis.MONEY, "85.71", "51.43"),  # 600 and 360 of 700万元 of construction
    ],
)
def test_each_basis(desk: Desk, story: Story, basis: Basis, start: str, completion: str) -> None:
    assert rates(ask(desk, Scope(TODAY, basis=basis))) == {"合计": (start, completion)}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.TOWNSHIP, {"城关镇": ("70.00", "40.00"), "青石镇": ("70.00", "70.00")}),
        (By.COUNTY, {"城关镇": ("70.00", "40.00"), "青石镇": ("70.00", "70.00")}),
        (By.SCHOOL, {"城关镇中心小学": ("70.00", "40.00"), "青石镇中心小学": ("70.00", "70.00")}),
        (By.YEAR, {"2025年": ("100.00", "100.00"), "2026年": ("61.11", "38.89")}),
        (
            By.NATURE,
            {"新建": ("80.43", "80.43"), "扩建": ("50.00", "0.00"), "设备购置": (None, None)},
        ),
    ],
)
def test_each_grouping(
    desk: Desk, story: Story, by: By, expected: dict[str, tuple[str | None, str | None]]
) -> None:
    answer = ask(desk, Scope(TODAY), by=by)
    assert rates(answer) == expected
    works = [work for group in answer.groups for work in group.works]
    assert sorted(works) == sorted(ask(desk, Scope(TODAY)).groups[0].works)


def test_by_source_belongs_to_the_ledger(desk: Desk, story: Story) -> None:
    with pytest.raises(Refused) as told:
        ask(desk, Scope(TODAY), by=By.SOURCE)
    assert told.value.code == "figures.no_source"


def test_with_and_without_pooled_projects(desk: Desk, story: Story) -> None:
    scope = Scope(TODAY, story.programme)
    assert rates(ask(desk, scope)) == {"合计": ("70.00", "52.86")}
    # 1,400 and 800 of 2,500
    assert rates(ask(desk, replace(scope, with_pooled=False))) == {"合计": ("56.00", "32.00")}


def test_the_year_and_the_whole_period(desk: Desk, story: Story) -> None:
    plan(desk, story, date(2025, 1, 1), "规划2025版", [{"area": 4900_00}])
    whole = ask(desk, Scope(TODAY, story.programme))
    assert (whole.plan_version, rates(whole)) == ("规划2025版", {"合计": ("50.00", "37.76")})
    year = ask(desk, Scope(TODAY, story.programme, PeriodScope.YEAR))
    # a plan is for the whole period; the year divides by its works: 600 + 1050 of 2,700
    assert (year.plan_version, rates(year)) == (None, {"合计": ("61.11", "38.89")})


def test_the_plan_version_in_force_on_the_day(desk: Desk, story: Story) -> None:
    plan(desk, story, date(2025, 1, 1), "规划2025版", [{"area": 3000_00}])
    plan(desk, story, date(2026, 3, 11), "规划2026调整版", [{"area": 2450_00, "projects": 6}])
    plan(desk, story, date(2026, 3, 12), "规划2026终版", [{"area": 1_00}])
    scope = Scope(TODAY, story.programme)
    today = ask(desk, scope)
    before = ask(desk, replace(scope, as_of=date(2026, 3, 10)))
    never = ask(desk, replace(scope, as_of=date(2024, 12, 31)))
    assert (today.plan_version, rates(today)["合计"][0]) == ("规划2026调整版", "100.00")
    assert before.plan_version == "规划2025版"
    assert never.plan_version is None
    counted = ask(desk, replace(scope, basis=Basis.COUNT)).groups[0].figures.start_rate
    assert (counted.percent(), counted.plan) == ("50.00", "规划2026调整版")
    money = ask(desk, replace(scope, basis=Basis.MONEY)).groups[0].figures.start_rate
    assert (money.percent(), money.plan) == ("85.71", "works")


def test_a_group_divides_by_exactly_its_own_line(desk: Desk, story: Story) -> None:
    town = region(desk, "城关镇")
    lines = [{"area": 3000_00}, {"region_id": town, "area": 1000_00}]
    plan(desk, story, date(2025, 1, 1), "规划2025版", lines)
    answer = ask(desk, Scope(TODAY, story.programme), by=By.TOWNSHIP)
    assert rates(answer)["城关镇"] == ("140.00", "80.00")  # above 100 % is real
    assert rates(answer)["青石镇"] == ("70.00", "70.00")
    assert [g.figures.start_rate.plan for g in answer.groups] == ["规划2025版", "works"]


def test_the_line_of_the_home_region_is_the_total_where_there_is_no_other(
    desk: Desk, story: Story
) -> None:
    plan(
        desk, story, date(2025, 1, 1), "规划2025版", [{"region_id": desk.home_id, "area": 4900_00}]
    )
    assert rates(ask(desk, Scope(TODAY, story.programme))) == {"合计": ("50.00", "37.76")}


def test_a_plan_of_nothing_has_no_rate(desk: Desk, story: Story) -> None:
    plan(desk, story, date(2025, 1, 1), "规划2025版", [{"area": 0}])
    f = ask(desk, Scope(TODAY, story.programme)).groups[0].figures
    assert f.start_rate.percent() is None
    assert f.start_rate.text() == "—"


def test_a_programme_of_its_own(desk: Desk, story: Story) -> None:
    other = add_work(desk, programme="学前教育", project="幼儿园项目", planned_area=400_00)
    put(desk, other, WEEK, stage=Stage.STARTED)
    programme = figures.programme_named(desk, "学前教育")
    answer = ask(desk, Scope(TODAY, programme))
    assert answer.programme == "学前教育"
    assert rates(answer) == {"合计": ("100.00", "0.00")}
    f = answer.groups[0].figures
    assert f.start_rate.notes == ("按规划面积推定1项",)
    with pytest.raises(Refused) as told:
        figures.programme_named(desk, "不存在")
    assert str(told.value) == "没有名为“不存在”的专项；现有专项：全面改薄、学前教育。"


def test_the_answer_as_json(desk: Desk, story: Story) -> None:
    (line,) = to_json(ask(desk, Scope(TODAY, story.programme)))["rows"]
    assert line["planned_area_m2"] == "3500.00"
    assert line["planned_investment_yuan"] == "8000000.00"
    assert line["procured_equipment_yuan"] == "1070000.00"
    assert line["completion_rate"] == {
        "percent": "52.86",
        "numerator": "1850.00",
        "denominator": "3500.00",
        "basis": "area",
        "plan": "works",
        "notes": [],
    }
    assert line["receipt_rate"]["percent"] is None
    assert line["received_yuan"] is None


def test_an_empty_county_has_figures_too(desk: Desk) -> None:
    answer = ask(desk, Scope(TODAY))
    assert [group.name for group in answer.groups] == ["合计"]
    assert answer.groups[0].figures.start_rate.text() == "—"
    assert ask(desk, Scope(TODAY), by=By.TOWNSHIP).groups == ()
