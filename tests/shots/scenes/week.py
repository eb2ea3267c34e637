"""The week grid and what stands beside it."""

from __future__ import annotations

from typing import Any

from facilitydesk.gui.grid.filter_popup import FilterPopup
from facilitydesk.gui.grid.model import Typed
from facilitydesk.services import locks, week
from tests.shots.stage import Stage, scene


def at(page: Any, line: int, key: str) -> None:
    page.panel.view.setCurrentIndex(page.model.index(line, page.model.by_key[key]))


def submitted(stage: Stage) -> Any:
    page = stage.open("week")
    context = stage.context()
    context.runner.do(lambda desk: locks.submit_week(desk, context.week))
    stage.settle()
    return page


@scene("week")
def grid(stage: Stage) -> None:
    stage.open("week")


@scene("week-empty")
def empty(stage: Stage) -> None:
    stage.open("week", stage.desk(empty=True))


@scene("week-bad-cells")
def bad_cells(stage: Stage) -> None:
    page: Any = stage.open("week")
    model = page.model
    model.enter(
        [
            Typed(0, model.by_key["progress"], "约六成"),
            Typed(1, model.by_key["progress"], "165"),
            Typed(2, model.by_key["completed_area"], "99999999"),
            Typed(3, model.by_key["invested"], "0.5"),
            Typed(4, model.by_key["stage"], "快好了"),
        ]
    )
    at(page, 1, "progress")


@scene("week-editing")
def editing(stage: Stage) -> None:
    page: Any = stage.open("week")
    at(page, 2, "stage")
    page.panel.view.edit(page.panel.view.currentIndex())


@scene("week-history")
def history(stage: Stage) -> None:
    page: Any = stage.open("week")
    rows = [row for row in page.rows if row.now is not None]
    page.deeds.show_history(rows[0], "progress")


@scene("week-missing-list")
def missing_list(stage: Stage) -> None:
    page: Any = stage.open("week")
    page.bar.missing.click()


@scene("week-only-missing")
def only_missing(stage: Stage) -> None:
    page: Any = stage.open("week")
    page.bar.only_missing.setChecked(True)


@scene("week-filter")
def filter_popup(stage: Stage) -> Any:
    page: Any = stage.open("week")
    view = page.panel.view
    section = page.model.by_key["stage"]
    texts = sorted({page.model.cell_text(row, page.model.columns[section]) for row in page.rows})
    popup = FilterPopup(view, texts, None)
    x = view.columnViewportPosition(section) + view.verticalHeader().width()
    popup.move(view.mapToGlobal(view.rect().topLeft()).x() + x, 180)
    popup.show()
    return popup


@scene("week-locked")
def locked(stage: Stage) -> None:
    submitted(stage)


@scene("week-submit-dialog")
def submit_dialog(stage: Stage) -> None:
    page: Any = stage.open("week")
    stage.during(page.bar.submit.click)


@scene("week-unlock-dialog")
def unlock_dialog(stage: Stage) -> None:
    page = submitted(stage)
    stage.during(page.bar.unlock.click)


@scene("week-part")
def part(stage: Stage) -> None:
    page: Any = stage.open("week")
    context = stage.context()
    stopped = [
        row.work_id
        for row in week.sheet(context.desk, context.week).rows
        if row.last is not None and row.last.stage is not None and row.last.stage.term == "停工"
    ]
    page.show_where({"works": tuple(stopped), "title": "停工的单项工程"})
