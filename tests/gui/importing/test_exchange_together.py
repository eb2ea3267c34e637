"""What the schools sent back, chosen together: one review, one import, one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.gui.importing.steps import CHOOSE, RECOGNISE, RESULT
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.gui.desks import settle
from tests.gui.importing.exchange_steps import counts
from tests.gui.importing.exchanges import Exchange, exchange_page

BLANK = next(template for template in TEMPLATES if template.key == "projects")


@pytest.fixture
def exchange(qtbot: QtBot, desk: Desk) -> Iterator[Exchange]:
    with exchange_page(qtbot, desk) as page:
        yield page


def returned(folder: Path, school: str, area: float, *, day: str = "2024年9月30日") -> Path:
    """The blank list as a school sends it back."""
    path = folder / f"{school}.xlsx"
    path.write_bytes(blank_workbook(BLANK))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    if day:
        sheet["A2"] = f"截至{day}"
    filled: list[str | float] = [1, "城关镇", school, "教学楼", "全面改薄", "新建", area, 350]
    for column, value in enumerate(filled, 1):
        sheet.cell(4, column).value = value
    sheet.cell(4, 9).value, sheet.cell(4, 11).value = "2024.3.5", "主体施工"
    book.save(path)
    return path


def choose(exchange: Exchange, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    files = [str(path) for path in paths]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (files, ""))
    exchange.page.choose.button.click()
    settle()


def test_the_files_of_four_schools_go_in_as_one_step(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("城关小学", "白沙小学", "石桥小学", "河口小学")
    files = [returned(tmp_path, name, 100 * n) for n, name in enumerate(names, 1)]
    choose(exchange, monkeypatch, *files)
    assert exchange.step == RECOGNISE
    assert exchange.page.file.text() == "城关小学.xlsx等4个文件"
    tabs = exchange.page.recognised.tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == list(names)
    assert tabs.height() >= tabs.sizeHint().height(), "they can be seen"
    assert "忽略" not in exchange.fields().values()
    exchange.next()
    assert exchange.problems() == []
    assert exchange.page.next.text() == "导入4行"
    exchange.next()
    assert exchange.step == RESULT
    assert counts(desk) == (4, 4, 4, 4)
    (step,) = undoing.steps(desk).undo
    assert step.label == "导入“城关小学.xlsx等4个文件”"
    undoing.undo_last(desk)
    assert counts(desk) == (0, 0, 0, 0)


def test_a_changed_layout_and_a_broken_file_are_named_and_keep_nobody_out(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = returned(tmp_path, "城关小学", 100)
    changed = returned(tmp_path, "白沙小学", 200)
    book = openpyxl.load_workbook(changed)
    for cell in book.worksheets[0][3]:
        cell.value = f"第{cell.column}栏"
    book.save(changed)
    broken = tmp_path / "石桥小学.xlsx"
    broken.write_bytes(b"not a workbook at all" * 50)
    choose(exchange, monkeypatch, changed, broken, good)
    assert exchange.step == RECOGNISE
    exchange.next()
    told = {line.sheet: line.message for line in exchange.lines("problems")}
    assert told["白沙小学"].startswith("在“白沙小学.xlsx”中没有找到表头")
    assert "石桥小学.xlsx" in told["石桥小学"]
    exchange.next()
    assert counts(desk)[:2] == (1, 1), "the good file is in"


def test_one_day_serves_all_files_that_name_none(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [returned(tmp_path, name, 100, day="") for name in ("城关小学", "白沙小学")]
    choose(exchange, monkeypatch, *files)
    exchange.page.recognised.facts.as_of.setText("2024-09-30")
    exchange.page.recognised.facts.as_of.editingFinished.emit()
    settle()
    exchange.next()
    exchange.next()
    assert counts(desk) == (2, 2, 2, 2), "both weeks are reported"


def test_the_same_files_again_in_another_order_bring_nothing_new(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [returned(tmp_path, name, 100) for name in ("城关小学", "白沙小学")]
    choose(exchange, monkeypatch, *files)
    exchange.next()
    exchange.next()
    before = counts(desk)
    exchange.page.result.another.click()
    choose(exchange, monkeypatch, *reversed(files))
    assert "导入过" in exchange.page.note.text.text()
    exchange.next()
    assert exchange.count("新增项目") == "0"
    assert exchange.page.next.text() == "没有要导入的内容"
    assert not exchange.page.next.isEnabled()
    assert counts(desk) == before


def test_when_no_file_can_be_read_the_reason_is_told(
    exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"]
    for path in files:
        path.write_bytes(b"%PDF-1.7 no workbook")
    choose(exchange, monkeypatch, *files)
    assert exchange.step == CHOOSE
    assert "甲.xlsx" in exchange.page.choose.trouble.text()
