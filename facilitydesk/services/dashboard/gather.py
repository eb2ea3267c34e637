"""Reads a scope once and puts the dashboard together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from facilitydesk.domain.contributions import by_state
from facilitydesk.domain.curve import PlannedWork, s_curve
from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.lights import LightRules
from facilitydesk.domain.periods import LooseDate, week_start
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.services import settings
from facilitydesk.services.dashboard import lighting
from facilitydesk.services.dashboard.areas import area_board
from facilitydesk.services.dashboard.money import money_findings, money_tiles
from facilitydesk.services.dashboard.norms import bottom_board
from facilitydesk.services.dashboard.rules import read_rules
from facilitydesk.services.dashboard.shapes import (
    Bar,
    Curve,
    Dashboard,
    Reporting,
    StageCount,
    StateCount,
    Target,
    Tile,
)
from facilitydesk.services.dashboard.tiles import Moment, rate_tiles
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import (
    By,
    Group,
    PeriodScope,
    Plan,
    Scope,
    grouped,
    scope_equipment,
    work_states,
)
from facilitydesk.store.reads import dashboard as reads
from facilitydesk.store.reads.dashboard import WorkFacts

NO_STAGE = "未填报形象进度"


def dashboard(
    desk: Desk, scope: Scope, *, rules: LightRules | None = None, with_curve: bool = True
) -> Dashboard:
    """The dashboard of a day. `rules` tries other thresholds than those of the data file."""
    asked = _asked(scope)
    week_end, month_end = _ends_before(scope.as_of)
    # Several short transactions: an open read makes a commit of the officer at the grid wait.
    with desk.read() as connection:
        plan = Plan(connection, scope)
        now = _moment(connection, desk, scope, scope.as_of, plan)
        townships = grouped(connection, desk, scope, By.TOWNSHIP, now.states, plan)
        schools = grouped(connection, desk, scope, By.SCHOOL, now.states, plan)
    with desk.read() as connection:
        week_ago = _moment(connection, desk, scope, week_end)
        month_ago = _moment(connection, desk, scope, month_end)
    with desk.read() as connection:
        facts = reads.work_facts(connection, scope.as_of, **asked)
        targets = _targets(reads.targets(connection, scope.programme_id), scope.as_of)
        rules = rules or read_rules(connection)
        style = settings.read(connection).style
    steps: Mapping[date, int] = {}
    if with_curve:
        with desk.read() as connection:
            steps = reads.investment_steps(connection, scope.as_of, **asked)
    with desk.read() as connection:
        funds = money_tiles(connection, scope, now.states, (week_end, month_end))
        warned = money_findings(connection, desk, scope, now.states) if funds else ()
    # A work that came between two reads has no names yet; the next refresh shows it.
    states = [state for state in now.states if state.work_id in facts]
    lit = lighting.lit_works(states, facts, rules, scope.as_of)
    places = {work_id: place for place, work_id in enumerate(facts)}
    lit.sort(key=lambda work: places[work.work_id])
    report = lighting.reporting(states, week_ago.states, lit, scope.as_of)
    counts = _states(states)
    shown = tuple(counts[group] for group in StageGroup if group is not StageGroup.DROPPED)
    return Dashboard(
        scope=scope,
        programme=plan.programme,
        plan_version=plan.label,
        style=style,
        works=tuple(state.work_id for state in states),
        tiles=(
            *rate_tiles(now, week_ago, month_ago, scope.basis, _project_names(states, facts)),
            _reporting_tile(report),
        ),
        projects=sum(count.projects for count in shown),
        states=shown,
        dropped=counts[StageGroup.DROPPED],
        equipment=_equipment(states),
        drafts=tuple(s.work_id for s in states if s.draft and not s.dropped),
        reporting=report,
        targets=targets,
        townships=tuple(_bar(group) for group in townships),
        schools=tuple(_bar(group) for group in schools),
        stages=_stages(states),
        lights=lighting.light_counts(lit),
        warned=lighting.warned(lit),
        slowest=lighting.slowest(lit),
        curve=_curve(states, facts, steps, scope.as_of) if with_curve else Curve((), ()),
        money=funds,
        money_findings=warned,
        areas=area_board(desk, scope.as_of),
        bottom=bottom_board(desk, scope.as_of),
    )


def any_work(desk: Desk) -> bool:
    """Whether the data file holds a work at all: an empty page must say the right thing."""
    with desk.read() as connection:
        return reads.any_work(connection)


def default_basis(desk: Desk, programme_id: int | None) -> Basis:
    """The basis a programme's rates are given in, else that of the settings."""
    with desk.read() as connection:
        own = reads.programme_basis(connection, programme_id) if programme_id else ""
        return Basis(own) if own in set(Basis) else settings.read(connection).basis


