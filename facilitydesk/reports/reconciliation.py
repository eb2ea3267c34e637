"""对账单: bureau, finance bureau and schools on one sheet, in 元, with its checks and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.reports.money_parts import (
    COPIES,
    all_lines,
    open_items,
    three_signatures,
    told,
    yuan,
)
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.page import (
    Block,
    Column,
    Document,
    Row,
    RowKind,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.accounts import Accounts, SourceLine, accounts
from facilitydesk.services.money.reconcile import Sheet as Run
from facilitydesk.services.money.settlements import school_names


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The sheet of the county, or of one school, on a day."""
    asked = resolve(desk, as_of, options)
    found = accounts(desk, as_of, school_id=options.school_id)
    school = school_names(desk).get(options.school_id, "") if options.school_id else ""
    title = f"{asked.home.name}教育专项资金对账单"
    blocks: list[Block] = [_table(found.lines)]
    if found.sheet is not None and not school:
        blocks.append(_movement(found.sheet))
    if not school:
        blocks += open_items(found.open_payments, found.open_lines)
    checks = tuple(_checks(found, whole=not school))
    blocks.append(three_signatures(school))
    sheet = Sheet(
        title,
        tuple(blocks),
        subtitle=_subtitle(asked, school),
        office=asked.filler,
        unit="单位：元",
        notes=(*checks[:-1], f"{checks[-1]}{found.basis}{COPIES}"),
        name="对账单",
    )
    return Document(title, (sheet,))


def _subtitle(asked: Asked, school: str) -> str:
    return f"（{asked.up_to}{f'，{school}' if school else ''}）"


_HEADS: tuple[tuple[str, str], ...] = (
    ("指标下达数", "1"),
    ("已分配到校", "2"),
    ("未分配", "3=1-2"),
    ("到位数", "4"),
    ("申请拨付", "5"),
    ("财政已支付", "6"),
    ("确认收款", "7"),
    ("未达差异", "8=6-7"),
    ("合同价", "9"),
    ("累计计量", "10"),
    ("质保金扣留", "11"),
    ("结余", "12=4-6"),
    ("其中：结转（在建）", "13"),
    ("结余（完工）", "14"),
)


def _table(lines: tuple[SourceLine, ...]) -> Table:
    noted = any(line.note for line in lines)
    heads: tuple[Column, ...] = (
        Column("资金级次、名称、年度批次、文号", width=40),
        *(yuan(head, code) for head, code in _HEADS),
        *((Column("备注", width=16),) if noted else ()),
    )
    rows = [Row(_cells(line, noted=noted)) for line in lines]
    whole = _cells(all_lines(lines), noted=noted)
    return Table(heads, (*rows, Row(("合计", *whole[1:]), RowKind.TOTAL)), code_row=True)


def _cells(line: SourceLine, *, noted: bool) -> tuple[Value, ...]:
    figures: tuple[int | None, ...] = (
        line.issued, line.allocated, line.unallocated, line.received, line.applied, line.paid,
        line.confirmed, line.difference, line.contract, line.measured, line.retained,
        line.balance, line.carried, line.left,
    )  # fmt: skip
    words = (line.level, line.fund, line.batch, line.number)
    source = " ".join(word for word in words if word)
    money = (None if figure is None else Money(figure) for figure in figures)
    return (source, *money, *((line.note,) if noted else ()))


def _movement(run: Run) -> Table:
    """Opening, in, out and closing of both sides, and that the difference is explained."""
    held = run.balances
    heads = (
        Column(f"{run.run.period.label}收支", width=30),
        *(yuan(head, sums=False) for head in ("期初结余", "本期到位", "本期支付", "期末结余")),
        yuan("加减未达账项", sums=False),
        yuan("调节后余额", sums=False),
    )
    lacking = Money(-sum(item.amount.raw for item in run.open_lines))
    waiting = Money(-sum(item.amount.raw for item in run.open_payments))
    ledger = (held.opening_ledger, held.received, held.paid_ledger, held.closing_ledger)
    listed = (held.opening_statement, held.received, held.paid_statement, held.closing_statement)
    ours = (*ledger, lacking, held.closing_ledger + lacking)
    theirs = (*listed, waiting, held.closing_statement + waiting)
    gap = tuple(a - b for a, b in zip(ours, theirs, strict=True))
    return Table(
        heads,
        (
            Row(("教育局台账", *ours)),
            Row(("财政支付清单", *theirs)),
            Row(("差额", *gap), RowKind.TOTAL),
        ),
    )


def _checks(found: Accounts, *, whole: bool) -> Iterator[str]:
    """The checks below the table: each holds, or says by how much it does not."""
    lines = found.lines
    came = [(x, x.received) for x in lines if x.received is not None]
    parts = [
        (x.number, x.balance - x.carried - x.left)
        for x in lines
        if x.balance is not None and x.carried is not None and x.left is not None
    ]
    told_checks = (
        _holds("第2栏不大于第1栏", [(x.number, x.allocated - x.issued) for x in lines]),
        _holds("第4栏不大于第1栏", [(x.number, received - x.issued) for x, received in came]),
        _holds("第6栏不大于第4栏", [(x.number, x.paid - received) for x, received in came]),
        _equal("第12栏=第13栏+第14栏", parts),
    )
    yield f"勾稽关系：{'；'.join(told_checks)}。"
    if not whole:
        return
    if found.sheet is None:
        yield "本月尚未开始对账，第6栏暂按台账支付数列示。"
        return
    explained = sum(i.amount.raw for i in found.open_lines) - sum(
        i.amount.raw for i in found.open_payments
    )
    explained += found.unconfirmed
    told_gap = f"（含确认收款差额{told(found.unconfirmed)}）" if found.unconfirmed else ""
    shown = sum(x.difference for x in lines)
    gap = shown - explained
    yield (
        f"第8栏差异合计{told(shown)}，未达账项合计{told(explained)}{told_gap}，相差{told(gap)}；"
        f"未说明的对账差额{told(found.sheet.unexplained)}"
        + ("。" if found.sheet.run.finished else "（对账尚未完成）。")
    )


def _holds(words: str, rows: list[tuple[str, int]]) -> str:
    over = [f"{name or '未填文号'}超出{told(by)}" for name, by in rows if by > 0]
    return f"{words}{'（' + '、'.join(over) + '）' if over else '√'}"


def _equal(words: str, rows: list[tuple[str, int]]) -> str:
    off = [f"{name or '未填文号'}相差{told(by)}" for name, by in rows if by]
    return f"{words}{'（' + '、'.join(off) + '）' if off else '√'}"
