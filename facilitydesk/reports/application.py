"""拨付申请表: what is asked for, beside contract, work measured and paid, with the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import ApplicationState
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.money_parts import added, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import (
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
from facilitydesk.services.money import applications, contracts, payments
from facilitydesk.services.money.applications import ApplicationRow
from facilitydesk.services.money.contracts import ContractRow
from facilitydesk.services.money.payments import PaymentRow
from facilitydesk.services.money.settlements import school_names, school_of


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The applications of the day's month up to the day, of one number, or of one school.

    A month without stored applications shows its payments as what was asked for.
    """
    asked = resolve(desk, as_of, options)
    place = school_of(desk)
    school = school_names(desk).get(options.school_id, "") if options.school_id else ""

    def mine(row: ApplicationRow | PaymentRow) -> bool:
        where = row.school_id or place.get(row.project_id)
        return not options.school_id or where == options.school_id

    known = {row.id: row for row in contracts.rows(desk, as_of=as_of)}
    stored = [row for row in _applications(desk, as_of, options) if mine(row)]
    paid = payments.rows(desk, first=as_of.replace(day=1), last=as_of)
    booked = [row for row in paid if not row.reversal and not row.reversed and mine(row)]
    cells: list[tuple[Value, ...]] = []
    if stored or options.application:
        cells = [_asked(row, known.get(row.contract_id or 0)) for row in stored]
        notes = _notes(stored, len(booked), whole=not options.application)
    else:
        later: dict[int | None, int] = {}
        for row in reversed(booked):
            cells.insert(0, _cells(row, known.get(row.contract_id or 0), later))
            later[row.contract_id] = later.get(row.contract_id, 0) + row.amount.raw
        notes = "注：一笔合同款由多项资金支付的，按资金来源分笔申请；已作废、退回的不再列示。"
    cells = [(n, *each[1:]) for n, each in enumerate(cells, 1)]
    sums = added(cells, (9,), len(_HEADS))
    rows = [Row(each) for each in cells]
    rows.append(Row(("合计", *sums[1:]), RowKind.TOTAL))
    title = f"{school or asked.home.name}项目资金拨付申请表"
    what = options.application or f"{as_of.year}年{as_of.month}月，{asked.up_to}"
    sheet = Sheet(
        title,
        (
            Table(_HEADS, tuple(rows)),
            Heading("审核意见"),
            _review(stored if options.application else ()),
        ),
        subtitle=f"（{what}，共{len(cells)}笔）",
        office=asked.filler,
        unit="单位：元",
        notes=(notes,),
        name="拨付申请",
    )
    return Document(title, (sheet,))


_HEADS = (
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


def _applications(desk: Desk, as_of: date, options: Options) -> list[ApplicationRow]:
    if options.application:
        found = applications.rows(desk, number=options.application)
        if not found:
            raise Refused("application.unknown", number=options.application)
    else:
        found = applications.rows(desk, first=as_of.replace(day=1), last=as_of)
    return [row for row in found if row.state is not ApplicationState.RETURNED]


def _notes(stored: Sequence[ApplicationRow], booked: int, *, whole: bool) -> str:
    reasons = "；".join(dict.fromkeys(row.reason for row in stored if row.reason))
    why = f"申请事由：{reasons}。" if reasons and not whole else ""
    linked = sum(1 for row in stored if row.paid)
    loose = max(booked - linked, 0) if whole else 0
    rest = f"另有{loose}笔支付没有对应的申请，未列示。" if loose else ""
    return f"注：一笔合同款由多项资金支付的，按资金来源分笔申请；退回的申请不列示。{why}{rest}"


def _asked(row: ApplicationRow, contract: ContractRow | None) -> tuple[Value, ...]:
    """A stored application; what was paid on its contract is without the payments of it."""
    head = (0, row.project, row.payee, row.contract, row.kind.value, row.document)
    if contract is None:
        return (*head, None, None, None, row.amount, None)
    before = contract.paid - row.paid
    return (*head, contract.revised, contract.measured, before, row.amount, before + row.amount)


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


def _review(stored: Sequence[ApplicationRow]) -> Table:
    """Three blocks to sign; of stored applications the reviewers and their days are filled in."""
    heads = tuple(
        Column(head, align=Align.LEFT, width=60)
        for head in ("申请单位", "教育局审核", "财政局审核")
    )
    day = "（公章）　　　　年　　月　　日"
    names, days = ["经办："], [day]
    for side in ("education", "finance"):
        who = dict.fromkeys(getattr(row, f"{side}_reviewer") for row in stored)
        when = {getattr(row, f"{side}_day") for row in stored}
        only = when.pop() if len(when) == 1 else None
        names.append(f"经办：{'、'.join(name for name in who if name)}")
        days.append(f"（公章）　　{chinese_date(only)}" if only else day)
    rows = (tuple(names), ("负责人：", "负责人：", "负责人："), tuple(days))
    return Table(heads, tuple(Row(each) for each in rows))
