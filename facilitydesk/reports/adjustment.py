"""余额调节表: both balances, what is on the way, and that they agree after it."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.reports.money_parts import (
    COPIES,
    open_items,
    three_signatures,
    told,
    yuan,
)
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Column,
    Document,
    Paper,
    Paragraph,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.accounts import sheet_of
from facilitydesk.services.money.reconcile import Item


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The adjustment of the month that holds the day. Where none was begun the paper says so."""
    asked = resolve(desk, as_of, options)
    run = sheet_of(desk, as_of)
    title = f"{asked.home.name}教育专项资金余额调节表"
    if run is None:
        words = f"{as_of.year}年{as_of.month}月尚未开始对账，没有可以调节的余额。"
        blank = Sheet(title, (Paragraph((words,)),), subtitle=f"（{asked.up_to}）", unit="单位：元")
        return Document(title, (blank,))
    held = run.balances
    plus, minus = _sums(run.open_lines)
    up, down = _sums(run.open_payments)
    ours = Money(held.closing_ledger.raw - plus + minus)
    theirs = Money(held.closing_statement.raw - up + down)
    heads = (
        Column("教育局台账", width=60),
        yuan("金额", sums=False),
        Column("财政支付清单", width=60),
        yuan("金额", sums=False),
    )
    rows = (
        Row(("期末余额", held.closing_ledger, "期末余额", held.closing_statement)),
        Row(
            (
                "加：财政已退回、教育局未记",
                Money(minus),
                "加：教育局已记退回、财政未退",
                Money(down),
            )
        ),
        Row(("减：财政已付、教育局未记", Money(plus), "减：教育局已记支付、财政未付", Money(up))),
        Row(("调节后余额", ours, "调节后余额", theirs), RowKind.TOTAL),
    )
    gap = ours - theirs
    said = (
        "调节后余额相符。" if not gap else f"调节后余额相差{told(gap)}，请核对勾对金额不等的记录。"
    )
    if not run.run.finished:
        said += "本月对账尚未完成。"
    sheet = Sheet(
        title,
        (
            Table(heads, rows),
            *open_items(run.open_payments, run.open_lines),
            three_signatures(),
        ),
        subtitle=f"（{run.run.period.label}，{asked.up_to}）",
        office=asked.filler,
        unit="单位：元",
        notes=(f"注：{said}{COPIES}",),
        setup=Setup(Paper.A4),
        name="余额调节表",
    )
    return Document(title, (sheet,))


def _sums(items: tuple[Item, ...]) -> tuple[int, int]:
    """What was paid and what came back, both positive."""
    paid = sum(item.amount.raw for item in items if item.amount.raw > 0)
    return paid, -sum(item.amount.raw for item in items if item.amount.raw < 0)
