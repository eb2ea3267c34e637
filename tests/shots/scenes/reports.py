"""Reports, what was issued, and their dialogs."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Area
from facilitydesk.gui.opening import only_reading
from facilitydesk.gui.report import printer, sending
from facilitydesk.gui.report.issue_dialog import IssueDialog
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.report.paper_view import Fit
from facilitydesk.services import week
from facilitydesk.services.week import Cell
from tests.shots.stage import Stage, scene


def reports(stage: Stage, name: str = "bulletin") -> ReportPage:
    stage.settings.set("reports.chosen", name)
    return cast("ReportPage", stage.open("reports"))


@scene("reports-bulletin")
def bulletin(stage: Stage) -> None:
    reports(stage)


@scene("reports-bulletin-options")
def options(stage: Stage) -> None:
    page = reports(stage)
    page.view.head.more.setChecked(True)
    page.view.options.editors["number"].set_value("临教项目〔2026〕3号")
    page.view.options.editors["demands"].set_value("各校要加快进度，确保三月底前全部复工。")
    page.view.build()
    stage.settle()
    page.view.pages.set_zoom(Fit.PAGE)


@scene("reports-bulletin-page-3")
def third_page(stage: Stage) -> None:
    page = reports(stage)
    page.view.pages.set_zoom(1.0)
    page.view.pages.go_to(2)


@scene("reports-progress-table")
def progress_table(stage: Stage) -> None:
    reports(stage, "progress_table")


@scene("reports-ranking")
def ranking(stage: Stage) -> None:
    reports(stage, "ranking")


@scene("reports-missing")
def missing(stage: Stage) -> None:
    reports(stage, "missing")


@scene("reports-school-first")
def school_first(stage: Stage) -> None:
    reports(stage, "school_progress")


@scene("reports-school")
def school(stage: Stage) -> None:
    page = reports(stage, "school_progress")
    editor = page.view.options.editors["school_id"]
    editor.set_value(editor._values[1])  # type: ignore[attr-defined]  # a ChoiceEditor
    page.view.build()


@scene("reports-busy")
def busy(stage: Stage) -> None:
    page = reports(stage)
    page.view.busy.begin()
    page.view.busy.told(1, 3, "印发前校验")
    page.view.busy._appear()


@scene("reports-issue-dialog")
def issue_dialog(stage: Stage) -> QWidget:
    page = reports(stage)
    assert page.view.paper is not None
    dialog = IssueDialog(page.view.paper, page)
    dialog.show()
    return dialog


@scene("reports-prints-empty")
def prints_empty(stage: Stage) -> None:
    reports(stage, "prints")


@scene("reports-prints")
def prints(stage: Stage) -> None:
    page = reports(stage)
    for name in ("missing", "progress_table", "bulletin"):
        page.choose(name)
        stage.settle()
        assert page.view.paper is not None
        page.view._issue(page.view.paper)
        stage.settle()
    page.choose("prints")


@scene("reports-prints-compared")
def compared(stage: Stage) -> None:
    page = reports(stage)
    assert page.view.paper is not None
    page.view._issue(page.view.paper)
    context = stage.context()
    rows = [row for row in week.sheet(context.desk, context.week).rows if row.now is None]
    cells = [Cell(row.work_id, "started_area", Area.of(600)) for row in rows[:4]]
    context.runner.do(lambda desk: week.enter(desk, context.week, cells))
    page.choose("prints")
    stage.settle()
    page.prints.compare()


@scene("reports-no-printer")
def no_printer(stage: Stage) -> None:
    page = reports(stage)
    page.view.print_paper()


@scene("reports-readonly")
def readonly(stage: Stage) -> None:
    desk = stage.desk(readonly=True)
    held = Trouble("file.held", officer="李建平", host="PC-07", since="11-22 08:41")
    stage.window.set_banner(only_reading(held))
    stage.open("reports", desk)


@scene("reports-print-dialog")
def print_dialog(stage: Stage) -> None:
    page = reports(stage)
    assert page.view.paper is not None
    pdf = page.view.paper.printed.pdf
    stage.during(lambda: sending.asked(page.view, printer.prepared(pdf), pdf))


@scene("reports-withdraw-dialog")
def withdraw_dialog(stage: Stage) -> None:
    page = reports(stage)
    assert page.view.paper is not None
    page.view._issue(page.view.paper)
    page.choose("prints")
    stage.settle()
    stage.during(page.prints.withdraw)
