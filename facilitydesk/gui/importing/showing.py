"""A draft's book on the two views that share one sheet: tables, marks, facts, lists, counts."""

from __future__ import annotations

from facilitydesk.gui.importing import lines, reviewed
from facilitydesk.gui.importing.decisions import Decisions
from facilitydesk.gui.importing.draft import original, table_id
from facilitydesk.gui.importing.recognised import RecognisedView
from facilitydesk.gui.importing.reviewed import ReviewView
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.sheet_rows import findings_of
from facilitydesk.gui.importing.taking import Known, Plan
from facilitydesk.interchange.book import Book, Table


class Showing:
    """`show_book` after each recognition; `show_table` when another table is chosen."""

    def __init__(
        self,
        decisions: Decisions,
        model: SheetModel,
        recognised: RecognisedView,
        review: ReviewView,
    ) -> None:
        self._decisions = decisions
        self._model = model
        self._recognised = recognised
        self._reviewed = review
        self.book: Book | None = None
        self.plan: Plan | None = None
        self.known = Known()
        self.current = 0

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        tables = self.book.tables if self.book else ()
        return tables[self.current] if self.current < len(tables) else None

    def clear(self) -> None:
        """No book any more."""
        self.book = self.plan = None
        self.current = 0
        self._decisions.draft = self._decisions.table = None

    def show_book(self, book: Book, plan: Plan | None) -> None:
        """Show a book that was recognised (again), with its plan where there is one."""
        draft = self._decisions.draft
        self.book, self.plan = book, plan
        if draft is None:
            return
        self.current = min(self.current, len(book.tables) - 1)
        left_out = [n for n, t in enumerate(book.tables) if table_id(t) in draft.left_out]
        self._recognised.set_tables(book.tables, self.current, left_out=left_out)
        self.show_table(self.current)
        if plan is not None:
            self._show_plan(plan)

    def show_table(self, number: int) -> None:
        """Show one of the tables in its sheet."""
        self.current = number
        table, book = self.table, self.book
        self._decisions.table = table
        draft = self._decisions.draft
        if table is None or draft is None or book is None:
            return
        problems = [*lines.problems_of(book), *(self.plan.problems if self.plan else ())]
        here = [problem for problem in problems if problem.sheet == table.sheet]
        originals = {
            (row, column): original(draft.raw, (name, row, column))
            for name, row, column in {*draft.corrections, *draft.refused}
            if name == table.sheet
        }
        out = self.plan.refused if self.plan else frozenset()
        refused = {row for sheet, row in out if sheet == table.sheet}
        self._model.set_table(table, findings_of(here), originals, refused)
        facts = self._recognised.facts
        facts.show_table(
            table,
            wanted=table_id(table) not in draft.left_out,
            several=len(book.tables) > 1,
            hidden=draft.hidden,
            hidden_sheets=sum(n.problem.code == "hidden_sheet" for n in book.notices),
        )
        facts.set_programmes(
            self.known.programmes, draft.programme, self.known.programme_found(table)
        )
        self._recognised.set_legend(table)

    def jump(self, sheet: str, cell: str) -> None:
        """Put the cursor on a cell of the review's sheet, wherever it is."""
        tables = self.book.tables if self.book else ()
        row = int("".join(filter(str.isdigit, cell)) or 0)
        fitting = [n for n, table in enumerate(tables) if table.sheet == sheet]
        if not fitting:
            return
        above = [n for n in fitting if tables[n].header_rows[0] <= row]
        wanted = (above or fitting)[-1] if above else fitting[0]
        if wanted != self.current:
            self.show_table(wanted)
        self._reviewed.sheet.go_to(cell)

    def _show_plan(self, plan: Plan) -> None:
        book, draft = self.book, self._decisions.draft
        if book is None or draft is None:
            return
        chosen = draft.chosen(book)
        problems = [*lines.problems_of(chosen), *plan.problems]
        self._reviewed.set_lines(
            {
                reviewed.PROBLEMS: lines.findings(problems),
                reviewed.INTERPRETED: lines.interpretations(chosen, draft.raw, draft.refused),
                reviewed.TOTALS: lines.totals(chosen),
                **plan.lines,
            }
        )
        self._reviewed.set_counts(plan.counts)
