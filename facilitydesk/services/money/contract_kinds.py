"""What the columns of contracts, their changes and measurements may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Kind
from facilitydesk.services.money import periods, rule_table
from facilitydesk.services.money.cells import problem, share, signed
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T, _C, _M = tables.contract, tables.contract_change, tables.measurement


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    limits = (
        ("advance_share", MoneyTest.ADVANCE_LOW, "money.find.advance_low", -1),
        ("advance_share", MoneyTest.ADVANCE_HIGH, "money.find.advance_high", 1),
        ("progress_share", MoneyTest.PROGRESS_SHARE, "money.find.progress_share", -1),
        ("retention_share", MoneyTest.RETENTION, "money.find.retention", 1),
    )
    table = rule_table.read(unit.connection)
    for column, test, code, side in limits:
        rule, value = table.on(test, row["signed_day"]), row[column]
        if rule is None or rule.threshold is None or value is None:
            continue
        if (value - rule.threshold) * side > 0:
            name = row["name"] or row["number"] or ""
            told = str(Percent(value)), str(Percent(rule.threshold))
            yield problem(code, column, rule.severity, name=name, value=told[0], limit=told[1])
    for first, last in (("signed_day", "finish_day"), ("start_day", "finish_day")):
        if row[first] and row[last] and row[first] > row[last]:
            args = {
                "later": TERMS[last],
                "later_date": row[last],
                "earlier": TERMS[first],
                "earlier_date": row[first],
            }
            yield problem("order", last, **args)
            break


TERMS = {
    "project_id": "项目",
    "number": "合同编号",
    "name": "合同名称",
    "party": "对方单位",
    "amount": "合同价",
    "signed_day": "签订日期",
    "start_day": "开工日期",
    "finish_day": "竣工日期",
    "advance_share": "预付款比例",
    "progress_share": "进度款比例",
    "retention_share": "质保金比例",
    "wage_account": "农民工工资专用账户",
    "settled_amount": "审定结算价",
    "settled_day": "结算日期",
    "retention_due": "质保金到期日",
    "note": "备注",
    "contract_id": "合同",
    "day": "日期",
    "reason": "事由",
}

KIND = Kind(
    _T,
    "合同",
    {
        "project_id": Column(
            "project_id",
            rules.reference(tables.project, "项目", required=True),
            True,
            tables.project,
        ),
        "number": Column("number", rules.text()),
        "name": Column("name", rules.text("合同名称", required=True), required=True),
        "party": Column("party", rules.text()),
        "amount": Column("amount", rules.quantity(Money, "合同价"), kind=Money),
        **{
            key: Column(key, rules.day(TERMS[key]), kind=date)
            for key in ("signed_day", "start_day", "finish_day", "settled_day", "retention_due")
        },
        **{
            key: Column(key, share(TERMS[key]), kind=Percent)
            for key in ("advance_share", "progress_share", "retention_share")
        },
        "wage_account": Column("wage_account", rules.text()),
        "settled_amount": Column("settled_amount", rules.quantity(Money, "审定结算价"), kind=Money),
        "note": Column("note", rules.text(lines=True)),
    },
    check=_check,
    terms=TERMS,
)


def _check_change(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from periods.guard(unit, "contract_change", row)


CHANGES = Kind(
    _C,
    "合同变更",
    {
        "contract_id": Column("contract_id", rules.reference(_T, "合同", required=True), True, _T),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "amount": Column("amount", signed(), required=True, kind=Money),
        "number": Column("number", rules.text()),
        "reason": Column("reason", rules.text(lines=True)),
    },
    title="number",
    check=_check_change,
    terms=TERMS | {"amount": "变更金额", "number": "变更编号"},
)


def _check_measured(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    for table_order, falls in ((_M.c.day.desc(), True), (_M.c.day, False)):
        side = _M.c.day < row["day"] if falls else _M.c.day > row["day"]
        other = unit.connection.execute(
            select(_M.c.day, _M.c.amount)
            .where(_M.c.contract_id == row["contract_id"], _M.c.id != (row["id"] or 0), side)
            .order_by(table_order)
            .limit(1)
        ).first()
        if other is None:
            continue
        low, high = (other.amount, row["amount"]) if falls else (row["amount"], other.amount)
        if high < low:
            day = other.day if falls else row["day"]
            yield problem("money.measured_falls", "amount", value=high, day=day, before=low)


MEASURED = Kind(
    _M,
    "计量",
    {
        "contract_id": Column("contract_id", rules.reference(_T, "合同", required=True), True, _T),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "amount": Column(
            "amount", rules.quantity(Money, "累计计量", required=True), required=True, kind=Money
        ),
        "number": Column("number", rules.text()),
    },
    title="number",
    check=_check_measured,
    terms=TERMS | {"amount": "累计计量", "number": "期次"},
)
