"""资金执行情况表 by source: issued, allocated, arrived, paid, left, and four rates with both ends."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.money_parts import all_lines, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Column,
    Document,
    Row,
    RowKind,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.accounts import SourceLine, accounts

_RATES = ("分配率", "到位率", "拨付率", "支付率")


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each document, subtotals for each level."""
    asked = resolve(desk, as_of, options)
    found = accounts(desk, as_of)
    lines = [line for line in found.lines if line.issued or line.received or line.confirmed]
    heads = (
        Column("级次"),
        Column("项目资金名称", width=42),
        Column("年度批次"),
        Column("文号", width=32),
        yuan("下达"),
        yuan("已分配"),
        yuan("到位"),
        yuan("支付"),
        yuan("结余（到位-支付）"),
        *(Column(name, Kind.PERCENT, "%") for name in _RATES),
    )
    rows: list[Row] = []
    for level in dict.fromkeys(line.level for line in lines):
        mine = [line for line in lines if line.level == level]
        rows += [Row(_cells(line, as_of)) for line in mine]
        if len(mine) > 1:
            rows.append(_sum(f"{level or '未填级次'}小计", mine, as_of, RowKind.SUBTOTAL))
    rows.append(_sum("合计", lines, as_of, RowKind.TOTAL))
    title = f"{asked.home.name}教育项目资金执行情况表"
    sheet = Sheet(
        title,
        (Table(heads, tuple(rows)),),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        unit="单位：元、%",
        notes=(
            "注：分配率=已分配÷下达；到位率=到位÷下达；拨付率=支付÷到位；支付率=支付÷下达。",
            "支付为教育局台账数。",
        ),
        signatures=SIGNATURES,
        name="资金执行情况",
    )
    return Document(title, (sheet,))


def _cells(line: SourceLine, as_of: date) -> tuple[Value, ...]:
    words = (line.level, line.fund or None, line.batch or None, line.number or None)
    issued, given, came, paid = line.issued, line.allocated, line.received or 0, line.confirmed
    money = (issued, given, came, paid, came - paid)
    ends = ((given, issued), (came, issued), (paid, came), (paid, issued))
    return (
        *words,
        *(Money(value) for value in money),
        *(Rate(Money(top), Money(low), Basis.MONEY, as_of=as_of) for top, low in ends),
    )


def _sum(label: str, lines: list[SourceLine], as_of: date, kind: RowKind) -> Row:
    cells = _cells(all_lines(lines), as_of)
    return Row((label, None, None, None, *cells[4:]), kind)
