"""Telephone numbers leave by the clipboard as by every export: masked, and whole for our own grids."""

from __future__ import annotations

from operator import itemgetter

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.week.side import MissingList
from facilitydesk.services.missing import MissingSchool

ROWS = [["城关小学", "周芳 13912345678", "13812345678"], ["东岭小学", "李平", "0838-2201234"]]


@pytest.fixture
def view(qtbot: QtBot) -> GridView:
    columns = tuple(
        Column(key=key, head=key, value=itemgetter(n))
        for n, key in enumerate(("name", "contact", "phone"))
    )
    model = GridModel(columns, row_id=lambda row: row[0])
    shown = GridView(model)
    model.set_rows(ROWS)
    qtbot.addWidget(shown)
    return shown


def take(view: GridView, first: tuple[int, int], last: tuple[int, int]) -> str:
    from PySide6.QtCore import QItemSelection

    model = view.model()
    wanted = QItemSelection(model.index(*first), model.index(*last))
    view.setCurrentIndex(model.index(*first))
    view.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    view.hands.copy()
    return QApplication.clipboard().text()


def test_a_list_goes_out_masked(view: GridView, qtbot: QtBot) -> None:
    noted: list[str] = []
    view.hands.noted.connect(lambda text, _severity: noted.append(text))
    text = take(view, (0, 0), (1, 2))
    assert text == "城关小学\t周芳 139****5678\t138****5678\r\n东岭小学\t李平\t0838-****1234"
    assert "隐去电话中间四位" in noted[-1]


def test_one_number_goes_out_whole_and_names_alone_untouched(view: GridView) -> None:
    assert take(view, (0, 2), (0, 2)) == "13812345678"
    assert take(view, (0, 0), (1, 0)) == "城关小学\r\n东岭小学"


def test_our_own_grids_get_the_cells_as_they_are(
    view: GridView, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[list[list[str]]] = []
    take(view, (0, 1), (1, 2))
    monkeypatch.setattr(view.hands, "paste_block", lambda block, **_more: blocks.append(block))
    view.hands.paste()
    assert blocks == [[row[1:] for row in ROWS]]


@pytest.mark.parametrize("full", [False, True])
def test_the_list_to_chase_is_copied_masked_unless_ticked(qtbot: QtBot, full: bool) -> None:
    school = MissingSchool(1, "城关小学", "城关镇", "周芳", "13812345678", ("教学楼",), (1,))
    listing = MissingList((school,), full_phones=full)
    qtbot.addWidget(listing)
    with qtbot.waitSignal(listing.copied):
        listing.copy.click()
    wanted = "13812345678" if full else "138****5678"
    assert f"\t{wanted}\t" in QApplication.clipboard().text()
