"""已印发: every stored print with its pages as they were issued; reprint, compare, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Problem
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.report import output, sending
from facilitydesk.gui.report.differences import as_html
from facilitydesk.gui.report.findings import Findings
from facilitydesk.gui.report.paper_bar import PaperBar
from facilitydesk.gui.report.paper_view import PaperView
from facilitydesk.gui.widgets.confirm import ask_line
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services.desk import BEIJING
from facilitydesk.services.printing import Print

if TYPE_CHECKING:
    from facilitydesk.gui.runner import Step
    from facilitydesk.services.printing import Difference


def _local(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _state(stored: Print) -> str:
    if stored.withdrawn:
        return f"{tr('已作废')}：{stored.withdrawn}"
    return f"{tr('已打印')} {_local(stored.printed)}" if stored.printed else tr("未打印")


COLUMNS = (
    Column(key="number", head=tr("编号"), value=lambda p: p.number, width=88, frozen=True),
    Column(key="title", head=tr("标题"), value=lambda p: p.title, width=288),
    Column(key="as_of", head=tr("截至"), value=lambda p: p.as_of, kind=Kind.DATE, width=96),
    Column(key="state", head=tr("状态"), value=_state, width=168),
    Column(key="at", head=tr("登记时间"), value=lambda p: _local(p.at), width=136),
    Column(key="officer", head=tr("经办人"), value=lambda p: p.officer, width=80),
    Column(
        key="known_at",
        head=tr("数据版本"),
        value=lambda p: p.known_at,
        kind=Kind.COUNT,
        width=88,
        tip=lambda _p: tr("登记时最后一步操作的序号，此后的修改不在其中"),
    ),
    Column(
        key="sha256",
        head=tr("校验码"),
        value=lambda p: p.sha256,
        width=144,
        hidden=True,
        tip=lambda _p: "SHA-256",
    ),
)


class PrintsView(QWidget):
    """The list at the top, the chosen print's pages below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = GridModel(COLUMNS, row_id=lambda stored: stored.id)
        self.panel = GridPanel(context, "prints", self.model, title_of=lambda p: p.number)
        self.pages = PaperView()
        self.bar = PaperBar(self.pages)
        self.findings = Findings()
        self.shown: Print | None = None
        self.pdf = b""
        self.answer = QTextBrowser()
        self.answer.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.answer.document().setDocumentMargin(12)
        self.side = SidePanel(width=400)
        self.side.open(tr("与现有数据比较"), self.answer)
        self.side.hide()
        self.print_button = QPushButton(tr("原样重印……"))
        self.print_button.setProperty("primary", True)
        self.pdf_button = QPushButton(tr("存为PDF"))
        self.compare_button = QPushButton(tr("与现有数据比较"))
        self.withdraw_button = QPushButton(tr("作废……"))
        self._lay_out()
        self.panel.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.print_button.clicked.connect(self.reprint)
        self.pdf_button.clicked.connect(self.save_pdf)
        self.compare_button.clicked.connect(self.compare)
        self.withdraw_button.clicked.connect(self.withdraw)
        self._enable()

    def refresh(self, choose: int | None = None) -> None:
        """Load the list; `choose` is the print to show."""
        from facilitydesk.services import printing

        def done(found: tuple[Print, ...]) -> None:
            wanted = choose or (self.shown.id if self.shown else None)
            with QSignalBlocker(self.panel.view.selectionModel()):
                self.model.set_rows(found)
            empty = tr("登记印发的通报和表格存放在这里，可原样重印，也可与现有数据比较。")
            self.panel.set_empty("" if found else empty)
            line = self.model.line_of(wanted) if wanted is not None else None
            if found:
                self.panel.view.setCurrentIndex(self.model.index(line or 0, 0))
            self._show(self.model.row_at(line or 0) if found else None)

        self.context.runner.read(printing.prints, done)

    @Slot()
    def reprint(self) -> None:
        """原样重印: the stored pages; a printer that took them is noted."""
        stored = self.shown
        if stored is None or not self.pdf:
            return
        from facilitydesk.services import printing

        def printed(_sent: object) -> None:
            if not self.context.desk.readonly:
                self.context.runner.do(lambda desk: printing.mark_printed(desk, stored.id))

        title, data = f"{stored.number}{stored.title}", self.pdf
        self._check(stored, lambda: sending.print_paper(self, self.context, title, data, printed))

    @Slot()
    def save_pdf(self) -> None:
        """存为PDF: byte for byte what was issued."""
        stored, data = self.shown, self.pdf
        if stored is None or not data:
            return
        title = f"{stored.number}{stored.title}"
        self._check(
            stored, lambda: output.save_file(self, self.context, title, ".pdf", lambda: data)
        )

    def _check(self, stored: Print, then: Callable[[], None] = lambda: None) -> None:
        """Compute closed balances again, say what was damaged, and go on: the pages stay."""
        from facilitydesk.gui.report import press

        def done(found: tuple[Problem, ...]) -> None:
            if self.shown is not None and self.shown.id == stored.id:
                if found:
                    self.findings.show_problems(found)
                else:
                    self.findings.clear()
            then()
            if found:
                self.context.notice.emit(found[0].message, "red")

        self.context.runner.read(lambda desk: press.damage_since(desk, stored), done)

    @Slot()
    def compare(self) -> None:
        """与现有数据比较: what the same paper would say now."""
        stored = self.shown
        if stored is None:
            return
        desk = self.context.desk

        def work(step: Step) -> tuple[Difference, ...]:
            from facilitydesk.gui.report import press
            from facilitydesk.reports.catalogue import report_named

            step(0, 1, stored.number)
            return press.compared(desk, stored, report_named(stored.name))

        def done(found: tuple[Difference, ...]) -> None:
            if self.shown is not None and self.shown.id == stored.id:
                self.answer.setHtml(as_html(stored, found))
                self.side.show()

        self.context.runner.job(tr("比较"), work, done)

    @Slot()
    def withdraw(self) -> None:
        """作废: with a reason that stays beside the print."""
        stored = self.shown
        if stored is None:
            return
        title = tr("作废{number}").format(number=stored.number)
        words = tr("作废后不能恢复，存档的原件保留。作废{number}的原因：")
        reason = ask_line(self, title, words.format(number=stored.number), yes=tr("作废"))
        if not reason:
            return
        from facilitydesk.services import printing

        self.context.runner.do(lambda desk: printing.withdraw(desk, stored.id, reason))

    @Slot()
    def _on_current(self) -> None:
        index = self.panel.view.currentIndex()
        self._show(self.model.row_at(index.row()) if index.isValid() else None)

    def _show(self, stored: Print | None) -> None:
        before, self.shown = self.shown, stored
        self._enable()
        if before is not None and stored is not None and before.id == stored.id and self.pdf:
            return
        self.pdf = b""
        self.pages.show_pdf(None)
        self.findings.clear()
        self.side.hide()
        if stored is None:
            return
        from facilitydesk.services import printing

        def done(data: bytes) -> None:
            if self.shown is not None and self.shown.id == stored.id:
                self.pdf = data
                self.pages.show_pdf(data)
                self._enable()
                self._check(stored)

        self.context.runner.read(lambda desk: printing.pdf(desk, stored.id), done)

    def _enable(self) -> None:
        stored = self.shown
        there = stored is not None and bool(self.pdf)
        self.print_button.setEnabled(there)
        self.pdf_button.setEnabled(there)
        self.compare_button.setEnabled(stored is not None)
        valid = stored is not None and not stored.withdrawn
        allow(self.withdraw_button, self.context.desk, "report.withdraw", on=valid)

    def _lay_out(self) -> None:
        title = QLabel(tr("已印发"))
        title.setProperty("role", "title")
        first = QHBoxLayout()
        first.setContentsMargins(16, 8, 16, 8)
        first.setSpacing(8)
        first.addWidget(title)
        first.addSpacing(8)
        first.addWidget(self.panel.quick)
        first.addStretch(1)
        below = QWidget()
        actions = QHBoxLayout()
        actions.setContentsMargins(16, 8, 8, 8)
        actions.setSpacing(8)
        for button in (
            self.print_button,
            self.pdf_button,
            self.compare_button,
            self.withdraw_button,
        ):
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self.bar)
        paper = QHBoxLayout()
        paper.setSpacing(0)
        paper.addWidget(self.pages, 1)
        paper.addWidget(self.side)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addLayout(actions)
        lower.addLayout(paper, 1)
        lower.addWidget(self.findings)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.panel)
        split.addWidget(below)
        split.setStretchFactor(1, 1)
        split.setSizes([168, 480])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addWidget(split, 1)
