"""报表: what can be printed at the left, one report or the stored prints at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.page import Page
from facilitydesk.gui.report.option_fields import Given
from facilitydesk.gui.report.prints import PrintsView
from facilitydesk.gui.report.report_list import PRINTS, ReportList
from facilitydesk.gui.report.view import ReportView

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk

# What the choices of options are made from.
_OFFERED = {"setting", "programme", "school", "project", "work", "building", "equipment_batch"}


class ReportPage(Page):
    """The page of all reports; it follows the top bar's date and programme."""

    key = "reports"
    title = tr("报表")
    interests = frozenset(
        {
            *("region", "school", "programme", "plan_version", "plan_line", "target", "project"),
            *("milestone", "work", "problem_note", "week_entry", "period_lock", "setting"),
            *("equipment_plan", "equipment_batch", "batch_line", "delivery_line", "acceptance"),
            *("acceptance_line", "asset", "stock_take_line", "printed_report"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = ReportList()
        self.view = ReportView(context)
        self.prints = PrintsView(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.prints)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addWidget(self.stack, 1)
        self._filled = False
        self._offer_stale = False  # settings, programmes or schools have changed
        self._full = False  # whether the shown report has whole telephone numbers
        self._wanted = ""  # the report to show when the list is there
        self._given: dict[str, dict[str, Any]] = {}  # options another page asked for, by report
        self.list.chosen.connect(self._on_chosen)
        self.view.issued.connect(self._on_issued)
        self.view.options.changed.connect(self._on_options)

    def refresh(self) -> None:
        """Load the list once, then the chosen report or the stored prints anew."""
        if not self._filled:
            self.context.runner.read(read_given, self._fill)
            return
        if self._offer_stale:
            self._offer_stale = False
            self.context.runner.read(read_given, self._offer)
        self._follow()
        if self.stack.currentWidget() is self.prints:
            self.prints.refresh()
        else:
            self.view.build()

    def show_where(self, where: dict[str, Any]) -> None:
        """{"report": "bulletin"} or {"print": id}.

        A report may bring `values`, options to begin with, `school` (an id) and `as_of`.
        """
        if "as_of" in where:
            self.context.set_scope(as_of=where["as_of"])
        if "print" in where:
            self.choose(PRINTS)
            self.prints.refresh(where["print"])
        elif "report" in where:
            self._given[where["report"]] = {
                **where.get("values", {}),
                **({"school_id": where["school"]} if "school" in where else {}),
            }
            if self.list.name == where["report"]:
                self._on_chosen(where["report"])
            self.choose(where["report"])

    def choose(self, name: str) -> None:
        """Show a report by its name in the catalogue, or "prints"."""
        self._wanted = name
        self.list.choose(name)

    def search(self) -> None:
        """Ctrl+F: find a stored print."""
        self.choose(PRINTS)
        self.prints.panel.quick.setFocus()

    def _fill(self, given: Given) -> None:
        from facilitydesk.reports.catalogue import GROUPS

        if self._filled:
            return
        self._filled = True
        self.view.fill(given)
        self._follow()
        self.list.fill(GROUPS)
        self.choose(self._wanted or str(self.context.setting("reports.chosen", "")))
        if not self.list.name:
            self.list.choose_first()

    def _offer(self, given: Given) -> None:
        self.view.options.update_choices(given)
        self._follow()

    def _follow(self) -> None:
        """Take date and programme from the top bar."""
        self.view.options.set_day(self.context.as_of)
        self.view.options.set_values({"programme_id": self.context.programme_id})

    @Slot()
    def _on_options(self) -> None:
        """One date and one programme for the whole window."""
        options = self.view.options
        self._note_phones()
        programme = options.editors["programme_id"].value
        if (options.as_of.value, programme) != (self.context.as_of, self.context.programme_id):
            self.context.set_scope(as_of=options.as_of.value, programme_id=programme)

    def _note_phones(self) -> None:
        """Whole telephone numbers are ticked per report, remembered, and journalled."""
        report, editor = self.view.report, self.view.options.editors["full_phones"]
        if report is None or "full_phones" not in report.options or editor.value == self._full:
            return
        from facilitydesk.services.people import phones

        self._full = on = bool(editor.value)

        def failed(trouble: Trouble) -> None:
            self._full = not on
            editor.set_value(not on)
            self.context.notice.emit(str(trouble), "red")
            self.view.build()

        self.context.runner.do(
            lambda desk: phones.choose(desk, report.name, report.title, on=on),
            failed=failed,
            initiator=self,
        )

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self.context.set_setting("reports.chosen", name)
        if name == PRINTS:
            self.stack.setCurrentWidget(self.prints)
            self.prints.refresh()
            return
        from facilitydesk.gui.report import press
        from facilitydesk.reports.catalogue import report_named

        self.stack.setCurrentWidget(self.view)
        report = report_named(name)

        def take(kept: dict[str, Any]) -> None:
            if self.list.name == name:
                self._full = bool(kept.get("full_phones", self._full))
                self.view.set_report(report, {**kept, **self._given.pop(name, {})})

        def read(desk: Desk) -> dict[str, Any]:
            from facilitydesk.services.people import phones

            kept = press.beginning(desk, report)
            if "full_phones" in report.options:
                kept["full_phones"] = phones.full(desk, name)
            return kept

        self.context.runner.read(read, take)

    @Slot(object)
    def _on_issued(self, print_id: int) -> None:
        self.prints.shown = None
        self.prints.refresh(print_id)

    @Slot(object, object)
    def _on_changed(self, changes: Any, initiator: object) -> None:
        if initiator is self.view and changes.entities == {"setting"}:
            return  # what the shown paper was made with is kept
        # A stored print changes the list of prints, never a figure.
        if changes.entities <= {"printed_report"}:
            if "printed_report" in changes.entities and self._filled:
                self.prints.refresh()
            return
        if changes.entities & _OFFERED:
            self._offer_stale = True
        super()._on_changed(changes, initiator)


def read_given(desk: Desk) -> Given:
    """What the options are made from."""
    from facilitydesk.services import papers, school_file, scope, settings
    from facilitydesk.services.areas import buildings
    from facilitydesk.services.equipment import batches
    from facilitydesk.services.figures import Scope

    names: dict[int, str] = {}
    for line in papers.works(desk, Scope(desk.today)):
        names.setdefault(line.names.school_id, line.names.school)
    for building in buildings.rows(desk):
        names.setdefault(building.school_id, building.school)
    names = {**names, **school_file.schools(desk)}
    return Given(
        today=desk.today,
        settings=settings.load(desk),
        programmes=tuple(
            (row.id, row.short_name or row.name) for row in scope.outline(desk).programmes
        ),
        schools=tuple(names.items()),
        batches=tuple((row.id, row.name) for row in batches.rows(desk)),
        parts=papers.home(desk).parts,
    )
