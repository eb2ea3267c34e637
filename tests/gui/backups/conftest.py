"""A data file in a folder of its own, and the program's window over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from facilitydesk.gui.backups import keeper
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from tests.gui.shells import shell_on


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "数据" / "临溪县.fdk"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return path


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    with shell_on(Settings(tmp_path / "pc" / "window.json"), "王敏") as made:
        yield made


@pytest.fixture
def no_book(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The plain workbook is written by a child process; here it is only asked for."""
    asked: list[Path] = []

    class Done:
        def poll(self) -> int:
            return 0

    def write(copy: Path, _folder: Path) -> Done:
        asked.append(copy)
        return Done()

    monkeypatch.setattr(keeper, "book_writer", write)
    return asked
