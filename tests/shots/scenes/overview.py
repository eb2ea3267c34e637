"""The dashboard."""

from __future__ import annotations

from datetime import date
from typing import Any

from facilitydesk.services import scope
from tests.shots.stage import Stage, scene


@scene("overview")
def overview(stage: Stage) -> None:
    stage.open("overview")


@scene("overview-below")
def below(stage: Stage) -> None:
    page: Any = stage.open("overview")
    bar = page._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())


@scene("overview-programme")
def programme(stage: Stage) -> None:
    context = stage.context()
    first = scope.outline(context.desk).programmes[0]
    context.set_scope(programme_id=first.id, as_of=date(2026, 2, 28))
    stage.open("overview")


@scene("overview-empty")
def empty(stage: Stage) -> None:
    stage.open("overview", stage.desk(empty=True))
