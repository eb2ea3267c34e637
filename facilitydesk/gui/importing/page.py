"""数据交换: a workbook comes in on one page, step by step: choose, recognise, review, import, result.

Nothing is written before 导入; then everything goes in as one operation and one step to undo.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.panel import NoteStrip
from facilitydesk.gui.importing import taking
from facilitydesk.gui.importing.afterwards import Afterwards
from facilitydesk.gui.importing.choose import ChooseView
from facilitydesk.gui.importing.decisions import Decisions
from facilitydesk.gui.importing.draft import Draft
from facilitydesk.gui.importing.facts import KINDS
from facilitydesk.gui.importing.handing_out import save_template
from facilitydesk.gui.importing.recognised import RecognisedView
from facilitydesk.gui.importing.result import ResultView
from facilitydesk.gui.importing.reviewed import ReviewView
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.showing import Showing
from facilitydesk.gui.importing.steps import CHOOSE, IMPORT, RECOGNISE, RESULT, REVIEW, Steps
from facilitydesk.gui.importing.taking import Done, Known, Plan
from facilitydesk.gui.importing.worker import Worker
from facilitydesk.gui.page import Page
from facilitydesk.interchange.book import Book

_RECENT = "import.recent"
_MOST_RECENT = 12
_FILE_WIDTH = 340
_SHOWN = {CHOOSE: 0, RECOGNISE: 1, REVIEW: 2, IMPORT: 2, RESULT: 3}


class ExchangePage(Page):
    """`start(path)` begins with a file; the views follow the draft and the book read from it."""

    key: ClassVar[str] = "exchange"
    title: ClassVar[str] = tr("数据交换")
    interests: ClassVar[frozenset[str]] = frozenset(
        {"import_record", "programme", "school", "school_alias", "project", "work", "week_entry"}
    )
    follows_scope: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = SheetModel(self)
        self.model.readonly = context.desk.readonly
        self.steps = Steps()
        self.file = QLabel()
        self.file.setProperty("role", "quiet")
        self.back = QPushButton(tr("返回"))
        self.next = QPushButton()
        self.next.setProperty("primary", True)
        self.note = NoteStrip(context)
        self.choose = ChooseView()
        self.choose.folder = saving.folder(context)
        self.recognised = RecognisedView(self.model)
        self.reviewed = ReviewView(context, self.model)
        self.result = ResultView()
        self.stack = QStackedWidget()
        for view in (self.choose, self.recognised, self.reviewed, self.result):
            self.stack.addWidget(view)
        self.decisions = Decisions(self)
        self.wanted_kind = ""  # what another page wants to take in: a key of LIST_KINDS
        self._readable: Draft | None = None  # the draft as it was last recognised
        self.worker = Worker(context, self)
        self.afterwards = Afterwards(context, self.result, self)
        self.showing = Showing(self.decisions, self.model, self.recognised, self.reviewed)
        self._lay_out()
        self._connect()
        self._go(CHOOSE)

    @property
    def draft(self) -> Draft | None:
        """What has been decided about the file that is on the page."""
        return self.decisions.draft

    def start(self, *paths: Path) -> None:
        """Read a file, or several as one book, and go on to the tables."""
        if self.worker.busy:
            return
        self.note.hide()
        self.showing.clear()
        self._go(CHOOSE)
        self.choose.set_trouble("")
        self.choose.set_reading(paths[0].name, len(paths))
        saving.remember(self.context, paths[0].parent)
        self.worker.open(paths)

    def refresh(self) -> None:
        """What others changed may change what an import would do."""
        step = self.steps.current
        if step == CHOOSE:
            self._show_recent()
        elif step == REVIEW:
            self._again()
        elif step == RESULT:
            self.afterwards.refresh()

    def show_where(self, where: dict[str, Any]) -> None:
        """{"path": a file} begins with it, {"import": a kind} waits for the officer's choice."""
        if "path" in where:
            self.start(Path(where["path"]))
            return
        self.want(str(where.get("import", "")))
        if self.steps.current == RESULT:
            self._on_step(CHOOSE)

    def want(self, kind: str) -> None:
        """The next file is read as this kind, unless it is seen to be of it; "" as it is seen."""
        self.wanted_kind = kind if kind in KINDS else ""
        self.choose.set_kind(KINDS.get(kind, ""))

    def _preselect(self, draft: Draft, book: Book) -> None:
        """Read the book as the kind another page wants, where it is not seen to be of it."""
        kind = self.wanted_kind
        self.want("")
        if kind and draft.prefer(kind, book):
            words = tr("按“{kind}”读取；如不是，请改选表的类型。")
            self.note.tell(words.format(kind=KINDS[kind]), "info")
            self._again()

    # --- after the worker ---------------------------------------------------------------------

    @Slot(object, object, object)
    def _on_opened(self, draft: Draft, book: Book, known: Known) -> None:
        self.decisions.draft, self.showing.known = draft, known
        self._readable = draft.copy()
        self.choose.set_reading("")
        self._name_file(draft, book.encoding)
        for path in reversed(draft.paths):
            self._note_recent(path)
        self.showing.show_book(book, None)
        self._go(RECOGNISE)
        self.recognised.sheet.go_to(f"A{book.tables[0].header_rows[1] + 1}")
        self.recognised.sheet.setFocus()
        if known.before:
            self.note.ask(known.before, [])
        self._preselect(draft, book)

    @Slot(object, object)
    def _on_recognised(self, book: Book, plan: Plan | None) -> None:
        if self.draft is not None:
            self._readable = self.draft.copy()
            self.showing.show_book(book, plan)
            self._name_buttons()

    @Slot(object)
    def _on_imported(self, done: Done) -> None:
        self.showing.clear()
        self.afterwards.show(done)
        self._go(RESULT)
        self.result.another.setFocus()

    @Slot(object)
    def _on_failed(self, trouble: Trouble) -> None:
        if self.steps.current == CHOOSE:
            self.choose.set_reading("")
            self.choose.set_trouble(str(trouble))
            return
        if self.steps.current == IMPORT:
            self._go(REVIEW)
        text = str(trouble)
        if trouble.code == "import.no_table" and self._readable is not None:
            # A correction left nothing that can be read: go back to what could.
            self.decisions.draft, self._readable = self._readable, None
            text += tr("刚才的更正已取消。")
            self._again()
        self.note.tell(text, "red")

    @Slot()
    def _on_cancelled(self) -> None:
        self.choose.set_reading("")
        if self.steps.current == IMPORT:
            self._go(REVIEW)
            self.note.tell(tr("已取消导入，数据没有变动。"), "info")

    # --- what the officer does ----------------------------------------------------------------

    @Slot()
    def _again(self) -> None:
        if self.draft is not None:
            self.worker.recognise(self.draft, plan=self.steps.current == REVIEW)
            self._name_buttons()

    @Slot()
    def _on_next(self) -> None:
        plan = self.showing.plan
        if self.steps.current == RECOGNISE:
            self.note.hide()
            self.reviewed.set_waiting()
            self._go(REVIEW)
            self._again()
        elif self.draft is not None and plan is not None and not self.worker.busy:
            self.note.hide()
            self.worker.take_in(self.draft.copy())
            self._go(IMPORT)

    @Slot()
    def _on_back(self) -> None:
        self._on_step(CHOOSE if self.steps.current == RECOGNISE else RECOGNISE)

    @Slot(int)
    def _on_step(self, step: int) -> None:
        self.note.hide()
        if step == CHOOSE:
            self.showing.clear()
        elif step == RECOGNISE:
            self.showing.plan = None
            self.showing.show_table(self.showing.current)
        self._go(step)
        if step == CHOOSE:
            self._show_recent()

    @Slot(int)
    def _on_table(self, number: int) -> None:
        self.showing.show_table(number)

    @Slot(str, str)
    def _on_jumped(self, sheet: str, cell: str) -> None:
        self.showing.jump(sheet, cell)

    # --- inside -------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self.steps.show_step(step)
        self.stack.setCurrentIndex(_SHOWN[step])
        self.back.setVisible(step in (RECOGNISE, REVIEW))
        self.next.setVisible(step in (RECOGNISE, REVIEW, IMPORT))
        self.file.setVisible(step not in (CHOOSE, RESULT))
        self._name_buttons()

    @Slot()
    def _name_buttons(self) -> None:
        if self.steps.current == RECOGNISE:
            self.next.setText(tr("下一步：核对"))
            self.next.setEnabled(True)
            return
        plan = self.showing.plan
        rows = plan.rows if plan else 0
        ready = plan is not None and not self.worker.busy
        if self.steps.current == IMPORT:
            self.next.setText(tr("正在导入……"))
        elif ready:
            told = tr("导入{rows}行").format(rows=rows) if rows else tr("没有要导入的内容")
            self.next.setText(told)
        else:
            self.next.setText(tr("正在核对……"))
        self.next.setEnabled(ready and rows > 0 and not self.context.desk.readonly)

    def _name_file(self, draft: Draft, encoding: str | None) -> None:
        """The file at the top; of a CSV also the encoding it was read in."""
        own = draft.raw.name
        name = f"{own}（{encoding.removesuffix('-sig').upper()}）" if encoding else own
        middle = Qt.TextElideMode.ElideMiddle
        self.file.setText(self.file.fontMetrics().elidedText(name, middle, _FILE_WIDTH))
        self.file.setToolTip("\n".join(map(str, draft.paths)))

    def _show_recent(self) -> None:
        def show(known: dict[str, str]) -> None:
            kept = self.context.setting(_RECENT, [])
            paths = [Path(text) for text in kept if isinstance(text, str)]
            self.choose.set_recent([(path, known.get(path.name, "")) for path in paths])

        self.context.runner.read(taking.history, show)

    def _note_recent(self, path: Path) -> None:
        kept = [text for text in self.context.setting(_RECENT, []) if text != str(path)]
        self.context.set_setting(_RECENT, [str(path), *kept][:_MOST_RECENT])

    def _lay_out(self) -> None:
        title = QLabel(self.title)
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 6)
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.steps)
        head.addStretch(1)
        head.addWidget(self.file)
        head.addWidget(self.back)
        head.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.decisions.listen(self.model, self.recognised, self.reviewed)
        self.decisions.changed.connect(self._again)
        self.choose.chosen.connect(lambda paths: self.start(*paths))
        self.choose.template_wanted.connect(
            lambda template: save_template(self, self.context, template, self.note.tell)
        )
        self.choose.kind_cleared.connect(lambda: self.want(""))
        self.choose.cancelled.connect(self.context.runner.cancel)
        self.recognised.table_chosen.connect(self._on_table)
        self.reviewed.jumped.connect(self._on_jumped)
        self.steps.wanted.connect(self._on_step)
        self.next.clicked.connect(self._on_next)
        self.back.clicked.connect(self._on_back)
        self.worker.opened.connect(self._on_opened)
        self.worker.recognised.connect(self._on_recognised)
        self.worker.imported.connect(self._on_imported)
        self.worker.failed.connect(self._on_failed)
        self.worker.cancelled.connect(self._on_cancelled)
        self.worker.idle.connect(self._name_buttons)
        self.afterwards.told.connect(self.note.tell)
        self.result.another_wanted.connect(lambda: self._on_step(CHOOSE))
