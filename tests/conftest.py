"""What holds for every test: no stray log line, no thread left behind, no network, no chance.

Fixtures of one room stand beside its tests or in a module of their own (tests/…_fixtures.py);
this file knows neither the store nor Qt.
"""

from __future__ import annotations

import atexit
import gc
import ipaddress
import logging
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["tests.postgres", "tests.store_fixtures"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:
    # Without a private one Qt writes a warning, and a Qt warning fails a test.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="facilitydesk-runtime-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

settings.register_profile("fixed", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("fixed")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "expects_log(*patterns): log lines of WARNING and above that must appear, as regular"
        " expressions; every other such line fails the test",
    )
    _close_the_network()


def pytest_sessionfinish() -> None:
    """What a test copied would outlive Python in the clipboard without a screen, and crash its end."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:
        widgets.QApplication.clipboard().clear()


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_stray_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    patterns = [
        re.compile(pattern)
        for marker in request.node.iter_markers("expects_log")
        for pattern in marker.args
    ]
    stray = [line for line in collector.lines if not any(p.search(line) for p in patterns)]
    missing = [p.pattern for p in patterns if not any(p.search(line) for line in collector.lines)]
    if stray:
        pytest.fail("unexpected log lines:\n" + "\n".join(stray), pytrace=False)
    if missing:
        pytest.fail("log lines that did not come:\n" + "\n".join(missing), pytrace=False)


@pytest.fixture(autouse=True)
def _rubbish_is_cleared_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the window: no worker may happen to destroy what Qt made."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.freeze()  # what the modules hold is not looked through once more for every test
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + 2
    left = _working_threads(before)
    while left and time.monotonic() < until:
        left[0].join(0.05)
        left = _working_threads(before)
    if left:
        pytest.fail(f"threads still running: {[thread.name for thread in left]}", pytrace=False)


def _working_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t not in before and not t.daemon]


def _close_the_network() -> None:
    """Only this computer answers: the program works offline, and so do its tests."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: Any, address: Any) -> None:
        _refuse_elsewhere(self.family, address)
        connect(self, address)

    def guarded_ex(self: Any, address: Any) -> int:
        _refuse_elsewhere(self.family, address)
        return connect_ex(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]  # on purpose, for all tests
    socket.socket.connect_ex = guarded_ex  # type: ignore[method-assign]  # the same


def _refuse_elsewhere(family: int, address: Any) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = str(address[0])
    if host == "localhost":
        return
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near:
        pytest.fail(f"a test tried to reach {host}")
