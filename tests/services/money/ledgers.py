"""A small county's money for tests: two projects, documents that have arrived, typed as an officer would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import allocations, documents, payments, receipts
from facilitydesk.store import tables
from tests.entering import added
from tests.store_fixtures import add_work

Amount = str | int | Decimal  # 元
MARCH_1 = date(2026, 3, 1)


def project_of(desk: Desk, work_id: int) -> int:
    table = tables.work
    with desk.read() as connection:
        query = select(table.c.project_id).where(table.c.id == work_id)
        return int(connection.execute(query).scalar_one())


def add_project(desk: Desk, name: str, school: str = "城关镇中心小学", **more: Any) -> int:
    return project_of(desk, add_work(desk, project=name, school=school, **more))


def yuan(text: Amount) -> Money:
    return Money.of(text)


def paper(desk: Desk, number: str = "川财教〔2026〕1号", **more: Any) -> int:
    """A document of 100,000元 from the central level unless said otherwise."""
    facts: dict[str, Any] = {
        "level": "中央",
        "fund_name": "义务教育薄弱环节改善与能力提升补助资金",
        "year": 2026,
        "number": number,
        "day": date(2026, 1, 5),
        "amount": yuan(100_000),
    }
    return added(documents.enter, desk, {**facts, **more}).row_id


def allot(desk: Desk, document_id: int, project_id: int, amount: Amount, **more: Any) -> int:
    facts = {"document_id": document_id, "project_id": project_id, "amount": yuan(amount)}
    return added(allocations.enter, desk, {**facts, "day": date(2026, 1, 20), **more}).row_id


def arrive(desk: Desk, document_id: int, amount: Amount, **more: Any) -> int:
    facts = {"document_id": document_id, "amount": yuan(amount), "day": date(2026, 1, 15)}
    return added(receipts.enter, desk, {**facts, **more}).row_id


def pay(desk: Desk, document_id: int, project_id: int, amount: Amount, **more: Any) -> int:
    facts = {"document_id": document_id, "project_id": project_id, "amount": yuan(amount)}
    return payments.add(desk, {**facts, "day": MARCH_1, "voucher": "0301", **more}).row_id
