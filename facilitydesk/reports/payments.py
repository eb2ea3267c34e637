"""支付台账: every payment up to the day, by project with subtotals, or of one school."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.money_parts import yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Row,
    RowKind,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import payments
from facilitydesk.services.money.payments import PaymentRow
from facilitydesk.services.money.settlements import school_names, school_of

_WIDTH = 11


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each payment and each reversal: both print, so the balance can be followed."""
    asked = resolve(desk, as_of, options)
    rows = payments.rows(desk, last=as_of)
    school = ""
    if options.school_id:
        place = school_of(desk)
        rows = tuple(
            r for r in rows if (r.school_id or place.get(r.project_id)) == options.school_id
        )
        school = school_names(desk).get(options.school_id, "")
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("日期", Kind.DATE),
        Column("凭证号", align=Align.CENTER),
        Column("收款人"),
        Column("摘要"),
        Column("类型", align=Align.CENTER),
        Column("指标文件"),
        Column("合同"),
        yuan("金额"),
        yuan("累计支付", sums=False),
        Column("状态", align=Align.CENTER),
    )
    title = f"{school or asked.home.name}项目资金支付台账"
    sheet = Sheet(
        title,
        (Table(heads, tuple(_rows(rows, in_groups=options.by_township))),),
        subtitle=f"（{asked.up_to}，共{len(rows)}笔）",
        office=asked.filler,
        unit="单位：元",
        notes=("注：作废、退回以负数另行列示，原记录保留；累计支付按项目逐笔累加。",),
        signatures=SIGNATURES,
        name="支付台账",
    )
    return Document(title, (sheet,))


def _rows(rows: tuple[PaymentRow, ...], *, in_groups: bool) -> list[Row]:
    by_project: dict[int, list[PaymentRow]] = {}
    for row in rows:
        by_project.setdefault(row.project_id, []).append(row)
    made: list[Row] = []
    count = 0
    for mine in by_project.values():
        if in_groups:
            made.append(Row((mine[0].project, *[None] * (_WIDTH - 1)), RowKind.GROUP))
        paid = Money(0)
        for row in mine:
            paid, count = paid + row.amount, count + 1
            made.append(Row(_cells(count, row, paid)))
        if in_groups:
            made.append(_sum("小计", paid, RowKind.SUBTOTAL))
    made.append(_sum("合计", Money(sum(row.amount.raw for row in rows)), RowKind.TOTAL))
    return made


def _cells(count: int, row: PaymentRow, paid: Money) -> tuple[Value, ...]:
    return (
        count, row.day, row.voucher, row.payee, row.summary, row.kind.value, row.document,
        row.contract, row.amount, paid, row.state,
    )  # fmt: skip


def _sum(label: str, amount: Money, kind: RowKind) -> Row:
    return Row((label, *[None] * 7, amount, None, None), kind)
