"""盘点表: the list to count by and what was counted; 盘点差异表: what is missing or too many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.words.equipment_terms import AssetState
from facilitydesk.reports.money_parts import number
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import assets, stock
from facilitydesk.services.equipment.stock import StockLine, StockTakeRow

_SIGNED = ("盘点人：", "监盘人：", "保管人：", "学校负责人：", "盘点日期：")


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A sheet for each school: its last stock-take by the day, else its cards to be counted."""
    asked = resolve(desk, as_of, options)
    taken = latest(desk, as_of, options.school_id)
    sheets = []
    names = schools_of(desk, as_of)
    for school_id, name in names.items():
        if options.school_id in (None, school_id):
            lines = (
                stock.lines(desk, taken[school_id].id)
                if school_id in taken
                else _to_count(desk, school_id)
            )
            sheets.append(_sheet(name, taken.get(school_id), lines, asked))
    if not sheets:
        empty = Paragraph((f"{asked.up_to}没有资产卡片，不需盘点。",))
        sheets.append(Sheet("设备资产盘点表", (empty,), name="盘点表"))
    return Document("设备资产盘点表", tuple(sheets))


def latest(desk: Desk, as_of: date, school_id: int | None = None) -> dict[int, StockTakeRow]:
    """Each school's last stock-take by a day."""
    found: dict[int, StockTakeRow] = {}
    for row in stock.rows(desk, school_id=school_id):  # the newest first
        if row.day <= as_of:
            found.setdefault(row.school_id, row)
    return found


def schools_of(desk: Desk, as_of: date) -> dict[int, str]:
    """The schools with cards that should be there, or a stock-take."""
    names = {row.school_id: row.school for row in assets.rows(desk) if AssetState(row.state).there}
    for school_id, taken in latest(desk, as_of).items():
        names.setdefault(school_id, taken.school)
    return names


def _to_count(desk: Desk, school_id: int) -> tuple[StockLine, ...]:
    """The cards of a school as a list nobody has counted yet, by room and number."""
    rows = [row for row in assets.rows(desk, school_id=school_id) if AssetState(row.state).there]
    rows.sort(key=lambda row: (row.room, row.number or ""))
    return tuple(
        StockLine(
            row.id, 0, row.id, row.number or "", row.name or row.item, row.spec, row.serial,
            row.unit, row.room, row.keeper, row.quantity, None, "",
        )
        for row in rows
    )  # fmt: skip


def _heads(*, school: bool) -> tuple[Column, ...]:
    return (
        number(),
        *((Column("学校"), Column("盘点日期", Kind.DATE)) if school else ()),
        Column("资产编号", align=Align.CENTER),
        Column("名称"),
        Column("规格型号"),
        Column("序列号"),
        Column("存放地点"),
        Column("保管人"),
        Column("单位", align=Align.CENTER),
        Column("账面数", Kind.COUNT),
        Column("盘点数", Kind.COUNT),
        Column("盘亏", Kind.COUNT),
        Column("盘盈", Kind.COUNT),
        Column("差异原因", width=42),
    )


def _cells(line: StockLine) -> tuple[Value, ...]:
    gap = line.difference
    return (
        *(line.number, line.name, line.spec, line.serial, line.room, line.keeper, line.unit),
        *(line.expected, line.counted),
        -gap if gap is not None and gap < 0 else None,
        gap if gap is not None and gap > 0 else None,
        line.reason,
    )


def _sheet(
    school: str, taken: StockTakeRow | None, lines: Sequence[StockLine], asked: Asked
) -> Sheet:
    rows = [Row((n, *_cells(line))) for n, line in enumerate(lines, 1)]
    cards = f"{len(lines)}张卡片"
    told = f"（{asked.up_to}，{cards}，待盘点）"
    notes = ["注：盘亏=账面数-盘点数，盘盈=盘点数-账面数；盘点数空白为尚未盘点。"]
    if taken is not None:
        people = f"，盘点人：{taken.people}" if taken.people else ""
        told = f"（盘点日期：{chinese_date(taken.day)}{people}，{cards}）"
        notes.append(
            f"已盘点{taken.cards - taken.uncounted}张，未盘点{taken.uncounted}张；"
            f"盘亏{taken.missing}，盘盈{taken.surplus}。"
        )
    return Sheet(
        f"{school}设备资产盘点表",
        (Table(_heads(school=False), tuple(rows)),),
        subtitle=told,
        office=asked.filler,
        unit="",
        notes=tuple(notes),
        signatures=_SIGNED,
        setup=Setup(),
        name=school,
    )


def differences(desk: Desk, as_of: date, options: Options) -> Document:
    """What the last stock-take of each school found missing or too many, and who has counted."""
    asked = resolve(desk, as_of, options)
    taken = latest(desk, as_of, options.school_id)
    rows: list[Row] = []
    for each in taken.values():
        if each.missing or each.surplus:
            for line in stock.lines(desk, each.id):
                if line.difference:
                    rows.append(Row((len(rows) + 1, each.school, each.day, *_cells(line))))
    blocks: list[Block] = [Heading("一、各校盘点结果"), _summary(taken)]
    blocks.append(Heading("二、差异明细"))
    if rows:
        blocks.append(Table(_heads(school=True), tuple(rows)))
    else:
        blocks.append(Paragraph(("各校最近一次盘点没有差异。" if taken else "还没有盘点。",)))
    title = f"{asked.home.name}设备资产盘点差异表"
    sheet = Sheet(
        title,
        tuple(blocks),
        subtitle=f"（{asked.up_to}，各校最近一次盘点）",
        office=asked.filler,
        unit="",
        signatures=_SIGNED[:4],
        name="盘点差异",
    )
    return Document(title, (sheet,))


def _summary(taken: dict[int, StockTakeRow]) -> Table:
    heads = (
        number(),
        Column("学校"),
        Column("盘点日期", Kind.DATE),
        Column("盘点人"),
        *(Column(word, Kind.COUNT) for word in ("卡片数", "未盘卡片", "盘亏", "盘盈")),
    )
    rows = [
        Row(
            (
                *(at, each.school, each.day, each.people),
                *(each.cards, each.uncounted, each.missing, each.surplus),
            )
        )
        for at, each in enumerate(taken.values(), 1)
    ]
    sums = [
        sum(getattr(each, key) for each in taken.values())
        for key in ("cards", "uncounted", "missing", "surplus")
    ]
    return Table(heads, (*rows, Row(("合计", None, None, None, *sums), RowKind.TOTAL)))
