"""底线要求达标情况统计表: by unit and by item, from one matrix, so that both count the same schools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitydesk.domain.bottom_lines import ItemTally, UnitTally
from facilitydesk.domain.fields import Kind
from facilitydesk.reports.annex import signed
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Head,
    Row,
    RowKind,
    Table,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import sheets
from facilitydesk.services.norms.sheets import Sheets

_WHO = (
    "统计范围为义务教育学校（含教学点、特殊教育学校）和其他已核查的学校；停办、撤并、筹建的不计。"
)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The sheet by unit with 教学点 as sub-columns, the sheet by item, and what does not agree."""
    asked = resolve(desk, as_of, options)
    told = sheets.ask(desk, as_of)
    title = f"{asked.home.name}“底线要求”达标情况统计表"
    notes = (told.blank_words, _WHO, *(problem.message for problem in told.problems))
    total = _unit(told.total, told, RowKind.TOTAL)
    lines = [_unit(line, told, RowKind.DATA, number) for number, line in enumerate(told.units, 1)]
    rows = [total, *lines] if asked.total_first else [*lines, total]
    first = signed(
        asked,
        title,
        (Table(_unit_heads(), tuple(rows if told.units else ())),),
        subtitle=f"（按单位，{asked.up_to}）",
        unit="单位：所",
        notes=notes,
        name="按单位",
    )
    known = {item.id: item for item in told.matrix.items}
    items = tuple(
        _item(line, known[line.item_id].number, known[line.item_id].text) for line in told.items
    )
    second = replace(
        first,
        blocks=(Table(_item_heads(), items),),
        subtitle=f"（按条目，{asked.up_to}）",
        notes=(told.blank_words, _WHO, agreement(told)),
        name="按条目",
    )
    return Document(title, (first, second))


def agreement(told: Sheets) -> str:
    """Whether both sheets count the same schools, in one sentence."""
    if told.problems:
        return "".join(problem.message for problem in told.problems)
    count = told.total.total.schools
    return f"每条达标、未达标、不适用、未填之和均为{count:,}所，与分单位表学校总数一致。"


def _count(head: str) -> Column:
    return Column(head, Kind.COUNT, sums=True)


def _rate() -> Column:
    return Column("达标率", align=Align.RIGHT)


def _unit_heads() -> tuple[Head | Column, ...]:
    return (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("单位", width=36),
        _count("学校总数"),
        _count("达标数"),
        _rate(),
        Head("其中教学点", (_count("总数"), _count("达标数"), _rate())),
        _count("未达标数"),
        _count("未核查"),
        _count("有未填项"),
    )


def _unit(line: UnitTally, told: Sheets, kind: RowKind, number: int | None = None) -> Row:
    return Row(
        (
            number,
            line.unit,
            line.total.schools,
            line.complies.schools,
            line.rate.text(told.style),
            line.total.points,
            line.complies.points,
            line.point_rate.text(told.style),
            line.fails.schools,
            line.unchecked.schools,
            line.blanks.schools,
        ),
        kind,
    )


def _item_heads() -> tuple[Head | Column, ...]:
    # Every item counts all schools once more: nothing here adds up downwards.
    def pair(head: str) -> Head:
        return Head(head, (Column("学校", Kind.COUNT), Column("其中教学点", Kind.COUNT)))

    return (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("“20条底线”要求", width=96),
        pair("达标"),
        pair("未达标"),
        pair("不适用"),
        pair("未填"),
    )


def _item(line: ItemTally, number: int, text: str) -> Row:
    counts = (line.met, line.failed, line.not_applicable, line.blank)
    cells = [value for count in counts for value in (count.schools, count.points)]
    return Row((number, text, *cells))
