"""底线要求核查表 (school × item, which comes back in as an import) and 薄弱学校名单."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.rounding import Style, digits
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Align, Column, Document, Row, RowKind, Sheet, Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import sheets, weak

_SHARE = Style(places=1, trim_zeros=True)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each school with the mark of every item, and what each item comes to."""
    asked = resolve(desk, as_of, options)
    told = sheets.ask(desk, as_of)
    items = told.matrix.items
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("学校名称", width=40),
        Column("乡镇"),
        *(Column(f"第{item.number}条", align=Align.CENTER) for item in items),
        Column("未达标数", Kind.COUNT, align=Align.CENTER),
        Column("结论", align=Align.CENTER),
    )
    rows = []
    for number, school in enumerate(told.matrix.rows, 1):
        states = [school.state(item.id) for item in items]
        marks = [state.mark if state else "" for state in states]
        cells = (number, school.name, school.unit, *marks, len(school.failed), school.verdict.value)
        rows.append(Row(cells))
    failed = {line.item_id: line.failed.schools for line in told.items}
    total = told.total
    sums = [*(failed[item.id] for item in items), sum(failed.values())]
    words = f"达标{total.complies.schools}所"
    rows.append(Row(("合计（未达标）", None, None, *sums, words), RowKind.TOTAL))
    title = f"{asked.home.name}“底线要求”核查表"
    listed = "；".join(f"第{item.number}条　{item.text}" for item in items)
    notes = (
        f"注：√达标，×未达标，／不适用；{told.blank_words.removeprefix('注：')}",
        f"条目：{listed}。",
    )
    sheet = Sheet(
        title,
        (Table(columns, tuple(rows if told.matrix.rows else ())),),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        unit="",
        notes=notes,
        signatures=SIGNATURES,
        name="底线要求核查表",
    )
    return Document(title, (sheet,))


def build_weak(desk: Desk, as_of: date, options: Options) -> Document:
    """The weak schools by the criteria of the settings, each with its reasons."""
    asked = resolve(desk, as_of, options)
    told = weak.ask(desk, as_of)
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("学校名称", width=40),
        Column("乡镇"),
        Column("类别", align=Align.CENTER),
        Column("学生数", Kind.COUNT),
        Column("未达标条目"),
        Column("用房缺口", align=Align.RIGHT),
        Column("缺教学用房", Kind.AREA, "平方米"),
        Column("D级危房栋数", Kind.COUNT),
        Column("D级危房面积", Kind.AREA, "平方米"),
        Column("列入原因", width=64),
    )
    rows = tuple(
        Row(
            (
                *(number, row.name, row.unit, row.kind, row.students),
                "、".join(str(item) for item in row.failed),
                "—" if row.gap is None else f"{digits(row.gap * 100, _SHARE)}%",
                *(row.short, row.danger, row.danger_area, "；".join(row.reasons)),
            )
        )
        for number, row in enumerate(told.rows, 1)
    )
    title = f"{asked.home.name}薄弱学校名单"
    notes = [f"注：条件：{told.rules.text}。{told.schools}所学校中列入{len(told.rows)}所。"]
    if told.unknown:
        notes.append(f"{told.unknown}所缺用房或学生数据，用房缺口无法判定。")
    sheet = Sheet(
        title,
        (Table(columns, rows),),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        unit="单位：平方米",
        notes=tuple(notes),
        signatures=SIGNATURES,
        name="薄弱学校",
    )
    return Document(title, (sheet,))
