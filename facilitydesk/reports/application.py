"""拨付申请表: the month's payments as they are asked for, beside contract, work measured, paid."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.money_parts import added, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.page import (
    Align,
    Column,
    Document,
    Heading,
    Row,
    RowKind,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import contracts, payments
from facilitydesk.services.money.contracts import ContractRow
from facilitydesk.services.money.payments import PaymentRow
from facilitydesk.services.money.settlements import school_names, school_of

_MONEY = (6, 7, 8, 9, 10)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The payments of the day's month up to the day, of the county or of one school."""
    asked = resolve(desk, as_of, options)
    found = payments.rows(desk, first=as_of.replace(day=1), last=as_of)
    school = ""
    if options.school_id:
        place = school_of(desk)
        found = tuple(
            r for r in found if (r.school_id or place.get(r.project_id)) == options.school_id
        )
        school = school_names(desk).get(options.school_id, "")
    known = {row.id: row for row in contracts.rows(desk, as_of=as_of)}
    asked_for = [row for row in found if not row.reversal and not row.reversed]
    later: dict[int | None, int] = {}
    cells: list[tuple[Value, ...]] = []
    for row in reversed(asked_for):
        cells.insert(0, _cells(row, known.get(row.contract_id or 0), later))
        later[row.contract_id] = later.get(row.contract_id, 0) + row.amount.raw
    cells = [(n, *each[1:]) for n, each in enumerate(cells, 1)]
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("项目"),
        Column("收款人"),
        Column("合同"),
        Column("款项类型", align=Align.CENTER),
        Column("资金来源（文号）"),
        yuan("合同价（含变更）", sums=False),
        yuan("累计计量", sums=False),
        yuan("已支付", sums=False),
        yuan("本次申请"),
        yuan("支付后累计", sums=False),
    )
    sums = added(cells, (9,), len(heads))
    rows = [Row(each) for each in cells]
    rows.append(Row(("合计", *sums[1:]), RowKind.TOTAL))
    title = f"{school or asked.home.name}项目资金拨付申请表"
    month = f"{as_of.year}年{as_of.month}月"
    sheet = Sheet(
        title,
        (
            Table(heads, tuple(rows)),
            Heading("审核意见"),
            _review(),
        ),
        subtitle=f"（{month}，{asked.up_to}，共{len(cells)}笔）",
        office=asked.filler,
        unit="单位：元",
        notes=("注：一笔合同款由多项资金支付的，按资金来源分笔申请；已作废、退回的不再列示。",),
        name="拨付申请",
    )
    return Document(title, (sheet,))


def _cells(
    row: PaymentRow, contract: ContractRow | None, later: dict[int | None, int]
) -> tuple[Value, ...]:
    """`later` is what was paid on the contract after this payment, within the sheet."""
    if contract is None:
        return (
            0, row.project, row.payee, "", row.kind.value, row.document,
            None, None, None, row.amount, None,
        )  # fmt: skip
    after = Money(contract.paid.raw - later.get(row.contract_id, 0))
    return (
        0, row.project, row.payee, row.contract, row.kind.value, row.document,
        contract.revised, contract.measured, after - row.amount, row.amount, after,
    )  # fmt: skip


def _review() -> Table:
    heads = tuple(
        Column(head, align=Align.LEFT, width=60)
        for head in ("申请单位", "教育局审核", "财政局审核")
    )
    day = "（公章）　　　　年　　月　　日"
    rows = (("经办：", "经办：", "经办："), ("负责人：", "负责人：", "负责人："), (day, day, day))
    return Table(heads, tuple(Row(each) for each in rows))
