"""Another officer was faster with the same cell: both values are shown, and one of them is taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.services import schools, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.people import officers
from tests.entering import added
from tests.gui.desks import context_on, settle, shown
from tests.gui.week.weeks import THIS, Week, add_works, week_page


def beside(desk: Desk) -> Desk:
    """李建平 at another PC, on the same data."""
    row_id = officers.enter(desk, new=[{"name": "李建平", "role": "录入"}]).row_id
    return Desk(desk.place, desk.engine, row_id, "李建平", desk.home_id, clock=desk.clock)


@pytest.fixture
def page(qtbot: QtBot, any_desk: Desk) -> Iterator[tuple[Week, Desk, int]]:
    (work,) = add_works(any_desk, 1)
    other = beside(any_desk)
    with week_page(qtbot, any_desk) as made:
        yield made, other, work


def choices(bad: object) -> dict[str, QPushButton]:
    table = bad.table  # type: ignore[attr-defined]
    holder = table.cellWidget(0, 3)
    return {button.text(): button for button in holder.findChildren(QPushButton)}


def test_both_values_stand_in_the_list_and_mine_can_be_taken(
    page: tuple[Week, Desk, int],
) -> None:
    mine, other, work = page
    week.enter(other, THIS, [week.Cell(work, "progress", Percent.of(61), 0)])
    mine.type(0, "progress", "63")
    assert mine.text(0, "progress") == "63"  # what was typed is not lost
    ((_place, message),) = mine.bad
    assert "该内容刚被李建平修改为“61.00”" in message
    choices(mine.page.panel.bad)["用我的"].click()
    settle()
    assert mine.bad == []
    (row,) = week.sheet(other, THIS).rows
    assert row.now is not None
    assert str(row.now.progress) == "63.00"


def test_the_others_value_can_be_left(page: tuple[Week, Desk, int]) -> None:
    mine, other, work = page
    week.enter(other, THIS, [week.Cell(work, "progress", Percent.of(61), 0)])
    mine.type(0, "progress", "63")
    choices(mine.page.panel.bad)["用对方的"].click()
    settle()
    assert mine.bad == []
    assert mine.text(0, "progress") == "61"


def test_a_cell_of_the_register(qtbot: QtBot, any_desk: Desk) -> None:
    added(schools.enter, any_desk, {"name": "城关小学", "contact": "王老师"})
    other = beside(any_desk)
    with context_on(any_desk) as (context, _):
        made = SchoolsPage(context)
        qtbot.addWidget(made)
        shown(made)
        model = made.table.model
        row = schools.rows(any_desk)[0]
        schools.enter(other, [Edit(row.id, "contact", "李老师", row.revision)])
        index = model.index(0, model.by_key["contact"])
        model.setData(index, "赵老师")
        settle()
        told = made.table.panel.bad.table.item(0, 2)
        assert told is not None
        assert "该内容刚被李建平修改为“李老师”" in told.text()
        assert index.data() == "赵老师"
        choices(made.table.panel.bad)["用我的"].click()
        settle()
        assert schools.rows(any_desk)[0].contact == "赵老师"
        assert not made.table.panel.bad.isVisible()
