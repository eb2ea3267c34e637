"""The county's money: fund documents, allocations, receipts, contracts and payments to today.

Most of it is as it should be; a few papers were passed on late, one builder was paid ahead of the
work, and the treasury's list of last month differs from the ledger in the usual ways.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from facilitydesk.domain.periods import month_end
from facilitydesk.services.demo import names
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.plans import Built
from facilitydesk.services.demo.works import EQUIPMENT, NURSERIES, SCHOOLING, UPKEEP
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_WAN = 1_000_000  # 分
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


@dataclass(slots=True)
class _Source:
    """A fund document with what is still free of it."""

    id: int
    day: date
    amount: int
    arrived: list[tuple[date, int]] = field(default_factory=list)
    paid: int = 0

    def free(self, day: date) -> int:
        return sum(money for when, money in self.arrived if when <= day) - self.paid


@dataclass(slots=True)
class _Job:
    """A project with its share of each source, and its payments."""

    built: Built
    money: int
    shares: dict[int, int] = field(default_factory=dict)  # source number → left to be paid


def make_money(unit: Unit, rng: Random, built: Iterable[Built], calendar: Calendar) -> None:
    """Writes all of it."""
    jobs = [_Job(one, sum(site.money for site in one.venture.sites)) for one in built]
    sources = _make_sources(unit, rng, jobs, calendar)
    payments: list[dict[str, Any]] = []
    for job in jobs:
        payments += _make_contract(unit, rng, job, sources, calendar)
    payments.sort(key=lambda row: row["day"])
    for number, row in enumerate(payments, start=1):
        row["voucher"] = f"{row['day']:%y%m}{1000 + number}"
    unit.insert_many(tables.payment, payments)
    _make_list(unit, rng, payments, calendar)


def _make_sources(
    unit: Unit, rng: Random, jobs: Sequence[_Job], calendar: Calendar
) -> list[_Source]:
    sources: list[_Source] = []
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
    jobs: Sequence[_Job],
    calendar: Calendar,
    place: int,
) -> _Source:
    programme, year, level, percent, serial = what
    issuer, letters, (month, day_of_month), early = _PAPERS[level]
    day = min(date(year - early, month, day_of_month), calendar.today - timedelta(days=70))
    shares = [(job, job.money * percent // 100 // 100_00 * 100_00) for job in jobs]
    spare = rng.randrange(2, 7) if rng.randrange(3) else 0
    amount = -(-sum(share for _, share in shares) * (100 + spare) // 100 // _WAN) * _WAN
    source = _Source(
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
            {
                "document_id": source.id,
                "day": when,
                "amount": money,
                "voucher": f"额度{when:%y%m}{serial:03}",
            }
            for when, money in source.arrived
        ],
    )
    return source


def _make_contract(
    unit: Unit, rng: Random, job: _Job, sources: Sequence[_Source], calendar: Calendar
) -> list[dict[str, Any]]:
    venture, courses = job.built.venture, job.built.courses
    begun = min((c.begun for c in courses if c.begun is not None), default=None)
    if begun is None or job.money < 20 * _WAN:
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


def _invested(job: _Job, calendar: Calendar) -> list[tuple[date, int]]:
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
    job: _Job,
    sources: Sequence[_Source],
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
        if due < 3 * _WAN:
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


def _make_list(
    unit: Unit, rng: Random, payments: Sequence[dict[str, Any]], calendar: Calendar
) -> None:
    """The treasury's list of last month: one missing, one split, one later, one mistyped, one more."""
    last = calendar.today.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    mine = [row for row in payments if first <= row["day"] <= last]
    if len(mine) < 6:
        return
    lines = [_line(row) for row in mine]
    odd = rng.sample(range(len(lines)), 5)
    lines[odd[0]]["day"] = min(last, lines[odd[0]]["day"] + timedelta(days=3))
    lines[odd[1]]["amount"] = _swapped(lines[odd[1]]["amount"])
    lines[odd[2]]["payee"] = lines[odd[2]]["payee"].replace("建筑工程有限公司", "建筑公司")
    part = lines[odd[3]]["amount"] // 300 * 100
    lines.append({**lines[odd[3]], "amount": lines[odd[3]]["amount"] - part})
    lines[odd[3]]["amount"] = part
    lines.append(
        {
            "day": last,
            "voucher": f"{last:%y%m}9907",
            "payee": "临溪县水务有限公司",
            "amount": 18_64_200,
            "document": "",
            "summary": "施工用水",
        }
    )
    del lines[odd[4]]
    lines.sort(key=lambda line: (line["day"], line["voucher"]))
    name = f"国库支付明细{last:%Y%m}.xlsx"
    statement = unit.insert(
        tables.statement,
        {
            "first": first,
            "last": last,
            "file_name": name,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
        },
    )
    unit.insert_many(
        tables.statement_line,
        [
            {"statement_id": statement, "position": number, **line}
            for number, line in enumerate(lines, start=1)
        ],
    )


def _line(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("day", "voucher", "payee", "amount", "summary")
    return {**{key: row[key] for key in keys}, "document": ""}


def _swapped(amount: int) -> int:
    """The amount with two neighbouring digits of its 元 exchanged."""
    yuan = list(str(amount // 100))
    for n in range(len(yuan) - 1):
        if yuan[n] != yuan[n + 1]:
            yuan[n], yuan[n + 1] = yuan[n + 1], yuan[n]
            break
    return int("".join(yuan)) * 100 + amount % 100
