"""What a week's entry may be, as an officer meets the rules: refused, marked, or let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.week_rules import CUMULATIVE, Entry, Planned, check, refused

MONDAY = date(2026, 3, 9)
THIS = Entry(
    week=MONDAY,
    as_of=date(2026, 3, 13),
    stage=Stage.STRUCTURE,
    progress=Percent.of(60),
    started_area=Area.of("1200.5"),
    completed_area=Area.of(0),
    invested=Money.of(350_000),
)
LAST = replace(
    THIS,
    week=MONDAY - timedelta(7),
    as_of=date(2026, 3, 6),
    progress=Percent.of(55),
    invested=Money.of(300_000),
)
PLAN = Planned(Area.of(2000), Money.of(4_000_000))


def found(
    entry: Entry,
    before: Entry | None = LAST,
    after: Entry | None = None,
    planned: Planned = PLAN,
    today: date = date(2026, 3, 11),
) -> dict[str, Problem]:
    problems = check(entry, before=before, after=after, planned=planned, today=today)
    return {problem.code: problem for problem in problems}


def test_a_usual_week_goes_in_without_a_word() -> None:
    assert found(THIS) == {}
    assert found(Entry(MONDAY, MONDAY), before=None) == {}


def test_progress_that_falls_asks_for_a_reason_and_is_marked_with_one() -> None:
    """Feature 23: 60 % → 55 % asks for a reason."""
    lower = replace(THIS, progress=Percent.of(50))
    problem = found(lower)["week.falls"]
    assert problem.severity is Severity.RED
    assert problem.field == "progress"
    assert problem.message == "进度由上期55%降为50%，累计数只增不减；确需更正的请填写更正原因。"
    with_reason = found(replace(lower, reason="上周误填"))["week.falls"]
    assert with_reason.severity is Severity.YELLOW
    assert found(replace(lower, reason="  "))["week.falls"].severity is Severity.RED


@pytest.mark.parametrize("key", CUMULATIVE)
def test_every_cumulative_figure_is_watched(key: str) -> None:
    old = getattr(THIS, key)
    before = replace(LAST, **{key: type(old)(old.raw + 1)})
    problem = found(THIS, before=before)["week.falls"]
    assert problem.field == key


def test_blank_is_not_zero() -> None:
    assert "week.falls" not in found(replace(THIS, invested=None))
    assert "week.falls" in found(replace(THIS, invested=Money(0)))


def test_completed_above_started_is_refused() -> None:
    problem = found(replace(THIS, completed_area=Area.of("1200.51")))[
        "week.completed_above_started"
    ]
    assert problem.severity is Severity.RED
    assert problem.message == "竣工面积1,200.51㎡大于开工面积1,200.50㎡，请核对。"
    assert found(replace(THIS, completed_area=THIS.started_area), planned=Planned()) == {}


def test_more_than_planned_is_a_hint_never_an_error() -> None:
    above = replace(THIS, started_area=Area.of(2100), completed_area=Area.of("2000.01"))
    problems = found(above)
    assert set(problems) == {"week.started_above_plan", "week.completed_above_plan"}
    assert {problem.severity for problem in problems.values()} == {Severity.BLUE}
    assert "2,100.00㎡超过规划面积2,000.00㎡" in problems["week.started_above_plan"].message
    dear = found(replace(THIS, invested=Money.of("4000000.01")))["week.invested_above_plan"]
    assert dear.severity is Severity.YELLOW


def test_a_stage_that_goes_back_needs_a_reason() -> None:
    back = replace(THIS, stage=Stage.FOUNDATION, progress=None)
    problem = found(back)["week.stage_back"]
    assert (problem.severity, problem.field) == (Severity.RED, "stage")
    assert "“主体施工”退回“基础施工”" in problem.message
    told = found(replace(back, reason="设计变更返工"))["week.stage_back"]
    assert told.severity is Severity.YELLOW


@pytest.mark.parametrize(
    ("progress", "refuses"), [("-0.01", True), ("0", False), ("100", False), ("100.01", True)]
)
def test_reported_percent_lies_between_0_and_100(progress: str, refuses: bool) -> None:
    entry = replace(THIS, progress=Percent.of(progress), stage=None)
    assert ("week.percent_range" in found(entry, before=None)) == refuses


@pytest.mark.parametrize("key", CUMULATIVE[1:])
def test_negative_figures_are_refused(key: str) -> None:
    kind = type(getattr(THIS, key))
    entry = replace(THIS, started_area=None, completed_area=None, stage=None)
    problem = found(replace(entry, **{key: kind(-1)}), before=None)["week.negative"]
    assert problem.field == key
    assert "-0.01" in problem.message


@pytest.mark.parametrize(("day", "outside"), [(8, True), (9, False), (15, False), (16, True)])
def test_the_as_of_date_lies_in_the_week(day: int, outside: bool) -> None:
    entry = replace(THIS, as_of=date(2026, 3, day))
    assert ("week.as_of_outside" in found(entry)) == outside


def test_a_week_that_has_not_begun_cannot_be_reported() -> None:
    assert "week.future" in found(THIS, today=date(2026, 3, 8))
    assert "week.future" not in found(THIS, today=MONDAY)


def test_a_late_entry_may_not_pass_the_week_after_it() -> None:
    after = replace(THIS, week=MONDAY + timedelta(7), as_of=date(2026, 3, 20))
    high = replace(THIS, progress=Percent.of(61))
    problem = found(high, after=after)["week.above_next"]
    assert problem.severity is Severity.RED
    assert "进度61%大于下期（2026年第12周）已填的60%" in problem.message
    assert "week.above_next" not in found(high, after=replace(after, reason="更正"))
    assert "week.above_next" not in found(replace(high, reason="更正"), after=after)


def test_stage_and_figures_that_do_not_fit_are_marked() -> None:
    early = replace(THIS, stage=Stage.TENDERING, progress=None)
    marked = found(early, before=None)["week.area_without_start"]
    assert marked.severity is Severity.YELLOW
    odd = found(replace(THIS, progress=Percent.of(95)))["week.percent_unusual"]
    assert odd.message == "“主体施工”的进度通常在15%至75%之间，填写的是95.00%。"


def test_a_blank_area_is_announced_before_it_is_assumed() -> None:
    done = replace(
        THIS,
        stage=Stage.COMPLETED,
        progress=Percent.of(100),
        started_area=None,
        completed_area=None,
    )
    assumed = found(done)["week.area_assumed"]
    assert (assumed.severity, assumed.field) == (Severity.BLUE, "completed_area")
    assert assumed.message == "“已完工”未填竣工面积，统计时按规划面积推定。"
    assert found(done, planned=Planned()) == {}


def test_red_comes_first_and_only_red_keeps_an_entry_out() -> None:
    entry = replace(THIS, progress=Percent.of(5), started_area=Area.of(2500))
    problems = check(entry, before=LAST, after=None, planned=PLAN, today=MONDAY)
    assert [problem.severity for problem in problems] == [
        Severity.RED,
        Severity.BLUE,
        Severity.BLUE,
    ]
    assert [problem.code for problem in refused(problems)] == ["week.falls"]


areas = st.none() | st.integers(-10, 400_000).map(Area)
monies = st.none() | st.integers(-10, 10**9).map(Money)
percents = st.none() | st.integers(-100, 11_000).map(Percent)
entries = st.builds(
    Entry,
    week=st.just(MONDAY),
    as_of=st.dates(MONDAY - timedelta(3), MONDAY + timedelta(9)),
    stage=st.none() | st.sampled_from(Stage),
    progress=percents,
    started_area=areas,
    completed_area=areas,
    invested=monies,
    reason=st.sampled_from(["", "更正"]),
)


@given(entries, st.none() | entries, st.none() | entries, st.builds(Planned, areas, monies))
def test_every_finding_is_a_chinese_sentence_and_what_is_let_in_is_possible(
    entry: Entry, before: Entry | None, after: Entry | None, planned: Planned
) -> None:
    problems = check(entry, before=before, after=after, planned=planned, today=MONDAY)
    for problem in problems:
        assert problem.message.endswith("。")
    if not refused(problems):
        done, begun = entry.completed_area, entry.started_area
        assert done is None or begun is None or done <= begun
        if before and not entry.reason:
            for key in CUMULATIVE:
                old, new = getattr(before, key), getattr(entry, key)
                assert old is None or new is None or old <= new
