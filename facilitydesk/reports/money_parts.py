"""What the papers of money share: columns in 元, sources, checks, open items, three signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Heading,
    Row,
    Table,
    Value,
)
from facilitydesk.services.money.accounts import SourceLine
from facilitydesk.services.money.reconcile import Item

COPIES = "一式三份：教育局、财政局、项目学校各执一份。"


def yuan(head: str, code: str = "", *, sums: bool = True) -> Column:
    """A column of exact 元."""
    return Column(head, Kind.MONEY, "元", code=code, sums=sums)


def number() -> Column:
    """序号."""
    return Column("序号", Kind.COUNT, align=Align.CENTER)


def added(rows: Iterable[Sequence[Value]], places: Iterable[int], width: int) -> tuple[Value, ...]:
    """The exact sums of the money columns; None elsewhere."""
    wanted = set(places)
    sums: list[Value] = [None] * width
    for cells in rows:
        for place in wanted:
            value = cells[place]
            if isinstance(value, Money):
                before = sums[place]
                sums[place] = value if not isinstance(before, Money) else before + value
    return tuple(sums)


_SUMMED = (
    "issued", "allocated", "received", "applied", "paid", "confirmed", "contract", "measured",
    "retained", "carried",
)  # fmt: skip


def all_lines(lines: Sequence[SourceLine]) -> SourceLine:
    """The sum of all lines; a contract column that no line fills stays empty."""
    whole = SourceLine("", "", "", "")
    for name in _SUMMED:
        known = [value for line in lines if (value := getattr(line, name)) is not None]
        if known:
            whole = replace(whole, **{name: sum(known)})
    return whole


def told(money: Money | int) -> str:
    """An amount within a sentence: '45,600.50元'."""
    exact = money if isinstance(money, Money) else Money(money)
    return f"{exact.decimal:,}元"


def open_items(payments: Sequence[Item], lines: Sequence[Item]) -> tuple[Block, ...]:
    """未达账项 of both sides with day and reason; a sentence where there are none."""
    if not payments and not lines:
        return ()
    heads = (
        number(),
        Column("未达方向"),
        Column("日期", Kind.DATE),
        Column("凭证号", align=Align.CENTER),
        Column("收款人"),
        yuan("金额"),
        Column("原因"),
        Column("预计处理日期", Kind.DATE),
    )
    rows: list[Row] = []
    sides = (("教育局已记，财政未付", payments), ("财政已付，教育局未记", lines))
    for side, items in sides:
        for item in items:
            rows.append(
                Row(
                    (
                        len(rows) + 1, side, item.day, item.voucher, item.payee, item.amount,
                        item.reason or "（未说明）", item.expected,
                    )
                )
            )  # fmt: skip
    return (Heading("未达账项"), Table(heads, tuple(rows)))


def three_signatures(school: str = "") -> Table:
    """The blocks that both bureaus and the school sign and seal."""
    wide = 60.0
    heads = (
        Column("教育局（计财股）", align=Align.LEFT, width=wide),
        Column("财政局（科教文股）", align=Align.LEFT, width=wide),
        Column(f"项目学校{f'（{school}）' if school else ''}", align=Align.LEFT, width=wide),
    )
    day = "（公章）　　　　年　　月　　日"
    two = "经办：　　　　　　　复核："
    rows = (
        Row((two, two, "经办：")),
        Row(("负责人：", "负责人：", "校长：")),
        Row((day, day, day)),
    )
    return Table(heads, rows)
