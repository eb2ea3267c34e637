"""学校资金核对表: 应收, 实收, 支出, 差额 and its reason, for every school or one."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.reports.money_parts import COPIES, number, three_signatures, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import Column, Document, Row, RowKind, Sheet, Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.settlements import label, school_names, settlements


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The year up to the day, or the span asked for. A difference without a reason says so."""
    asked = resolve(desk, as_of, options)
    first, last = options.days(as_of)
    found = settlements(desk, first, last, school_id=options.school_id)
    heads = (
        number(),
        Column("学校"),
        yuan("应收"),
        yuan("实收"),
        yuan("差额（应收-实收）"),
        yuan("支出"),
        yuan("结余（实收-支出）"),
        Column("应收依据"),
        Column("差额原因"),
    )
    rows = [
        Row(
            (
                n, each.school, each.due, each.received, each.difference, each.paid,
                each.received - each.paid, each.basis or "分配数",
                each.reason or ("（未说明）" if each.unexplained else ""),
            )
        )
        for n, each in enumerate(found, 1)
    ]  # fmt: skip
    sums = [
        Money(sum(getattr(each, name).raw for each in found))
        for name in ("due", "received", "difference", "paid")
    ]
    left = sums[1] - sums[3]
    rows.append(Row(("合计", None, *sums, left, None, None), RowKind.TOTAL))
    school = school_names(desk).get(options.school_id, "") if options.school_id else ""
    title = f"{school or asked.home.name}财政性资金核对表"
    open_count = sum(each.unexplained for each in found)
    sheet = Sheet(
        title,
        (Table(heads, tuple(rows)), three_signatures(school)),
        subtitle=f"（{_told(first, last)}）",
        office=asked.filler,
        unit="单位：元",
        notes=(f"注：差额未说明原因的{open_count}所。{COPIES}" if open_count else f"注：{COPIES}",),
        name="学校核对",
    )
    return Document(title, (sheet,))


def _told(first: date, last: date) -> str:
    """2026年3月, 2026年第1季度; else both days in full, the year once."""
    name = label(first, last)
    if "至" not in name:
        return name
    end = f"{last.month}月{last.day}日" if last.year == first.year else chinese_date(last)
    return f"{chinese_date(first)}至{end}"
