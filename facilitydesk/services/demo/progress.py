"""The weekly entries of one work: whole-number arithmetic, so that every run gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from facilitydesk.domain.stages import Stage
from facilitydesk.services.demo import names
from facilitydesk.services.demo.works import EQUIPMENT, WEEKS, Fate, Site

DONE = 1000  # a work is done in thousandths


@dataclass(frozen=True, slots=True)
class Told:
    """What a week's entry says, in raw units; `week` counts from the first week."""

    week: int
    stage: Stage
    progress: int | None = None
    started_area: int | None = None
    completed_area: int | None = None
    invested: int | None = None
    problem: str = ""
    measure: str = ""
    reason: str = ""
    unchanged: bool = False


_BEFORE = (  # weeks before the start from which a stage holds
    (4, Stage.AWARDED),
    (8, Stage.TENDERING),
    (12, Stage.COST_REVIEW),
    (18, Stage.DRAWINGS),
)
_BUILDING = (
    (30, Stage.STARTED),
    (150, Stage.FOUNDATION),
    (220, Stage.FOUNDATION_DONE),
    (480, Stage.STRUCTURE),
    (560, Stage.STRUCTURE_DONE),
    (640, Stage.MASONRY),
    (700, Stage.ROOFING),
    (880, Stage.DECORATION),
    (950, Stage.ANCILLARY),
    (DONE, Stage.CLEARING),
)
_REPAIR = (
    (60, Stage.STARTED),
    (600, Stage.STRUCTURE),
    (880, Stage.DECORATION),
    (DONE, Stage.CLEARING),
)
_OUTSIDE = (
    (60, Stage.STARTED),
    (300, Stage.FOUNDATION),
    (400, Stage.FOUNDATION_DONE),
    (620, Stage.STRUCTURE),
    (880, Stage.ANCILLARY),
    (DONE, Stage.CLEARING),
)
_AFTER = (  # weeks after the end from which a stage holds
    (30, Stage.SETTLED),
    (20, Stage.AUDITED),
    (9, Stage.IN_USE),
    (5, Stage.ACCEPTED),
    (0, Stage.COMPLETED),
)


@dataclass(slots=True)
class Course:
    """How a work went: its real start and end, weeks as in Site; None where not reached."""

    begun: int | None
    ended: int | None
    stopped: bool
    told: list[Told]


def course(rng: Random, site: Site, entered: int, pace: list[int]) -> Course:
    """The entries of a work from the week it came in to the last; `pace` is each week's weight.

    A week may be missed; after the end only a new stage is reported.
    """
    begin = site.start + site.delay
    shares = _shares(rng, site, begin, pace)
    ended = next((week for week in range(-60, WEEKS) if shares[week + 60] >= DONE), None)
    begun = begin if begin < WEEKS and site.fate is not Fate.WAITING else None
    stopped = site.fate is Fate.STOPPED and begun is not None
    last = rng.randrange(WEEKS - 16, WEEKS - 6) if site.fate is Fate.SILENT else WEEKS - 1
    told = list(_told(rng, site, entered, last, begin, shares, ended))
    return Course(begun, ended, stopped, told)


