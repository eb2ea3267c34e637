"""The dashboard's figures: rates by hand, states that add up, changes with names, any past day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.domain.rounding import Style
from facilitydesk.domain.stages import StageGroup
from facilitydesk.services import figures, missing, week
from facilitydesk.services.dashboard import Dashboard, dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import PeriodScope, Scope
from facilitydesk.services.locks import submit_week
from facilitydesk.store import tables
from tests.services.dashboard.dashboard_story import (
    MONDAY,
    TODAY,
    plan_version,
    programme_of,
    report,
    weeks_ago,
)

Make = Callable[..., int]


def look(desk: Desk, day: date = TODAY, **scope: object) -> Dashboard:
    return dashboard(desk, Scope(day, **scope))  # type: ignore[arg-type]  # parts of a scope


def test_an_empty_file_has_an_empty_dashboard(desk: Desk) -> None:
    found = look(desk)
    assert found.empty
    assert [tile.rate.text() for tile in found.tiles] == ["—"] * 5
    assert found.curve.points == ()


def test_a_rate_explains_itself_as_calculated_by_hand(desk: Desk, make_work: Make) -> None:
    begun = make_work(planned_area=601_600_00, project="甲")
    make_work(planned_area=1_558_400_00, project="乙")
    report(desk, begun, TODAY, stage="structure", started_area=601_600_00)
    tile = look(desk).tile(RateKind.START)
    assert tile.rate.text() == "27.85%"
    assert tile.rate.explain(area_unit="万㎡").startswith("27.85% = 60.16 / 216 万㎡，按面积")
    assert tile.works == (begun,)
    assert [rate.text() for rate in tile.others] == ["50.00%", "50.00%"]  # by count, by money


def test_a_rate_above_one_hundred_percent_is_kept(desk: Desk, make_work: Make) -> None:
    work = make_work(planned_area=1_000_00)
    report(desk, work, TODAY, stage="completed", started_area=1_037_00, completed_area=1_037_00)
    found = look(desk)
    assert found.tile(RateKind.START).rate.text() == "103.70%"
    assert found.townships[0].completion.text() == "103.70%"


def test_the_four_states_add_up_to_the_projects(desk: Desk, make_work: Make) -> None:
    stages = (None, "tendering", "structure", "decoration", "stopped", "completed", "in_use")
    works = [make_work(project=f"项目{n}", school=f"第{n}小学") for n in range(len(stages))]
    for work, stage in zip(works, stages, strict=True):
        if stage:
            report(desk, work, TODAY, stage=stage)
    gone = make_work(project="取消的项目")
    report(desk, gone, TODAY, stage="cancelled")
    make_work(project="课桌椅", nature="设备购置")
    found = look(desk)
    counted = {count.group: count for count in found.states}
    assert [count.projects for count in found.states] == [2, 2, 1, 2]
    assert sum(count.projects for count in found.states) == found.projects == 7
    assert counted[StageGroup.STOPPED].works == (works[4],)
    assert counted[StageGroup.COMPLETED].works == (works[5], works[6])
    assert found.dropped.works == (gone,)
    assert found.equipment.projects == 1
    assert sum(len(stage.works) for stage in found.stages) == 8
    assert found.stages[0].term == "未填报形象进度"


def test_what_started_since_last_week_is_named(desk: Desk, make_work: Make) -> None:
    old, fresh, done = (
        make_work(project=name, school="河口小学", township="河口镇")
        for name in ("旧楼", "新楼", "食堂")
    )
    for work in (old, done):
        report(desk, work, weeks_ago(1), stage="structure", invested=10_000_00)
    report(desk, fresh, weeks_ago(1), stage="awarded")
    report(desk, fresh, TODAY, stage="foundation")
    report(desk, done, TODAY, stage="completed", invested=90_000_00)
    found = look(desk)
    start = found.tile(RateKind.START).since_week
    assert start is not None
    assert (start.count, [named.text for named in start.more]) == (1, ["河口小学 新楼"])
    assert start.works == (fresh,)
    assert start.since == date(2026, 3, 8)
    completed = found.tile(RateKind.COMPLETION).since_week
    assert completed is not None
    assert [named.text for named in completed.more] == ["河口小学 食堂"]
    since_month = found.tile(RateKind.START).since_month
    assert since_month is not None
    assert since_month.count == 3
    invested = found.tile(RateKind.INVESTMENT).since_week
    assert invested is not None
    assert invested.money == Money(80_000_00)


def test_two_more_started_say_plus_two(desk: Desk, make_work: Make) -> None:
    works = [make_work(project=name) for name in ("甲楼", "乙楼", "丙楼")]
    for work in works:
        report(desk, work, weeks_ago(1), stage="tendering")
    for work in works[:2]:
        report(desk, work, TODAY, stage="started")
    change = look(desk).tile(RateKind.START).since_week
    assert change is not None
    assert change.count == 2
    assert [named.text.split()[-1] for named in change.more] == ["甲楼", "乙楼"]


def test_any_past_day_is_as_it_was_reported_then(desk: Desk, make_work: Make) -> None:
    works = [make_work(project=name) for name in ("甲楼", "乙楼")]
    days = [weeks_ago(10), weeks_ago(9), weeks_ago(3), TODAY]
    stages = [("tendering", "foundation"), ("foundation", "structure"), ("structure", "completed")]
    then: list[tuple[str, str, int]] = []

    def shown(day: date) -> tuple[str, str, int]:
        found = look(desk, day)
        rates = [found.tile(k).rate.text() for k in (RateKind.START, RateKind.COMPLETION)]
        return rates[0], rates[1], len(found.reporting.missing)

    for day, pair in zip(days[:3], stages, strict=True):
        for work, stage in zip(works, pair, strict=True):
            report(desk, work, day, stage=stage)
        then.append(shown(day))
    report(desk, works[0], TODAY, stage="completed")
    assert [shown(day) for day in days[:3]] == then
    assert then == [("50.00%", "0.00%", 0), ("100.00%", "0.00%", 0), ("100.00%", "50.00%", 0)]
    assert shown(TODAY) == ("100.00%", "100.00%", 0)


def test_one_untouched_work_is_one_missing(desk: Desk, make_work: Make) -> None:
    works = [make_work(project=name, school=f"{name}小学") for name in ("甲", "乙", "丙", "丁")]
    report(desk, works[0], weeks_ago(1), stage="completed")  # need not report any more
    for work in works[1:3]:
        report(desk, work, TODAY, stage="structure", unchanged=True)
    reporting = look(desk).reporting
    assert reporting.rate.text() == "66.67%"
    assert reporting.rate.explain().startswith("66.67% = 2 / 3 个")
    assert [work.name for work in reporting.missing] == ["丁小学 丁"]
    assert reporting.reported == (works[1], works[2])


def test_the_week_grid_and_the_dashboard_miss_the_same_works(desk: Desk, make_work: Make) -> None:
    names = ("甲", "乙", "丙", "丁", "戊", "己")
    works = [make_work(project=name, school=f"{name}小学", planned_area=500_00) for name in names]
    report(desk, works[0], weeks_ago(1), stage="completed")
    report(desk, works[1], weeks_ago(1), completed_area=500_00)  # completed by its area
    report(desk, works[2], weeks_ago(1), completed_area=400_00)
    report(desk, works[3], weeks_ago(1), stage="structure", completed_area=500_00)  # stage wins
    with desk.operation("test", "竣工日期") as unit:
        for work, day in ((works[4], "2026-02"), (works[5], TODAY.isoformat())):
            project = unit.connection.scalar(
                select(tables.work.c.project_id).where(tables.work.c.id == work)
            )
            unit.insert(
                tables.milestone,
                {"project_id": project, "step": Step.FINISH.value, "actual": day},
            )
    on_board = {work.work_id for work in look(desk).reporting.missing}
    in_grid = {row.work_id for row in week.sheet(desk, MONDAY).rows if missing.missing(row)}
    listed = missing.missing_schools(desk, MONDAY)
    assert in_grid == on_board == {works[2], works[3], works[5]}
    assert [school.school for school in listed] == ["丙小学", "丁小学", "己小学"]


def test_a_work_completed_by_its_report_of_the_week_has_reported(
    desk: Desk, make_work: Make
) -> None:
    work = make_work()
    report(desk, work, weeks_ago(1), stage="clearing")
    report(desk, work, TODAY, stage="completed")
    assert look(desk).reporting.rate.text() == "100.00%"


def test_drafts_are_counted_until_the_week_is_submitted(desk: Desk, make_work: Make) -> None:
    work = make_work()
    report(desk, work, TODAY, stage="structure")
    assert look(desk).drafts == (work,)
    submit_week(desk, MONDAY)
    assert look(desk).drafts == ()


def test_a_scope_counts_its_programme_year_and_pooled_works_only(
    desk: Desk, make_work: Make
) -> None:
    own = make_work(project="甲", programme="改薄")
    pooled = make_work(project="乙", programme="改薄", pooled=True)
    earlier = make_work(project="丙", programme="改薄", year=2025)
    make_work(project="丁", programme="学前")
    programme_id = programme_of(desk, own)
    assert set(look(desk, programme_id=programme_id).works) == {own, pooled, earlier}
    assert look(desk, programme_id=programme_id, with_pooled=False).works == (own, earlier)
    year = look(desk, programme_id=programme_id, period=PeriodScope.YEAR)
    assert year.works == (own, pooled)


def test_bars_are_the_figures_of_the_command_line(desk: Desk, make_work: Make) -> None:
    for n, town in enumerate(("城关镇", "河口镇", "河口镇", "白马镇")):
        work = make_work(project=f"楼{n}", school=f"{town}{n}小", township=town)
        report(desk, work, TODAY, stage="completed" if n % 2 else "structure")
    for basis in Basis:
        scope = Scope(TODAY, basis=basis)
        found = dashboard(desk, scope)
        for by, bars in (
            (figures.By.TOWNSHIP, found.townships),
            (figures.By.SCHOOL, found.schools),
        ):
            asked = figures.ask(desk, scope, by=by).groups
            assert [(bar.name, bar.start, bar.completion, bar.works) for bar in bars] == [
                (g.name, g.figures.start_rate, g.figures.completion_rate, g.works) for g in asked
            ]


def test_the_target_line_is_that_of_the_year(desk: Desk, make_work: Make) -> None:
    work = make_work()
    with desk.operation("test.target", "目标") as unit:
        for year, percent in ((2025, 70_00), (2026, 90_00), (2027, 100_00)):
            target = {
                "rate": "completion_rate",
                "day": date(year, 12, 31),
                "percent": percent,
                "document": "教督〔2025〕9号",
            }
            unit.insert(tables.target, target)
    target_line = look(desk).targets[RateKind.COMPLETION]
    assert str(target_line.percent) == "90.00"
    assert target_line.document == "教督〔2025〕9号"
    assert str(look(desk, date(2030, 1, 1)).targets[RateKind.COMPLETION].percent) == "100.00"
    with desk.operation("test.target", "目标") as unit:
        unit.insert(
            tables.target,
            {
                "programme_id": programme_of(desk, work),
                "rate": "completion_rate",
                "day": date(2026, 6, 30),
                "percent": 80_00,
            },
        )
    own = look(desk, programme_id=programme_of(desk, work)).targets[RateKind.COMPLETION]
    assert str(own.percent) == "80.00"


def test_the_plan_version_in_force_on_the_day_is_the_denominator(
    desk: Desk, make_work: Make
) -> None:
    work = make_work(planned_area=60_00)
    report(desk, work, weeks_ago(30), stage="structure", started_area=60_00)
    programme_id = programme_of(desk, work)
    plan_version(desk, programme_id, "规划2014版", date(2014, 6, 1), area=50_00)
    plan_version(desk, programme_id, "2026年调整版", date(2026, 3, 9), area=100_00)
    rate = look(desk).tile(RateKind.START).rate
    assert rate.explain().startswith("60.00% = 60.00 / 100.00 ㎡，按面积，2026年调整版")
    before = look(desk, date(2026, 3, 1)).tile(RateKind.START).rate
    assert before.explain().startswith("120.00% = 60.00 / 50.00 ㎡，按面积，规划2014版")
    change = look(desk).tile(RateKind.START).since_week
    assert change is not None
    assert change.points == -60  # the plan grew, nothing was started
    assert change.count == 0


def test_yuanyang_2016_through_store_and_services(desk: Desk) -> None:
    """71 + 110 works with the printed sums, a plan that fits the printed rates, equipment works."""
    day = date(2016, 12, 30)
    build_yuanyang(desk, day)
    found = look(desk, day)
    rates = {tile.kind: tile.rate for tile in found.tiles}
    whole = [
        rates[kind].text(Style(places=0))
        for kind in (RateKind.START, RateKind.COMPLETION, RateKind.PROCUREMENT)
    ]
    assert whole == ["75%", "72%", "107%"]
    assert found.projects == 181
    assert rates[RateKind.START].numerator == Area.of(134_285)
    assert rates[RateKind.COMPLETION].numerator == Area.of(128_195)
    assert rates[RateKind.PROCUREMENT].numerator == Money.of(11_903_000)
    assert rates[RateKind.START].plan == "规划2014版"
    assert "规划2014版" in rates[RateKind.PROCUREMENT].explain()
    own = look(desk, day, with_pooled=False)
    assert own.tile(RateKind.START).rate.numerator == Area.of(59_924)
    assert own.projects == 71


def build_yuanyang(desk: Desk, day: date) -> None:
    """The county as printed: every work started, 128,195 ㎡ of them completed."""
    with desk.operation("test.yuanyang", "元阳") as unit:
        programme = unit.insert(tables.programme, {"name": "全面改薄"})
        version = unit.insert(
            tables.plan_version,
            {"programme_id": programme, "label": "规划2014版", "day": date(2014, 1, 1)},
        )
        unit.insert(
            tables.plan_line,
            {"version_id": version, "area": 178_500_00, "equipment": 11_124_000_00},
        )
        left = 128_195_00
        for count, total, pooled in ((71, 59_924_00, False), (110, 74_361_00, True)):
            for n in range(count):
                area = total // count + (total % count if n == 0 else 0)
                done, left = min(left, area), left - min(left, area)
                school = unit.insert(tables.school, {"name": f"{pooled}{n}小学"})
                project = unit.insert(
                    tables.project,
                    {"name": "校舍", "programme_id": programme, "nature": "新建", "pooled": pooled},
                )
                work = unit.insert(
                    tables.work,
                    {"project_id": project, "school_id": school, "planned_area": area},
                )
                entry = {
                    "work_id": work,
                    "week_start": date(2016, 12, 26),
                    "as_of": day,
                    "stage": "completed" if done == area else "structure",
                    "started_area": area,
                    "completed_area": done,
                }
                unit.insert(tables.week_entry, entry)
        equipment = unit.insert(
            tables.project, {"name": "设备", "programme_id": programme, "nature": "设备购置"}
        )
        work = unit.insert(tables.work, {"project_id": equipment, "school_id": school})
        bought = {
            "work_id": work,
            "week_start": date(2016, 12, 26),
            "as_of": day,
            "stage": "completed",
            "invested": 11_903_000_00,
        }
        unit.insert(tables.week_entry, bought)
