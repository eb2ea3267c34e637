"""Step 3: what would happen, in counts and as rows, with the sheet below for corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.importing import lists
from facilitydesk.gui.importing.lists import LineList
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.sheet_view import SheetView
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.count import CountButton

PROBLEMS, PLANNED, DIFFERENT, SCHOOLS, INTERPRETED, TOTALS = (
    "problems",
    "planned",
    "different",
    "schools",
    "interpreted",
    "totals",
)
_TABS = {
    PROBLEMS: tr("问题"),
    PLANNED: tr("导入内容"),
    DIFFERENT: tr("与现有不同"),
    SCHOOLS: tr("近似学校"),
    INTERPRETED: tr("原值与读入值"),
    TOTALS: tr("合计核对"),
}


class ReviewView(QWidget):
    """Signals: `jumped(sheet, cell)`, `ticked(list, line, on)`."""

    jumped = Signal(str, str)
    ticked = Signal(str, object, bool)

    def __init__(self, context: Context, model: SheetModel) -> None:
        super().__init__()
        self.counts: dict[str, CountButton] = {}
        self._counts = QHBoxLayout()
        self._counts.setContentsMargins(0, 0, 0, 0)
        self._counts.setSpacing(4)
        self._counts.addStretch(1)
        strip = QWidget()
        strip.setLayout(self._counts)
        strip.setObjectName("counts")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        strip.setStyleSheet(
            f"#counts {{ background: {Tone.SURFACE}; border-top: 1px solid {Tone.LINE};"
            f" border-bottom: 1px solid {Tone.LINE}; }}"
        )
        self._counts.setContentsMargins(8, 4, 8, 4)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget()
        self.lists: dict[str, LineList] = {
            PROBLEMS: LineList(context, PROBLEMS, lists.PROBLEMS, empty=tr("没有发现问题。")),
            PLANNED: LineList(context, PLANNED, lists.PLANNED, empty=tr("没有可导入的行。")),
            DIFFERENT: LineList(
                context,
                DIFFERENT,
                lists.DIFFERENT,
                empty=tr("表格与已登记的内容没有不同。"),
                how=tr("勾选的以表格为准，未勾选的保留现有值。空白栏总是补上。"),
            ),
            SCHOOLS: LineList(
                context,
                SCHOOLS,
                lists.SCHOOLS,
                empty=tr("没有需要确认的学校名称。"),
                how=tr("勾选后按同一所学校导入，并记为别名，下次不再询问；不勾选则新增学校。"),
            ),
            INTERPRETED: LineList(
                context,
                INTERPRETED,
                lists.INTERPRETED,
                empty=tr("所有单元格均按原样读入。"),
                how=tr("取消勾选则不读入该值，单元格留空。"),
            ),
            TOTALS: LineList(
                context,
                TOTALS,
                lists.TOTALS,
                empty=tr("表中没有合计行。"),
                how=tr("合计、小计行不导入，只与各行之和核对。金额单位：万元；面积单位：㎡。"),
            ),
        }
        for key, made in self.lists.items():
            self.tabs.addTab(_TABS[key])
            self.stack.addWidget(made)
            made.jumped.connect(self.jumped)
            made.ticked.connect(lambda line, on, key=key: self.ticked.emit(key, line, on))
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.sheet = SheetView(model)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.tabs)
        above.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.sheet)
        self.splitter.setSizes([250, 300])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(strip)
        layout.addWidget(self.splitter, 1)

    def set_lines(self, lines: Mapping[str, Sequence[Any]]) -> None:
        """Fill the lists; tabs tell how many lines each has."""
        for number, (key, made) in enumerate(self.lists.items()):
            found = lines.get(key, ())
            made.set_lines(found)
            count = f" {len(found)}" if found else ""
            self.tabs.setTabText(number, _TABS[key] + count)
            self.tabs.setTabVisible(number, bool(found) or key in (PROBLEMS, PLANNED))
        if not self.tabs.isTabVisible(self.tabs.currentIndex()):
            self.tabs.setCurrentIndex(0)

    def set_waiting(self) -> None:
        """Nothing is known yet: a sentence in place of every list."""
        self.set_lines({})
        self.set_counts(())
        for made in self.lists.values():
            made.panel.set_empty(tr("正在核对……"))

    def set_counts(self, counts: Sequence[tuple[str, int | str, str, str]]) -> None:
        """What would happen: (word, number or text, list that a click opens, colour)."""
        wanted = [word for word, *_ in counts]
        if list(self.counts) != wanted:
            for button in self.counts.values():
                self._counts.removeWidget(button)
                button.deleteLater()
            self.counts = {}
            for number, (word, _, key, mark) in enumerate(counts):
                button = CountButton(word, mark=mark)
                button.clicked.connect(lambda _on=False, key=key: self.open_list(key))
                self._counts.insertWidget(number, button)
                self.counts[word] = button
        for word, count, _, _ in counts:
            self.counts[word].set_number(count)

    @Slot(str)
    def open_list(self, key: str) -> None:
        """Show one of the lists."""
        self.tabs.setCurrentIndex(list(self.lists).index(key))
