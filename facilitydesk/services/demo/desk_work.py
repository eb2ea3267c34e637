"""What the accounts section writes beside the ledger: years, reserves, applications, confirmations.

A few of each kind, so that every screen has something to tell: an application that waits, one that
was returned, a receipt the school counts otherwise, a year plan that falls short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.periods import month_end
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.money_parts import WAN, Job
from facilitydesk.services.money import carrying
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

Rows = Sequence[dict[str, Any]]
_FINANCE = "财政局科教文股"
_SAID = ("学校报账员", "施工单位会计", "总务主任")


def make_desk_work(
    unit: Unit, rng: Random, jobs: Sequence[Job], payments: Rows, calendar: Calendar
) -> None:
    """Writes all of it."""
    _years(unit, jobs, calendar)
    _carry(unit, calendar)
    _reserves(unit, rng, payments)
    _applications(unit, rng, payments, calendar)
    _confirmations(unit, rng, payments, calendar)
    _schools(unit, rng, jobs, calendar)
    unit.insert_many(
        tables.source_rule,
        [
            {
                "level": "县级",
                "over_rule": "warn",
                "pass_on_days": 30,
                "basis": "临财教〔2024〕6号",
            },
            {"level": "债券", "over_rule": "stop", "pass_on_days": 15, "basis": "专项债券管理办法"},
        ],
    )


def _years(unit: Unit, jobs: Sequence[Job], calendar: Calendar) -> None:
    """Projects of some size have a plan for two years; one in nine is not planned to its end."""
    this = calendar.today.year
    rows: list[dict[str, Any]] = []
    for place, job in enumerate(job for job in jobs if job.money >= 150 * WAN):
        first = this - 1 if job.built.venture.entered == 0 else this
        begun = job.money * 60 // 100 // WAN * WAN
        rest = job.money - begun
        if place % 9 == 4:
            rest = rest * 70 // 100 // WAN * WAN
        for year, money in ((first, begun), (first + 1, rest)):
            if money:
                rows.append(
                    {
                        "project_id": job.built.id,
                        "year": year,
                        "planned_investment": money,
                    }
                )
    unit.insert_many(tables.project_year, rows)


def _carry(unit: Unit, calendar: Calendar) -> None:
    """What was left of upper levels at the end of last year went into this one; the rest waits."""
    last = date(calendar.today.year - 1, 12, 31)
    paper = tables.fund_document
    upper = set(
        unit.connection.execute(select(paper.c.id).where(paper.c.level != "县级")).scalars()
    )
    left = {
        key: amount
        for key, amount in carrying.left_on(unit.connection, last).items()
        if key[0] in upper
    }
    if left:
        carrying.write(unit, left, last.year, f"临财教〔{last.year + 1}〕2号")


def _reserves(unit: Unit, rng: Random, payments: Rows) -> None:
    """Every third contract has its money reserved: what was paid of each document, and some more."""
    paid: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[int, date] = {}
    for row in payments:
        contract = row["contract_id"]
        paid[contract][row["document_id"]] += row["amount"]
        first.setdefault(contract, row["day"])
    given = tables.allocation
    shares: dict[tuple[int, int], int] = defaultdict(int)
    query = select(given.c.document_id, given.c.project_id, given.c.amount)
    for share in unit.connection.execute(query):
        shares[share.document_id, share.project_id] += share.amount
    projects = {row["contract_id"]: row["project_id"] for row in payments}
    rows = []
    for place, (contract, mine) in enumerate(paid.items()):
        if place % 3:
            continue
        for document, amount in mine.items():
            free = shares[document, projects[contract]] - amount
            more = free * rng.choice((60, 80, 90)) // 100 // 100_00 * 100_00
            rows.append(
                {
                    "document_id": document,
                    "contract_id": contract,
                    "amount": amount + max(more, 0),
                    "day": first[contract] - timedelta(days=3),
                    "number": "合同资金安排表",
                }
            )
    unit.insert_many(tables.contract_allocation, rows)


def _applications(unit: Unit, rng: Random, payments: Rows, calendar: Calendar) -> None:
    """The payments of the last two months were asked for; some applications wait, one came back."""
    since = (calendar.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    mine = [row for row in payments if row["day"] >= since]
    rows: list[dict[str, Any]] = []
    for row in mine:
        asked = row["day"] - timedelta(days=rng.randrange(4, 9))
        rows.append(
            {
                **_asked(row, asked),
                "state": "批准",
                "education_reviewer": "陈立群",
                "education_day": asked + timedelta(days=1),
                "finance_reviewer": _FINANCE,
                "finance_day": asked + timedelta(days=3),
            }
        )
    later = [row for row in payments if row["day"] < since][-5:]
    for place, row in enumerate(later):
        asked = calendar.today - timedelta(days=2 + place)
        waiting = {**_asked(row, asked), "amount": max(row["amount"] // 5 // 100_00, 1) * 100_00}
        if place == 0:
            waiting |= {"state": "退回", "note": "退回：发票金额与申请不一致（财政局科教文股）"}
        elif place == 1:
            waiting |= {"education_reviewer": "陈立群", "education_day": asked}
        rows.append(waiting)
    rows.sort(key=lambda row: row["day"])
    for number, row in enumerate(rows, start=1):
        row["number"] = f"拨〔{row['day'].year}〕{number:03}"
    settled = [row.pop("payment_id") for row in rows]
    ids = unit.insert_many(tables.payment_application, rows)
    links = [
        {"application_id": application, "payment_id": payment}
        for application, payment, row in zip(ids, settled, rows, strict=True)
        if row.get("state") == "批准"
    ]
    unit.insert_many(tables.application_payment, links)


def _asked(row: dict[str, Any], day: date) -> dict[str, Any]:
    same = ("document_id", "contract_id", "project_id", "school_id", "amount", "kind", "payee")
    facts = {key: row[key] for key in same}
    return {**facts, "day": day, "reason": row["summary"], "payment_id": row["id"]}


def _confirmations(unit: Unit, rng: Random, payments: Rows, calendar: Calendar) -> None:
    """What was paid before last month is confirmed, two receipts with another amount."""
    until = (calendar.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    old = [row for row in payments if row["day"] < until]
    rows = []
    for place, row in enumerate(old):
        differs = place in (len(old) // 2, len(old) - 3)
        rows.append(
            {
                "payment_id": row["id"],
                "day": min(row["day"] + timedelta(days=rng.randrange(2, 12)), calendar.today),
                "amount": row["amount"] - (500_00 if differs and row["amount"] > WAN else 0),
                "person": rng.choice(_SAID),
                "note": "扣除手续费，待核对" if differs else "",
            }
        )
    unit.insert_many(tables.payment_confirmation, rows)


def _schools(unit: Unit, rng: Random, jobs: Sequence[Job], calendar: Calendar) -> None:
    """Of last month a few schools were reckoned by pupils, with a reason where it differs."""
    last = calendar.today.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    schools = list(dict.fromkeys(job.built.venture.sites[0].school.id for job in jobs))[:12]
    rows = []
    for place, school in enumerate(schools[::3]):
        pupils = rng.randrange(120, 900)
        rows.append(
            {
                "school_id": school,
                "first": first,
                "last": month_end(last.year, last.month),
                "due": pupils * 65_00,
                "basis": f"{pupils}人×65元",
                "reason": ("", "二季度一并拨付", "按实际学生数核减", "")[place % 4],
            }
        )
    unit.insert_many(tables.school_settlement, rows)
