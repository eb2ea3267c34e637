"""学校: adding, typing in place, refusals in place, search, filters that stay, pasted rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.services import regions, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.entering import added, also_named
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand, open_page, page_on
from tests.store_fixtures import add_work

NAMES = ("城关镇中心小学", "石桥小学", "朝阳小学")


@pytest.fixture
def known(desk: Desk) -> Desk:
    added(regions.enter, desk, {"name": "城关镇"})
    added(regions.enter, desk, {"name": "石桥镇"})
    for number, name in enumerate(NAMES):
        added(
            schools.enter, desk, {"name": name, "code": f"215100000{number}", "township": "城关镇"}
        )
    return desk


@pytest.fixture
def page(qtbot: QtBot, known: Desk) -> Iterator[SchoolsPage]:
    with page_on(qtbot, known, SchoolsPage) as page:
        yield page


@pytest.fixture
def hand(page: SchoolsPage) -> Hand:
    return Hand(page.table)


def stored(page: SchoolsPage) -> list[str]:
    return [row.name for row in schools.rows(page.context.desk)]


def test_the_list_shows_all_schools_and_how_many(page: SchoolsPage, hand: Hand) -> None:
    assert hand.column("name") == list(NAMES)
    assert page.table.bar.counts.text() == "共 3 所"


def test_insert_begins_a_row_that_is_stored_with_its_name(page: SchoolsPage, hand: Hand) -> None:
    hand.press(Qt.Key.Key_Insert)
    assert hand.text(3, "name") == ""
    assert len(stored(page)) == 3
    hand.type(3, "name", "青山小学")
    assert stored(page)[-1] == "青山小学"
    hand.type(3, "township", "石桥镇")
    row = next(r for r in schools.rows(page.context.desk) if r.name == "青山小学")
    assert row.township == "石桥镇"
    assert page.table.bar.counts.text() == "共 4 所"
    undoing.undo_last(page.context.desk)
    undoing.undo_last(page.context.desk)
    assert len(stored(page)) == 3


def test_a_new_row_waits_for_its_name(page: SchoolsPage, hand: Hand) -> None:
    page.table.add()
    hand.type(3, "phone", "0833-1")
    assert len(stored(page)) == 3
    assert hand.text(3, "phone") == "0833-1"
    page.refresh()
    settle()
    assert hand.text(3, "phone") == "0833-1", "a reload keeps what was begun"
    hand.type(3, "name", "青山小学")
    assert schools.rows(page.context.desk)[-1].phone == "0833-1"


def test_a_row_begun_by_mistake_is_taken_away(page: SchoolsPage, hand: Hand) -> None:
    page.table.add()
    hand.type(3, "phone", "0833-1")
    hand.at(3, "name")
    page.table.remove()
    assert hand.column("name") == list(NAMES)
    assert len(stored(page)) == 3


def test_a_refused_code_stays_with_its_sentence(page: SchoolsPage, hand: Hand) -> None:
    hand.type(1, "code", "2151000000")
    assert hand.bad == ["学校标识码“2151000000”已被“城关镇中心小学”使用，不能重复。"]
    assert hand.text(1, "code") == "2151000000"
    assert schools.rows(page.context.desk)[1].code == "2151000001"
    hand.type(1, "code", "2151000009")
    assert hand.bad == []
    assert schools.rows(page.context.desk)[1].code == "2151000009"


def test_deleting_a_school_in_use_says_where_and_keeps_it(page: SchoolsPage, hand: Hand) -> None:
    add_work(page.context.desk, school=NAMES[0], township="城关镇")
    add_work(page.context.desk, school=NAMES[0], township="城关镇", project="食堂")
    also_named(page.context.desk, schools.rows(page.context.desk)[0].id, "县一小")
    hand.at(0, "name")
    hand.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert hand.note == "“城关镇中心小学”正被使用，不能删除：2个单项工程、1条别名。"
    assert stored(page) == list(NAMES)


def test_a_deleted_school_leaves_the_list_and_can_come_back(page: SchoolsPage, hand: Hand) -> None:
    hand.at(1, "name")
    page.table.remove()
    assert hand.column("name") == [NAMES[0], NAMES[2]]
    assert "Ctrl+Z" in hand.note
    page.context.runner.do(undoing.undo_last)
    settle()
    assert hand.column("name") == list(NAMES)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cgzz", [NAMES[0]]),
        ("cyxx", [NAMES[2]]),
        ("zyxx", [NAMES[2]]),
        ("石桥", [NAMES[1]]),
        ("2151000002", [NAMES[2]]),
        ("县一小", [NAMES[0]]),
    ],
)
def test_search_by_name_initials_code_and_alias(
    page: SchoolsPage, hand: Hand, words: str, found: list[str]
) -> None:
    also_named(page.context.desk, schools.rows(page.context.desk)[0].id, "县一小")
    page.refresh()
    settle()
    hand.find(words)
    assert hand.column("name") == found
    assert page.table.bar.counts.text() == "1 / 3 所"
    page.table.bar.clear.click()
    assert len(hand.column("name")) == 3
    assert page.table.panel.quick.text() == ""


def test_a_new_row_shows_in_spite_of_a_filter(page: SchoolsPage, hand: Hand) -> None:
    hand.find("石桥")
    page.table.add()
    assert hand.model.rowCount() == 2
    hand.type(1, "name", "青山小学")
    assert hand.column("name") == ["石桥小学", "青山小学"]


def test_widths_filter_and_order_are_there_the_next_time(qtbot: QtBot, known: Desk) -> None:
    with context_on(known) as (context, _told):
        first = Hand(open_page(qtbot, context, SchoolsPage).table)
        first.view.setColumnWidth(first.model.by_key["name"], 333)
        first.view.set_filter("township", frozenset({"城关镇"}))
        first.view.set_sort("code", descending=True)
        second = Hand(open_page(qtbot, context, SchoolsPage).table)
        assert second.view.columnWidth(second.model.by_key["name"]) == 333
        assert second.column("name") == [NAMES[2], NAMES[1], NAMES[0]]
        assert second.model.wanted.chosen == {"township": frozenset({"城关镇"})}


def test_more_pasted_rows_than_there_are_can_be_added(page: SchoolsPage, hand: Hand) -> None:
    block = "".join(f"新{n}小学\t小学\n" for n in range(5))
    hand.view.show_column(hand.model.by_key["code"], on=False)
    hand.paste(1, "name", block)
    assert list(hand.answers) == ["添加3行", "截断"]
    assert stored(page) == list(NAMES), "nothing happens before the answer"
    hand.answers["添加3行"].click()
    settle()
    assert stored(page)[1:] == [f"新{n}小学" for n in range(5)]
    assert [row.kind for row in schools.rows(page.context.desk)] == ["", *["小学"] * 5]
    steps = undoing.steps(page.context.desk).undo
    assert steps[0].label == "粘贴学校（4格，新增3行）"
    undoing.undo_last(page.context.desk)
    assert stored(page) == list(NAMES)


def test_more_pasted_rows_than_there_are_can_be_cut(page: SchoolsPage, hand: Hand) -> None:
    hand.paste(1, "name", "甲小学\n乙小学\n丙小学\n丁小学\n")
    hand.answers["截断"].click()
    settle()
    assert stored(page) == [NAMES[0], "甲小学", "乙小学"]


def test_pasted_rows_that_are_refused_stay_to_be_corrected(page: SchoolsPage, hand: Hand) -> None:
    hand.view.show_column(hand.model.by_key["code"], on=False)
    hand.paste(2, "name", "朝阳小学\t小学\n青山小学\t大学\n")
    hand.answers["添加1行"].click()
    settle()
    assert stored(page)[-1] == "青山小学"
    assert hand.bad == ["学校类别“大学”不在列表中，可在“设置”的代码表中添加。"]
    assert hand.text(3, "kind") == "大学"
    hand.type(3, "kind", "小学")
    assert hand.bad == []
    assert schools.rows(page.context.desk)[-1].kind == "小学"


def test_yearly_facts_follow_the_chosen_year(page: SchoolsPage, hand: Hand) -> None:
    hand.type(0, "students", "1,200人")
    assert hand.text(0, "students") == "1,200"
    page.years.setCurrentIndex(page.years.findData(2025))
    settle()
    assert hand.text(0, "students") == ""
    hand.type(0, "students", "900")
    assert schools.rows(page.context.desk, year=2026)[0].students == 1200
    assert schools.rows(page.context.desk, year=2025)[0].students == 900


def test_aliases_are_typed_as_a_list(page: SchoolsPage, hand: Hand) -> None:
    hand.type(0, "aliases", "县一小、城一小")
    assert schools.rows(page.context.desk)[0].aliases == ("县一小", "城一小")
    hand.type(1, "aliases", "县一小")
    assert hand.bad == ["“县一小”已是“城关镇中心小学”的名称或别名。"]


def test_what_is_to_be_done_can_be_listed(page: SchoolsPage, hand: Hand) -> None:
    schools.enter(page.context.desk, (), [{"name": "青山小学"}])
    page.refresh()
    settle()
    assert page.to_do.text() == "待补 4"
    assert hand.text(3, "to_do") == "标识码、类别、乡镇"
    page.to_do.click()
    assert page.table.bar.part.text().startswith("只显示：有待补内容的学校（4所）")
    page.table.bar.part.click()
    assert not page.to_do.isChecked()


def test_an_empty_register_says_what_it_is_for(qtbot: QtBot, desk: Desk) -> None:
    with page_on(qtbot, desk, SchoolsPage) as page:
        assert page.table.empty is not None
        assert page.table.empty.isVisible()
        assert not page.table.panel.isVisible()
        page.table.empty.buttons[0].click()
        assert page.table.panel.isVisible()
        Hand(page.table).type(0, "name", "青山小学")
        assert stored(page) == ["青山小学"]
