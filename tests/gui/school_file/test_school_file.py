"""一校一档 on the screen: opened from the list, walked through by keys, every figure leads on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from pytestqt.qtbot import QtBot

from facilitydesk.gui.school_file.view import SchoolFileView
from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.projects import attachments
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.areas.a_school import building, done_work, opening, school
from tests.services.school_file.test_school_file import photo, project_of


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[SchoolsPage]:
    opening(desk, "1500.25")
    building(desk, "主楼<b>", "1500.25", number="01", danger_grade="D")
    work = done_work(desk, "800", project="综合楼新建", nature="新建")
    attachments.add(desk, project_of(desk, work), [photo(tmp_path)])
    school(desk, "河西小学")
    with page_on(qtbot, desk, SchoolsPage) as made:
        yield made


def opened(page: SchoolsPage) -> SchoolFileView:
    Hand(page.table).at(0, "name")
    page.show_file()
    settle()
    assert page.file is not None
    return page.file


def press(page: SchoolsPage, keys: str) -> None:
    """The shortcut of these keys; no window is active on the test's screen."""
    assert page.file is not None
    wanted = QKeySequence(keys)
    (one,) = [each for each in page.file.findChildren(QShortcut) if each.key() == wanted]
    one.activated.emit()
    settle()


def test_a_school_with_everything(page: SchoolsPage) -> None:
    file = opened(page)
    assert file.title.text() == "城关镇中心小学"
    assert file.tiles["area"].figure.text() == "1,500.25 ㎡"
    assert file.tiles["danger"].figure.text() == "1 栋"
    assert "主楼&lt;b&gt;" in file.sheets["buildings"].text()
    assert "综合楼新建" in file.sheets["works"].text()
    (thumb,) = file.photos.buttons
    assert not thumb.icon().isNull()
    assert not file.chart.isVisible()  # one year is no course


def test_figures_lead_to_their_pages(page: SchoolsPage) -> None:
    file = opened(page)
    wanted: list[tuple[str, dict[str, object]]] = []
    page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
    file.sheets["works"].linkActivated.emit("0")
    file.tiles["danger"].figure.click()
    file.tiles["money"].figure.click()
    file.print.click()
    me = school(page.context.desk)
    assert wanted[0][0] == "projects"
    assert wanted[1] == ("buildings", {"school": me, "title": "城关镇中心小学"})
    assert wanted[2] == ("funds", {"school": me, "title": "城关镇中心小学"})
    assert wanted[3] == ("reports", {"report": "school_file", "school": me})


def test_keys_walk_through_the_list_and_back(page: SchoolsPage) -> None:
    file = opened(page)
    assert not file.before.isEnabled()
    press(page, "Alt+Down")
    assert file.title.text() == "河西小学"
    assert "没有登记单体建筑" in file.sheets["buildings"].text()
    assert not file.photos.isVisible()
    press(page, "Alt+Up")
    assert file.title.text() == "城关镇中心小学"
    press(page, "Alt+Down")
    press(page, "Esc")
    assert page.stack.currentWidget() is page.table
    assert page.table.current.name == "河西小学"


def test_it_follows_what_changes_elsewhere(page: SchoolsPage) -> None:
    file = opened(page)
    runner, me = page.context.runner, school(page.context.desk)
    runner.do(lambda desk: schools.enter(desk, [Edit(me, "students", 300)], year=2026))
    settle()
    assert file.tiles["students"].figure.text() == "300"


def test_a_double_click_on_a_computed_cell_opens_it(page: SchoolsPage) -> None:
    index = Hand(page.table).at(0, "works")
    page.table.view.doubleClicked.emit(index)
    settle()
    assert page.stack.currentWidget() is page.file