def _shares(rng: Random, site: Site, begin: int, pace: list[int]) -> list[int]:
    """How much is done at the end of each week from -60 on, in thousandths."""
    needed = site.weeks * 10
    if site.fate is Fate.SLOW:
        needed = needed * 19 // 10
    halt = DONE + 1
    if site.fate is Fate.STOPPED:
        halt = rng.randrange(150, 700)
    shares, done = [], 0
    for week in range(-60, WEEKS):
        if week >= begin and site.fate is not Fate.WAITING:
            done += pace[week + 60] if site.kind is not EQUIPMENT else 10
        shares.append(min(DONE, halt, max(done, 1) * DONE // needed) if done else 0)
    return shares


def _told(
    rng: Random,
    site: Site,
    entered: int,
    last: int,
    begin: int,
    shares: list[int],
    ended: int | None,
) -> Iterator[Told]:
    final_money = site.money * _final(rng, site) // 100
    final_area = None if site.area is None else site.area * rng.randrange(97, 104) // 100
    blank_area = rng.randrange(100) < 6
    in_parts = site.area is not None and site.area > 2_500_00 and rng.randrange(3) == 0
    corrected = rng.randrange(entered + 8, WEEKS) if rng.randrange(100) < 4 else WEEKS
    dropped = rng.randrange(entered + 6, WEEKS) if site.fate is Fate.DROPPED else WEEKS
    troubles = {Fate.STOPPED: names.STOPPED, Fate.LATE: names.LATE, Fate.SLOW: names.LATE}
    trouble = rng.choice(troubles.get(site.fate, names.WAITING))
    halted = 0
    before: Told | None = None
    for week in range(entered, last + 1):
        share = shares[min(week, dropped) + 60]
        ending = ended is not None and week >= ended
        halted = halted + 1 if site.fate is Fate.STOPPED and share == shares[week + 59] else 0
        reason = ""
        if week >= dropped:
            stage = Stage.CANCELLED if site.area is None else Stage.ADJUSTED
        elif share and halted > 2 and not ending:
            stage = Stage.STOPPED
        else:
            stage = _stage(site, week, begin, share, ended)
        money = (
            final_money * share // DONE * rng.randrange(94, 101) // 100
            if not ending
            else final_money
        )
        if week >= corrected:
            money = money * 93 // 100
        money = money // 1_000_000 * 1_000_000
        if before and before.invested is not None and money < before.invested:
            # A figure that falls a little in the drawing of lots stays; a correction is told.
            if week == corrected:
                reason = rng.choice(names.FALLS)
            else:
                money = before.invested
        begun = share > 0 and site.kind is not EQUIPMENT
        area = (
            (site.area if not in_parts or share >= 400 else site.area * 6 // 10)
            if begun and site.area
            else None
        )
        if ending and final_area and area is not None:
            area = max(area, final_area)
        now = Told(
            week,
            stage,
            None if site.kind is EQUIPMENT else share // 10 * 100,
            None if blank_area else area,
            (final_area if ending and begun and not blank_area else None),
            money if share else None,
            *(trouble if _troubled(site, stage, week, begin) else ("", "")),
            reason,
        )
        same = before is not None and replace(
            now, week=before.week, reason=before.reason
        ) == replace(before, unchanged=False)
        missed = rng.randrange(100) < 3 and not reason
        # What was finished or dropped is reported again only when its stage moves on.
        if missed or (same and (ending or week >= dropped)):
            continue
        if same and rng.randrange(10) < 8:
            now = replace(now, unchanged=True)
        yield now
        before = now


def _final(rng: Random, site: Site) -> int:
    """What a work costs in the end, in percent of its plan."""
    if site.kind is EQUIPMENT:
        return rng.randrange(96, 124)
    return rng.randrange(103, 112) if rng.randrange(12) == 0 else rng.randrange(92, 101)


def _troubled(site: Site, stage: Stage, week: int, begin: int) -> bool:
    if stage is Stage.STOPPED:
        return True
    if stage in (Stage.ADJUSTED, Stage.CANCELLED) or stage.group.value == "completed":
        return False
    if site.fate is Fate.WAITING:
        return week >= site.start
    return site.fate in (Fate.LATE, Fate.SLOW) and week >= begin - site.delay and week % 20 < 14


def _stage(site: Site, week: int, begin: int, share: int, ended: int | None) -> Stage:
    if ended is not None and week >= ended:
        return next(stage for since, stage in _AFTER if week - ended >= since)
    if not share:
        away = max(begin - week, 0) if site.fate is not Fate.WAITING else 6
        return next((stage for until, stage in _BEFORE if away <= until), Stage.PREPARATION)
    if site.kind is EQUIPMENT:
        return Stage.AWARDED
    if site.kind.category != "building":
        steps: tuple[tuple[int, Stage], ...] = _OUTSIDE
    else:
        steps = _REPAIR if site.kind.nature in ("维修改造", "加固") else _BUILDING
    return next(stage for until, stage in steps if share <= until)
