"""设置—操作日志: who changed what, when, from what to what; to be filtered, followed and checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QModelIndex, QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.steady import SteadyDay, SteadyList

if TYPE_CHECKING:
    from facilitydesk.services.journal.log import Line, Log

_WAIT_MS = 300
_DAYS = 30
_MOST = 2000  # lines that are shown at once

COLUMNS = (
    Column(key="seq", head=tr("操作号"), value=lambda line: str(line.seq), width=80, frozen=True),
    Column(
        key="at",
        head=tr("时间"),
        value=lambda line: line.moment[:16],
        width=128,
        tip=lambda line: line.moment,
    ),
    Column(key="officer", head=tr("经办人"), value=lambda line: line.officer, width=72),
    Column(
        key="label",
        head=tr("事项"),
        value=lambda line: line.label,
        width=150,
        tip=lambda line: line.label,
    ),
    Column(key="kind", head=tr("类别"), value=lambda line: line.kind, width=76),
    Column(
        key="thing",
        head=tr("对象"),
        value=lambda line: line.thing,
        width=156,
        tip=lambda line: line.thing,
    ),
    Column(key="field", head=tr("栏目"), value=lambda line: line.field or line.what, width=84),
    Column(
        key="before",
        head=tr("原值"),
        value=lambda line: line.before,
        width=84,
        tip=lambda line: line.before,
        outside=lambda line: line.outside[0],
    ),
    Column(
        key="after",
        head=tr("新值"),
        value=lambda line: line.after,
        width=128,
        tip=lambda line: line.after,
        outside=lambda line: line.outside[1],
    ),
)

# Where a changed thing is shown: table → (page, what its page is asked for).
_PLACES: dict[str, tuple[str, str]] = {
    "week_entry": ("week", "works"),
    "work": ("projects", "works"),
    "project": ("projects", "projects"),
    "milestone": ("projects", "projects"),
    "problem_note": ("problems", "projects"),
    "attachment": ("projects", "projects"),
    "project_year": ("projects", "projects"),
    "school": ("schools", "schools"),
    "programme": ("programmes", "programmes"),
    "payment": ("payments", "ids"),
    "contract": ("payments", "contracts"),
    "fund_document": ("funds", "document"),
    "printed_report": ("reports", "print"),
}


class LogView(QWidget):
    """The log of the last days; the grid never changes it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.first, self.last = SteadyDay(), SteadyDay()
        today = self.context.desk.today
        for edit, day in ((self.first, today - timedelta(days=_DAYS)), (self.last, today)):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setKeyboardTracking(False)
            edit.setFixedWidth(112)
            edit.setDate(QDate(day.year, day.month, day.day))
        self.officer, self.kind = SteadyList(), SteadyList()
        self.officer.addItem(tr("全部人员"), "")
        self.kind.addItem(tr("全部类别"), "")
        for box in (self.officer, self.kind):
            box.setMinimumWidth(104)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("查找文字"))
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(120)
        self.words.setMaximumWidth(220)
        self.words.setToolTip(tr("事项、原值、新值中的文字"))
        self.count = QLabel()
        self.count.setProperty("role", "quiet")
        self.check_button = button(
            tr("核对日志……"), tr("逐条核对校验值，并与报表末页上的数据校验值对照")
        )
        self.print_button = button(tr("打印……"), tr("到“报表—操作日志”，按日期和人员打印"))
        self.model = GridModel(COLUMNS, row_id=lambda line: line.id)
        self.panel = GridPanel(self.context, "log", self.model, title_of=lambda line: line.thing)
        self.model.readonly = True
        self.panel.quick.hide()
        self.panel.view.menu_builders.append(self._menu)
        self.panel.view.doubleClicked.connect(self._on_double)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(8)
        for widget in (self.first, QLabel("—"), self.last, self.officer, self.kind, self.words):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.print_button)
        bar.addWidget(self.check_button)
        self.head = QLabel()
        self.head.setProperty("role", "quiet")
        self.head.setContentsMargins(16, 4, 16, 6)
        self.more = Link(tr("继续向前30天"))
        self.more.clicked.connect(self._on_more)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.count)
        foot.addWidget(self.head)
        foot.addStretch(1)
        foot.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.panel, 1)
        layout.addLayout(foot)
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.refresh)
        for box in (self.officer, self.kind):
            box.activated.connect(self.refresh)
        self.words.textChanged.connect(self._timer.start)
        self.check_button.clicked.connect(self.check)
        self.print_button.clicked.connect(self._on_print)

    @Slot()
    def refresh(self) -> None:
        """Read the part that is asked for."""
        from facilitydesk.services.journal import auditing, log

        asked = log.Asked(
            first=_day(self.first),
            last=_day(self.last),
            officer=str(self.officer.currentData() or ""),
            entity=str(self.kind.currentData() or ""),
            words=self.words.text(),
        )
        self._asked += 1
        number = self._asked

        def take(answer: tuple[Log, str]) -> None:
            if number == self._asked:
                found, mark = answer
                self._show(found)
                self.head.setText(mark)

        self.context.runner.read(
            lambda desk: (
                log.lines(desk, asked, most=_MOST),
                auditing.mark(auditing.current(desk)),
            ),
            take,
        )

    def _show(self, found: Log) -> None:
        self.model.set_rows(found.lines)
        part = len(found.lines)
        self.count.setText(
            tr("共 {n} 处").format(n=found.count)
            if part == found.count
            else tr("最近 {part:,} 处，共 {n:,} 处").format(part=part, n=found.count)
        )
        _fill(self.officer, [(name, name) for name in found.officers])
        _fill(self.kind, [(term, entity) for entity, term in found.kinds])
        self.panel.set_empty("" if found.lines else tr("这一段时间内没有符合条件的改动。"))

    # --- following and checking ---------------------------------------------------------------

    def _menu(self, menu: QMenu, index: QModelIndex) -> None:
        line: Line = self.model.row_at(index.row())
        if line.entity in _PLACES:
            menu.addAction(tr("查看对象")).triggered.connect(lambda: self.go_to(line))
        menu.addAction(tr("只看这一步操作")).triggered.connect(
            lambda: self.words.setText(line.label)
        )

    @Slot(QModelIndex)
    def _on_double(self, index: QModelIndex) -> None:
        self.go_to(self.model.row_at(index.row()))

    def go_to(self, line: Line) -> None:
        """Open the page that shows what was changed."""
        place = _PLACES.get(line.entity)
        if place is None:
            return
        from facilitydesk.services.journal import log

        page, key = place

        def take(row_id: int | None) -> None:
            if row_id is None:
                self.panel.note.tell(tr("该记录已被删除，日志中保留了它的内容。"), "yellow")
                return
            wanted: Any = row_id if key in ("document", "print") else (row_id,)
            self.context.page_wanted.emit(page, {key: wanted, "title": line.thing})

        self.context.runner.read(lambda desk: log.place_of(desk, line, key), take)

    @Slot()
    def check(self) -> None:
        """Walk the chain; a head from paper may be given."""
        from PySide6.QtWidgets import QInputDialog

        text, agreed = QInputDialog.getText(
            self,
            tr("核对操作日志"),
            tr("报表末页的操作号和数据校验值，如 120:3f9a 12bc 77d0 e1f2；没有可不填："),
        )
        if agreed:
            self.check_with(text)

    def check_with(self, text: str) -> None:
        """Check the journal, with a head from outside if one is given."""
        from facilitydesk.services.journal import auditing

        try:
            heads = [auditing.anchor(text)] if text.strip() else []
        except Refused as refused:
            self.panel.note.tell(str(refused), "red")
            return

        def done(found: tuple[Problem, ...]) -> None:
            if found:
                self.panel.note.tell("\n".join(each.message for each in found), "red")
                return
            words = tr("操作日志逐条相符，与存档各件所载的校验值一致。")
            if heads:
                words = tr("操作日志逐条相符，与所给的校验值、存档各件所载的校验值一致。")
            self.panel.note.tell(words, "info")

        self.context.runner.read(lambda desk: auditing.check(desk, heads), done)

    @Slot()
    def _on_print(self) -> None:
        """The paper of what is on the screen: its days and its officer."""
        values: dict[str, Any] = {
            "first": _day(self.first),
            "officer": str(self.officer.currentData() or ""),
        }
        where = {"report": "journal", "values": values, "as_of": _day(self.last)}
        self.context.page_wanted.emit("reports", where)

    @Slot()
    def _on_more(self) -> None:
        self.first.setDate(self.first.date().addDays(-_DAYS))


def _day(edit: QDateEdit) -> date:
    found: date = edit.date().toPython()  # type: ignore[assignment]  # Qt's stub says object
    return found


def _fill(box: QComboBox, entries: list[tuple[str, str]]) -> None:
    """Offer what there is, keeping what was chosen."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        while box.count() > 1:
            box.removeItem(1)
        for text, data in entries:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))
