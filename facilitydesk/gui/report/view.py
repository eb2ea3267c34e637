"""One report: its options, its pages as they will be printed, the findings, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.report import output, sending
from facilitydesk.gui.report.busy import BusyNote
from facilitydesk.gui.report.findings import Findings
from facilitydesk.gui.report.head import ReportHead
from facilitydesk.gui.report.issue_dialog import IssueDialog
from facilitydesk.gui.report.option_fields import Given
from facilitydesk.gui.report.options_panel import OptionsPanel
from facilitydesk.gui.report.paper_bar import PaperBar
from facilitydesk.gui.report.paper_view import PaperView
from facilitydesk.gui.runner import Cancelled, Step

if TYPE_CHECKING:
    from facilitydesk.gui.report.press import Made, Wanted
    from facilitydesk.reports.report import Report
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
        self.head = ReportHead(self.options.top, self.bar)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.build)
        self.options.changed.connect(self._on_changed)
        self.busy.cancelled.connect(self._on_cancelled)
        context.runner.progress.connect(self._on_progress)
        head = self.head
        head.print.clicked.connect(self.print_paper)
        head.pdf.clicked.connect(self.save_pdf)
        head.xlsx.clicked.connect(self.save_xlsx)
        head.docx.clicked.connect(self.save_docx)
        head.each_pdf.triggered.connect(self.save_each)
        head.each_xlsx.triggered.connect(self.save_each_xlsx)
        head.each_docx.triggered.connect(self.save_each_docx)
        head.issue.clicked.connect(self.issue)
        head.more.toggled.connect(self._on_more)
        self._on_more(bool(context.setting("reports.more", False)))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.print_paper)
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
        self.head.title.setText(report.title)
        self.options.use(used_options(report))
        self.options.set_values(values or {})
        self.head.each.setVisible(report.per_school)
        self.head.fit()
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
            self._keep(paper)

        sending.print_paper(self, self.context, self._file_title(), paper.printed.pdf, printed)

    @Slot()
    def save_pdf(self) -> None:
        """存为PDF: exactly the bytes that are shown."""
        paper = self.paper
        if paper is None:
            return
        self._save(paper, ".pdf", lambda: paper.printed.pdf)

    @Slot()
    def save_xlsx(self) -> None:
        """存为Excel: the same document as a workbook."""
        self._save_as(".xlsx")

    @Slot()
    def save_docx(self) -> None:
        """存为Word: the same document as text to edit."""
        self._save_as(".docx")

    def _save_as(self, suffix: str) -> None:
        paper = self.paper
        if paper is None:
            return

        def render() -> bytes:
            from facilitydesk.reports.producing import drawn

            return drawn(paper.document, suffix)[0]

        self._save(paper, suffix, render)

    def _save(self, paper: Made, suffix: str, content: Callable[[], bytes]) -> None:
        def saved() -> None:
            self._keep(paper)

        output.save_file(self, self.context, self._file_title(), suffix, content, saved)

    @Slot()
    def save_each(self) -> None:
        """全部学校分别存: a PDF for each school of the report."""
        self._save_each(".pdf")

    @Slot()
    def save_each_xlsx(self) -> None:
        """The same as workbooks."""
        self._save_each(".xlsx")

    @Slot()
    def save_each_docx(self) -> None:
        """The same as Word files."""
        self._save_each(".docx")

    def _save_each(self, suffix: str) -> None:
        wanted = self.wanted
        if wanted is not None:
            output.save_each(self, self.context, wanted, suffix)

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
            self._keep(paper)

        self.context.runner.do(action, done=done, initiator=self)

    def _keep(self, paper: Made) -> None:
        """What a paper that went out was made with is there again the next time."""
        from facilitydesk.gui.report.press import to_keep
        from facilitydesk.services import report_options

        report, options = paper.wanted.report, to_keep(paper.wanted)
        self.context.runner.do(
            lambda desk: report_options.keep(desk, report.name, report.title, options),
            initiator=self,
        )

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
        layout.addWidget(self.head)
        layout.addLayout(below, 1)

    def _enable(self) -> None:
        there = self.paper is not None
        head = self.head
        for button in (head.print, head.pdf, head.xlsx, head.docx):
            button.setEnabled(there)
        stored = self.paper is not None and self._stored_id(self.paper) is not None
        self.head.issue.setEnabled(there and not stored and not self.context.desk.readonly)
        self.head.issue.setText(tr("已登记印发") if stored else tr("登记印发"))

    @Slot()
    def _on_changed(self) -> None:
        self.paper = None  # what is shown is no longer what is asked for
        self._enable()
        self._timer.start()

    @Slot(bool)
    def _on_more(self, on: bool) -> None:
        self.head.more.setChecked(on)
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
