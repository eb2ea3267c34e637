"""达标与缺口 by hand: one key per state, paste, undo, gaps and advice that follow, wording."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.measures import Fact
from facilitydesk.domain.quantities import Area
from facilitydesk.gui.norms.page import NormsPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.norms import checks, facts, items, table
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.norms.a_county import TODAY, pupils, typed


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[NormsPage]:
    """Three schools of 100 pupils; the first has 1,500 books."""
    one = pupils(desk, "甲小学", 100)
    pupils(desk, "乙小学", 100)
    pupils(desk, "丙教学点", 20, "教学点")
    typed(desk, one, books=1500)
    with page_on(qtbot, desk, NormsPage) as made:
        made.show_view("bottom")
        settle()
        yield made


def item(page: NormsPage, number: int) -> str:
    return str({row.number: row.id for row in items.rows(page.context.desk)}[number])


def states(page: NormsPage, line: int) -> list[State | None]:
    matrix = checks.ask(page.context.desk, TODAY)
    return [matrix.rows[line].state(each.id) for each in matrix.items]


def test_one_key_fills_a_cell_and_goes_on(page: NormsPage) -> None:
    hand = Hand(page.table)
    hand.at(0, item(page, 1))
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hand.press(key)
    assert states(page, 0)[:4] == [State.MET, State.FAILED, State.NOT_APPLICABLE, None]
    assert page.table.view.currentIndex().column() == page.table.model.by_key[item(page, 4)]
    assert (hand.text(0, item(page, 2)), hand.text(0, "verdict")) == ("×", "未达标")


def test_a_key_fills_the_whole_selection_as_one_step(page: NormsPage) -> None:
    hand, model = Hand(page.table), page.table.model
    hand.at(0, item(page, 1))
    chosen = page.table.view.selectionModel()
    for line in range(3):
        for number in range(1, 21):
            index = model.index(line, model.by_key[item(page, number)])
            chosen.select(index, QItemSelectionModel.SelectionFlag.Select)
    hand.press(Qt.Key.Key_1)
    assert all(states(page, line) == [State.MET] * 20 for line in range(3))
    assert "3所学校，达标3所，达标率100.00%" in page.bottom.words.text()
    undo_last(page.context.desk)
    assert states(page, 2) == [None] * 20


def test_a_block_is_pasted_and_a_strange_word_stays_with_its_reason(page: NormsPage) -> None:
    hand = Hand(page.table)
    hand.paste(0, item(page, 1), "达标\t√\t未达标\n×\t也许\t不适用")
    assert states(page, 0)[:3] == [State.MET, State.MET, State.FAILED]
    assert states(page, 1)[:3] == [State.FAILED, None, State.NOT_APPLICABLE]
    assert [text[:4] for text in hand.bad] == ["“也许”"]


def test_evidence_is_written_below_and_both_sheets_follow(page: NormsPage) -> None:
    Hand(page.table).at(0, item(page, 16))
    Hand(page.table).press(Qt.Key.Key_2)
    page.bottom._show_details()
    settle()
    below = Hand(page.bottom.details)
    below.type(15, "evidence", "旱厕未处理")
    below.type(15, "due", "2026-9-1")
    row = checks.details(page.context.desk, page.table.rows[0].id, TODAY)[15]
    assert (row.evidence, str(row.due)) == ("旱厕未处理", "2026-09-01")
    units, tallies = Hand(page.bottom.units), Hand(page.bottom.tallies)
    assert units.column("total_schools") == ["3", "3"]
    assert units.column("total_points") == ["1", "1"]
    assert tallies.text(15, "failed_schools") == "1"


def test_figures_are_pasted_and_the_gaps_follow(page: NormsPage) -> None:
    page.show_view("facts")
    settle()
    Hand(page.table).paste(0, "books", "2000\n1,200册\n")
    rows = {row.name: row for row in facts.rows(page.context.desk, 2026)}
    assert rows["乙小学"].value(Fact.BOOKS) == 1200
    page.show_view("gaps")
    page.gaps.measures.setCurrentIndex(page.gaps.measures.findData("books"))
    settle()
    hand = Hand(page.table)
    assert hand.column("short") == ["0", "800", "—"]
    assert hand.column("missing") == ["", "", "图书"]
    assert Hand(page.gaps.totals).column("short") == ["800"]


def test_a_register_s_figure_stands_grey_in_a_blank_cell(page: NormsPage) -> None:
    typed(page.context.desk, page.table.rows[1].id, 2025, books=700)
    page.show_view("facts")
    settle()
    model = page.table.model
    column = model.columns[model.by_key["books"]]
    row = page.table.rows[1]
    assert column.ghost is not None
    assert column.tip is not None
    assert (column.value(row), column.text(column.ghost(row), 1)) == (None, "700")
    assert column.tip(row) == "填报（2025年）"


def test_a_register_s_area_has_two_places_like_one_that_was_typed(page: NormsPage) -> None:
    typed(page.context.desk, page.table.rows[1].id, 2025, teaching_area=Area(454140))
    page.show_view("facts")
    settle()
    model = page.table.model
    column = model.columns[model.by_key["teaching_area"]]
    assert column.ghost is not None
    assert column.text(column.ghost(page.table.rows[1]), 1) == "4,541.40"


def test_a_norm_is_typed_and_restored(page: NormsPage) -> None:
    page.show_view("norms")
    settle()
    hand = Hand(page.table)
    hand.type(0, "value", "5")
    hand.type(1, "value", "0")
    assert table.rows(page.context.desk)[0].told.value == 500
    assert [text[:8] for text in hand.bad] == ["标准值应大于0，"]
    page.norms._restore(table.restore)
    settle()
    assert table.rows(page.context.desk)[0].told.value == 450


def test_other_wording_makes_other_columns(page: NormsPage) -> None:
    last = items.rows(page.context.desk)[-1]
    items.enter(page.context.desk, [Edit(last.id, "active", value=False)])
    page.bottom.reload()
    settle()
    assert str(last.id) not in page.table.model.by_key
    Hand(page.table).at(0, item(page, 1))
    Hand(page.table).press(Qt.Key.Key_1)
    assert states(page, 0)[0] is State.MET


def test_weak_schools_and_advice_say_why(page: NormsPage) -> None:
    key = page.table.rows[0].id
    cells = [Edit(key, item(page, number), "未达标") for number in (2, 3, 10)]
    checks.enter(page.context.desk, TODAY, cells)
    page.show_view("weak")
    settle()
    assert Hand(page.table).column("reasons") == ["底线要求3条未达标"]
    page.show_view("advice")
    settle()
    hand = Hand(page.table)
    assert hand.text(0, "title") == "购置图书"
    assert hand.text(0, "reasons").startswith(
        "生均图书15，标准≥20册/生，缺500册（10分）；底线要求第10条"
    )
    page.show_where({"school": key, "view": "bottom", "title": "甲小学"})
    settle()
    assert Hand(page.table).column("name") == ["甲小学"]


def test_a_desk_without_schools_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    with page_on(qtbot, desk, NormsPage) as made:
        for view in ("gaps", "bottom", "weak", "advice", "facts"):
            made.show_view(view)
            settle()
            assert made.table.empty is not None
            assert made.table.empty.isVisible()
