"""资产标签: a QR code with the asset number for each card, on A4 sheets of labels."""

from __future__ import annotations

import re
from datetime import date

from facilitydesk.domain.problems import Refused
from facilitydesk.reports.asset_ledger import cards
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Document, Label, Labels, Paragraph, Setup, Sheet
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment.assets import AssetRow

TITLE = "资产标签"
GRIDS = ("3×8", "3×7", "2×7", "2×8", "4×10", "5×13")
_GRID = re.compile(r"\s*(\d{1,2})\s*[×xX*]\s*(\d{1,2})\s*")


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A label for each card with a number, by school, room and number."""
    columns, rows = grid_of(options.grid)
    asked = resolve(desk, as_of, options)
    found = [row for row in cards(desk, as_of, options) if row.number]
    if not found:
        empty = Paragraph((f"{asked.up_to}没有带编号的资产卡片。",))
        sheet = Sheet(TITLE, (empty,), setup=Setup(landscape=False), name=TITLE)
        return Document(TITLE, (sheet,))
    made = tuple(_label(row) for row in found)
    heads = ("学校", "名称", "编号", "存放地点", "入账日期")
    return Document(TITLE, (Labels(TITLE, made, columns, rows, options.start, heads),))


def grid_of(text: str) -> tuple[int, int]:
    """Labels across and down: '3×8' or '3x8'. Raises Refused for what is no grid of labels."""
    found = _GRID.fullmatch(text)
    columns, rows = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= columns <= 6 and 1 <= rows <= 16):
        raise Refused("report.label_grid", value=text, known="、".join(GRIDS))
    return columns, rows


def _label(row: AssetRow) -> Label:
    name = " ".join(part for part in (row.name or row.item, row.spec) if part)
    day = f"入账：{row.entered_day}" if row.entered_day else ""
    return Label(
        row.number or "",
        (
            row.school,
            name,
            row.number or "",
            f"地点：{row.room}" if row.room else "",
            day,
        ),
    )
