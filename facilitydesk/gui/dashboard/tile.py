"""A tile: a rate, its bar, what changed since last week and month, and how it came about."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from facilitydesk.domain.messages import tr
from facilitydesk.domain.rates import RateKind
from facilitydesk.domain.rounding import Style
from facilitydesk.gui import theme
from facilitydesk.gui.dashboard import words
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.rate_bar import RateBar
from facilitydesk.services.dashboard import Change, Reporting, Target, Tile

SHEET = f"""
#tile {{ background: {Tone.SURFACE}; border: 1px solid {Tone.LINE}; border-radius: 3px; }}
#tile QLabel {{ color: {Tone.QUIET}; font-size: 9pt; }}
#tile #tileName {{ font-size: 10.5pt; color: {Tone.INK}; }}
#tileFigure {{ border: none; background: transparent; padding: 0; text-align: left;
    font-size: {theme.FIGURE_PT}pt; font-weight: bold; color: {Tone.INK}; min-height: 34px; }}
#tileFigure:hover {{ color: {Tone.ACCENT}; }}
#tileFigure:focus {{ color: {Tone.ACCENT}; }}
"""


class RateTile(QFrame):
    """Shows one rate.

    Signals: `opened(works, title)` when a figure of it is pressed, `page_opened(key)` when a page
    of its own explains it.
    """

    opened = Signal(object, str)
    page_opened = Signal(str)

    def __init__(self, kind: RateKind) -> None:
        super().__init__()
        self.kind = kind
        self.setObjectName("tile")
        self.setStyleSheet(SHEET)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name = QLabel(kind.term)
        name.setObjectName("tileName")
        self.figure = QPushButton("—")
        self.figure.setObjectName("tileFigure")
        self.figure.setFlat(True)
        self.figure.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bar = RateBar()
        self.week, self.month = Link(), Link()
        self.figures, self.basis, self.others = Words(), Words(), Words()
        changes = QHBoxLayout()
        changes.setSpacing(12)
        changes.addWidget(self.week)
        changes.addWidget(self.month)
        changes.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(1)
        layout.addWidget(name)
        layout.addWidget(self.figure)
        layout.addWidget(self.bar)
        layout.addLayout(changes)
        layout.addSpacing(2)
        for line in (self.figures, self.basis, self.others):
            layout.addWidget(line)
        layout.addStretch(1)
        self._tile: Tile | None = None
        self._missing: tuple[int, ...] = ()
        self.figure.clicked.connect(self._on_figure)
        self.week.clicked.connect(self._on_week)
        self.month.clicked.connect(self._on_month)

    def show_tile(self, tile: Tile, target: Target | None, style: Style) -> None:
        """Show a rate and what changed."""
        self._tile = tile
        rate = tile.rate
        self.figure.setText(rate.text(style))
        explained = rate.explain(style)
        self.figure.setToolTip(explained)
        self.figure.setAccessibleName(f"{self.kind.term} {explained}")
        mark = None if target is None else Fraction(target.percent.raw, 100_00)
        self.bar.set_value(rate.fraction, mark)
        above, basis = words.basis_lines(rate, style)
        self.figures.put(above)
        self.basis.put(basis, explained)
        self.others.put(
            " · ".join(f"{other.basis.term[1:]} {other.text(style)}" for other in tile.others),
            "\n".join(other.explain(style) for other in tile.others),
        )
        self._show_change(self.week, tr("本周"), tile.since_week)
        self._show_change(self.month, tr("本月"), tile.since_month)

    def show_missing(self, reporting: Reporting) -> None:
        """What the tile 填报率 says in place of a change: how many have not reported."""
        self._missing = reporting.missing_works
        count = len(self._missing)
        self.week.setText(tr("未填报 {count} 项").format(count=count))
        self.week.setEnabled(bool(count))
        self.week.setToolTip("\n".join(work.name for work in reporting.missing[:12]))
        self.month.hide()

    def _show_change(self, link: Link, when: str, change: Change | None) -> None:
        if self._tile is None or change is None:
            link.setText("")
            link.setEnabled(False)
            return
        link.setText(f"{when} {words.change_text(change, self._tile)}")
        link.setEnabled(bool(change.works))
        link.setToolTip(words.change_tip(change, self._tile))

    @Slot()
    def _on_figure(self) -> None:
        if self._tile is None:
            return
        if self._tile.page:
            self.page_opened.emit(self._tile.page)
        else:
            self.opened.emit(self._tile.works, _TITLES[self.kind])

    @Slot()
    def _on_week(self) -> None:
        if self._missing:
            self.opened.emit(self._missing, tr("本周未填报的单项工程"))
        elif self._tile is not None and self._tile.since_week is not None:
            self._open_change(self._tile.since_week, tr("本周"))

    @Slot()
    def _on_month(self) -> None:
        if self._tile is not None and self._tile.since_month is not None:
            self._open_change(self._tile.since_month, tr("本月"))

    def _open_change(self, change: Change, when: str) -> None:
        what = tr("开工") if self.kind is RateKind.START else tr("竣工")
        title = tr("{when}新{what}的项目").format(when=when, what=what)
        self.opened.emit(change.works, title)


_TITLES = {
    RateKind.START: tr("计入开工率的单项工程"),
    RateKind.COMPLETION: tr("计入竣工率的单项工程"),
    RateKind.INVESTMENT: tr("已完成投资的单项工程"),
    RateKind.PROCUREMENT: tr("已采购的设备项目"),
    RateKind.RECEIPT: tr("有资金的单项工程"),
    RateKind.PAYMENT: tr("有资金的单项工程"),
    RateKind.REPORTING: tr("本周已填报的单项工程"),
}


class Words(QLabel):
    """A small line under a figure that goes on below where it does not fit: nothing is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def put(self, text: str, tip: str = "") -> None:
        """Show a text; without one the line is not there."""
        self.setText(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))
