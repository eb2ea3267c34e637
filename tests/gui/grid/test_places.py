"""Amounts below each other: exact to the last 分, with their points in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.delegate import GridDelegate
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.places import evened
from facilitydesk.gui.grid.view import GridView
from tests.gui.desks import shown


@dataclass(frozen=True)
class Line:
    id: int
    money: Money | None
    done: Percent | None = None


COLUMNS = (
    Column(key="money", head="金额", value=lambda row: row.money, kind=Kind.MONEY, width=140),
    Column(key="done", head="进度", value=lambda row: row.done, kind=Kind.PERCENT),
)


class Seen:
    """A grid, and what is read on the screen in a column of it."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.model = GridModel(COLUMNS, row_id=lambda row: row.id)
        self.view = GridView(self.model)
        qtbot.addWidget(self.view)
        self._drawn: list[str] = []
        draw = QPainter.drawText

        def told(painter: QPainter, *args: Any) -> Any:
            self._drawn.append(args[-1])
            return draw(painter, *args)

        monkeypatch.setattr("facilitydesk.gui.grid.delegate.QPainter.drawText", told)

    def put(self, *yuan: str, done: tuple[str | None, ...] = ()) -> None:
        percents = (*done, *[None] * (len(yuan) - len(done)))
        self.model.set_rows(
            [
                Line(n, Money.of(text) if text else None, Percent.of(p) if p else None)
                for n, (text, p) in enumerate(zip(yuan, percents, strict=True))
            ]
        )
        shown(self.view, 500, 400)

    def column(self, key: str) -> list[str]:
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, GridDelegate)
        self._drawn.clear()
        self.view.viewport().grab()
        wide = self.model.by_key[key]
        lines = len(self.model.rows)
        assert len(self._drawn) == lines * len(COLUMNS), "one text in each cell"
        return self._drawn[wide :: len(COLUMNS)]


@pytest.fixture
def seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(qtbot, monkeypatch)


def test_the_finest_amount_decides_for_its_column(seen: Seen) -> None:
    seen.put("49020", "37000", "35532", done=("60", "65", "70"))
    assert seen.column("money") == ["4.9020", "3.7000", "3.5532"]
    assert seen.column("done") == ["60", "65", "70"]
    seen.put("49020", "37000.01", "10000", done=("60", "65.5", "70"))
    assert seen.column("money") == ["4.902000", "3.700001", "1.000000"], "no 分 is hidden"
    assert seen.column("done") == ["60.0", "65.5", "70.0"]
    seen.put("49000", "37000", "12345600", done=("1", "1", "1"))
    assert seen.column("money") == ["4.90", "3.70", "1,234.56"]


def test_in_yuan_every_amount_has_two_places(seen: Seen) -> None:
    seen.put("49020", "37000.01", done=("1", "1"))
    seen.model.set_money_scale(1)
    assert seen.column("money") == ["49,020.00", "37,000.01"]
    seen.model.set_money_scale(10_000)
    assert seen.column("money") == ["4.902000", "3.700001"]


def test_a_cell_that_gets_finer_takes_its_column_along(seen: Seen) -> None:
    seen.put("49000", "37000", done=("1", "1"))
    first = seen.model.row_at(0)
    seen.model.put_rows([replace(first, money=Money.of("49000.50"))])
    assert seen.column("money") == ["4.900050", "3.700000"]


def test_a_filter_changes_no_figures_look(seen: Seen) -> None:
    seen.put("49000", "37000.01", done=("1", "1"))
    seen.model.wanted.only = lambda row: row.id == 0
    seen.model.arrange()
    assert seen.model.even("4.90", COLUMNS[0]) == "4.900000"


def test_a_cell_too_narrow_for_the_zeros_shows_the_whole_amount(seen: Seen) -> None:
    seen.put("123456780000", "0.01", done=("1", "1"))
    header = seen.view.horizontalHeader()
    metrics = seen.view.fontMetrics()
    header.resizeSection(0, metrics.horizontalAdvance("12,345,678.0000") + 16)
    assert seen.column("money") == ["12,345,678.00", "0.000001"]


def test_what_is_copied_and_typed_over_keeps_its_own_digits(seen: Seen) -> None:
    seen.put("49020", "35532", done=("1", "1"))
    cell = seen.model.index(0, 0)
    assert (cell.data(), seen.model.texts_of(COLUMNS[0])) == ("4.902", ["3.5532", "4.902"])


def test_figures_of_a_card_are_evened_and_words_left_alone() -> None:
    assert evened(["463.00", "433.016", "—", "-346.4128"]) == [
        "463.0000",
        "433.0160",
        "—",
        "-346.4128",
    ]
    assert evened(["12", "1,234"]) == ["12", "1,234"]
    assert evened(["75.5%", "30.25"]) == ["75.5%", "30.25"]
    assert evened([]) == []
