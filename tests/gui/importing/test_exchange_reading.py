"""Choosing a file and seeing what it is read as, before anything is imported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.steps import CHOOSE, RECOGNISE, REVIEW
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.importing.exchanges import KAILI, Exchange, exchange_page, workbook
from tests.interchange.books import HEAD, sums, works, write


@pytest.fixture
def exchange(qtbot: QtBot, desk: Desk) -> Iterator[Exchange]:
    with exchange_page(qtbot, desk) as made:
        yield made


def test_a_file_is_read_and_shown_with_what_each_row_and_column_is(exchange: Exchange) -> None:
    exchange.start(workbook("01"))
    assert exchange.step == RECOGNISE
    assert exchange.page.file.text() == "01_项目进度表_总计在末.xlsx"
    facts = exchange.page.recognised.facts
    assert facts.title.text() == "临溪县2024年义务教育薄弱环节改善与能力提升项目进度表"
    assert facts.kind.currentText() == "项目一览表"
    assert facts.as_of.text() == "2024-09-30"
    assert exchange.fields() == {
        "A": "序号",
        "B": "学校名称",
        "C": "项目名称",
        "D": "建设性质",
        "E": "规划面积（㎡）",
        "F": "计划投资（万元）",
        "G": "累计完成投资（万元）",
        "H": "形象进度",
        "I": "实际开工",
    }
    kinds = exchange.kinds()
    assert kinds[4] == "表头"
    assert kinds[23] == "合计"
    assert 5 not in kinds


def test_subtotals_blank_rows_and_the_total_are_named(exchange: Exchange) -> None:
    exchange.start(workbook("05"))
    kinds = exchange.kinds()
    assert [row for row, word in kinds.items() if word == "小计"] == [10, 15, 22, 29, 35, 40]
    assert kinds[41] == "合计"
    assert "空行" in kinds.values()


@pytest.mark.parametrize("number", ["14", "16"])
def test_old_formats_and_gbk_are_read(exchange: Exchange, number: str) -> None:
    exchange.start(workbook(number))
    assert exchange.step == RECOGNISE
    assert "规划面积（㎡）" in exchange.fields().values()


def test_what_is_no_workbook_is_told_in_one_sentence_in_place(
    exchange: Exchange, tmp_path: Path
) -> None:
    foreign = tmp_path / "照片.xlsx"
    foreign.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    exchange.start(foreign)
    assert exchange.step == CHOOSE
    assert exchange.page.choose.trouble.isVisibleTo(exchange.page)
    assert "不是表格，而是图片" in exchange.page.choose.trouble.text()
    assert exchange.page.choose.button.isVisibleTo(exchange.page)
    exchange.start(tmp_path / "没有.xlsx")
    assert "没有.xlsx" in exchange.page.choose.trouble.text()
    exchange.start(KAILI)
    assert exchange.step == RECOGNISE
    assert not exchange.page.choose.trouble.isVisibleTo(exchange.page.choose)


def test_cancelling_leaves_the_page_ready_for_another_file(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = exchange.page.context.runner

    def slow() -> list[str]:  # a reader that never ends; the officer presses 取消 meanwhile
        runner.cancel()
        return [sys.executable, "-c", "import time; time.sleep(60)"]

    monkeypatch.setattr("facilitydesk.interchange.reader.child_command", slow)
    exchange.start(workbook("01"))
    assert exchange.step == CHOOSE
    assert exchange.page.choose.trouble.text().startswith("已取消读取")
    assert exchange.page.choose.button.isVisibleTo(exchange.page)
    monkeypatch.undo()
    exchange.start(workbook("01"))
    assert exchange.step == RECOGNISE


def test_a_dropped_file_is_taken(exchange: Exchange) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(KAILI))])
    drop = exchange.page.choose.drop
    drop.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    settle()
    assert exchange.step == RECOGNISE
    assert exchange.page.file.text() == f"{KAILI.name}（UTF-8）"


def test_files_read_lately_are_offered_again(exchange: Exchange) -> None:
    exchange.start(workbook("01"))
    exchange.start(KAILI)
    exchange.page.steps.buttons[CHOOSE].click()
    settle()
    recent = exchange.page.choose.recent
    names = [recent.item(n).text().splitlines()[0] for n in range(recent.count())]
    assert names == [KAILI.name, "01_项目进度表_总计在末.xlsx"]
    recent.itemActivated.emit(recent.item(1))
    settle()
    assert exchange.page.file.text() == "01_项目进度表_总计在末.xlsx"


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # popups without a screen
def test_a_column_is_read_as_another_field(exchange: Exchange) -> None:
    exchange.start(KAILI)
    view = exchange.page.recognised.sheet
    view.ask_field(1)
    assert view.popup is not None
    QTest.keyClicks(view.popup.words, "jsxz")  # 建设性质
    QTest.keyClick(view.popup.words, Qt.Key.Key_Return)
    settle()
    assert exchange.fields()["B"] == "建设性质"
    view.ask_field(0)
    assert view.popup is not None
    view.popup.choose("project")
    settle()
    assert exchange.fields()["A"] == "项目名称"
    # A field that another column has leaves it.
    view.ask_field(1)
    assert view.popup is not None
    view.popup.choose("project")
    settle()
    assert exchange.fields()["B"] == "项目名称"
    assert exchange.fields()["A"] == "忽略"
    view.unmapped.emit()
    settle()
    assert exchange.fields()["A"] == "学校名称"


def test_when_no_column_is_left_the_sentence_says_so_and_nothing_breaks(exchange: Exchange) -> None:
    exchange.start(KAILI)
    for letter in "ABCD":
        exchange.page.recognised.sheet.mapped.emit(letter, None)
        settle()
    assert exchange.page.note.isVisibleTo(exchange.page)
    assert "没有找到表头" in exchange.page.note.text.text()
    assert exchange.page.showing.table is not None
    exchange.page.recognised.sheet.unmapped.emit()
    settle()
    assert exchange.fields()["A"] == "学校名称"


def test_the_as_of_date_is_asked_where_there_is_progress(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    facts = exchange.page.recognised.facts
    assert facts.as_of.text() == ""
    assert "请填写截至日期" in facts.as_of_note.text()
    facts.as_of.setText("九月")
    facts.as_of.editingFinished.emit()
    settle()
    assert "2026-03-05" in facts.as_of_note.text()
    assert exchange.page.showing.table is not None
    assert exchange.page.showing.table.as_of is None
    facts.as_of.setText("2024年9月")
    facts.as_of.editingFinished.emit()
    settle()
    assert exchange.page.showing.table.as_of == date(2024, 9, 30)
    assert facts.as_of.text() == "2024-09-30"
    assert not facts.as_of_note.isVisibleTo(facts)


def test_a_cell_is_corrected_in_place_and_checked_again(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    exchange.next()
    assert exchange.step == REVIEW
    assert ("D7", "警告") in exchange.problems()
    assert "没有年份" in exchange.tip("D7")
    exchange.type("D7", "2024.3.5")
    assert ("D7", "警告") not in exchange.problems()
    assert exchange.text("D7") == "2024.3.5"
    assert "原值：3月5日" in exchange.tip("D7")
    table = exchange.page.showing.table
    assert table is not None
    row = next(row for row in table.rows if row.number == 7)
    assert str(row.values["start_date"]) == "2024-03-05"
    exchange.page.reviewed.sheet.restored.emit({(6, 3)})
    settle()
    assert ("D7", "警告") in exchange.problems()


def test_a_click_on_a_problem_jumps_to_its_cell(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    exchange.next()
    problems = exchange.page.reviewed.lists["problems"]
    line = next(n for n, p in enumerate(problems.lines) if p.cell == "E15")
    problems.view.clicked.emit(problems.model.index(line, 0))
    index = exchange.page.reviewed.sheet.currentIndex()
    assert (index.row(), index.column()) == (14, 4)


def test_typing_and_pasting_in_the_preview_by_keyboard(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    exchange.next()
    sheet = exchange.page.reviewed.sheet
    sheet.go_to("D7")
    sheet.setFocus()
    QApplication.clipboard().setText("2024.3.5\r\n2024-01-10\r\n2024.12.5")
    QTest.keyClick(sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert [exchange.text(cell) for cell in ("D7", "D8", "D9")] == [
        "2024.3.5",
        "2024-01-10",
        "2024.12.5",
    ]
    assert {cell for cell, _ in exchange.problems()}.isdisjoint({"D7", "D8", "D9"})


def test_an_interpretation_can_be_refused(exchange: Exchange) -> None:
    exchange.start(workbook("09"))
    exchange.next()
    line = next(line for line in exchange.lines("interpreted") if line.cell == "D17")
    assert (line.value, line.read, line.wanted) == ("24.3.5", "2024-03-05", True)
    exchange.tick("interpreted", line, on=False)
    line = next(line for line in exchange.lines("interpreted") if line.cell == "D17")
    assert not line.wanted
    table = exchange.page.showing.table
    assert table is not None
    row = next(row for row in table.rows if row.number == 17)
    assert row.values["start_date"] is None
    exchange.tick("interpreted", line, on=True)
    assert exchange.page.showing.table is not None
    row = next(row for row in exchange.page.showing.table.rows if row.number == 17)
    assert str(row.values["start_date"]) == "2024-03-05"


def test_totals_that_do_not_foot_stand_first_with_their_difference(exchange: Exchange) -> None:
    exchange.start(workbook("25"))
    exchange.next()
    first, *others = exchange.lines("totals")
    assert (first.cell, first.foots) == ("H40", "不符")
    assert first.declared != first.computed
    assert first.difference
    assert {line.foots for line in others} == {"相符"}


def test_several_tables_are_shown_one_by_one_and_can_be_left_out(
    exchange: Exchange, tmp_path: Path
) -> None:
    def second(book: object) -> None:
        sheet = book.create_sheet("第二批")  # type: ignore[attr-defined]  # an openpyxl workbook
        for row in [HEAD, *works(3, start=20), sums(works(3, start=20))]:
            sheet.append(row)

    path = write(tmp_path / "两张表.xlsx", [HEAD, *works(4), sums(works(4))], change=second)
    exchange.start(path)
    tabs = exchange.page.recognised.tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["Sheet1", "第二批"]
    tabs.setCurrentIndex(1)
    settle()
    assert exchange.text("B2") == "第20镇中心小学"
    exchange.page.recognised.facts.wanted.setChecked(False)
    settle()
    assert exchange.page.recognised.tabs.tabText(1) == "第二批（不导入）"
    assert exchange.page.draft is not None
    assert exchange.page.showing.book is not None
    chosen = exchange.page.draft.chosen(exchange.page.showing.book)
    assert [table.sheet for table in chosen.tables] == ["Sheet1"]


def test_the_preview_keeps_the_rules_of_qt(exchange: Exchange) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(exchange.page.model, fatal)
    exchange.start(workbook("03"))
    exchange.start(workbook("05"))
    exchange.type("D6", "12")
    assert isinstance(exchange.page.model, SheetModel)
    assert exchange.page.model.rowCount() > 40
    tester.deleteLater()


def test_the_kind_another_page_asks_for_is_chosen_and_can_be_dropped(
    exchange: Exchange, tmp_path: Path
) -> None:
    page = exchange.page
    page.show_where({"import": "funding"})
    assert page.choose.kind.text() == "导入为：资金安排表　×"
    book = write(
        tmp_path / "表.xlsx",
        [["学校名称", "项目名称", "计划投资（万元）"], ["东桥小学", "食堂", 12]],
    )
    exchange.start(book)
    assert page.recognised.facts.kind.currentText() == "资金安排表"
    assert "按“资金安排表”读取" in page.note.text.text()
    assert page.choose.kind.isHidden(), "it was for one file"
    page.show_where({"import": "funding"})
    page.choose.kind.click()
    exchange.start(book)
    assert page.recognised.facts.kind.currentText() == "项目一览表"


def test_a_list_of_funds_is_a_list_of_projects_too(exchange: Exchange) -> None:
    exchange.page.show_where({"import": "projects"})
    exchange.start(workbook("03"))
    assert exchange.page.recognised.facts.kind.currentText() == "资金安排表"
