"""An answer that nobody reads to its end: `facilitydesk log … | head`."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitydesk.app import main
from facilitydesk.cli import streams
from facilitydesk.services.datafile import files
from tests.store_fixtures import add_work, clock


@pytest.fixture
def county(tmp_path: Path) -> Path:
    path = tmp_path / "临溪县.fdk"
    desk = files.create(path, home="临溪县", officer="王敏", clock=clock)
    add_work(desk)
    desk.close()
    return path


def unread(*words: str) -> tuple[int, str]:
    """Exit code and stderr of a command whose reader is gone before it has said a word."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "facilitydesk", *words],
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "words", [("log", "FILE"), ("log", "FILE", "--json"), ("report", "--list"), ("log", "--help")]
)
def test_the_command_ends_as_it_would_have_with_a_reader(
    county: Path, words: tuple[str, ...]
) -> None:
    assert unread(*(str(county) if word == "FILE" else word for word in words)) == (0, "")


def test_trouble_that_nobody_reads_keeps_its_exit_code(tmp_path: Path) -> None:
    assert unread("log", str(tmp_path / "没有.fdk"), "--json") == (3, "")


def test_the_first_lines_arrive_where_the_rest_is_not_wanted() -> None:
    """More than a pipe holds, so that the program is still writing when its reader leaves."""
    code = "from facilitydesk.cli import streams; streams.tell('甲' * 100 + '\\n' + '乙' * 10**6)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().decode() == "甲" * 100 + "\n"
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=60) == 0


class ClosedPipeOfWindows:
    """What Python on Windows says of a pipe without a reader: no broken pipe, but errno 22."""

    def __init__(self, number: int) -> None:
        self.fileno = lambda: number

    def flush(self) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    def write(self, text: str) -> None:
        """As a stream does: kept until it is flushed."""


def test_on_windows_the_pipe_without_a_reader_is_known_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("wb") as file:
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, ClosedPipeOfWindows(file.fileno()))
        monkeypatch.setattr(streams, "WINDOWS", True)
        streams.tell("一行")
        streams.complain("一行")
        monkeypatch.setattr(streams, "WINDOWS", False)  # elsewhere that number is a fault
        with pytest.raises(OSError, match="Invalid argument"):
            streams.tell("一行")


def test_a_program_without_a_console_answers_nobody(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["log", str(county)]) == 0
    assert main(["log", str(county.with_name("没有.fdk"))]) == 3
    assert main(["report"]) == 2
