"""One report: its options, its pages as they will be printed, the findings, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context
from facilitydesk.gui.report import sending
from facilitydesk.gui.report.busy import BusyNote
from facilitydesk.gui.report.findings import Findings
from facilitydesk.gui.report.issue_dialog import IssueDialog
from facilitydesk.gui.report.option_fields import Given
from facilitydesk.gui.report.options_panel import OptionsPanel
from facilitydesk.gui.report.paper_bar import PaperBar
from facilitydesk.gui.report.paper_view import PaperView
from facilitydesk.gui.runner import Cancelled, Step
from facilitydesk.gui.theme import Tone

if TYPE_CHECKING:
    from facilitydesk.gui.report.press import Made, Wanted
    from facilitydesk.reports.catalogue import Report
    from facilitydesk.services.desk import Desk

_TYPING_MS = 350  # a word is finished before it is printed anew


class ReportView(QWidget):
    """Signals: `made(Made)` a preview is there, `issued(id)` it was stored."""

    made = Signal(object)
    issued = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.report: Report | None = None
        self.paper: Made | None = None  # what is shown; None while nothing is or it is outdated
        self._issued: tuple[bytes, int] | None = None  # the PDF that was stored, and under which id
        self._building = False
        self._again = False
        self._ready = False  # whether the options are filled
        self.options = OptionsPanel(self)
        self.pages = PaperView()
        self.bar = PaperBar(self.pages)
        self.findings = Findings()
        self.busy = BusyNote(self.pages)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.print_button = QPushButton(tr("打印……"))
        self.print_button.setProperty("primary", True)
        self.pdf_button = QPushButton(tr("存为PDF"))
        self.xlsx_button = QPushButton(tr("存为Excel"))
        self.each_button = QPushButton(tr("全部学校分别存"))
        self.issue_button = QPushButton(tr("登记印发"))
        self.more = QToolButton()
        self.more.setText(tr("版式与文字"))
        self.more.setCheckable(True)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.build)
        self.options.changed.connect(self._on_changed)
        self.busy.cancelled.connect(self._on_cancelled)
        context.runner.progress.connect(self._on_progress)
        for button, slot in (
            (self.print_button, self.print_paper),
            (self.pdf_button, self.save_pdf),
            (self.xlsx_button, self.save_xlsx),
            (self.each_button, self.save_each),
            (self.issue_button, self.issue),
        ):
            button.clicked.connect(slot)
        self.more.toggled.connect(self._on_more)
        self._on_more(bool(context.setting("reports.more", False)))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_paper)
        self.print_button.setToolTip(tr("打印（Ctrl+P）"))
        self._enable()

    # --- what is shown ------------------------------------------------------------------------

    def fill(self, given: Given) -> None:
        """Make the option editors."""
        self.options.fill(given)
        self._ready = True

    def set_report(self, report: Report, values: Mapping[str, Any] | None = None) -> None:
        """Show another report; `values` are options to begin with."""
        from facilitydesk.gui.report.press import used_options

        self.report = report
        self.title.setText(report.title)
        self.options.use(used_options(report))
        self.options.set_values(values or {})
        self.each_button.setVisible(report.per_school)
        self.pages.show_pdf(None)
        self.paper = None
        self.build()

    @property
    def wanted(self) -> Wanted | None:
        """What the options ask for."""
        if self.report is None or not self._ready:
            return None
        from facilitydesk.gui.report.press import Wanted

        return Wanted(self.report, self.options.as_of.value, self.options.values)

    @Slot()
    def build(self) -> None:
        """Make the preview anew, in the background."""
        self._timer.stop()
        wanted = self.wanted
        if wanted is None:
            return
        if wanted.report.per_school and wanted.values.get("school_id") is None:
            self._tell(tr("请在上方选择学校，或用“全部学校分别存”为每所学校各存一份。"))
            return
        if self._building:
            self._again = True
            self.context.runner.cancel()
            return
        self._building = True
        self.busy.begin()
        desk = self.context.desk

        def work(step: Step) -> Made | None:
            from facilitydesk.gui.report import press

            try:
                return press.make(desk, wanted, step)
            except Cancelled:
                return None

        self.context.runner.job("", work, self._on_made, failed=self._on_failed)

    def _on_made(self, paper: Made | None) -> None:
        self._building = False
        self.busy.end()
        if self._again:
            self._again = False
            self.build()
            return
        if paper is None:
            self._tell(tr("已取消生成预览；更改选项后会重新生成。"))
            return
        self.paper = paper
        self.pages.show_pdf(paper.printed.pdf, paper.printed.places)
        self.findings.show_problems(paper.findings, paper.fonts)
        self._enable()
        self.made.emit(paper)

    def _on_failed(self, trouble: Trouble) -> None:
        self._building = False
        self._again = False
        self.busy.end()
        self._tell(str(trouble))
        self.context.notice.emit(str(trouble), "red")

    def _tell(self, text: str) -> None:
        """Nothing to print: say why."""
        self.paper = None
        self.pages.show_pdf(None, message=text)
        self.findings.clear()
        self._enable()

    # --- actions ------------------------------------------------------------------------------

    @Slot()
    def print_paper(self) -> None:
        """打印: on a printer of this PC."""
        paper = self.paper
        if paper is None:
            return
        stored = self._stored_id(paper)

        def printed(_sent: object) -> None:
            if stored is not None:
                self._mark_printed(stored)

        sending.print_paper(self, self.context, self._file_title(), paper.printed.pdf, printed)

    @Slot()
    def save_pdf(self) -> None:
        """存为PDF: exactly the bytes that are shown."""
        paper = self.paper
        if paper is None:
            return
        self._save(".pdf", lambda: paper.printed.pdf)

    @Slot()
    def save_xlsx(self) -> None:
        """存为Excel: the same document as a workbook."""
        paper = self.paper
        if paper is None:
            return

        def render() -> bytes:
            from facilitydesk.reports import xlsx

            return xlsx.render(paper.document).xlsx

        self._save(".xlsx", render)

    def _save(self, suffix: str, content: Callable[[], bytes]) -> None:
        path = saving.ask_file(self, self.context, self._file_title(), suffix)
        if path is None:
            return

        def work(step: Step) -> Path:
            from facilitydesk.reports import write

            step(0, 1, "")
            write.save(path, content())
            return path

        self.context.runner.job(
            tr("保存"),
            work,
            lambda saved: self.context.notice.emit(f"{tr('已保存')}：{saved}", "info"),
        )

    @Slot()
    def save_each(self) -> None:
        """全部学校分别存: a file for each school that has works."""
        wanted = self.wanted
        if wanted is None:
            return
        folder = saving.ask_folder(self, self.context, tr("全部学校分别存到文件夹"))
        if folder is None:
            return
        desk = self.context.desk

        def work(step: Step) -> tuple[Path, ...]:
            from facilitydesk.gui.report import press

            return press.write_each(desk, wanted, folder, step)

        def done(files: tuple[Path, ...]) -> None:
            text = tr("已存{count}所学校的文件到：{folder}")
            told = text.format(count=len(files), folder=folder)
            self.context.notice.emit(told, "info" if files else "yellow")

        self.context.runner.job(tr("全部学校分别存"), work, done)

    @Slot()
    def issue(self) -> None:
        """登记印发: keep the paper under the year's next number."""
        paper = self.paper
        if paper is None:
            return
        dialog = IssueDialog(paper, self)
        agreed = dialog.exec() == IssueDialog.DialogCode.Accepted
        dialog.deleteLater()
        if agreed:
            self._issue(paper)

    def _issue(self, paper: Made) -> None:
        from facilitydesk.services import printing

        def action(desk: Desk) -> printing.Issued:
            return printing.issue(desk, paper.to_issue())

        def done(stored: printing.Issued) -> None:
            self._issued = (paper.printed.pdf, stored.id)
            text = tr("已登记印发，编号{number}").format(number=stored.number)
            self.context.notice.emit(text, "info")
            self._enable()
            self.issued.emit(stored.id)

        self.context.runner.do(action, done=done, initiator=self)

    def _mark_printed(self, print_id: int) -> None:
        from facilitydesk.services import printing

        self.context.runner.do(lambda desk: printing.mark_printed(desk, print_id))

    def _stored_id(self, paper: Made) -> int | None:
        """Under which id exactly these pages were stored."""
        issued = self._issued
        return issued[1] if issued is not None and issued[0] == paper.printed.pdf else None

    def _file_title(self) -> str:
        paper = self.paper
        if paper is None:
            return sentence("print.nothing", {})
        return paper.title.replace("\n", "")

    # --- inside -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setContentsMargins(16, 8, 16, 0)
        first.setSpacing(16)
        first.addWidget(self.title)
        first.addWidget(self.options.top)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setContentsMargins(16, 8, 8, 8)
        second.setSpacing(8)
        for button in (
            self.print_button,
            self.pdf_button,
            self.xlsx_button,
            self.each_button,
            self.issue_button,
        ):
            second.addWidget(button)
        second.addStretch(1)
        second.addWidget(self.bar)
        second.addWidget(self.more)
        head = QWidget()
        head.setObjectName("reportHead")
        head.setStyleSheet(
            f"#reportHead {{ background: {Tone.SURFACE}; border-bottom: 1px solid {Tone.LINE}; }}"
        )
        inner = QVBoxLayout(head)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(first)
        inner.addLayout(second)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.findings)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(middle, 1)
        below.addWidget(self.options.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(below, 1)

    def _enable(self) -> None:
        there = self.paper is not None
        for button in (self.print_button, self.pdf_button, self.xlsx_button):
            button.setEnabled(there)
        stored = self.paper is not None and self._stored_id(self.paper) is not None
        self.issue_button.setEnabled(there and not stored and not self.context.desk.readonly)
        self.issue_button.setText(tr("已登记印发") if stored else tr("登记印发"))

    @Slot()
    def _on_changed(self) -> None:
        self.paper = None  # what is shown is no longer what is asked for
        self._enable()
        self._timer.start()

    @Slot(bool)
    def _on_more(self, on: bool) -> None:
        self.more.setChecked(on)
        self.options.side.setVisible(on)
        self.context.set_setting("reports.more", on)

    @Slot()
    def _on_cancelled(self) -> None:
        self._again = False
        self.context.runner.cancel()

    @Slot(str, object, object, str)
    def _on_progress(self, title: str, done: int, total: int, text: str) -> None:
        if self._building and not title:
            self.busy.told(done, total, text)
