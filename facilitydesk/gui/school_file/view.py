"""一校一档: the page-wide view of one school, its sections as cards that lead to their pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.school_file import words
from facilitydesk.gui.school_file.photos import PhotoStrip
from facilitydesk.gui.school_file.places import place_of
from facilitydesk.gui.school_file.sheet import Sheet
from facilitydesk.gui.school_file.tiles import Tiles
from facilitydesk.gui.widgets.chart import ChartView
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.services import school_file
from facilitydesk.services.desk import Desk
from facilitydesk.services.school_file import SchoolFile

Order = Callable[[], list[int]]


class SchoolFileView(QWidget):
    """Shows one school. Signal `left()`: back to the list.

    `order` gives the schools of the list as they stand there, for the one before and after.
    """

    left = Signal()

    def __init__(self, context: Context, order: Order) -> None:
        super().__init__()
        self.context = context
        self.order = order
        self.file: SchoolFile | None = None
        self.school_id = 0
        self._asked = 0
        self.sheets: dict[str, Sheet] = {}
        self.panels: dict[str, Panel] = {}
        self.chart = ChartView()
        self.chart.setFixedHeight(132)
        self.photos = PhotoStrip(context)
        self._make_head()
        self._lay_out()
        for keys, slot in (
            ("Alt+Up", self.go_before), ("Alt+Down", self.go_after),
            ("Alt+Left", self.left.emit), ("Esc", self.left.emit),
            ("Ctrl+P", self.print_file),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _make_head(self) -> None:
        self.back = button(tr("返回名册"), tr("返回学校名册（Esc）"))
        self.back.clicked.connect(self.left)
        self.title, self.place = QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.place.setProperty("role", "quiet")
        for label in (self.title, self.place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.before = button(tr("上一所"), tr("上一所学校（Alt+↑）"))
        self.after = button(tr("下一所"), tr("下一所学校（Alt+↓）"))
        self.print = button(tr("打印一校一档"), tr("预览、打印或存为文件（Ctrl+P）"), primary=True)
        self.before.clicked.connect(self.go_before)
        self.after.clicked.connect(self.go_after)
        self.print.clicked.connect(self.print_file)
        self.row = Tiles()
        self.tiles = self.row.tiles
        self.row.opened.connect(self._open)

    def _card(self, key: str, title: str, *above: QWidget, to: str = "") -> Panel:
        link = Link(to)
        link.setVisible(bool(to))
        link.clicked.connect(lambda: self._open(key))
        panel = self.panels[key] = Panel(title, link)
        for widget in above:
            panel.body.addWidget(widget)
        sheet = self.sheets[key] = Sheet()
        sheet.page_wanted.connect(self.context.page_wanted)
        panel.body.addWidget(sheet)
        panel.body.addStretch(1)
        return panel

    def _second(self, panel: Panel, key: str) -> None:
        """Another table below the first of a card."""
        sheet = self.sheets[key] = Sheet()
        sheet.page_wanted.connect(self.context.page_wanted)
        panel.body.insertWidget(panel.body.count() - 1, sheet)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        for widget in (self.back, self.title, self.place):
            head.addWidget(widget)
        head.addStretch(1)
        for widget in (self.before, self.after, self.print):
            head.addWidget(widget)
        cards = QGridLayout()
        cards.setSpacing(8)
        facts = self._card("facts", tr("学校概况"), to=tr("修改"))
        self._second(facts, "years")
        norms = self._card("norms", tr("办学条件与底线要求"), to=tr("达标与缺口"))
        self._second(norms, "bottom")
        works = self._card("works", tr("项目与单项工程"), to=tr("项目"))
        pictures = self.panels["photos"] = Panel(tr("照片"))
        pictures.body.addWidget(self.photos)
        areas = self._card("areas", tr("校舍面积"), self.chart, to=tr("面积变动"))
        cards.addWidget(facts, 0, 0)
        cards.addWidget(areas, 0, 1)
        cards.addWidget(works, 1, 0, 1, 2)
        cards.addWidget(pictures, 2, 0, 1, 2)
        # Below, each side is as high as what it says: long lists leave no blank beside them.
        columns = (
            (
                self._card("buildings", tr("单体建筑"), to=tr("校舍")),
                self._card("equipment", tr("设备"), to=tr("设备")),
                self._card("notes", tr("未销号问题"), to=tr("问题台账")),
            ),
            (
                norms,
                self._card("money", tr("资金来源"), to=tr("资金台账")),
            ),
        )
        for column, panels in enumerate(columns):
            side = QVBoxLayout()
            side.setSpacing(8)
            for panel in panels:
                side.addWidget(panel)
            side.addStretch(1)
            cards.addLayout(side, 3, column)
        cards.setColumnStretch(0, 1)
        cards.setColumnStretch(1, 1)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(16, 0, 16, 16)
        body.setSpacing(8)
        body.addWidget(self.row)
        body.addLayout(cards)
        body.addStretch(1)
        self.pane = QScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pane.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)

    # --- showing

    def show_school(self, school_id: int) -> None:
        """Show a school from the top."""
        self.school_id = school_id
        self.pane.verticalScrollBar().setValue(0)
        self.reload()
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the school anew."""
        self._asked += 1
        number, wanted, day = self._asked, self.school_id, self.context.as_of

        def ask(desk: Desk) -> SchoolFile:
            return school_file.read(desk, wanted, day)

        def take(found: SchoolFile) -> None:
            if number == self._asked:
                self._show(found)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self.context.notice.emit(str(trouble), "yellow")
                self.left.emit()  # it was deleted meanwhile

        self.context.runner.read(ask, take, failed=failed)

    def _show(self, found: SchoolFile) -> None:
        self.file = found
        school = found.school
        self.title.setText(school.name)
        day = tr("截至{day}").format(day=found.as_of)
        parts = (school.township, school.kind, school.code, day)
        self.place.setText(" · ".join(part for part in parts if part))
        for key, sheet in self.sheets.items():
            make: Callable[[SchoolFile], words.Rows] = getattr(words, _MAKERS.get(key, key))
            heads, rows, below = make(found)
            sheet.show_rows(heads, rows, below)
            sheet.setVisible(bool(rows or below))
        self.row.put(found)
        self._show_chart(found)
        self.panels["photos"].setVisible(bool(found.photos))
        self.panels["photos"].set_title(tr("照片 {count}张").format(count=len(found.photos)))
        self.photos.show_photos(found.photos)
        ids = self._ids()
        at = ids.index(self.school_id) if self.school_id in ids else -1
        self.before.setEnabled(at > 0)
        self.after.setEnabled(0 <= at < len(ids) - 1)

    def _show_chart(self, found: SchoolFile) -> None:
        from facilitydesk.reports.school_file import chart

        described = chart(found)
        self.chart.setVisible(described is not None)
        if described is not None:
            self.chart.set_chart(described)
        uses = "、".join(f"{use.term} {words.area(use.area)}" for use in found.uses)
        year = tr("按用途（{year}年口径）：").format(year=found.uses_year)
        self.panels["areas"].set_note(year + uses if uses else "")

    # --- going on

    def _ids(self) -> list[int]:
        listed = self.order()
        if self.school_id in listed:
            return listed
        return list(self.file.order) if self.file else []

    def _step(self, by: int) -> None:
        ids = self._ids()
        if self.school_id in ids:
            at = ids.index(self.school_id) + by
            if 0 <= at < len(ids):
                self.show_school(ids[at])

    @Slot()
    def go_before(self) -> None:
        """The school above in the list."""
        self._step(-1)

    @Slot()
    def go_after(self) -> None:
        """The school below in the list."""
        self._step(1)

    @Slot()
    def print_file(self) -> None:
        """The paper of this school, to be looked at, printed or saved."""
        where = {"report": "school_file", "school": self.school_id}
        self.context.page_wanted.emit("reports", where)

    @Slot(str)
    def _open(self, key: str) -> None:
        if self.file is None:
            return
        page, where = place_of(key, self.file)
        self.context.page_wanted.emit(page, where)


_MAKERS = {"areas": "area_years"}
