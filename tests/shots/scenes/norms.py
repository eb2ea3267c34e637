"""Gaps, the matrix of bottom lines, weak schools, advice, yearly figures, norms."""

from __future__ import annotations

from typing import Any

from tests.shots.stage import Stage, scene


def _view(stage: Stage, view: str, *, empty: bool = False) -> Any:
    page: Any = stage.open("norms", stage.desk(empty=True)) if empty else stage.open("norms")
    page.show_view(view)
    stage.settle()
    return page


@scene("norms-gaps")
def gaps(stage: Stage) -> None:
    _view(stage, "gaps")


@scene("norms-gaps-books")
def books(stage: Stage) -> None:
    page = _view(stage, "gaps")
    page.gaps.measures.setCurrentIndex(page.gaps.measures.findData("books"))


@scene("norms-bottom")
def bottom(stage: Stage) -> None:
    _view(stage, "bottom")


@scene("norms-bottom-units")
def units(stage: Stage) -> None:
    page = _view(stage, "bottom")
    page.bottom.below.set_value("units")
    page.bottom._on_below("units")


@scene("norms-bottom-items")
def items(stage: Stage) -> None:
    page = _view(stage, "bottom")
    page.bottom.below.set_value("items")
    page.bottom._on_below("items")


@scene("norms-weak")
def weak(stage: Stage) -> None:
    _view(stage, "weak")


@scene("norms-advice")
def advice(stage: Stage) -> None:
    _view(stage, "advice")


@scene("norms-facts")
def facts(stage: Stage) -> None:
    _view(stage, "facts")


@scene("norms-table")
def table(stage: Stage) -> None:
    _view(stage, "norms")


@scene("norms-empty")
def empty(stage: Stage) -> None:
    _view(stage, "gaps", empty=True)


@scene("norms-bottom-empty")
def bottom_empty(stage: Stage) -> None:
    _view(stage, "bottom", empty=True)
