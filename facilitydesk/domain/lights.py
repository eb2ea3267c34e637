"""Green, yellow, red: by which rule a work is behind, and the sentence that says why.

Rules and thresholds: start (due and not started, red after 3 months), progress against 序时进度
(10 to 30 points behind yellow, both ends included, more red), change (no visible progress for
two months red), reporting. Sources: Yinchuan 2025; a city bureau's practice 2024. All thresholds
are settings. A colour is never alone: each light has its word and its reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from facilitydesk.domain.figures import WorkState, elapsed_days
from facilitydesk.domain.periods import months_between
from facilitydesk.domain.rounding import Style, digits


class Light(StrEnum):
    """状态灯."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def term(self) -> str:
        return {"green": "正常", "yellow": "滞后", "red": "严重滞后"}[self.value]


@dataclass(frozen=True, slots=True)
class LightRules:
    """The thresholds a bureau may change. Points are percentage points, months whole months."""

    start_red_months: int = 3
    behind_yellow_points: int = 10
    behind_red_points: int = 30
    still_yellow_months: int = 1
    still_red_months: int = 2
    silent_yellow_months: int = 1
    silent_red_months: int = 2


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the lights need beside the state: planned days and the last visible progress."""

    planned_start: date | None = None
    planned_finish: date | None = None
    last_progress: date | None = None  # when stage, percent, area or investment last changed
    last_entry: date | None = None


@dataclass(frozen=True, slots=True)
class Lit:
    """A light with its reasons, worst first."""

    light: Light
    reasons: tuple[str, ...] = ()


def light(state: WorkState, schedule: Schedule, rules: LightRules, day: date) -> Lit:
    """The light of a work on a day; completed and dropped works are green."""
    if state.completed or state.dropped:
        return Lit(Light.GREEN)
    found = [*_start(state, schedule, rules, day), *_behind(state, schedule, rules, day)]
    found += [*_still(state, schedule, rules, day), *_silent(schedule, rules, day)]
    found.sort(key=lambda pair: pair[0] is not Light.RED)
    if not found:
        return Lit(Light.GREEN)
    return Lit(found[0][0], tuple(reason for _, reason in found))


def points_behind(state: WorkState, plan: Schedule, day: date) -> Fraction | None:
    """How many percentage points a work is behind 序时进度; negative when it is ahead of it.

    A work that has not begun stands at 0. None for completed and dropped works, without both
    planned days, and where a started work reported no percent.
    """
    start, finish = plan.planned_start, plan.planned_finish
    if state.completed or state.dropped or start is None or finish is None or finish < start:
        return None
    progress = state.progress if state.started else state.progress or 0
    if progress is None:
        return None
    passed, days = elapsed_days(start, finish, day)
    return Fraction(100_00 * passed - progress * days, 100 * days)


def _start(
    state: WorkState, plan: Schedule, rules: LightRules, day: date
) -> Iterator[tuple[Light, str]]:
    if state.started or plan.planned_start is None or plan.planned_start > day:
        return
    months = months_between(plan.planned_start, day)
    due = f"计划{plan.planned_start.isoformat()}开工，"
    if months >= rules.start_red_months:
        yield Light.RED, f"{due}已超{months}个月未开工"
    else:
        yield Light.YELLOW, f"{due}尚未开工"


def _behind(
    state: WorkState, plan: Schedule, rules: LightRules, day: date
) -> Iterator[tuple[Light, str]]:
    behind = points_behind(state, plan, day) if state.started else None
    if behind is None:  # a work that should have begun has a light of its own, see _start
        return
    words = f"比序时进度慢{digits(behind, Style(places=1))}个百分点"
    if behind > rules.behind_red_points:
        yield Light.RED, words
    elif behind >= rules.behind_yellow_points:
        yield Light.YELLOW, words


def _still(
    state: WorkState, plan: Schedule, rules: LightRules, day: date
) -> Iterator[tuple[Light, str]]:
    if not state.started or plan.last_progress is None:
        return
    months = months_between(plan.last_progress, day)
    words = f"自{plan.last_progress.isoformat()}起{months}个月无明显进展"
    if months >= rules.still_red_months:
        yield Light.RED, words
    elif months >= rules.still_yellow_months:
        yield Light.YELLOW, words


def _silent(plan: Schedule, rules: LightRules, day: date) -> Iterator[tuple[Light, str]]:
    """An entry is due a month after the start, and then every month."""
    since = plan.last_entry or plan.planned_start
    if since is None or since > day:
        return
    months = months_between(since, day)
    words = f"自{since.isoformat()}起{months}个月未填报"
    if plan.last_entry is None:
        words = f"计划{since.isoformat()}开工，{months}个月从未填报"
    if months >= rules.silent_red_months:
        yield Light.RED, words
    elif months >= rules.silent_yellow_months:
        yield Light.YELLOW, words
