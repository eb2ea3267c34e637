"""The county's money: fund documents, allocations, receipts, contracts and payments to today.

Most of it is as it should be; a few papers were passed on late, one builder was paid ahead of the
work, and the treasury's list of last month differs from the ledger in the usual ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from facilitydesk.domain.splitting import split
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.contracts import make_contract
from facilitydesk.services.demo.desk_work import make_desk_work
from facilitydesk.services.demo.money_parts import WAN, Job, Source
from facilitydesk.services.demo.plans import Built
from facilitydesk.services.demo.treasury import make_list
from facilitydesk.services.demo.works import NURSERIES, SCHOOLING, UPKEEP
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_FUNDS = {
    SCHOOLING: "义务教育薄弱环节改善与能力提升补助资金",
    UPKEEP: "城乡义务教育补助经费（校舍安全保障）",
    NURSERIES: "支持学前教育发展资金",
}
_LEVELS: dict[int, tuple[tuple[str, int], ...]] = {  # percent of a project's plan
    SCHOOLING: (("中央", 60), ("省级", 22), ("县级", 18)),
    UPKEEP: (("中央", 50), ("省级", 30), ("县级", 20)),
    NURSERIES: (("中央", 45), ("省级", 20), ("债券", 20), ("县级", 15)),
}
_PAPERS = {  # issuer, how its numbers begin, month and day, whether before its year
    "中央": ("省财政厅、省教育厅", "省财教", (11, 22), True),
    "省级": ("省财政厅、省教育厅", "省财教", (12, 11), True),
    "债券": ("市财政局", "市财债", (12, 27), True),
    "县级": ("临溪县财政局", "临财教", (1, 18), False),
}
_ARRIVALS = ((32, 50), (118, 25), (205, 15))  # days after the document, percent of it


def make_money(unit: Unit, rng: Random, built: Iterable[Built], calendar: Calendar) -> None:
    """Writes all of it."""
    jobs = [Job(one, sum(site.money for site in one.venture.sites)) for one in built]
    sources = _make_sources(unit, rng, jobs, calendar)
    payments: list[dict[str, Any]] = []
    for job in jobs:
        payments += make_contract(unit, rng, job, sources, calendar)
    payments.sort(key=lambda row: row["day"])
    for number, row in enumerate(payments, start=1):
        row["voucher"] = f"{row['day']:%y%m}{1000 + number}"
    for row, row_id in zip(payments, unit.insert_many(tables.payment, payments), strict=True):
        row["id"] = row_id
    make_list(unit, rng, payments, calendar)
    make_desk_work(unit, Random(rng.randrange(10**6)), jobs, payments, calendar)  # noqa: S311 - as above


def _make_sources(unit: Unit, rng: Random, jobs: Sequence[Job], calendar: Calendar) -> list[Source]:
    sources: list[Source] = []
    serial = 20
    central: dict[tuple[int, int], int] = {}
    for programme, levels in _LEVELS.items():
        for year in (calendar.today.year - 1, calendar.today.year):
            mine = [
                job
                for job in jobs
                if job.built.venture.programme == programme
                and calendar.today.year - (job.built.venture.entered == 0) == year
            ]
            for level, percent in levels:
                serial += rng.randrange(3, 17)
                source = _make_source(
                    unit,
                    rng,
                    (programme, year, level, percent, serial),
                    mine,
                    calendar,
                    len(sources),
                )
                sources.append(source)
                if level == "中央":
                    central[programme, year] = source.id
                elif level == "县级":  # the county passes on what came from above
                    link = {"parent_id": central[programme, year], "child_id": source.id}
                    unit.insert(tables.fund_link, link)
    return sources


def _make_source(
    unit: Unit,
    rng: Random,
    what: tuple[int, int, str, int, int],
    jobs: Sequence[Job],
    calendar: Calendar,
    place: int,
) -> Source:
    programme, year, level, percent, serial = what
    issuer, letters, (month, day_of_month), early = _PAPERS[level]
    day = min(date(year - early, month, day_of_month), calendar.today - timedelta(days=70))
    shares = [(job, job.money * percent // 100 // 100_00 * 100_00) for job in jobs]
    spare = rng.randrange(2, 7) if rng.randrange(3) else 0
    amount = -(-sum(share for _, share in shares) * (100 + spare) // 100 // WAN) * WAN
    source = Source(
        unit.insert(
            tables.fund_document,
            {
                "level": level,
                "fund_name": _FUNDS[programme],
                "year": year,
                "batch": "提前批" if early else "第一批",
                "number": f"{letters}〔{day.year}〕{serial}号",
                "day": day,
                "issuer": issuer,
                "amount": amount,
                "early": early,
                "purpose_rule": "用于校舍建设和设备购置，不得用于偿债、人员经费和工作经费",
                "over_rule": "warn" if level == "县级" else "stop",
            },
        ),
        day,
        amount,
    )
    late = place % 9 == 4  # passed on to the schools after more than 30 days
    shared = min(day + timedelta(days=47 if late else 21), calendar.today)
    rows = []
    for job, share in shares:
        if share:
            job.shares[place] = share
            rows.append(
                {
                    "document_id": source.id,
                    "project_id": job.built.id,
                    "school_id": job.built.venture.sites[0].school.id,
                    "amount": share,
                    "day": shared,
                    "number": f"临教财〔{shared.year}〕{serial % 60 + 3}号",
                }
            )
    unit.insert_many(tables.allocation, rows)
    for after, part in _ARRIVALS:
        when = day + timedelta(days=after)
        if when <= calendar.today:
            source.arrived.append((when, amount * part // 100 // 100_00 * 100_00))
    unit.insert_many(
        tables.receipt,
        [
            row
            for when, money in source.arrived
            for row in _arrival(source, rows, when, money, f"额度{when:%y%m}{serial:03}")
        ],
    )
    return source


def _arrival(
    source: Source, shares: Sequence[dict[str, Any]], day: date, money: int, voucher: str
) -> list[dict[str, Any]]:
    """What arrived, on the shares of the document; for what is not allocated without a project."""
    given = [row["amount"] for row in shares]
    part = money * sum(given) // source.amount
    same = {"document_id": source.id, "day": day, "voucher": voucher}
    found = [
        {
            **same,
            "project_id": row["project_id"],
            "school_id": row["school_id"],
            "amount": amount,
        }
        for row, amount in zip(shares, split(part, given), strict=True)
        if amount
    ]
    if money > part:
        found.append({**same, "amount": money - part})
    return found
