"""设备采购进度表: planned, contracted, delivered, accepted, paid, in pieces and money, with rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from facilitydesk.domain.equipment import moment_note
from facilitydesk.domain.fields import Kind
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Head,
    Row,
    RowKind,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import figures
from facilitydesk.services.equipment.figures import EquipmentBy

GROUPS = (
    EquipmentBy.CLASS,
    EquipmentBy.ITEM,
    EquipmentBy.SCHOOL,
    EquipmentBy.TOWNSHIP,
    EquipmentBy.BATCH,
    EquipmentBy.SOURCE,
)
_PARTS = (
    ("planned", "计划"), ("contracted", "合同"), ("delivered", "到货"), ("accepted", "验收"),
    ("paid", "付款"),
)  # fmt: skip


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each group and class, subtotals where a group has several classes."""
    asked = resolve(desk, as_of, options)
    by = EquipmentBy(options.group)
    found = figures.ask(
        desk, as_of, by, programme_id=options.programme_id, split=by is not EquipmentBy.CLASS
    )
    plain = figures.ask(desk, as_of, by, programme_id=options.programme_id)
    sums = {row.key: row for row in plain.rows}
    named = by in (EquipmentBy.CLASS, EquipmentBy.ITEM)
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column(by.term, width=None if named else 38),
        *(() if by is EquipmentBy.CLASS else (Column("设备类别", width=27),)),
        Column("单位", align=Align.CENTER),
        *(
            Head(word, (Column("数量", Kind.COUNT), Column("金额", Kind.MONEY, "万元", sums=True)))
            for _, word in _PARTS
        ),
        Head(
            f"采购完成率（{moment_note(found.moment)}）",
            (Column("按金额", Kind.PERCENT, "%"), Column("按数量", Kind.PERCENT, "%")),
        ),
    )
    rows = list(_rows(found, sums, by))
    total = _cells("合计", found.total, found, by)
    last = Row(("合计", None, *total[2:]), RowKind.TOTAL)
    rows = [last, *rows] if asked.total_first else [*rows, last]
    title = f"{asked.home.name}设备采购进度表"
    sheet = signed(
        asked,
        title,
        (Table(heads, tuple(rows), style=asked.table_style),),
        subtitle=f"（{asked.up_to}{f'，{asked.programme}' if asked.programme else ''}，按{by.term}）",
        unit="单位：万元、%",
        notes=_notes(found, plain.rows),
        name="采购进度",
    )
    return alone(sheet)


def _rows(found: figures.Table, sums: dict[object, figures.Row], by: EquipmentBy) -> Iterator[Row]:
    numbered = 0
    for key, group in groupby(found.rows, key=lambda row: row.key):
        mine = list(group)
        for row in mine:
            numbered += 1
            yield Row((numbered, *_cells(row.name, row, found, by)[1:]))
        if len(mine) > 1 and key in sums:
            cells = _cells(f"{mine[0].name}小计", sums[key], found, by)
            yield Row((f"{mine[0].name}小计", None, *cells[2:]), RowKind.SUBTOTAL)


def _cells(name: str, row: figures.Row, found: figures.Table, by: EquipmentBy) -> tuple[Value, ...]:
    kind = row.kind.term if row.kind and row.unit else None
    cells: list[Value] = [None, name]
    if by is not EquipmentBy.CLASS:
        cells.append(kind)
    cells.append(row.unit or None)
    for part, _ in _PARTS:
        amount = getattr(row.progress, part)
        cells += [amount.quantity if row.unit else None, amount.money]
    return (*cells, row.rate(found.moment), row.quantity_rate(found.moment))


def _notes(found: figures.Table, groups: Sequence[figures.Row]) -> tuple[str, ...]:
    moment = found.moment.term
    notes = [
        f"注：采购完成率=采购完成数（{moment}）÷计划数，按金额和按数量分别计算，超过100%的按实际列示。",
        "不同类别的计量单位不同，数量不相加；到货、验收金额按分校清单单价计算，付款数量在批次合同付清后计入。",
    ]
    above = [
        f"{row.name}{rate.text()}"
        for row in groups
        if (rate := row.rate(found.moment)).fraction is not None and rate.fraction > 1
    ]
    if above:
        notes.append(f"采购完成率超过100%的：{'、'.join(above)}；请核对计划是否已调整。")
    return tuple(notes)
