"""The rules of tests/conftest.py hold: each of them can fail a test."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[2]


def outcome_of(tmp_path: Path, body: str) -> str:
    """What pytest says of a module with that body when it runs under our conftest."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_it.py").write_text(textwrap.dedent(body), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:pytest-qt"]
    command += ["--rootdir", str(tmp_path), "-c", str(tmp_path / "none.ini"), str(tmp_path)]
    (tmp_path / "none.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    return done.stdout


def test_what_disturbs_fails_the_test(tmp_path: Path) -> None:
    told = outcome_of(
        tmp_path,
        """
        import logging, threading, time, warnings
        import pytest

        def test_log():
            logging.getLogger("x").warning("disk nearly full")

        @pytest.mark.expects_log("never written")
        def test_missing_log():
            pass

        def test_thread():
            threading.Thread(target=time.sleep, args=(4,), name="forgotten").start()

        def test_warning():
            warnings.warn("old way", stacklevel=1)
        """,
    )
    assert "WARNING x: disk nearly full" in told
    assert "log lines that did not come:\nnever written" in told
    assert "threads still running: ['forgotten']" in told
    assert "old way" in told
    assert "1 failed, 3 passed, 3 errors" in told


@pytest.mark.expects_log("nearly full")
def test_an_announced_log_line_is_welcome() -> None:
    logging.getLogger("facilitydesk").warning("disk nearly full")


def test_a_python_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="old way"):
        warnings.warn("old way", stacklevel=1)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_no_test_reaches_another_computer(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(BaseException, match="tried to reach"):
        line.connect((host, 80))


def test_this_computer_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            assert line.getpeername()[1] == port


def test_invented_examples_are_the_same_every_time() -> None:
    assert settings.default is not None
    assert settings.default.derandomize
    assert settings.default.deadline is None
