"""What several tests of the window begin with: the whole window, and the page of reports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.start import Shell
from facilitydesk.services import settings
from facilitydesk.services.datafile import holding
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, shown
from tests.gui.report.reports import Reports, enter
from tests.gui.shells import shell_on
from tests.store_fixtures import add_work


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, path)
    return path


@pytest.fixture(autouse=True)
def _a_holder_answers_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a desk without a window holds the file: nobody waits for it to come forward."""
    monkeypatch.setattr(holding, "_STARTING", holding._ANSWER)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    kept = Settings(tmp_path / "pc" / "window.json")
    kept.set("notice.classified", True)  # read long ago: nothing covers the window
    with shell_on(kept, "王敏") as made:
        yield made


@pytest.fixture
def works(desk: Desk) -> list[int]:
    """Two works at two schools, one of them under way."""
    settings.change(desk, "bureau", "临溪县教育和体育局")
    first = add_work(desk)
    second = add_work(desk, school="白沙镇初级中学", township="白沙镇", project="综合楼建设项目")
    enter(desk, first, 40, 900)
    return [first, second]


@pytest.fixture
def reports(qtbot: QtBot, desk: Desk, works: list[int]) -> Iterator[Reports]:
    assert works
    with context_on(desk) as (context, told):
        page = ReportPage(context)
        qtbot.addWidget(page)
        shown(page, 1200, 700)
        yield Reports(page, context, told)
