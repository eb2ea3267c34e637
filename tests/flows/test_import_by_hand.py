"""The first morning: an empty data file, the county's list taken in by window and by command line.

Kaili's seven projects give 17,593.84 ㎡ and 1,915 万元 to the last digit, either way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitydesk import cli
from facilitydesk.gui.context import Context
from facilitydesk.gui.importing.page import ExchangePage
from facilitydesk.gui.importing.steps import RESULT, REVIEW
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.runner import Runner
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import schools
from facilitydesk.services.datafile import files
from tests.gui.desks import AtOnce, settle
from tests.gui.importing.exchanges import KAILI

AREA, YUAN = "17593.84", "19150000.00"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A new data file of Kaili, made as an officer makes it."""
    path = tmp_path / "凯里市.fdk"
    options = ["--region", "凯里市", "--region-code", "522601", "--officer", "李娟"]
    assert cli.run(["new", str(path), *options]) == 0
    return path


@contextmanager
def window_on(qtbot: QtBot, path: Path) -> Iterator[tuple[MainWindow, ExchangePage]]:
    """The program's window on a data file, on the page 数据交换."""
    with closing(files.open_desk(path, officer="李娟")) as desk:
        settings = Settings(None)
        window = MainWindow(settings)
        qtbot.addWidget(window)
        runner = Runner(desk, worker=AtOnce(), jobs=AtOnce())
        with closing(runner):
            context = Context(desk, runner, settings)
            window.resize(1366, 768)
            window.show()
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            window.attach(context, page="exchange")
            settle()
            page = window.page("exchange")
            assert isinstance(page, ExchangePage)
            yield window, page
            window.detach()
        context.deleteLater()
        settle()


def figures(capfdbinary: pytest.CaptureFixture[bytes], path: Path, *options: str) -> dict[str, Any]:
    """The total row that the command line prints for the end of January 2010."""
    capfdbinary.readouterr()
    assert cli.run(["figures", str(path), "--as-of", "2010-01-31", "--json", *options]) == 0
    told: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    row: dict[str, Any] = told["rows"][0]
    return row


def test_by_window_from_an_empty_file_to_the_figures(
    qtbot: QtBot, empty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with window_on(qtbot, empty) as (window, page):
        page.choose.chosen.emit([KAILI])
        settle()
        facts = page.recognised.facts
        facts.as_of.setFocus()
        QTest.keyClicks(facts.as_of, "2010-01")
        QTest.keyClick(facts.as_of, Qt.Key.Key_Return)
        settle()
        page.next.click()
        settle()
        assert page.steps.current == REVIEW
        assert page.reviewed.counts["新增项目"].number == "7"
        assert page.reviewed.counts["新增学校"].number == "7"
        page.next.click()
        settle()
        assert page.steps.current == RESULT
        assert page.result.figure("新增项目") == "7"
        desk = page.context.desk
        assert len(schools.rows(desk)) == 7

        qtbot.waitUntil(window.top_bar.undo_buttons.back.isEnabled)
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: schools.rows(desk) == ())
        settle()
        assert "已撤销" in page.result.head.text()
        qtbot.waitUntil(window.top_bar.undo_buttons.forth.isEnabled)
        QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(schools.rows(desk)) == 7)
    row = figures(capfdbinary, empty)
    assert row["projects"] == 7
    assert row["planned_area_m2"] == AREA
    assert row["invested_yuan"] == YUAN


def test_by_command_line_the_same_figures_and_nothing_new_the_second_time(
    empty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    command = ["import", str(empty), str(KAILI), "--as-of", "2010-01-31", "--json"]
    capfdbinary.readouterr()
    assert cli.run([*command, "--dry-run"]) == 0
    promised = json.loads(capfdbinary.readouterr().out)
    assert cli.run(command) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert promised["changed"] == told["changed"]
    assert told["changed"]["projects"]["created"] == 7
    assert [row["planned_area_m2"] for row in told["tables"][0]["rows"]] == [
        "4150.00", "1120.00", "1910.00", "1529.58", "1949.35", "2815.91", "4119.00",
    ]  # fmt: skip
    row = figures(capfdbinary, empty)
    assert (row["projects"], row["planned_area_m2"], row["invested_yuan"]) == (7, AREA, YUAN)
    assert cli.run(command) == 0
    again = json.loads(capfdbinary.readouterr().out)
    assert again["changed"]["projects"] == {
        "created": 0, "updated": 0, "unchanged": 7, "refused": 0,
    }  # fmt: skip
    row = figures(capfdbinary, empty)
    assert (row["projects"], row["planned_area_m2"], row["invested_yuan"]) == (7, AREA, YUAN)


def test_what_came_in_by_window_is_known_on_the_command_line(
    qtbot: QtBot, empty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with window_on(qtbot, empty) as (_window, page):
        page.start(KAILI)
        settle()
        page.next.click()
        settle()
        page.next.click()
        settle()
    capfdbinary.readouterr()
    assert cli.run(["import", str(empty), str(KAILI), "--dry-run", "--json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["changed"]["projects"]["created"] == 0
    codes = [problem["code"] for problem in told["tables"][0]["problems"]]
    assert "import.file_again" in codes
