"""Buildings, their areas, completed works to be entered, dangerous buildings."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.words.area_terms import Movement
from tests.shots.stage import Stage, scene


@scene("buildings")
def buildings(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("buildings")


@scene("buildings-card")
def card(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("buildings")
    page.buildings.detail.setChecked(True)
    stage.settle()
    page.buildings.show_card()


@scene("buildings-checks")
def history(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("buildings")
    page.buildings.detail.setChecked(True)
    bad = next(row for row in page.table.rows if row.danger_grade == "D")
    page.table.go_to(bad.id, "name")
    stage.settle()
    page.buildings.card.tabs.setCurrentIndex(1)
    page.buildings.show_card()


@scene("buildings-demolish")
def demolish(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("buildings")
    bad = next(row for row in page.table.rows if row.danger_grade == "D" and row.standing)
    page.table.go_to(bad.id, "name")
    stage.settle()
    page.buildings.ask(Movement.DEMOLISHED)


@scene("buildings-empty")
def empty(stage: Stage) -> None:
    page: Any = stage.open("buildings", stage.desk(empty=True))
    page.show_view("buildings")


@scene("buildings-movements")
def movements(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("movements")


@scene("buildings-movements-opening")
def movements_opening(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("movements")
    page.years.setCurrentIndex(0)


@scene("buildings-waiting")
def waiting(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("waiting")


@scene("buildings-entry")
def entry(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("waiting")
    stage.settle()
    line = next(row for row in page.waiting.table.rows if row.row.proposal.net_area)
    page.waiting.table.go_to(line.id, "school")
    page.waiting.ask()
    stage.settle()
    form = page.side.content
    form.set_text("net_area", "1000")
    form.set_text("rebuilt_area", "362.34")


@scene("buildings-danger")
def danger(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("danger")


@scene("buildings-findings")
def findings(stage: Stage) -> None:
    page: Any = stage.open("buildings")
    page.show_view("movements")
    page.findings.head.setChecked(True)


@scene("buildings-movements-empty")
def movements_empty(stage: Stage) -> None:
    page: Any = stage.open("buildings", stage.desk(empty=True))
    page.show_view("movements")


@scene("overview-areas")
def overview(stage: Stage) -> None:
    page: Any = stage.open("overview")
    stage.settle()
    page._scroll.ensureWidgetVisible(page.areas, 0, 300)


@scene("settings-counterparts")
def settings_counterparts(stage: Stage) -> None:
    """What the old categories of the yearbook are in the new version."""
    page: Any = stage.open("settings")
    page.show_where({"subject": "counterparts"})
