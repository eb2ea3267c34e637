"""Rubbish of the window is cleared on the window's own thread, whoever else is at work."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from facilitydesk.domain.collecting import collecting_later
from facilitydesk.gui import application


class Dialog:
    """Something that hangs in a circle of its own, with a timer of Qt that runs."""

    def __init__(self, seen: list[str]) -> None:
        self.itself = self
        self.timer = QTimer()
        self.timer.start(100_000)
        self.end = End(seen)


class End:
    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(threading.current_thread().name)


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def work() -> list[list[int]]:
    """Many objects made on another thread, enough for any count to be due as long as they are kept."""
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend([n] for n in range(20_000)))
    worker.start()
    worker.join()
    return kept


def test_what_hangs_in_a_circle_goes_on_the_windows_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "_START_MS", 10)
    monkeypatch.setattr(application, "_EVERY_MS", 10)
    timer = application.collect_later()
    qtbot.waitUntil(lambda: not timer.isSingleShot())  # the start is over
    seen: list[str] = []
    Dialog(seen)
    kept = work()
    assert (len(kept), seen) == (20_000, [])
    qtbot.waitUntil(lambda: seen == ["MainThread"])
    timer.stop()


def test_nothing_is_looked_for_while_a_long_list_is_made() -> None:
    gc.disable()
    seen: list[str] = []
    Dialog(seen)
    kept = work()
    with collecting_later():
        application.collect()
        assert seen == []
    assert not gc.isenabled()
    application.collect()
    assert (len(kept), seen) == (20_000, ["MainThread"])
