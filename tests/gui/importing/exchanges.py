"""The exchange page for tests: a page on a desk, and what an officer would see and do on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from facilitydesk.gui.importing.page import ExchangePage
from facilitydesk.gui.importing.sheet_header import box_text
from facilitydesk.interchange.grid import cell_name, column_number
from facilitydesk.services.desk import Desk
from tests.gui.desks import Notices, context_on, settle, shown

ROOT = Path(__file__).parents[2]
WORKBOOKS = ROOT / "workbooks"
KAILI = ROOT / "cases" / "t08_kaili_2010_projects.csv"


def workbook(number: str) -> Path:
    """The workbook whose name begins with a number."""
    (found,) = (p for p in WORKBOOKS.glob(f"{number}_*") if p.suffix != ".json")
    return found


@dataclass
class Exchange:
    page: ExchangePage
    told: Notices

    def start(self, path: Path) -> None:
        self.page.start(path)
        settle()

    def next(self) -> None:
        assert self.page.next.isEnabled(), "the button cannot be pressed"
        self.page.next.click()
        settle()

    @property
    def step(self) -> int:
        return self.page.steps.current

    def fields(self) -> dict[str, str]:
        """Column letter → what its head says it is read as."""
        return {c.letter: box_text(c) for c in self.page.model.columns.values()}

    def kinds(self) -> dict[int, str]:
        """Row number → the word at its left, without plain data rows."""
        model = self.page.model
        return {
            row + 1: model.kind(row).word for row in range(model.rowCount()) if model.kind(row).word
        }

    def type(self, cell: str, text: str) -> None:
        """Correct a cell in the preview."""
        row, column = place(cell)
        self.page.model.setData(self.page.model.index(row, column), text)
        settle()

    def text(self, cell: str) -> str:
        return self.page.model.text(*place(cell))

    def tip(self, cell: str) -> str:
        return self.page.model.tip(*place(cell))

    def lines(self, key: str) -> list[Any]:
        return list(self.page.reviewed.lists[key].lines)

    def problems(self) -> list[tuple[str, str]]:
        """Cell and grade of every listed problem."""
        return [(line.cell, line.grade) for line in self.lines("problems")]

    def count(self, word: str) -> str:
        """A figure in the strip of the review."""
        return self.page.reviewed.counts[word].number

    def tick(self, key: str, line: Any, *, on: bool) -> None:
        self.page.reviewed.lists[key].ticked.emit(line, on)
        settle()


def place(cell: str) -> tuple[int, int]:
    """F7 → its row and column from 0."""
    letters = cell.rstrip("0123456789")
    found = int(cell[len(letters) :]) - 1, column_number(letters)
    assert cell_name(*found) == cell
    return found


@contextmanager
def exchange_page(qtbot: QtBot, desk: Desk) -> Iterator[Exchange]:
    """A page whose jobs run at once."""
    with context_on(desk) as (context, told):
        page = ExchangePage(context)
        qtbot.addWidget(page)
        shown(page, 1230, 690)
        yield Exchange(page, told)
