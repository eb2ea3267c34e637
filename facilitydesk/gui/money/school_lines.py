"""学校核对 as the grid shows it: its lines, their columns, and what a pasted block says."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.grid.clipboard import read_text
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.money.source_columns import money_ink
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.money.settlements import Settlement


@dataclass(frozen=True)
class Line:
    """A school in a period as the grid shows it."""

    facts: Settlement
    revision: int = 0

    @property
    def id(self) -> Any:
        return (self.facts.school_id, self.facts.first, self.facts.last)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.facts, name)


def columns() -> list[Any]:
    def told(key: str, head: str, width: int, **more: Any) -> Any:
        return column(key, head=head, kind=Kind.MONEY, new=False, width=width, **more)

    return [
        column("school", head=tr("学校"), kind=Kind.TEXT, new=False, width=190, frozen=True),
        column("period", head=tr("期间"), kind=Kind.TEXT, new=False, width=150),
        column(
            "due",
            head=tr("应收"),
            kind=Kind.MONEY,
            editable=True,
            width=122,
            tip=lambda row: tr("核定数") if row.reckoned else tr("分配数；可填核定的应收"),
            ink=lambda row: Tone.INK if row.reckoned else Tone.QUIET,
        ),
        told("received", tr("实收"), 122),
        told(
            "difference",
            tr("差额"),
            116,
            ink=money_ink("difference"),
            tip=lambda _row: tr("应收 − 实收"),
        ),
        column(
            "reason",
            head=tr("差额原因"),
            kind=Kind.TEXT,
            editable=True,
            width=230,
            lines=True,
            tip=lambda row: tr("有差额，请写明原因") if row.unexplained else "",
        ),
        column("basis", head=tr("应收依据"), kind=Kind.TEXT, editable=True, width=190),
        told("paid", tr("支出"), 116),
        told("left", tr("结余"), 110, ink=money_ink("left"), tip=lambda _row: tr("实收 − 支出")),
        column(
            "township",
            attrgetter("township"),
            head=tr("乡镇"),
            kind=Kind.TEXT,
            new=False,
            width=100,
        ),
    ]


_HEADS = {
    "学校": "school",
    "学校名称": "school",
    "应收": "due",
    "应收金额": "due",
    "依据": "basis",
    "应收依据": "basis",
    "原因": "reason",
    "差额原因": "reason",
}


_ORDER = ("school", "due", "basis", "reason")


def read_lines(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """Lines of a copied block as school, 应收, basis and reason, and what was not understood.

    A first line of heads names the columns (others are left out); else they stand in that
    order.
    """
    lines = [line for line in read_text(text) if any(cell.strip() for cell in line)]
    keys: list[str | None] = list(_ORDER)
    if lines and any(cell.strip() in _HEADS for cell in lines[0]):
        keys = [_HEADS.get(cell.strip().removesuffix("（元）")) for cell in lines.pop(0)]
    rows: list[dict[str, object]] = []
    bad: list[str] = []
    for line in lines:
        row: dict[str, object] = {}
        for key, cell in zip(keys, line, strict=False):
            if key is None:
                continue
            if key != "due":
                row[key] = cell.strip()
            elif cell.strip():
                reading = reader(Kind.MONEY, 1)(cell)
                if isinstance(reading.value, Money):
                    row[key] = reading.value
                elif reading.problem is not None:
                    bad.append(reading.problem.message)
        if row.get("school"):
            rows.append(row)
    return rows, bad
