"""What a week's entry may be, judged beside the entries before and after it.

A pure function: the service hands in plain values and gets findings back. Red findings refuse
the entry, yellow and blue ones go in with it. Sources: 竣工 ≤ 开工 on the same basis and "a
cumulative figure below the previous one needs a correction reason" (the bulletin's change list).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.fields import term
from facilitydesk.domain.periods import week_end, week_label
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area, Money, Percent, Quantity
from facilitydesk.domain.rounding import Style, amount
from facilitydesk.domain.stages import Stage, StageGroup, goes_back


@dataclass(frozen=True, slots=True)
class Entry:
    """The full snapshot of one work in one week. None is "not reported", 0 is "none"."""

    week: date  # its Monday
    as_of: date
    stage: Stage | None = None
    progress: Percent | None = None
    started_area: Area | None = None
    completed_area: Area | None = None
    invested: Money | None = None
    problem: str = ""
    measure: str = ""
    unchanged: bool = False
    reason: str = ""  # why a cumulative figure falls or a stage goes back


@dataclass(frozen=True, slots=True)
class Planned:
    """What a work is planned to be, as far as known."""

    area: Area | None = None
    investment: Money | None = None


CUMULATIVE = ("progress", "started_area", "completed_area", "invested")


def check(
    entry: Entry,
    *,
    before: Entry | None,
    after: Entry | None,
    planned: Planned,
    today: date,
) -> tuple[Problem, ...]:
    """All findings about an entry, red ones first; empty when there is nothing to say."""
    found = [*_rules(entry, before, after, today), *_hints(entry, planned)]
    rank = {Severity.RED: 0, Severity.YELLOW: 1, Severity.BLUE: 2}
    return tuple(sorted(found, key=lambda problem: rank[problem.severity]))


def refused(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those findings that keep an entry out."""
    return tuple(problem for problem in problems if problem.severity is Severity.RED)


def refusals(
    entry: Entry, *, before: Entry | None, after: Entry | None, today: date
) -> tuple[Problem, ...]:
    """The findings of `check` that keep an entry out; what is planned keeps none out."""
    return refused(_rules(entry, before, after, today))


def _rules(
    entry: Entry, before: Entry | None, after: Entry | None, today: date
) -> Iterator[Problem]:
    yield from _dates(entry, today)
    yield from _ranges(entry)
    yield from _order(entry, before, after)


def _dates(entry: Entry, today: date) -> Iterator[Problem]:
    last = week_end(entry.week)
    if not entry.week <= entry.as_of <= last:
        yield Problem(
            "week.as_of_outside",
            field="as_of",
            args={"as_of": entry.as_of, "first": entry.week, "last": last},
        )
    if entry.week > today:
        yield Problem("week.future", args={"first": entry.week})


def _ranges(entry: Entry) -> Iterator[Problem]:
    if entry.progress is not None and not 0 <= entry.progress.raw <= 100_00:
        yield Problem("week.percent_range", field="progress", args={"value": entry.progress})
    for key in CUMULATIVE[1:]:
        value = getattr(entry, key)
        if value is not None and value.raw < 0:
            args = {"term": term(key), "value": value}
            yield Problem("week.negative", field=key, args=args)
    done, begun = entry.completed_area, entry.started_area
    if done is not None and begun is not None and done > begun:
        args = {"completed": amount(done), "started": amount(begun)}
        yield Problem("week.completed_above_started", field="completed_area", args=args)


def _order(entry: Entry, before: Entry | None, after: Entry | None) -> Iterator[Problem]:
    """Cumulative figures may not fall from week to week without a reason."""
    told = Severity.YELLOW if entry.reason.strip() else Severity.RED
    if before is not None:
        for key in CUMULATIVE:
            old, new = getattr(before, key), getattr(entry, key)
            if old is not None and new is not None and new < old:
                args = {"term": term(key), "before": _told(old), "after": _told(new)}
                yield Problem("week.falls", told, key, args)
        if entry.stage and before.stage and goes_back(before.stage, entry.stage):
            args = {"before": before.stage.term, "after": entry.stage.term}
            yield Problem("week.stage_back", told, "stage", args)
    if after is not None and not after.reason.strip() and not entry.reason.strip():
        for key in CUMULATIVE:
            new, later = getattr(entry, key), getattr(after, key)
            if new is not None and later is not None and new > later:
                args = {
                    "term": term(key),
                    "after": _told(new),
                    "week": week_label(after.week),
                    "next": _told(later),
                }
                yield Problem("week.above_next", field=key, args=args)


def _told(value: Quantity) -> str:
    """A figure with its unit as the week's grid shows it: 54万元, 1,200.5㎡, 60%."""
    unit = "万元" if isinstance(value, Money) else value.unit
    return amount(value, unit, _SHORT) + unit


_SHORT = Style(places=6, trim_zeros=True)


def _hints(entry: Entry, planned: Planned) -> Iterator[Problem]:
    for key in ("started_area", "completed_area"):
        value = getattr(entry, key)
        if value is not None and planned.area is not None and value > planned.area:
            args = {"value": amount(value), "plan": amount(planned.area)}
            code = f"week.{key.removesuffix('_area')}_above_plan"
            yield Problem(code, Severity.BLUE, key, args)
    if entry.invested and planned.investment and entry.invested > planned.investment:
        args = {
            "value": amount(entry.invested, "万元"),
            "plan": amount(planned.investment, "万元"),
        }
        yield Problem("week.invested_above_plan", Severity.YELLOW, "invested", args)
    stage = entry.stage
    if stage is None:
        return
    if stage.group is StageGroup.NOT_STARTED and entry.started_area:
        args = {"stage": stage.term, "value": amount(entry.started_area)}
        yield Problem("week.area_without_start", Severity.YELLOW, "started_area", args)
    if entry.progress is not None and not stage.low * 100 <= entry.progress.raw <= stage.high * 100:
        args = {
            "stage": stage.term,
            "low": str(stage.low),
            "high": str(stage.high),
            "value": amount(entry.progress),
        }
        yield Problem("week.percent_unusual", Severity.BLUE, "progress", args)
    missing = {StageGroup.UNDER_WAY: "started_area", StageGroup.COMPLETED: "completed_area"}
    key = missing.get(stage.group, "")
    if key and planned.area is not None and getattr(entry, key) is None:
        args = {"stage": stage.term, "term": term(key)}
        yield Problem("week.area_assumed", Severity.BLUE, key, args)
