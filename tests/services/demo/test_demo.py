"""The demonstration county: believable, the same every time, and with something to tell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from facilitydesk import places
from facilitydesk.domain.lights import Light
from facilitydesk.domain.periods import week_start
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.week_rules import Entry, Planned, check, refused
from facilitydesk.services import demo, locks, week
from facilitydesk.services.dashboard import Dashboard, dashboard
from facilitydesk.services.datafile import files
from facilitydesk.services.demo import make
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, PeriodScope, Scope, ask, programme_named
from facilitydesk.services.figures_json import to_json
from facilitydesk.services.journal import undoing
from facilitydesk.store import tables
from facilitydesk.store.reads.week import entry_of
from tests.postgres import Server
from tests.store_fixtures import clock

TODAY = date(2026, 3, 11)
PROGRAMMES = ("能力提升", "长效机制", "学前教育")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("demo") / "演示.fdk"
    with closing(demo.create_demo(path, today=TODAY, clock=clock)) as desk:
        yield desk


@pytest.fixture(scope="module")
def shown(county: Desk) -> Dashboard:
    return dashboard(county, Scope(TODAY))


def counted(desk: Desk, table: str) -> int:
    with desk.read() as connection:
        query = select(func.count()).select_from(tables.region.metadata.tables[table])
        return int(connection.execute(query).scalar_one())


def test_it_is_the_size_of_a_county(county: Desk) -> None:
    assert counted(county, "work") == 240
    assert 175 <= counted(county, "school") <= 185
    assert counted(county, "region") == 23  # the county and 22 townships
    assert counted(county, "programme") == 3
    assert counted(county, "plan_version") == 3
    assert counted(county, "officer") == 2
    assert 6_000 < counted(county, "week_entry") < 14_400


def test_the_file_is_sound_and_its_chain_holds(county: Desk) -> None:
    found = files.verify(county)
    assert found.faults == ()
    assert found.operations > 120


def test_it_ends_in_the_week_of_the_date_and_begins_sixty_weeks_before(county: Desk) -> None:
    with county.read() as connection:
        first, last, weeks, latest = connection.execute(
            select(
                func.min(tables.week_entry.c.week_start),
                func.max(tables.week_entry.c.week_start),
                func.count(tables.week_entry.c.week_start.distinct()),
                func.max(tables.week_entry.c.as_of),
            )
        ).one()
    assert (last, weeks) == (week_start(TODAY), 60)
    assert first == last - timedelta(weeks=59)
    assert latest == TODAY


def test_no_entry_breaks_a_rule_that_an_officer_must_keep(county: Desk) -> None:
    with county.read() as connection:
        rows = connection.execute(
            select(tables.week_entry, tables.work.c.planned_area, tables.work.c.planned_investment)
            .join_from(tables.week_entry, tables.work)
            .order_by(tables.week_entry.c.work_id, tables.week_entry.c.week_start)
        ).mappings()
        before: tuple[int, Entry] | None = None
        faults = []
        for row in rows:
            entry = entry_of(row)
            planned = Planned(
                None if row["planned_area"] is None else Area(row["planned_area"]),
                Money(row["planned_investment"]),
            )
            earlier = before[1] if before and before[0] == row["work_id"] else None
            found = check(entry, before=earlier, after=None, planned=planned, today=TODAY)
            faults += [problem.message for problem in refused(found)]
            before = (row["work_id"], entry)
    assert faults == []


@pytest.mark.parametrize("programme", [None, *PROGRAMMES])
@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2025, 12, 31), TODAY])
def test_the_states_and_the_townships_add_up(
    county: Desk, programme: str | None, day: date
) -> None:
    scope = Scope(day, programme_named(county, programme) if programme else None)
    total = ask(county, scope).groups[0].figures
    assert sum(total.groups.values()) - total.groups[StageGroup.DROPPED] == total.projects
    assert total.completed <= total.started <= total.projects
    assert total.completed_area.raw <= total.started_area.raw
    for by in (By.TOWNSHIP, By.SCHOOL, By.YEAR, By.NATURE):
        groups = ask(county, scope, by=by).groups
        assert sum(g.figures.started_area.raw for g in groups) == total.started_area.raw, by
        assert sum(g.figures.invested.raw for g in groups) == total.invested.raw, by
        assert sum(len(g.works) for g in groups) == len(ask(county, scope).groups[0].works), by


def test_the_rates_are_those_of_a_county_in_the_middle_of_its_plan(county: Desk) -> None:
    for programme in (None, *PROGRAMMES):
        scope = Scope(TODAY, programme_named(county, programme) if programme else None)
        figures = ask(county, scope).groups[0].figures
        start, completion = figures.start_rate.fraction, figures.completion_rate.fraction
        assert start is not None
        assert completion is not None
        assert 65 < start * 100 < 96, programme
        assert 30 < completion * 100 < 70, programme


def test_there_are_rates_above_and_below_a_hundred(county: Desk) -> None:
    schooling = programme_named(county, "能力提升")
    towns = ask(county, Scope(TODAY, schooling), by=By.TOWNSHIP).groups
    rates = [g.figures.start_rate.fraction for g in towns]
    known = [rate for rate in rates if rate is not None]
    assert any(rate > 1 for rate in known)
    assert any(rate < 1 for rate in known)
    bought = ask(county, Scope(TODAY, schooling)).groups[0].figures.procurement_rate.fraction
    assert bought is not None
    assert bought > 1


def test_the_plan_in_force_depends_on_the_day(county: Desk) -> None:
    schooling = programme_named(county, "能力提升")
    early, late = (
        ask(county, Scope(day, schooling)).plan_version for day in (date(2025, 6, 30), TODAY)
    )
    assert (early, late) == ("规划2024版", "规划2025年调整版")
    assert ask(county, Scope(TODAY, programme_named(county, "学前教育"))).plan_version is None


def test_every_rule_of_the_lights_finds_something(shown: Dashboard) -> None:
    assert {count.light for count in shown.lights if count.works} == set(Light)
    reasons = [reason for work in shown.warned for reason in work.reasons]
    for words in ("尚未开工", "个月未开工", "比序时进度慢", "个月无明显进展", "个月未填报"):
        assert any(words in reason for reason in reasons), words
    assert len(shown.slowest) == 10


def test_pooled_projects_change_the_figures(county: Desk) -> None:
    with_pooled = ask(county, Scope(TODAY)).groups[0].figures
    without = ask(county, Scope(TODAY, with_pooled=False)).groups[0].figures
    assert without.projects < with_pooled.projects


def test_the_year_and_every_basis_have_figures(county: Desk) -> None:
    scope = Scope(TODAY)
    for asked in (
        *(replace(scope, basis=b) for b in Basis),
        replace(scope, period=PeriodScope.YEAR),
    ):
        assert ask(county, asked).groups[0].figures.start_rate.fraction


def test_this_week_is_a_draft_in_which_some_have_not_reported(
    county: Desk, shown: Dashboard
) -> None:
    sheet = week.sheet(county, week_start(TODAY))
    assert sheet.lock is None
    assert week.sheet(county, week_start(TODAY) - timedelta(weeks=1)).lock is not None
    assert shown.drafts
    assert shown.reporting.missing
    assert shown.reporting.reported


def test_figures_that_fell_have_a_reason_and_missing_ones_are_not_no_change(county: Desk) -> None:
    entry = tables.week_entry
    with county.read() as connection:
        reasons = connection.execute(select(entry.c.reason).where(entry.c.reason != "")).all()
        unchanged = select(func.count()).where(entry.c.unchanged.is_(True))
        assert connection.execute(unchanged).scalar_one() > 100
    assert len(reasons) >= 3


def test_problems_are_open_overdue_and_settled(county: Desk) -> None:
    note = tables.problem_note
    with county.read() as connection:
        notes = connection.execute(select(note)).all()
    assert any(n.closed is None and n.due < TODAY for n in notes)
    assert any(n.closed is None and n.due >= TODAY for n in notes)
    assert any(n.closed is not None for n in notes)


def test_milestones_are_planned_frozen_and_reached_in_order(county: Desk) -> None:
    step = tables.milestone
    with county.read() as connection:
        rows = connection.execute(select(step)).all()
    assert any(row.planned != row.frozen for row in rows)
    assert all(row.actual is None or row.actual <= TODAY.isoformat() for row in rows)
    by_step: dict[int, dict[str, str]] = {}
    for row in rows:
        if row.actual:
            by_step.setdefault(row.project_id, {})[row.step] = row.actual
    assert all(
        reached["start"] <= reached["finish"] for reached in by_step.values() if "finish" in reached
    )


def test_the_first_officer_can_take_back_this_weeks_steps(tmp_path: Path, county: Desk) -> None:
    copy = tmp_path / "copy.fdk"
    shutil.copyfile(county.place, copy)
    with closing(files.open_desk(copy, clock=clock)) as desk:
        assert desk.officer == "王敏"
        before = len([row for row in week.sheet(desk, week_start(TODAY)).rows if row.now])
        undoing.undo_last(desk)
        after = len([row for row in week.sheet(desk, week_start(TODAY)).rows if row.now])
        assert after < before
        locks.submit_week(desk, week_start(TODAY))


def answers(desk: Desk) -> list[dict[str, Any]]:
    """Every figure of three days, each way of grouping."""
    scopes = [Scope(day) for day in (date(2025, 6, 30), TODAY)]
    scopes += [Scope(TODAY, programme_named(desk, name)) for name in PROGRAMMES]
    ways = [by for by in By if by is not By.SOURCE]
    return [to_json(ask(desk, scope, by=by)) for scope in scopes for by in ways]


def test_the_same_date_makes_the_same_county(county: Desk, tmp_path: Path) -> None:
    with closing(demo.create_demo(tmp_path / "again.fdk", today=TODAY, clock=clock)) as again:
        assert answers(again) == answers(county)


@pytest.mark.server
def test_on_a_server_the_figures_are_the_same(county: Desk, postgres: Server) -> None:
    with (
        postgres.database() as url,
        closing(demo.create_demo(url, today=TODAY, clock=clock)) as there,
    ):
        assert answers(there) == answers(county)
        assert dashboard(there, Scope(TODAY)).curve == dashboard(county, Scope(TODAY)).curve
        assert files.verify(there).faults == ()


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 1, 1), date(2026, 3, 15)])
def test_any_day_will_do(tmp_path: Path, today: date) -> None:
    with closing(demo.create_demo(tmp_path / "x.fdk", today=today, clock=clock)) as desk:
        assert len(week.sheet(desk, week_start(today)).rows) == 240
        assert any(row.now for row in week.sheet(desk, week_start(today)).rows)


def test_a_copy_is_made_once_and_thrown_away_freely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "cache")
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    first = demo.demo_copy(tmp_path / "a", today=TODAY)
    monkeypatch.setattr(make, "create_demo", lambda *_a, **_k: pytest.fail("made again"))
    second = demo.demo_copy(tmp_path / "b", today=TODAY)
    with closing(files.open_desk(first, clock=clock)) as desk:
        week.clear(
            desk, week_start(TODAY), [r.work_id for r in week.sheet(desk, week_start(TODAY)).rows]
        )
    third = demo.demo_copy(tmp_path / "c", today=TODAY)
    assert third.read_bytes() == second.read_bytes() != first.read_bytes()


def test_without_a_cache_it_is_made_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "file" / "cache")
    copy = demo.demo_copy(tmp_path, today=TODAY)
    with closing(files.open_desk(copy, clock=clock)) as desk:
        assert counted(desk, "work") == 240
