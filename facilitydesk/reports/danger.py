"""危房台账: the dangerous buildings that stand, by grade, and what was removed year by year."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import DANGEROUS
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.area_tables import square
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
)
from facilitydesk.services.areas import danger
from facilitydesk.services.areas.danger import DangerRow, RemovedYear
from facilitydesk.services.desk import Desk


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each building graded B, C or D, and a table of what went."""
    asked = resolve(desk, as_of, options)
    found = danger.rows(desk, as_of)
    sums = {
        grade: sum(row.area.raw for row in found if row.area and row.danger_grade == grade)
        for grade in DANGEROUS
    }
    told = "，".join(
        f"{grade}级{sum(row.danger_grade == grade for row in found)}栋" for grade in DANGEROUS
    )
    blocks: list[Block] = [Heading("一、现有危房"), _standing(found, sums)]
    gone = danger.removed(desk, as_of)
    if gone:
        blocks += [Heading("二、危房拆除和移交"), _removed(gone)]
    title = f"{asked.home.name}中小学校危房台账"
    sheet = signed(
        asked,
        title,
        tuple(blocks),
        subtitle=f"（{asked.up_to}，{told}）",
        unit="单位：平方米",
        notes=("注：B级个别构件危险，C级局部危房，D级整幢危房；D级应拆除重建，B、C级应维修加固。",),
        name="危房台账",
    )
    return alone(sheet)


def _standing(found: tuple[DangerRow, ...], sums: dict[str, int]) -> Table:
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("乡镇"),
        Column("学校"),
        Column("建筑物号", align=Align.CENTER),
        Column("建筑物名称"),
        Column("结构"),
        Column("建成年月", align=Align.CENTER),
        Column("层数", Kind.COUNT),
        square("建筑面积"),
        Column("等级", align=Align.CENTER),
        Column("鉴定单位"),
        Column("鉴定文号"),
        Column("鉴定日期", Kind.DATE),
        Column("使用状况", align=Align.CENTER),
    )
    rows = [
        Row(
            (
                *(number, each.township, each.school, each.number, each.name, each.structure),
                *(each.built, each.floors, each.area, f"{each.danger_grade}级"),
                *(each.danger_body, each.danger_document, each.danger_day, each.state),
            )
        )
        for number, each in enumerate(found, 1)
    ]
    for grade, area in sums.items():
        if area:
            cells = (f"{grade}级小计", *[None] * 7, Area(area), *[None] * 5)
            rows.append(Row(cells, RowKind.SUBTOTAL))
    last = ("合计", *[None] * 7, Area(sum(sums.values())), *[None] * 5)
    return Table(columns, (*rows, Row(last, RowKind.TOTAL)))


def _removed(gone: tuple[RemovedYear, ...]) -> Table:
    columns = (
        Column("年度", align=Align.CENTER),
        Column("笔数", Kind.COUNT),
        *(square(f"{grade}级") for grade in DANGEROUS),
        square("合计"),
    )
    rows = [
        Row(
            (
                f"{each.year}年",
                each.buildings,
                *(each.areas[grade] for grade in DANGEROUS),
                each.total,
            )
        )
        for each in gone
    ]
    sums = [Area(sum(each.areas[grade].raw for each in gone)) for grade in DANGEROUS]
    whole = Area(sum(area.raw for area in sums))
    count = sum(each.buildings for each in gone)
    rows.append(Row(("合计", count, *sums, whole), RowKind.TOTAL))
    return Table(columns, tuple(rows))
