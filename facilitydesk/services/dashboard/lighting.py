"""Lights with their reasons, the slowest ten, and who has not reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.lights import Light, LightRules, Lit, Schedule, light, points_behind
from facilitydesk.domain.periods import LooseDate, week_start
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.services.dashboard.shapes import LightCount, LitWork, Reporting
from facilitydesk.store.reads.dashboard import WorkFacts

_ORDER = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2}


def schedule_of(state: WorkState, facts: WorkFacts) -> Schedule:
    """What the lights need to know of a work; a month means its last day, the kindest reading."""
    return Schedule(
        planned_start=_day(facts.planned_start),
        planned_finish=_day(facts.planned_finish),
        last_progress=facts.last_progress,
        last_entry=state.as_of,
    )


def _day(text: str | None) -> date | None:
    return LooseDate(text).last if text else None


def lit_works(
    states: Sequence[WorkState],
    facts: Mapping[int, WorkFacts],
    rules: LightRules,
    day: date,
) -> list[LitWork]:
    """Every work that still counts, with its light."""
    found: list[LitWork] = []
    for state in states:
        if state.dropped:
            continue
        known = facts[state.work_id]
        if state.completed:
            found.append(_lit(known, Lit(Light.GREEN), None))
            continue
        schedule = schedule_of(state, known)
        lit = light(state, schedule, rules, day)
        found.append(_lit(known, lit, points_behind(state, schedule, day)))
    return found


def _lit(facts: WorkFacts, lit: Lit, behind: Fraction | None) -> LitWork:
    return LitWork(facts.work_id, work_name(facts), facts.township, lit.light, lit.reasons, behind)


def work_name(facts: WorkFacts) -> str:
    """How a work is called in a list: school and project, and its own name where it has one."""
    parts = [facts.school, facts.project]
    if facts.work and facts.work != facts.project:
        parts.append(facts.work)
    return " ".join(parts)


def light_counts(works: Iterable[LitWork]) -> tuple[LightCount, ...]:
    """The works under each light, green first."""
    found: dict[Light, list[int]] = {each: [] for each in Light}
    for work in works:
        found[work.light].append(work.work_id)
    return tuple(LightCount(each, tuple(ids)) for each, ids in found.items())


def warned(works: Iterable[LitWork]) -> tuple[LitWork, ...]:
    """The yellow and red works, red first, then those furthest behind."""
    chosen = [work for work in works if work.light is not Light.GREEN]
    return tuple(sorted(chosen, key=lambda work: (_ORDER[work.light], -_lag(work))))


def slowest(works: Iterable[LitWork], count: int = 10) -> tuple[LitWork, ...]:
    """The works furthest behind 序时进度; where that is unknown, by their lights."""
    late = [work for work in works if _lag(work) or work.light is not Light.GREEN]
    late.sort(key=lambda work: (-_lag(work), _ORDER[work.light]))
    return tuple(late[:count])


def _lag(work: LitWork) -> Fraction:
    return max(work.behind or Fraction(0), Fraction(0))


def reporting(
    now: Sequence[WorkState],
    last_week: Sequence[WorkState],
    lit: Iterable[LitWork],
    day: date,
) -> Reporting:
    """填报率 of the week: works with an entry ÷ works that should have one.

    What was completed or dropped before the week began need not report any more.
    """
    week = week_start(day)
    through = {state.work_id for state in last_week if state.completed or state.dropped}
    due = [state for state in now if state.work_id not in through]
    reported = tuple(s.work_id for s in due if s.as_of is not None and s.as_of >= week)
    done = set(reported)
    silent = {state.work_id for state in due} - done
    return Reporting(
        week=week,
        rate=Rate(len(reported), len(due), Basis.COUNT, "本周应填报单项工程", day),
        reported=reported,
        missing=tuple(work for work in lit if work.work_id in silent),
    )
