"""The S-curve: what should have been invested by a day, and what was.

Planned: each work's planned investment × the share of its planned period that has elapsed.
Actual: the sum of the works' cumulative investment, a week without a report carried forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from facilitydesk.domain.periods import week_end, week_start
from facilitydesk.domain.quantities import Money

WEEK = timedelta(days=7)
LONGEST = 520  # weeks before the day asked for; a mistyped 1916 must not draw a century

# Slopes are kept in units of 10⁻¹² 分 per day: over ten years of a thousand works the sum is
# right to far less than the half 分 that rounding could notice.
_SCALE = 10**12


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """What a work should cost and when."""

    investment: Money
    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class Point:
    """Both sums at the end of a week (or on the day asked for); actual is None after that day."""

    day: date
    planned: Money
    actual: Money | None


def planned_curve(works: Iterable[PlannedWork], days: Sequence[date]) -> list[Money]:
    """The planned cumulative investment on each of some rising days.

    The same as the sum of investment × elapsed days ÷ all days, in one walk instead of works × days steps.
    """
    events: list[tuple[int, int, int, int]] = []  # day, slope, offset, reached: what it adds
    for work in works:
        first, last = work.start.toordinal(), work.finish.toordinal()
        if last < first:
            continue
        slope = work.investment.raw * _SCALE // (last - first + 1)
        lift = slope * (first - 1)
        events.append((first, slope, -lift, 0))
        events.append((last, -slope, lift, work.investment.raw))
    events.sort()
    result: list[Money] = []
    position = slope = offset = reached = 0
    for day in days:
        today = day.toordinal()
        while position < len(events) and events[position][0] <= today:
            _, more_slope, more_offset, more = events[position]
            slope, offset, reached = slope + more_slope, offset + more_offset, reached + more
            position += 1
        running = slope * today + offset
        result.append(Money(reached + (2 * running + _SCALE) // (2 * _SCALE)))
    return result


def s_curve(
    works: Sequence[PlannedWork], steps: Mapping[date, int], day: date
) -> tuple[Point, ...]:
    """The points of both curves, week by week, from the first plan or report to the last.

    `steps` says by how many 分 the sum of the works' cumulative investments changed in the week
    of a Monday; a week without a step carries the sum forward.
    """
    sound = [work for work in works if work.finish >= work.start]
    firsts = [week_start(work.start) for work in sound] + list(steps)
    if not firsts:
        return ()
    first = max(min(firsts), week_start(day) - LONGEST * WEEK)
    last = max([day, *(work.finish for work in sound)])
    last = min(last, day + LONGEST * WEEK)
    days: list[date] = []
    monday = min(first, week_start(day))
    while monday <= last:
        days.append(day if monday == week_start(day) else week_end(monday))
        monday += WEEK
    planned = planned_curve(sound, days)
    points: list[Point] = []
    rising = sorted(steps.items())
    position = actual = 0
    for at, plan in zip(days, planned, strict=True):
        while position < len(rising) and rising[position][0] <= at:
            actual += rising[position][1]
            position += 1
        points.append(Point(at, plan, Money(actual) if at <= day else None))
    return tuple(points)