def _ends_before(day: date) -> tuple[date, date]:
    """The last days of the week and of the month before: what changes are counted from."""
    return week_start(day) - timedelta(days=1), day.replace(day=1) - timedelta(days=1)


def _asked(scope: Scope) -> dict[str, Any]:
    return {
        "programme_id": scope.programme_id,
        "year": scope.as_of.year if scope.period is PeriodScope.YEAR else None,
        "with_pooled": scope.with_pooled,
    }


def _moment(
    connection: Connection, desk: Desk, scope: Scope, day: date, plan: Plan | None = None
) -> Moment:
    """The scope as it was on a day: the same projects, the plan version in force on that day."""
    if day != scope.as_of:
        plan = Plan(connection, replace(scope, as_of=day))
    assert plan is not None
    states = work_states(connection, desk, scope, day=day)
    bought = scope_equipment(connection, scope, day=day).total(states)
    return Moment(day, states, plan.line(By.TOTAL, None, desk.home_id), bought)


def _project_names(states: Sequence[WorkState], facts: Mapping[int, WorkFacts]) -> dict[int, str]:
    names: dict[int, str] = {}
    for state in states:
        known = facts[state.work_id]
        names.setdefault(state.project_id, f"{known.school} {known.project}")
    return names


def _reporting_tile(report: Reporting) -> Tile:
    return Tile(RateKind.REPORTING, report.rate, (), report.reported)


def _states(states: Sequence[WorkState]) -> dict[StageGroup, StateCount]:
    project_of = {state.work_id: state.project_id for state in states}
    return {
        group: StateCount(group, len({project_of[work] for work in works}), works)
        for group, works in by_state(states).items()
    }


def _equipment(states: Sequence[WorkState]) -> StateCount:
    """Procurement projects, counted as under way whatever their stage."""
    chosen = [state for state in states if state.is_equipment and not state.dropped]
    works = tuple(state.work_id for state in chosen)
    return StateCount(StageGroup.UNDER_WAY, len({s.project_id for s in chosen}), works)


def _bar(group: Group) -> Bar:
    found = group.figures
    return Bar(
        key=group.key,
        name=group.name,
        start=found.start_rate,
        completion=found.completion_rate,
        projects=found.projects,
        works=group.works,
    )


def _stages(states: Sequence[WorkState]) -> tuple[StageCount, ...]:
    """The construction works by their stage, in the order of a work's life."""
    found: dict[Stage | None, list[WorkState]] = {}
    for state in states:
        if not state.is_equipment:
            found.setdefault(state.stage, []).append(state)
    rows: list[StageCount] = []
    if None in found:
        rows.append(_stage(NO_STAGE, StageGroup.NOT_STARTED, found[None]))
    rows += [_stage(s.term, s.group, found[s]) for s in Stage if s in found]
    return tuple(rows)


def _stage(term: str, group: StageGroup, states: Sequence[WorkState]) -> StageCount:
    return StageCount(term, group, tuple(state.work_id for state in states))


_MEASURED = (RateKind.START, RateKind.COMPLETION, RateKind.PROCUREMENT, RateKind.INVESTMENT)


def _targets(rows: Sequence[reads.TargetRow], day: date) -> dict[RateKind, Target]:
    """For each rate the next target that falls due (that of the year), else the last one.

    A target of the programme goes before one for all programmes.
    """
    found: dict[RateKind, Target] = {}
    for kind in _MEASURED:
        mine = [row for row in rows if row.rate == kind.value]
        mine = [row for row in mine if row.own] or mine
        if mine:
            row = next((row for row in mine if row.day >= day), mine[-1])
            found[kind] = Target(kind, Percent(row.percent), row.day, row.document)
    return found


def _curve(
    states: Sequence[WorkState],
    facts: Mapping[int, WorkFacts],
    steps: Mapping[date, int],
    day: date,
) -> Curve:
    planned: list[PlannedWork] = []
    unplanned: list[int] = []
    for state in states:
        if state.dropped:
            continue
        known = facts[state.work_id]
        start, finish, money = known.planned_start, known.planned_finish, state.planned_investment
        if start and finish and money is not None:
            planned.append(PlannedWork(Money(money), LooseDate(start).last, LooseDate(finish).last))
        else:
            unplanned.append(state.work_id)
    return Curve(s_curve(planned, steps, day), tuple(unplanned))
