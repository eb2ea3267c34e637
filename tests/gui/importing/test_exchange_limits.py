"""Taking workbooks in while others work, in part, read-only, cancelled or in trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.importing.steps import RESULT, REVIEW
from facilitydesk.services.desk import Desk
from tests.entering import added
from tests.gui.desks import settle
from tests.gui.importing.exchange_steps import counts, through
from tests.gui.importing.exchanges import KAILI, Exchange, exchange_page, workbook
from tests.interchange.books import HEAD, works, write


@pytest.fixture
def exchange(qtbot: QtBot, desk: Desk) -> Iterator[Exchange]:
    with exchange_page(qtbot, desk) as made:
        yield made


def test_hidden_rows_go_in_only_when_confirmed(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[0].row_dimensions[3].hidden = True

    exchange.start(write(tmp_path / "隐藏.xlsx", [HEAD, *works(4)], change=hide))
    assert exchange.kinds()[3] == "隐藏"
    facts = exchange.page.recognised.facts
    assert facts.hidden.isVisibleTo(facts)
    assert facts.hidden.text() == "隐藏的1行也导入"
    exchange.next()
    assert exchange.page.next.text() == "导入3行"
    exchange.page.back.click()
    settle()
    facts.hidden.setChecked(True)
    settle()
    exchange.next()
    assert exchange.page.next.text() == "导入4行"
    exchange.next()
    assert counts(desk)[1] == 4


def test_trouble_while_importing_leaves_nothing_half_written(
    exchange: Exchange, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.start(workbook("01"))
    exchange.next()

    def full(*_args: object) -> None:
        raise Trouble("disk.full", path=desk.place)

    monkeypatch.setattr("facilitydesk.services.importing.planning.Writes.write", full)
    exchange.next()
    assert exchange.step == REVIEW
    assert exchange.page.note.isVisibleTo(exchange.page)
    assert "空间" in exchange.page.note.text.text()
    assert counts(desk) == (0, 0, 0, 0)
    monkeypatch.undo()
    exchange.next()
    assert exchange.step == RESULT
    assert counts(desk)[1] == 18


def test_cancelling_before_the_import_begins_changes_nothing(
    exchange: Exchange, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.start(workbook("01"))
    exchange.next()
    runner = exchange.page.context.runner
    runner.progress.connect(lambda title, *_rest: runner.cancel() if title == "导入" else None)
    exchange.next()
    assert exchange.step == REVIEW
    assert "数据没有变动" in exchange.page.note.text.text()
    assert counts(desk) == (0, 0, 0, 0)


def test_the_review_follows_what_others_change_meanwhile(exchange: Exchange, desk: Desk) -> None:
    exchange.start(workbook("01"))
    exchange.next()
    assert exchange.count("新增项目") == "18"
    from facilitydesk.interchange.importing import run_import

    result = run_import(desk, workbook("01"))
    exchange.page.context.changed.emit(result.review.plan.changes, None)
    settle()
    assert exchange.count("新增项目") == "0"
    assert exchange.count("无变化") == "18"


def test_a_table_left_out_stays_out(exchange: Exchange, desk: Desk, tmp_path: Path) -> None:
    def second(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("第二批")
        for row in [HEAD, *works(3, start=20)]:
            sheet.append(row)

    exchange.start(write(tmp_path / "两张表.xlsx", [HEAD, *works(4)], change=second))
    exchange.page.recognised.tabs.setCurrentIndex(1)
    settle()
    exchange.page.recognised.facts.wanted.setChecked(False)
    settle()
    exchange.next()
    assert exchange.page.next.text() == "导入4行"
    exchange.next()
    assert counts(desk)[1] == 4


def test_the_programme_is_chosen_for_the_whole_book(exchange: Exchange, desk: Desk) -> None:
    exchange.start(KAILI)
    programme = exchange.page.recognised.facts.programme
    assert programme.currentText() == "按标题，未写明的为“未定专项”"
    programme.setEditText("新增中央投资")
    line = programme.lineEdit()
    assert line is not None
    line.editingFinished.emit()
    settle()
    exchange.next()
    exchange.next()
    with sqlite3.connect(str(desk.place)) as other:
        names = other.execute(
            "SELECT DISTINCT programme.name FROM project JOIN programme"
            " ON programme.id = project.programme_id"
        ).fetchall()
    other.close()
    assert names == [("新增中央投资",)]


def test_a_read_only_desk_shows_but_does_not_import(exchange: Exchange, desk: Desk) -> None:
    desk.readonly = True
    exchange.start(workbook("01"))
    exchange.next()
    assert exchange.count("新增项目") == "18"
    assert not exchange.page.next.isEnabled()


def test_the_button_names_what_else_it_would_take_back(exchange: Exchange, desk: Desk) -> None:
    through(exchange, workbook("01"))
    assert exchange.page.result.undo.text() == "撤销此次导入"
    from facilitydesk.services.projects import programmes

    exchange.page.context.runner.do(
        lambda desk: added(programmes.enter, desk, {"name": "校舍维修"})
    )
    settle()
    assert exchange.page.result.undo.text() == "撤销此次导入及其后1步操作"
    exchange.page.result.undo.click()
    settle()
    assert counts(desk) == (0, 0, 0, 0)


def test_other_pages_are_told_of_an_import(exchange: Exchange) -> None:
    told: list[frozenset[str]] = []
    exchange.page.context.changed.connect(lambda changes, _who: told.append(changes.entities))
    through(exchange, workbook("01"))
    assert {"project", "work", "school", "week_entry"} <= frozenset().union(*told)


def test_a_blank_list_is_handed_out_and_reads_back_without_mapping(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "项目进度表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    exchange.page.choose.links["projects"].click()
    settle()
    assert "已保存为" in exchange.page.note.text.text()
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    sheet["A2"] = "截至2024年9月30日"
    filled: list[str | float] = [
        1,
        "城关镇",
        "城关小学",
        "教学楼",
        "全面改薄",
        "新建",
        1200.5,
        350.25,
        "2024.3.5",
    ]
    for column, value in enumerate(filled, 1):
        sheet.cell(4, column).value = value
    sheet.cell(4, 11).value = "主体施工"
    book.save(target)
    exchange.start(target)
    assert "忽略" not in exchange.fields().values()
    exchange.next()
    assert exchange.problems() == []
    assert exchange.page.next.text() == "导入1行"
    exchange.next()
    assert counts(desk) == (1, 1, 1, 1)


def test_ticks_are_turned_by_mouse_and_by_the_space_bar(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    exchange.next()
    exchange.page.reviewed.open_list("interpreted")
    settle()
    made = exchange.page.reviewed.lists["interpreted"]
    view = made.view
    index = made.model.index(0, made.model.by_key["wanted"])
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    settle()
    assert [line.wanted for line in exchange.lines("interpreted")].count(False) == 1
    assert not made.lines[0].wanted
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_Space)
    settle()
    assert [line.wanted for line in exchange.lines("interpreted")].count(True) == 1
    exchange.page.next.setFocus()  # leaving the list is no editing: Qt says nothing
    settle()
