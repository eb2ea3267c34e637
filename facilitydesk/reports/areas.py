"""校舍面积变动表: per county, township and school; and of one school with every line behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import DANGEROUS, Part
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.area_tables import explained, heads, in_townships, row, square
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.letter import chinese_date
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
from facilitydesk.services.areas import balance, buildings, completed, movements, openings
from facilitydesk.services.areas.balance import Answer, BalanceRow
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import PeriodScope

_NOTES = (
    "注：只统计校舍建筑面积，室外运动场地、围墙、硬化等不在内；维修加固不改变面积。",
    "净增、拆除重建、维修加固、非校舍为竣工入账时登记；拆除、报废/移交以负数列示。",
)


def since_of(as_of: date, options: Options) -> date | None:
    """The day the period begins after: as chosen, the end of last year, or each opening."""
    if options.since is not None:
        return options.since
    return date(as_of.year - 1, 12, 31) if options.period is PeriodScope.YEAR else None


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The townships with their sum, and every school below its township; of a school, its own."""
    if options.school_id is not None:
        return build_school(desk, as_of, options)
    asked = resolve(desk, as_of, options)
    since = since_of(as_of, options)
    found = balance.ask(desk, as_of, since=since)
    title = f"{asked.home.name}校舍面积变动表"
    groups = in_townships(found.rows)
    lines = [
        row(name, Balance.total(r.balance for r in mine), begun=any(r.begun for r in mine))
        for name, mine in groups.items()
    ]
    total = row("合计", found.total, RowKind.TOTAL)
    whole = [total, *lines] if asked.total_first else [*lines, total]
    first = signed(
        asked,
        title,
        (explained(found.total), Table(heads("乡镇"), tuple(whole), code_row=True)),
        subtitle=f"（{_period(found)}{asked.up_to}）",
        unit="单位：平方米",
        notes=(*_NOTES, *_left_out(found)),
        name="按乡镇",
    )
    schools = _schools(groups, in_groups=options.by_township)
    every = [total, *schools] if asked.total_first else [*schools, total]
    second = replace(
        first,
        title=f"{asked.home.name}各校校舍面积变动表",
        blocks=(Table(heads("学校"), tuple(every), code_row=True),),
        name="按学校",
    )
    return Document(title, (first, second) if found.rows else (first,))


def _period(found: Answer) -> str:
    if found.since is None:
        return "自期初登记之日起，"
    return f"{chinese_date(found.since)}后，"


def _left_out(found: Answer) -> tuple[str, ...]:
    if not found.not_begun:
        return ()
    names = "、".join(found.not_begun[:5]) + ("等" if len(found.not_begun) > 5 else "")
    text = f"{names}共{len(found.not_begun)}所学校未填期初面积，不计入期初、期末"
    if found.left_out:
        text += f"，其变动{amount(found.left_out)}平方米未列"
    return (text + "。",)


def _schools(groups: dict[str, list[BalanceRow]], *, in_groups: bool) -> list[Row]:
    made: list[Row] = []
    for name, mine in groups.items():
        made += [row(each.name, each.balance, begun=each.begun) for each in mine]
        if in_groups:
            total = Balance.total(each.balance for each in mine)
            begun = any(each.begun for each in mine)
            made.append(row(f"{name}小计", total, RowKind.SUBTOTAL, begun=begun))
    return made


def schools_of(desk: Desk, as_of: date) -> dict[int, str]:
    """The schools that have buildings, a balance or completed works, for a paper per school."""
    return {each.id: each.name for each in balance.ask(desk, as_of).rows}


