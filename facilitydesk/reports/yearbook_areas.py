"""校舍面积分类统计表: the yearbook's use categories × 合计, 城区, 镇区, 乡村, a sheet per county."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitydesk.domain import floor_uses
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.terms import Origin
from facilitydesk.reports.area_tables import square
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Paper,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.services.areas import yearbook
from facilitydesk.services.areas.yearbook import County, Yearbook
from facilitydesk.services.desk import Desk

_HAN = "一二三四五六"
_BASIS = (
    "注：总计为在用、停用单体建筑的建筑面积；危房为鉴定等级B、C、D级的单体建筑；"
    "当年新增为当年面积变动中的新建竣工和购置、接收。室外运动场地不是校舍面积，不计。"
)
_PLACES = tuple(origin.value for origin in Origin)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The sum first where there are several counties, then each of them."""
    asked = resolve(desk, as_of, options)
    found = yearbook.ask(desk, as_of)
    title = f"{asked.home.name}中小学校舍面积分类统计表"
    sheet = Sheet(
        title,
        (_table(found, found.total),),
        subtitle=f"（{asked.up_to}，{found.edition.years}）",
        office=asked.filler,
        unit="单位：平方米",
        notes=_notes(found),
        signatures=SIGNATURES,
        setup=Setup(Paper.A4, landscape=False),
        name="合计",
        keep=1,
    )
    if len(found.counties) < 2:
        return Document(title, (replace(sheet, name="校舍面积"),))
    each = tuple(
        replace(
            sheet,
            title=f"{county.name}中小学校舍面积分类统计表",
            blocks=(_table(found, county),),
            name=county.name,
        )
        for county in found.counties
    )
    return Document(title, (sheet, *each))


def _table(found: Yearbook, county: County) -> Table:
    unknown = bool(found.total.of(yearbook.WHOLE, yearbook.UNKNOWN))
    places = (None, *_PLACES, *((yearbook.UNKNOWN,) if unknown else ()))
    names = ("合计", *_PLACES, *(("未填城乡类型",) if unknown else ()))
    codes = "1=2+3+4" + ("+5" if unknown else "")
    columns = (
        Column("类别", code="甲", width=62),
        Column("编号", code="乙", align=Align.CENTER),
        *(
            square(name, codes if number == 1 else str(number), sums=False)
            for number, name in enumerate(names, 1)
        ),
    )
    lines: list[tuple[str, list[int], RowKind]] = []

    def add(name: str, row: str, kind: RowKind = RowKind.DATA) -> None:
        lines.append((name, [county.of(row, place) for place in places], kind))

    add("总计", yearbook.WHOLE, RowKind.TOTAL)
    add("　其中：危房", yearbook.DANGER)
    add("　其中：当年新增校舍", yearbook.ADDED)
    for number, group in enumerate(floor_uses.GROUPS):
        areas = [county.group(found.edition, group, place) for place in places]
        lines.append((f"{_HAN[number]}、{group}", areas, RowKind.SUBTOTAL))
        uses = [use for use in floor_uses.uses(found.edition) if use.group == group]
        for use in uses if len(uses) > 1 else ():
            add(f"　{use.term}", use.key)
    beside = ((yearbook.UNLINKED, "另一口径中无对应类别"), (yearbook.UNSPLIT, "未分类"))
    there = [(row, name) for row, name in beside if found.total.cells.get(row)]
    for number, (row, name) in enumerate(there, len(floor_uses.GROUPS)):
        add(f"{_HAN[number]}、{name}", row, RowKind.SUBTOTAL)
    rows = tuple(
        Row((name, f"{number:02}", *(Area(area) for area in areas)), kind)
        for number, (name, areas, kind) in enumerate(lines, 1)
    )
    return Table(columns, rows, code_row=True)


def _notes(found: Yearbook) -> tuple[str, ...]:
    """The basis, whether everything foots, and what stands beside the categories."""
    notes = [_BASIS]
    wrong = [each.name for each in (*found.counties, found.total) if not each.foots(found.edition)]
    if wrong:
        notes.append(f"核对：{'、'.join(wrong)}各类之和与总计不等，请核对用房分类。")
    else:
        words = "四大类" + (
            "及另列各项" if found.total.parts(found.edition) and _beside(found) else ""
        )
        notes.append(
            f"核对：{words}之和等于总计，城区、镇区、乡村"
            f"{'和未填城乡类型' if found.unknown else ''}之和等于合计，精确到0.01平方米。"
        )
    if found.unsplit:
        area = amount(Area(found.total.of(yearbook.UNSPLIT)))
        notes.append(f"{found.unsplit}栋单体建筑没有填写用房分类，列入未分类（{area}平方米）。")
    if found.differ:
        names = "、".join(found.differ[:5]) + ("等" if len(found.differ) > 5 else "")
        notes.append(f"{names}共{len(found.differ)}栋用房分类之和与建筑面积不等，差额列入未分类。")
    if found.unlinked:
        notes.append(
            f"{'、'.join(found.unlinked)}在{found.edition.term}中没有对应类别，单独列示，不推算。"
        )
    if found.unknown:
        notes.append(f"{found.unknown}所学校没有填写城乡类型。")
    return tuple(notes)


def _beside(found: Yearbook) -> bool:
    return any(found.total.cells.get(row) for row in (yearbook.UNLINKED, yearbook.UNSPLIT))
