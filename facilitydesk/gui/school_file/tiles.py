"""The six figures at the top of a school's page; each leads to the card or page behind it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.dashboard.area_row import FigureTile
from facilitydesk.gui.school_file import words
from facilitydesk.services.school_file import SchoolFile

_TITLES = (
    ("students", tr("在校生"), "facts"), ("area", tr("校舍面积"), "areas"),
    ("danger", tr("危房"), "buildings"), ("works", tr("单项工程"), "works"),
    ("money", tr("分配资金"), "money"), ("bottom", tr("底线要求"), "bottom"),
)  # fmt: skip


class Tiles(QWidget):
    """Signal `opened(card)`: a figure was pressed; the key of the card it belongs to."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[str, FigureTile] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, title, card in _TITLES:
            tile = self.tiles[key] = FigureTile(title)
            tile.opened.connect(lambda card=card: self.opened.emit(card))
            row.addWidget(tile, 1)

    def put(self, found: SchoolFile) -> None:
        """Show the figures of a school."""
        year, flow, none = found.year, found.flow, "—"
        students = none if year is None or year.students is None else f"{year.students:,}"
        lines = (
            tr("{year}年 {classes}个班").format(year=year.year, classes=year.classes or none),
            tr("寄宿生 {count}").format(count=words.count(year.boarders) or none),
        ) if year else ()  # fmt: skip
        self.tiles["students"].put(students, lines)
        each = words.area(found.per_student) or none
        self.tiles["area"].put(
            f"{words.area(found.area)} ㎡" if found.area is not None else none,
            (tr("生均 {area} ㎡").format(area=each),
             tr("单体建筑 {n} 栋").format(n=len(found.buildings))),
        )  # fmt: skip
        grades = [
            f"{grade}级 {n}栋"
            for grade in "DCB"
            if (n := sum(b.danger_grade == grade for b in found.danger))
        ]
        area = tr("面积 {area} ㎡").format(area=words.area(found.danger_area))
        self.tiles["danger"].put(
            tr("{n} 栋").format(n=len(found.danger)), ("　".join(grades), area) if grades else ()
        )
        live = found.live_works
        done = sum(work.state.completed for work in live)
        begun = sum(work.state.started for work in live)
        self.tiles["works"].put(
            tr("{n} 项").format(n=len(live)),
            (tr("已开工 {n}　已竣工 {done}").format(n=begun, done=done),
             tr("未销号问题 {n}").format(n=len(found.notes))),
        )  # fmt: skip
        self.tiles["money"].put(
            tr("{sum} 万元").format(sum=words.wan(flow.allocated)) if found.money else none,
            (tr("支付 {sum}").format(sum=words.wan(flow.paid)),
             tr("指标结余 {sum}").format(sum=words.wan(flow.unpaid))) if found.money else (),
        )  # fmt: skip
        checked = sum(bool(line.state) for line in found.bottom)
        met, failed = found.bottom_count("达标"), found.bottom_count("未达标")
        self.tiles["bottom"].put(
            tr("达标 {n} 条").format(n=met) if checked else none,
            (tr("未达标 {n} 条").format(n=failed),
             tr("已核查 {n} / {all} 条").format(n=checked, all=len(found.bottom))) if checked else
            (tr("还没有核查"),),
        )  # fmt: skip
