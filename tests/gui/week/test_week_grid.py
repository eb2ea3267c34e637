"""Typing, pasting, filling and undoing in the week's grid, as an officer's hands do it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.gui.desks import settle
from tests.gui.week.weeks import Week, add_works, week_page

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 12)
    with week_page(qtbot, desk) as page:
        yield page


def test_the_model_keeps_the_rules_of_qt(week: Week) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(week.page.model, fatal)
    week.page.model.setData(week.index(0, "progress"), "60")
    week.view.set_filter("school", frozenset({"第1小学", "第2小学"}))
    week.view.set_sort("school", descending=True)
    week.view.clear_filters()
    week.page.model.set_rows(week.page.rows[:5])
    assert week.page.model.rowCount() == 5
    tester.deleteLater()


def test_last_week_stands_beside_each_cell(week: Week) -> None:
    assert week.past(0, "stage") == "主体施工"
    assert week.past(0, "progress") == "50"
    assert week.past(0, "started_area") == "600.00"
    assert week.past(0, "completed_area") == "0.00"
    assert week.past(0, "invested") == "12.345678"
    assert week.text(0, "progress") == ""
    assert week.text(0, "state") == "未报"


def test_a_cell_is_in_the_file_as_soon_as_it_is_left(week: Week, desk: Desk) -> None:
    week.type(0, "progress", "65")
    with sqlite3.connect(str(desk.place)) as other:
        stored = other.execute(
            "SELECT progress, started_area FROM week_entry WHERE week_start = '2026-03-09'"
        ).fetchall()
    other.close()
    assert stored == [(65_00, 600_00)]
    assert week.text(0, "progress") == "65"
    assert week.text(0, "started_area") == "600.00"
    assert week.text(0, "state") == "草稿"
    assert week.view.currentIndex().row() == 1  # Enter goes down


def test_only_the_touched_row_is_painted_anew(week: Week) -> None:
    painted: list[tuple[int, int]] = []
    week.page.model.dataChanged.connect(lambda a, b, _r: painted.append((a.row(), b.row())))
    week.page.model.setData(week.index(3, "progress"), "55")
    assert set(painted) == {(3, 3)}


def test_tab_goes_to_the_next_field_and_enter_back_to_the_first(week: Week) -> None:
    week.at(0, "progress")
    week.key(Qt.Key.Key_Tab)
    assert week.view.currentIndex() == week.index(0, "started_area")
    week.key(Qt.Key.Key_Tab)
    week.key(Qt.Key.Key_Return)
    assert week.view.currentIndex() == week.index(1, "progress")
    week.key(Qt.Key.Key_Backtab)
    assert week.view.currentIndex() == week.index(1, "stage")
    week.at(1, "school")  # a name cannot be filled: Enter leads to where the typing began
    week.key(Qt.Key.Key_Tab)
    week.key(Qt.Key.Key_Return)
    assert week.view.currentIndex() == week.index(2, "stage")
    week.at(2, "invested")  # the mouse leads away from the row of Tabs
    week.key(Qt.Key.Key_Return)
    assert week.view.currentIndex() == week.index(3, "invested")


def test_the_office_way_of_writing_numbers(week: Week) -> None:
    texts = ["６１０", "1,000.5㎡", "1 000", "abc", "700平方米", ""]
    week.paste(0, "started_area", "\r\n".join(texts))
    assert week.column("started_area")[:6] == [
        "610.00",
        "1,000.50",
        "1,000.00",
        "abc",
        "700.00",
        "",
    ]
    assert [text for text, _ in week.bad] == ["abc"]
    week.paste(0, "invested", "35万元\r\n200000元\r\n¥20\r\n0.002亿元")
    assert week.column("invested")[:4] == ["35.00", "20.00", "20.00", "20.00"]
    week.paste(0, "as_of", "2026.3.10\r\n2026年3月9日\r\n2026-03-11")
    assert week.column("as_of")[:3] == ["2026-03-10", "2026-03-09", "2026-03-11"]


def test_a_block_with_a_blank_line_behind_it_leaves_the_next_row_alone(week: Week) -> None:
    block = "".join(f"主体施工\t{55 + n}\t{600 + n}\t{n}\t13\r\n" for n in range(5))
    week.paste(0, "stage", block + "\r\n")
    assert week.column("progress")[:6] == ["55", "56", "57", "58", "59", ""]
    assert week.column("completed_area")[:6] == ["0.00", "1.00", "2.00", "3.00", "4.00", ""]
    assert week.text(5, "state") == "未报"


def test_a_remark_of_three_lines_stays_in_one_cell(week: Week) -> None:
    week.paste(2, "problem", '"一、缺工\n二、缺料\n三、缺款"\t加快拨付\r\n')
    assert week.text(2, "problem") == "一、缺工\n二、缺料\n三、缺款"
    assert week.text(2, "measure") == "加快拨付"
    assert week.text(3, "problem") == ""


def test_one_value_fills_the_selection(week: Week) -> None:
    QApplication.clipboard().setText("58")
    week.select((1, "progress"), (10, "progress"))
    week.key(Qt.Key.Key_V, CTRL)
    settle()
    assert week.column("progress") == ["", *["58"] * 10, ""]


def test_rows_for_which_there_is_no_place_are_cut_with_a_note(week: Week) -> None:
    week.paste(10, "progress", "51\r\n52\r\n53\r\n54\r\n")
    assert week.column("progress")[10:] == ["51", "52"]
    assert "多出的2行没有位置" in week.page.panel.note.text.text()


def test_read_only_cells_are_left_out_with_a_note(week: Week) -> None:
    week.paste(0, "school", "假学校\t假项目\t已报\t主体施工\t61\r\n")
    assert week.text(0, "school") == "第1小学"
    assert week.text(0, "progress") == "61"
    assert "3个只读单元格已跳过" in week.page.panel.note.text.text()


def test_rows_that_a_filter_hides_are_not_overwritten(week: Week) -> None:
    shown = frozenset({"第1小学", "第3小学", "第5小学"})
    week.view.set_filter("school", shown)
    week.paste(0, "progress", "71\r\n73\r\n75\r\n")
    week.view.clear_filters()
    assert week.column("progress")[:6] == ["71", "", "73", "", "75", ""]


def test_two_hundred_pasted_cells_are_one_step(week: Week, desk: Desk) -> None:
    row = "装饰装修\t{}\t700\t20\t14\t缺工\t增加班组\t经核实"
    week.paste(0, "stage", "".join(row.format(70 + n) + "\r\n" for n in range(12)))
    assert week.column("progress") == [str(70 + n) for n in range(12)]
    assert undoing.steps(desk).undo[0].label == "2026年第11周粘贴（96格）"
    week.undo()
    assert week.column("progress") == [""] * 12
    assert week.column("state") == ["未报"] * 12
    week.redo()
    assert week.column("progress") == [str(70 + n) for n in range(12)]
    assert week.column("measure") == ["增加班组"] * 12


def test_ctrl_d_copies_the_cell_above(week: Week) -> None:
    week.type(0, "progress", "66")
    week.at(1, "progress")
    week.key(Qt.Key.Key_D, CTRL)
    assert week.column("progress")[:3] == ["66", "66", ""]


def test_ctrl_d_fills_ten_selected_rows(week: Week, desk: Desk) -> None:
    week.paste(0, "progress", "66\t700\r\n")
    week.select((0, "progress"), (9, "started_area"))
    week.key(Qt.Key.Key_D, CTRL)
    assert week.column("progress") == ["66"] * 10 + ["", ""]
    assert week.column("started_area") == ["700.00"] * 10 + ["", ""]
    assert undoing.steps(desk).undo[0].label == "2026年第11周向下填充（18格）"


def test_ctrl_enter_gives_all_selected_cells_one_value(week: Week) -> None:
    week.select((2, "progress"), (5, "progress"))
    QTest.keyClicks(week.view, "7")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "2")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    assert week.column("progress")[1:7] == ["", "72", "72", "72", "72", ""]


def test_delete_blanks_and_zero_is_not_blank(week: Week) -> None:
    week.type(0, "completed_area", "5")
    week.at(0, "completed_area")
    week.key(Qt.Key.Key_Delete)
    assert week.text(0, "completed_area") == ""
    week.type(0, "completed_area", "0")
    assert week.text(0, "completed_area") == "0.00"


def test_copied_cells_can_be_pasted_into_a_workbook(week: Week) -> None:
    week.paste(0, "progress", "66\t1000.5\r\n67\t700\r\n")
    week.select((0, "progress"), (1, "started_area"))
    week.key(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "66\t1000.5\r\n67\t700"


def test_a_stage_is_typed_by_its_pinyin_initials(week: Week) -> None:
    week.type(0, "stage", "zszx")
    assert week.text(0, "stage") == "装饰装修"


def test_alt_down_opens_the_list_of_stages(week: Week) -> None:
    from facilitydesk.gui.grid.editors import PickEditor

    week.at(0, "stage")
    week.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    editor = QApplication.focusWidget()
    assert isinstance(editor, PickEditor)
    assert editor.list.isVisible()
    assert editor.list.count() == 27
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert week.text(0, "stage") == ""


def test_yuan_and_ten_thousand_yuan_show_the_same_money(week: Week, desk: Desk) -> None:
    week.type(0, "invested", "12.345679")
    week.page.bar.unit.click()
    assert week.text(0, "invested") == "123,456.79"
    assert week.past(0, "invested") == "123,456.78"
    before = undoing.steps(desk).undo
    week.at(0, "invested")
    week.key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    week.page.bar.unit.click()
    assert week.text(0, "invested") == "12.345679"
    assert undoing.steps(desk).undo == before
