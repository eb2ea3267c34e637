"""The page of the reports with figures to print, for tests that speak of reports by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.quantities import Area, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.gui.context import Context
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.report.view import ReportView
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import printing, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from tests.gui.desks import Notices, settle

WEEK = date(2026, 3, 9)


@dataclass
class Reports:
    """The open page with what an officer sees and does on it."""

    page: ReportPage
    context: Context
    told: Notices

    @property
    def view(self) -> ReportView:
        return self.page.view

    @property
    def pdf(self) -> bytes:
        assert self.view.paper is not None
        return self.view.paper.printed.pdf

    @property
    def text(self) -> str:
        """The words of all pages."""
        with Preview(self.pdf) as preview:
            return "".join(preview.text(n) for n in range(len(preview))).replace("\r\n", "")

    def choose(self, name: str) -> None:
        self.page.choose(name)
        settle()

    def option(self, key: str, value: object) -> None:
        """Set an option as a click does."""
        editor = self.view.options.editors[key]
        editor.set_value(value)
        editor.changed.emit()
        self.view.build()
        settle()

    def issue(self) -> int:
        """Store the shown paper; the id of the print."""
        assert self.view.paper is not None
        self.view._issue(self.view.paper)
        settle()
        return printing.prints(self.context.desk)[0].id


def enter(desk: Desk, work: int, percent: int, area: int, monday: date = WEEK) -> None:
    cells = [
        Cell(work, "stage", Stage.read("主体施工")),
        Cell(work, "progress", Percent.of(percent)),
        Cell(work, "started_area", Area.of(area)),
    ]
    assert not week.enter(desk, monday, cells).rejected
