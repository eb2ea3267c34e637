"""The buildings of 一校一档: the list, its sums for a large school, the areas over the years."""

from __future__ import annotations

from collections.abc import Sequence

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import DANGEROUS
from facilitydesk.reports.paper.page import Align, Block, Column, Paragraph, Row, RowKind, Table
from facilitydesk.services.school_file import SchoolFile
from facilitydesk.services.school_file.shapes import BuildingLine

LISTED = 12  # buildings or works: a school with more is a large one


def area_column(head: str, *, sums: bool = True) -> Column:
    """A column of areas in ㎡."""
    return Column(head, Kind.AREA, "平方米", sums=sums)


def wan_column(head: str) -> Column:
    """A column of money in 万元 with its sum."""
    return Column(head, Kind.MONEY, "万元", sums=True)


def count_column(head: str) -> Column:
    """A column of whole numbers."""
    return Column(head, Kind.COUNT, align=Align.CENTER)


def centred(head: str) -> Column:
    """A column of short words."""
    return Column(head, align=Align.CENTER)


def buildings(found: SchoolFile) -> list[Block]:
    """Every standing building; what is dangerous carries its appraisal."""
    if not found.buildings:
        return []
    columns = (
        Column("编号", align=Align.CENTER), Column("单体建筑"), Column("结构"), centred("建成年月"),
        count_column("层数"), Column("抗震设防类别"), centred("状态"), area_column("建筑面积"), centred("危房等级"),
        Column("鉴定文号", width=30 if any(b.danger_document for b in found.danger) else None),
    )  # fmt: skip
    rows = [
        Row(
            (
                *(b.number, b.name or b.room_kind, b.structure, b.built, b.floors, b.seismic_class),
                *(b.state, b.area, f"{b.danger_grade}级" if b.danger_grade else None),
                b.danger_document if b.danger_grade in DANGEROUS else None,
            )
        )
        for b in found.buildings
    ]
    blank = (None,) * 5
    total = (f"合计（{len(rows)}栋）", None, *blank, found.building_area, None, None)
    return [Table(columns, (*rows, Row(total, RowKind.TOTAL)))]


def building_sums(found: SchoolFile) -> list[Block]:
    """A large school's buildings in sums: by what they are, with what of them is dangerous."""
    columns = (
        Column("用途"), count_column("栋数"), area_column("建筑面积"), count_column("危房栋数"), area_column("危房面积"),
        centred("建成年份"),
    )  # fmt: skip
    kinds: dict[str, list[BuildingLine]] = {}
    for each in found.buildings:
        kinds.setdefault(each.room_kind or "未注明", []).append(each)
    rows = [_summed(kind, several) for kind, several in kinds.items()]
    total = _summed("合计", found.buildings, RowKind.TOTAL)
    words = f"单体建筑{len(found.buildings)}栋，清单见文末。"
    return [Table(columns, (*rows, total)), Paragraph((words,))]


def _summed(name: str, several: Sequence[BuildingLine], kind: RowKind = RowKind.DATA) -> Row:
    bad = [each for each in several if each.dangerous]
    built = sorted(each.built[:4] for each in several if each.built)
    years = "—".join(dict.fromkeys((built[0], built[-1]))) if built else None
    area = Area(sum(each.area.raw for each in several if each.area is not None))
    worse = Area(sum(each.area.raw for each in bad if each.area is not None))
    return Row((name, len(several), area, len(bad) or None, worse if bad else None, years), kind)


def area_years(found: SchoolFile) -> list[Block]:
    """期初 + 增加 + 减少 + 更正 = 期末, year by year."""
    heads = ("期初面积", "增加", "减少", "测量更正", "期末面积")
    columns = (centred("年度"), *(area_column(head, sums=False) for head in heads))
    rows = [
        Row((f"{y.year}年", y.opening, y.gained, y.lost, y.measured, y.closing))
        for y in found.areas
    ]
    return [Table(columns, tuple(rows))] if rows else []
