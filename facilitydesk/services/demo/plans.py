"""Programmes with their plan versions and targets, projects with papers, parties and milestones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.names import project_key
from facilitydesk.services.demo import names
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.progress import Course
from facilitydesk.services.demo.works import EQUIPMENT, SCHOOLING, UPKEEP, WEEKS, Fate, Venture
from facilitydesk.services.pinyin import initials
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_PROGRAMMES = (
    ("义务教育薄弱环节改善与能力提升", "能力提升", "area"),
    ("校舍安全保障长效机制", "长效机制", "area"),
    ("支持学前教育发展", "学前教育", "count"),
)
_REVISED = 34  # the week in which the first programme's plan was adjusted


@dataclass(slots=True)
class Built:
    """A project as it was written down: its id, those of its works, and how they went."""

    id: int
    venture: Venture
    works: list[int]
    courses: list[Course]


def make_programmes(unit: Unit, calendar: Calendar) -> list[int]:
    """The three programmes."""
    first = calendar.monday(0).year
    return unit.insert_many(
        tables.programme,
        [
            {
                "name": name,
                "short_name": short,
                "basis": basis,
                "first_year": first,
                "last_year": first + 4,
                "ordinal": number,
            }
            for number, (name, short, basis) in enumerate(_PROGRAMMES, start=1)
        ],
    )


def make_plans(
    unit: Unit, rng: Random, programmes: Sequence[int], built: Iterable[Built], calendar: Calendar
) -> None:
    """Two plan versions for the first programme, one for the second, none for the third.

    Where no version stands, the works' own plans are the denominators.
    """
    by_town: dict[int, dict[int, dict[str, int]]] = {SCHOOLING: {}, UPKEEP: {}}
    for project in built:
        towns = by_town.get(project.venture.programme)
        if towns is None:
            continue
        sums = towns.setdefault(
            project.venture.sites[0].school.town.id,
            {"area": 0, "money": 0, "equipment": 0, "projects": 0},
        )
        sums["projects"] += project.venture.nature != EQUIPMENT.nature
        for site in project.venture.sites:
            sums["money"] += site.money
            sums["equipment"] += site.money if site.kind is EQUIPMENT else 0
            sums["area"] += (site.area or 0) if site.kind.category == "building" else 0
    start, revised = calendar.monday(-6), calendar.monday(_REVISED)
    for programme, day, label, document, reason, low, high in (
        (SCHOOLING, start, f"规划{start.year}版", 12, "", 74, 96),
        (SCHOOLING, revised, f"规划{revised.year}年调整版", 31, "中期评估调整", 88, 118),
        (UPKEEP, start, f"规划{start.year}版", 13, "", 90, 110),
    ):
        version = unit.insert(
            tables.plan_version,
            {
                "programme_id": programmes[programme],
                "label": label,
                "day": day,
                "document": f"临教体〔{day.year}〕{document}号",
                "reason": reason,
            },
        )
        lines = []
        for town, sums in by_town[programme].items():
            share = rng.randrange(low, high)
            line: dict[str, Any] = {
                name: value * share // 100 // 100_00 * 100_00 for name, value in sums.items()
            }
            line["equipment"] = sums["equipment"] * 103 // 100 // 1_000_000 * 1_000_000
            line["projects"] = sums["projects"]
            lines.append({"region_id": town, "school_id": None, **line})
        total = {key: sum(line[key] for line in lines) for key in lines[0] if key[-3:] != "_id"}
        unit.insert_many(
            tables.plan_line,
            [{"version_id": version, **line} for line in [{"region_id": None, **total}, *lines]],
        )


def make_targets(unit: Unit, programmes: Sequence[int], calendar: Calendar) -> None:
    """Lines the rates should have reached by a day."""
    year_end = date(calendar.today.year, 12, 31)
    paper = f"临政办〔{calendar.monday(0).year}〕8号"
    unit.insert_many(
        tables.target,
        [
            {"programme_id": whose, "rate": rate, "day": day, "percent": percent, "document": paper}
            for whose, rate, day, percent in (
                (None, "start_rate", calendar.monday(44), 70_00),
                (None, "start_rate", year_end, 95_00),
                (None, "completion_rate", calendar.monday(52), 50_00),
                (None, "completion_rate", year_end, 80_00),
                (programmes[SCHOOLING], "procurement_rate", year_end, 100_00),
                (programmes[SCHOOLING], "investment_rate", year_end, 85_00),
            )
        ],
    )


def make_project(
    unit: Unit, rng: Random, programme: int, venture: Venture, serial: int, calendar: Calendar
) -> Built:
    """Writes a project with its works; the courses are added by the caller."""
    day = calendar.monday(venture.entered)
    school = venture.sites[0].school
    parties: dict[str, Any] = {"owner_unit": school.name, "owner_person": names.person(rng)}
    if venture.nature != EQUIPMENT.nature:
        for party, firms in (
            ("surveyor", names.SURVEYORS),
            ("designer", names.DESIGNERS),
            ("contractor", names.BUILDERS),
            ("supervisor", names.SUPERVISORS),
        ):
            if party == "contractor" and venture.sites[0].fate is Fate.WAITING:
                continue
            parties[f"{party}_unit"] = rng.choice(firms)
            parties[f"{party}_person"] = names.person(rng)
    project_id = unit.insert(
        tables.project,
        {
            "code": f"{day:%y%m}-{names.COUNTY_CODE}-04-01-{100_000 + serial}",
            "name": venture.name,
            "name_key": project_key(venture.name, school.name, names.COUNTY),
            "initials": initials(venture.name),
            "programme_id": programme,
            "year": calendar.today.year - (venture.entered == 0),
            "batch": "第一批" if venture.entered == 0 else "第二批",
            "nature": venture.nature,
            "pooled": venture.pooled,
            "livelihood": rng.randrange(9) == 0,
            "key_project": len(venture.sites) > 1,
            "approval_document": f"临发改〔{day.year}〕{serial}号",
            "fund_document": f"省财教〔{day.year}〕{rng.choice((18, 36, 52))}号",
            **parties,
        },
    )
    works = unit.insert_many(
        tables.work,
        [
            {
                "project_id": project_id,
                "school_id": site.school.id,
                "name": site.kind.room if len(venture.sites) > 1 else "",
                "category": site.kind.category,
                "room_kind": site.kind.room,
                "planned_area": site.area,
                "planned_investment": site.money,
                "ordinal": number,
            }
            for number, site in enumerate(venture.sites)
        ],
    )
    return Built(project_id, venture, works, [])


_CHAIN = (  # weeks before the start, or after the end
    (Step.APPROVAL, -30),
    (Step.DESIGN, -22),
    (Step.COST_REVIEW, -12),
    (Step.AWARD, -5),
    (Step.CONTRACT, -3),
    (Step.START, 0),
    (Step.FINISH, 0),
    (Step.ACCEPTANCE, 5),
    (Step.HANDOVER, 9),
    (Step.AUDIT, 20),
)


def make_milestones(unit: Unit, rng: Random, built: Iterable[Built], calendar: Calendar) -> None:
    """Planned, frozen and actual dates of every project."""
    rows: list[dict[str, Any]] = []
    for project in built:
        venture, courses = project.venture, project.courses
        begun = min((c.begun for c in courses if c.begun is not None), default=None)
        ends = [c.ended for c in courses]
        ended = None if None in ends else max(end for end in ends if end is not None)
        moved = rng.randrange(3, 13) if rng.randrange(100) < 12 else 0
        late = rng.randrange(7)  # a weekday
        for step, away in _CHAIN:
            after = step in (Step.FINISH, Step.ACCEPTANCE, Step.HANDOVER, Step.AUDIT)
            planned = (venture.finish if after else venture.start) + away
            real = ended if after else begun
            if real is None and not after:
                # What waits has its papers up to the tender.
                real = venture.start if step in (Step.APPROVAL, Step.DESIGN) else None
            actual = None if real is None else calendar.monday(real + away) + timedelta(days=late)
            if actual is not None and actual > calendar.today:
                actual = None
            frozen = calendar.monday(planned) + timedelta(days=2)
            shown = frozen + timedelta(weeks=moved if after else 0)
            rows.append(
                {
                    "project_id": project.id,
                    "step": step.value,
                    "planned": shown.isoformat() if away == 0 else f"{shown:%Y-%m}",
                    "frozen": frozen.isoformat() if away == 0 else f"{frozen:%Y-%m}",
                    "actual": None if actual is None else actual.isoformat(),
                    "document": _paper(step, actual, len(rows)),
                }
            )
    unit.insert_many(tables.milestone, rows)


def _paper(step: Step, actual: date | None, number: int) -> str:
    if actual is None or step not in (Step.APPROVAL, Step.DESIGN, Step.COST_REVIEW, Step.AWARD):
        return ""
    whose = {Step.APPROVAL: "临发改", Step.DESIGN: "临住建", Step.COST_REVIEW: "临财评"}
    return f"{whose.get(step, '临公交')}〔{actual.year}〕{1 + number % 190}号"


def make_notes(unit: Unit, rng: Random, built: Iterable[Built], calendar: Calendar) -> None:
    """The list of problems: open, overdue and settled ones."""
    rows: list[dict[str, Any]] = []
    for project in built:
        told = [t for c in project.courses for t in c.told if t.problem]
        if not told:
            continue
        last, first = told[-1], told[0]
        raised = calendar.reported(first.week)
        closed = None
        if last.week < WEEKS - 6:
            closed = calendar.reported(last.week) + timedelta(days=3)
        rows.append(
            {
                "project_id": project.id,
                "text": first.problem,
                "measure": first.measure,
                "owner": names.person(rng),
                "raised": raised,
                "due": raised + timedelta(days=rng.choice((30, 60, 120, 420))),
                "closed": closed,
            }
        )
    unit.insert_many(tables.problem_note, rows)
