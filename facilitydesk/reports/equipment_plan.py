"""设备采购计划表: what each school is to get, and the plan by class and by class of planning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass, in_class_unit
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.money_parts import number, yuan
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Row,
    RowKind,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import plans
from facilitydesk.services.equipment.plans import PlanRow


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The lines by school with their sums, then the sums by class; units are never mixed."""
    asked = resolve(desk, as_of, options)
    found = plans.rows(desk, programme_id=options.programme_id, school_id=options.school_id)
    years = sorted({row.year for row in found if row.year})
    name = found[0].school if options.school_id and found else asked.home.name
    span = "" if not years else f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
    title = f"{name}{span}设备采购计划表"
    blocks: list[Block] = [_lines(found, by_school=not options.school_id)]
    if found:
        blocks += [Heading("按设备类别汇总"), _classes(found)]
        blocks += [Heading("按规划类别汇总"), _groups(found)]
    sheet = signed(
        asked,
        title,
        tuple(blocks),
        subtitle=f"（{asked.programme}）" if asked.programme else "",
        unit="单位：元",
        notes=("注：不同类别的计量单位不同，数量不相加；金额为计划数。",),
        name="采购计划",
    )
    return alone(sheet)


def _lines(found: Sequence[PlanRow], *, by_school: bool) -> Table:
    years = len({row.year for row in found}) > 1
    heads = (
        number(),
        *((Column("学校"),) if by_school else ()),
        *((Column("年度", align=Align.CENTER),) if years else ()),
        Column("设备类别"),
        Column("设备名称"),
        Column("规格型号"),
        Column("计量单位", align=Align.CENTER),
        Column("数量", Kind.COUNT),
        yuan("单价", sums=False),
        yuan("金额"),
        Column("资金来源"),
        Column("备注"),
    )
    rows: list[Row] = []
    numbered = 0
    for school, group in groupby(found, key=lambda row: (row.school_id, row.school)):
        mine = list(group)
        for each in mine:
            numbered += 1
            cells: tuple[Value, ...] = (
                numbered,
                *((each.school,) if by_school else ()),
                *((str(each.year or ""),) if years else ()),
                *(each.kind.term, each.item, each.spec, each.unit, each.quantity),
                *(each.unit_price, each.money, each.document, each.note),
            )
            rows.append(Row(cells))
        if by_school and len(mine) > 1:
            rows.append(_sum(f"{school[1]}小计", mine, heads, RowKind.SUBTOTAL))
    rows.append(_sum("合计", found, heads, RowKind.TOTAL))
    return Table(heads, tuple(rows))


def _sum(label: str, rows: Sequence[PlanRow], heads: Sequence[Column], kind: RowKind) -> Row:
    cells: list[Value] = [label, *[None] * (len(heads) - 1)]
    cells[-3] = _money(rows)
    return Row(tuple(cells), kind)


def _money(rows: Sequence[PlanRow]) -> Money:
    return Money(sum(row.money.raw for row in rows if row.money is not None))


def _quantity(rows: Sequence[PlanRow]) -> int:
    """Pieces in the unit of the rows' class."""
    return sum(
        row.quantity * (in_class_unit(row.kind, row.unit) or 1)
        for row in rows
        if row.quantity is not None
    )


def _classes(found: Sequence[PlanRow]) -> Table:
    kinds = [kind for kind in EquipmentClass if any(row.kind is kind for row in found)]
    groups = [(kind.term, [row for row in found if row.kind is kind]) for kind in kinds]
    return _table("设备类别", groups, found)


def _groups(found: Sequence[PlanRow]) -> Table:
    """教学设施, 生活设施, 课桌椅, 图书: the classes of planning tables."""
    named: dict[str, list[PlanRow]] = {}
    for word in ("教学设施", "生活设施", "课桌椅", "图书"):
        mine = [row for row in found if row.kind.group == word]
        if mine:
            named[word] = mine
    return _table("规划类别", list(named.items()), found)


def _table(
    head: str, groups: Sequence[tuple[str, list[PlanRow]]], found: Sequence[PlanRow]
) -> Table:
    heads = (
        number(),
        Column(head),
        Column("计量单位", align=Align.CENTER),
        Column("数量", Kind.COUNT),
        Column("学校数", Kind.COUNT),
        yuan("金额"),
    )
    rows: list[Row] = []
    for at, (name, mine) in enumerate(groups, 1):
        units = {row.kind.unit for row in mine}
        one = units.pop() if len(units) == 1 else None
        schools = len({row.school_id for row in mine})
        rows.append(Row((at, name, one, _quantity(mine) if one else None, schools, _money(mine))))
    schools = len({row.school_id for row in found})
    rows.append(Row(("合计", None, None, None, schools, _money(found)), RowKind.TOTAL))
    return Table(heads, tuple(rows))
