"""年度 in the card of a project: years as lines, columns that add up, and the gap to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Money
from facilitydesk.gui.projects.page import ProjectsPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import project_years
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import allot, arrive, paper, pay, project_of, yuan
from tests.store_fixtures import add_work

YEARS = 6  # the tab's place


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[ProjectsPage]:
    """A project of 20万元 with money in 2025 and 2026; the card is open at its years."""
    work = add_work(desk, project="教学楼", planned_investment=Money.of(200_000).raw)
    project = project_of(desk, work)
    document = paper(desk, year=2025, day=date(2025, 3, 1))
    allot(desk, document, project, 70_000, day=date(2025, 4, 1))
    arrive(desk, document, 50_000, day=date(2025, 4, 2), project_id=project)
    pay(desk, document, project, 30_000, day=date(2025, 12, 31))
    pay(desk, document, project, 20_000)
    with page_on(qtbot, desk, ProjectsPage) as page:
        page.detail.setChecked(True)
        Hand(page.table).at(0, "name")
        page.card.tabs.setCurrentIndex(YEARS)
        page.show_card()
        settle()
        yield page


def tab(page: ProjectsPage) -> Hand:
    return Hand(page.card.tab(YEARS).table)


def plans(page: ProjectsPage) -> dict[int, Money | None]:
    (found,) = project_years.rows(page.context.desk)
    return {each.year: each.planned for each in found.years}


def test_the_years_stand_with_their_totals(page: ProjectsPage) -> None:
    hand = tab(page)
    assert hand.column("year") == ["2025", "2026", "合计"]
    assert hand.column("allocated") == ["7.00", "0.00", "7.00"]
    assert hand.column("received") == ["5.00", "0.00", "5.00"]
    assert hand.column("paid") == ["3.00", "2.00", "5.00"]


def test_plans_are_typed_and_their_gap_is_told(page: ProjectsPage) -> None:
    hand, card = tab(page), page.card.tab(YEARS)
    hand.type(0, "planned", "12")
    assert plans(page)[2025] == yuan(120_000)
    assert hand.column("planned") == ["12.00", "", "12.00"]
    assert card.words.text() == "各年计划合计12.00万元，比项目计划投资20.00万元少8.00万元。"
    hand.type(1, "planned", "8")
    assert card.words.text() == "各年计划合计20.00万元，与项目计划投资一致。"
    assert hand.column("planned")[-1] == "20.00"
    hand.type(2, "planned", "99")
    assert plans(page) == {2025: yuan(120_000), 2026: yuan(80_000)}, "a total is not typed"


def test_a_year_is_added_and_taken_away(page: ProjectsPage) -> None:
    hand, card = tab(page), page.card.tab(YEARS)
    card.table.add()
    settle()
    hand.type(-1, "planned", "3")
    assert plans(page)[2027] == yuan(30_000)
    assert hand.column("year")[:4] == ["2025", "2026", "2027", "合计"]
    hand.at(2, "year")
    card.table.remove()
    settle()
    assert 2027 not in plans(page)
    hand.at(0, "year")
    card.table.remove()
    settle()
    assert "2025年已有资金或投资发生" in hand.note
    undoing.undo_last(page.context.desk)
    assert plans(page)[2027] == yuan(30_000)
