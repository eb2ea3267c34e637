"""The county's contracts: signed, changed, measured and paid as the work went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from facilitydesk.domain.periods import month_end
from facilitydesk.services.demo import names
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.money_parts import WAN, Job, Source
from facilitydesk.services.demo.works import EQUIPMENT
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit


def make_contract(
    unit: Unit, rng: Random, job: Job, sources: Sequence[Source], calendar: Calendar
) -> list[dict[str, Any]]:
    """Writes the contract of a project and its measurements; returns what was paid on it."""
    venture, courses = job.built.venture, job.built.courses
    begun = min((c.begun for c in courses if c.begun is not None), default=None)
    if begun is None or job.money < 20 * WAN:
        return []
    equipment = venture.nature == EQUIPMENT.nature
    signed = calendar.monday(begun) - timedelta(days=17)
    amount = job.money * rng.randrange(915, 985) // 1000 // 100 * 100
    party = rng.choice(names.BUILDERS) if not equipment else "溪源教育装备有限公司"
    invested = _invested(job, calendar)
    ends = [course.ended for course in courses]
    done = None if None in ends else calendar.monday(max(e for e in ends if e is not None))
    settled = done is not None and done + timedelta(days=120) <= calendar.today
    contract = unit.insert(
        tables.contract,
        {
            "project_id": job.built.id,
            "number": f"LX-{signed:%Y}-{rng.randrange(100, 999)}-{job.built.id % 97:02}",
            "name": f"{venture.name}{'采购' if equipment else '施工'}合同",
            "party": party,
            "amount": amount,
            "signed_day": signed,
            "start_day": calendar.monday(begun),
            "finish_day": calendar.monday(venture.finish),
            "advance_share": rng.choice((10_00, 20_00, 30_00)),
            "progress_share": 80_00,
            "retention_share": 5_00 if rng.randrange(14) == 0 else 3_00,
            "wage_account": "" if equipment else f"临溪农商行62{rng.randrange(10**6, 10**7)}",
            "settled_amount": amount * 98 // 100 // 100 * 100 if settled else None,
            "settled_day": done + timedelta(days=110) if settled and done else None,
            "retention_due": done + timedelta(days=475) if settled and done else None,
        },
    )
    if rng.randrange(8) == 0:
        day = signed + timedelta(days=75)
        change = {
            "contract_id": contract,
            "day": day,
            "amount": amount * rng.choice((3, 4, -2)) // 100 // 100 * 100,
            "number": f"变更〔{signed.year}〕1号",
            "reason": rng.choice(("基础加深", "增加消防水池", "核减外墙面砖")),
        }
        if day <= calendar.today:
            unit.insert(tables.contract_change, change)
    _measure(unit, contract, amount, job.money, invested)
    ahead = rng.randrange(60) == 0  # paid ahead of the work
    wanted: list[tuple[date, str, int]] = [(signed + timedelta(days=24), "预付", amount // 5)]
    for day, value in invested:
        share = amount * value // job.money
        wanted.append((day + timedelta(days=9), "进度", share * (96 if ahead else 80) // 100))
    if ahead:
        wanted.append((calendar.today - timedelta(days=20), "进度", amount * 82 // 100))
    if settled and done:
        wanted.append((done + timedelta(days=125), "结算", amount * 98 * 97 // 10_000))
    return _pay(job, sources, contract, party, wanted, calendar)


def _invested(job: Job, calendar: Calendar) -> list[tuple[date, int]]:
    """What was built by the end of each month."""
    months: list[tuple[date, int]] = []
    day = calendar.monday(0)
    while (last := month_end(day.year, day.month)) < calendar.today:
        value = 0
        for course in job.built.courses:
            known = [t.invested for t in course.told if calendar.reported(t.week) <= last]
            value += next((v for v in reversed(known) if v is not None), 0)
        if value:
            months.append((last, value))
        day = last + timedelta(days=1)
    return months


def _measure(
    unit: Unit, contract: int, amount: int, plan: int, invested: Sequence[tuple[date, int]]
) -> None:
    rows, before = [], 0
    for number, (day, value) in enumerate(invested, start=1):
        share = amount * value // plan // 100 * 100
        if share > before:
            rows.append(
                {
                    "contract_id": contract,
                    "day": day,
                    "amount": share,
                    "number": f"第{number}期计量",
                }
            )
            before = share
    unit.insert_many(tables.measurement, rows)


def _pay(
    job: Job,
    sources: Sequence[Source],
    contract: int,
    party: str,
    wanted: Iterable[tuple[date, str, int]],
    calendar: Calendar,
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    paid = 0
    for day, kind, target in wanted:
        if day > calendar.today:
            break
        due = (target - paid) // 100 * 100
        if due < 3 * WAN:
            continue
        for place, left in sorted(job.shares.items(), key=lambda pair: -pair[1]):
            money = min(due, left, sources[place].free(day)) // 100 * 100
            if money <= 0:
                continue
            job.shares[place] -= money
            sources[place].paid += money
            due -= money
            paid += money
            rows.append(
                {
                    "document_id": sources[place].id,
                    "contract_id": contract,
                    "project_id": job.built.id,
                    "school_id": job.built.venture.sites[0].school.id,
                    "day": day,
                    "amount": money,
                    "payee": party,
                    "kind": kind,
                    "summary": f"{job.built.venture.name}{kind}款",
                }
            )
            if not due:
                break
    return rows
