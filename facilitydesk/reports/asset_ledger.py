"""资产台账: the cards of all schools or of one, with where they stand and where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.money_parts import number, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Row,
    RowKind,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import assets
from facilitydesk.services.equipment.assets import AssetRow


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each card entered by the day, with subtotals for each school."""
    asked = resolve(desk, as_of, options)
    found = cards(desk, as_of, options)
    one = found[0].school if options.school_id and found else ""
    title = f"{one or asked.home.name}设备资产台账"
    sheet = signed(
        asked,
        title,
        (_table(found, by_school=not one),),
        subtitle=f"（{asked.up_to}，{len(found)}张卡片）",
        unit="单位：元",
        notes=("注：使用状况以打印时登记的为准；金额合计不含没有填写金额的卡片。",),
        name="资产台账",
    )
    return alone(sheet)


def cards(desk: Desk, as_of: date, options: Options) -> list[AssetRow]:
    """The cards a paper is about: of the school and batch asked for, entered by the day."""
    return [
        row
        for row in assets.rows(desk, school_id=options.school_id)
        if (row.entered_day is None or row.entered_day <= as_of)
        and (options.batch_id is None or row.batch_id == options.batch_id)
    ]


def schools_of(desk: Desk, as_of: date) -> dict[int, str]:
    """The schools that have cards by a day."""
    return {row.school_id: row.school for row in cards(desk, as_of, Options())}


def _table(found: Sequence[AssetRow], *, by_school: bool) -> Table:
    heads = (
        number(),
        *((Column("学校"),) if by_school else ()),
        Column("资产编号", align=Align.CENTER),
        Column("名称"),
        Column("规格型号"),
        Column("序列号"),
        Column("单位", align=Align.CENTER),
        Column("数量", Kind.COUNT),
        yuan("金额"),
        Column("存放地点"),
        Column("保管人"),
        Column("入账日期", Kind.DATE),
        Column("保修至", Kind.DATE),
        Column("使用状况", align=Align.CENTER),
        Column("采购批次"),
    )
    rows: list[Row] = []
    numbered = 0
    place = 8 if by_school else 7
    for school, group in groupby(found, key=lambda row: (row.school_id, row.school)):
        mine = list(group)
        for each in mine:
            numbered += 1
            cells: tuple[Value, ...] = (
                numbered,
                *((each.school,) if by_school else ()),
                *(each.number, each.name or each.item, each.spec, each.serial, each.unit),
                *(each.quantity, each.money, each.room, each.keeper, each.entered_day),
                *(each.warranty_until, each.state, each.batch),
            )
            rows.append(Row(cells))
        if by_school and len(mine) > 1:
            label = f"{school[1]}小计"
            rows.append(_sum(label, mine, place, len(heads), RowKind.SUBTOTAL))
    rows.append(_sum("合计", found, place, len(heads), RowKind.TOTAL))
    return Table(heads, tuple(rows))


def _sum(label: str, rows: Sequence[AssetRow], place: int, width: int, kind: RowKind) -> Row:
    cells: list[Value] = [label, *[None] * (width - 1)]
    cells[place] = Money(sum(row.money.raw for row in rows if row.money is not None))
    return Row(tuple(cells), kind)
