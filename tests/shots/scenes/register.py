"""Projects, schools, programmes, problems, settings."""

from __future__ import annotations

from typing import Any

from tests.shots.stage import Stage, scene


def projects(stage: Stage, tab: int) -> Any:
    page: Any = stage.open("projects")
    page.detail.setChecked(True)
    stage.settle()
    page.card.tabs.setCurrentIndex(tab)
    return page


@scene("projects")
def projects_list(stage: Stage) -> None:
    stage.open("projects")


@scene("projects-empty")
def projects_empty(stage: Stage) -> None:
    stage.open("projects", stage.desk(empty=True))


@scene("projects-basics")
def basics(stage: Stage) -> None:
    projects(stage, 0)


@scene("projects-works")
def works(stage: Stage) -> None:
    page = projects(stage, 1)
    several = next(row for row in page.table.rows if len(row.works) > 1)
    page.table.go_to(several.id, "name")
    page.show_card()


@scene("projects-milestones")
def milestones(stage: Stage) -> None:
    projects(stage, 2)


@scene("projects-parties")
def parties(stage: Stage) -> None:
    projects(stage, 3)


@scene("projects-notes")
def notes(stage: Stage) -> None:
    page = projects(stage, 4)
    noted = next(row for row in page.table.rows if row.open_notes)
    page.table.go_to(noted.id, "name")
    page.show_card()


@scene("projects-papers")
def papers(stage: Stage) -> None:
    projects(stage, 5)


@scene("projects-new")
def new_project(stage: Stage) -> None:
    page: Any = stage.open("projects")
    page.show_where({"new": True})


@scene("projects-delete-refused")
def delete_refused(stage: Stage) -> None:
    page: Any = stage.open("projects")
    page.table.remove()


@scene("schools")
def schools(stage: Stage) -> None:
    stage.open("schools")


@scene("schools-empty")
def schools_empty(stage: Stage) -> None:
    stage.open("schools", stage.desk(empty=True))


@scene("programmes")
def programmes(stage: Stage) -> None:
    stage.open("programmes")


@scene("problems")
def problems(stage: Stage) -> None:
    stage.open("problems")


def settings(stage: Stage, subject: str) -> None:
    page = stage.open("settings")
    page.show_where({"subject": subject})


@scene("settings")
def general(stage: Stage) -> None:
    settings(stage, "general")


@scene("settings-equipment")
def equipment_rules(stage: Stage) -> None:
    page: Any = stage.open("settings")
    page.show_where({"setting": "equipment.asset_rule"})


@scene("settings-advice")
def advice_points(stage: Stage) -> None:
    page: Any = stage.open("settings")
    page.show_where({"setting": "advice.source"})


@scene("settings-lights")
def lights(stage: Stage) -> None:
    settings(stage, "lights")


@scene("settings-targets")
def targets(stage: Stage) -> None:
    settings(stage, "targets")


@scene("settings-towns")
def towns(stage: Stage) -> None:
    settings(stage, "towns")


@scene("settings-codes")
def codes(stage: Stage) -> None:
    settings(stage, "codes")


@scene("settings-officers")
def officers(stage: Stage) -> None:
    settings(stage, "officers")


@scene("schools-file")
def school_file(stage: Stage) -> None:
    page: Any = stage.open("schools")
    stage.settle()
    page.show_where({"file": _busiest(page)})


@scene("schools-file-below")
def school_file_below(stage: Stage) -> None:
    page: Any = stage.open("schools")
    stage.settle()
    page.show_where({"file": _busiest(page)})
    stage.settle()
    bar = page.file.pane.verticalScrollBar()
    bar.setValue(bar.maximum())


@scene("school-balance")
def school_balance(stage: Stage) -> None:
    page: Any = stage.open("schools")
    stage.settle()
    page.show_where({"file": _busiest(page)})
    stage.settle()
    page.file._open("areas")


@scene("school-ledger")
def school_ledger(stage: Stage) -> None:
    page: Any = stage.open("schools")
    stage.settle()
    page.show_where({"file": _busiest(page)})
    stage.settle()
    page.file._open("money")


def _busiest(page: Any) -> int:
    row = max(page.table.rows, key=lambda row: row.works)
    return int(row.id)
