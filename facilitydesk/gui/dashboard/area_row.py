"""校舍 on the dashboard: area, growth this year, dangerous area, works to be entered; bottom lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import Part
from facilitydesk.gui.dashboard.tile import SHEET, Words
from facilitydesk.services.dashboard import AreaBoard, Dashboard
from facilitydesk.services.dashboard.norms import BottomBoard

_KEPT = "\u2060级\u00a0"  # a grade is not parted from its area at the end of a line


class FigureTile(QFrame):
    """A tile with one figure that is no rate. Signal `opened()` when it is pressed."""

    opened = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.setStyleSheet(SHEET)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        title = QLabel(name)
        title.setObjectName("tileName")
        self.name = name
        self.figure = QPushButton("—")
        self.figure.setObjectName("tileFigure")
        self.figure.setFlat(True)
        self.figure.setCursor(Qt.CursorShape.PointingHandCursor)
        self.figure.clicked.connect(self.opened)
        self.lines = (Words(), Words())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(1)
        layout.addWidget(title)
        layout.addWidget(self.figure)
        for line in self.lines:
            layout.addWidget(line)
        layout.addStretch(1)

    def put(self, figure: str, lines: Sequence[str], tip: str = "") -> None:
        """Show a figure with what it consists of."""
        self.figure.setText(figure)
        self.figure.setToolTip(tip or "\n".join(lines))
        self.figure.setAccessibleName(f"{self.name} {figure}")
        for line, text in zip(self.lines, (*lines, "", "")[: len(self.lines)], strict=True):
            line.put(text)


class AreaRow(QWidget):
    """Hidden while there is no register of areas. Signal `page_wanted(page, where)`."""

    page_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.area = FigureTile(tr("校舍面积"))
        self.growth = FigureTile(tr("本年增减"))
        self.danger = FigureTile(tr("危房面积"))
        self.waiting = FigureTile(tr("竣工待入账"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for tile, view in (
            (self.area, "movements"),
            (self.growth, "movements"),
            (self.danger, "danger"),
            (self.waiting, "waiting"),
        ):
            tile.opened.connect(
                lambda view=view: self.page_wanted.emit("buildings", {"view": view})
            )
            layout.addWidget(tile, 1)
        self.bottom = FigureTile(tr("底线达标率"))
        self.bottom.opened.connect(lambda: self.page_wanted.emit("norms", {"view": "bottom"}))
        layout.addWidget(self.bottom, 1)
        self.hide()

    def show_board(self, board: Dashboard) -> None:
        """Show the areas and bottom lines of a dashboard."""
        told, bottom = board.areas, board.bottom
        self.setVisible(told is not None or bottom is not None)
        self.bottom.setVisible(bottom is not None)
        for tile in (self.area, self.growth, self.danger, self.waiting):
            tile.setVisible(told is not None)
        if bottom is not None:
            _put_bottom(self.bottom, bottom)
        if told is None:
            return
        year = told.year
        lacking = tr("，{n}所未填期初").format(n=told.missing) if told.missing else ""
        self.area.put(
            f"{_area(year.closing)} ㎡",
            (
                tr("上年末 {area}").format(area=_area(year.opening)),
                tr("{n}所学校").format(n=told.schools) + lacking,
            ),
        )
        sign = "+" if year.growth > 0 else ""
        parts = [
            f"{part.term} {_area(value)}" for part in Part if (value := getattr(year, part.value))
        ]
        gone = _area(-year.demolished - year.disposed)
        self.growth.put(
            f"{sign}{_area(year.growth)} ㎡",
            (
                tr("本年竣工 {done}").format(done=_area(year.completed)),
                "　".join([*parts, tr("拆除、移交 {gone}").format(gone=gone)]),
            ),
        )
        _put_danger(self.danger, told)
        self.waiting.put(
            tr("{n} 项").format(n=told.waiting),
            (
                tr("竣工面积 {area} ㎡").format(area=amount(told.waiting_area)),
                tr("尚未登记进校舍面积") if told.waiting else tr("竣工面积都已登记"),
            ),
            tr("已填报竣工、还没有登记进校舍面积的单项工程"),
        )


def _put_danger(tile: FigureTile, told: AreaBoard) -> None:
    whole = Area(sum(area.raw for area in told.danger.values()))
    grades = "　".join(
        tr("{grade}级 {area}").format(grade=grade, area=amount(area))
        for grade, area in told.danger.items()
        if area
    )
    count = tr("{n}栋").format(n=told.dangerous)
    lines = (grades.replace("级 ", _KEPT), count)
    tile.put(f"{amount(whole)} ㎡", lines, f"{grades}\n{count}")


def _put_bottom(tile: FigureTile, told: BottomBoard) -> None:
    counts = tr("{n}所中达标{ok}所").format(n=told.schools, ok=told.complies)
    if told.unchecked:
        counts += tr("，未核查{n}所").format(n=told.unchecked)
    worst = tr("最多未达标：{item}").format(item=told.worst) if told.worst else ""
    tile.put(told.rate, (counts, worst))


def _area(raw: int) -> str:
    return amount(Area(raw))