def build_school(desk: Desk, as_of: date, options: Options) -> Document:
    """One school: its balance line by line, its completed works, and its buildings."""
    asked = resolve(desk, as_of, options)
    since = since_of(as_of, options)
    school_id = options.school_id or 0
    found = balance.ask(desk, as_of, since=since, school_id=school_id)
    mine = found.rows[0] if found.rows else None
    name = mine.name if mine else ""
    told = mine.balance if mine else Balance()
    blocks: list[Block] = []
    if mine is not None and mine.begun:
        blocks += [explained(told), Heading("一、面积变动"), _lines(desk, mine, found)]
    else:
        blocks += [Heading("一、面积变动（未填期初面积）")]
    done = [e for e in completed.entries(desk) if e.school == name and e.day <= as_of]
    if done:
        blocks += [Heading("二、竣工入账"), _entries(done)]
    rows = buildings.rows(desk, school_id=school_id)
    if rows:
        blocks += [Heading(f"{'三' if done else '二'}、单体建筑"), _buildings(rows)]
    notes = list(_NOTES)
    if mine is not None and mine.difference is not None and mine.buildings is not None:
        notes.append(
            f"期末面积与在用单体建筑合计{amount(mine.buildings)}平方米相差"
            f"{amount(mine.difference)}平方米。"
        )
    title = f"{name}校舍面积变动表"
    sheet = signed(
        asked,
        title,
        tuple(blocks),
        subtitle=f"（{_period(found)}{asked.up_to}）",
        unit="单位：平方米",
        notes=tuple(notes),
        name="校舍面积变动",
    )
    return alone(sheet)


def _lines(desk: Desk, mine: BalanceRow, found: Answer) -> Table:
    """期初, every line of the period with its document, 期末."""
    opening = next(row for row in openings.rows(desk) if row.id == mine.id)
    begun = opening.day or found.as_of
    base = begun if found.since is None else max(begun, found.since)
    columns = (
        Column("日期", Kind.DATE),
        Column("类别"),
        Column("单体建筑"),
        Column("来源项目", width=40),
        Column("文号", width=36),
        square("增减面积"),
        square("累计面积", sums=False),
    )
    left = mine.balance.opening
    words = "期初面积" if base == begun else "上年末面积"
    document = opening.document if base == begun else None
    rows = [Row((base, words, None, None, document, None, Area(left)), RowKind.SUBTOTAL)]
    moved = movements.rows(desk, school_id=mine.id)
    for each in reversed(moved):
        if not base < each.day <= found.as_of:
            continue
        left += each.area.raw
        graded = each.area.raw < 0 and each.danger_grade in DANGEROUS
        words = each.kind.term + (f"（{each.danger_grade}级危房）" if graded else "")
        rows.append(
            Row(
                (
                    *(each.day, words, each.building, each.work, each.document),
                    *(each.area, Area(left)),
                )
            )
        )
    growth = Area(mine.balance.growth)
    closing = Area(mine.balance.closing)
    rows.append(Row((None, "期末面积", None, None, None, growth, closing), RowKind.TOTAL))
    return Table(columns, tuple(rows))


def _entries(done: list[completed.EntryRow]) -> Table:
    columns = (
        Column("日期", Kind.DATE),
        Column("项目", width=48),
        Column("单体建筑"),
        square("入账面积"),
        *(square(part.term) for part in Part),
        Column("文号", width=36),
    )
    rows = [
        Row(
            (
                *(each.day, each.name, each.building, each.total, each.net_area),
                *(each.rebuilt_area, each.repaired_area, each.other_area, each.document),
            )
        )
        for each in reversed(done)
    ]
    sums = [Area(sum(e.total.raw for e in done))]
    sums += [Area(sum(getattr(e, part.value).raw for e in done)) for part in Part]
    rows.append(Row(("合计", None, None, *sums, None), RowKind.TOTAL))
    return Table(columns, tuple(rows))


def _buildings(rows: tuple[BuildingRow, ...]) -> Table:
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("建筑物号", align=Align.CENTER),
        Column("建筑物名称"),
        Column("结构"),
        Column("建成年月", align=Align.CENTER),
        Column("层数", Kind.COUNT),
        square("建筑面积"),
        Column("危房等级", align=Align.CENTER),
        Column("使用状况", align=Align.CENTER),
    )
    made = [
        Row(
            (
                *(number, each.number, each.name, each.structure, each.built, each.floors),
                *(each.area, each.danger_grade, each.state),
            )
        )
        for number, each in enumerate(rows, 1)
    ]
    standing = Area(sum(r.area.raw for r in rows if r.standing and r.area is not None))
    last = ("现有合计", *[None] * 5, standing, None, None)
    return Table(columns, (*made, Row(last, RowKind.TOTAL)))
