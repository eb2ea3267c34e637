"""Reading a file in a child process under limits of memory, processor time and wall clock.

The program itself never parses a foreign file: it gets plain cells as JSON, or one clear sentence.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import facilitydesk
from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange import guard
from facilitydesk.interchange.grid import Cell, Day, Format, Merge, RawBook, Sheet, number

WALL_SECONDS = 60.0
_NO_BEGIN = 1  # Python's own code when a program cannot be loaded; the child itself ends with 0
CHILD_COMMAND = "read-workbook"  # what the frozen command line program calls this child


def child_command() -> list[str]:
    """The command line of the reading child, without the path to read.

    A frozen build has no interpreter: there its own console executable is the child.
    """
    if getattr(sys, "frozen", False):
        console = Path(sys.executable).with_name("facilitydesk-cli" + Path(sys.executable).suffix)
        return [str(console), CHILD_COMMAND]
    return [sys.executable, "-X", "utf8", "-m", "facilitydesk.interchange.child"]


def read_raw(
    path: Path,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    wall_seconds: float = WALL_SECONDS,
) -> RawBook:
    """The cells of a file. Raises Trouble with one sentence for whatever cannot be read."""
    guard.examine(path)
    answer = _answer(path, cancelled, wall_seconds)
    try:
        # A number beyond all bounds (1e400) is no number but a text that nobody can read.
        told = json.loads(answer, parse_float=number, parse_int=number, parse_constant=str)
    except ValueError as error:
        raise Trouble("import.reader_died", path=path.name) from error
    if "trouble" in told:
        raise Trouble(told["trouble"], **told["args"])
    return _book(path.name, told["book"])


def _answer(path: Path, cancelled: Callable[[], bool], wall_seconds: float) -> bytes:
    package = str(Path(facilitydesk.__file__).resolve().parent.parent)
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    command = child_command()
    try:
        child = subprocess.Popen(  # noqa: S603 - our own program, the path is one argument
            [*command, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:  # taken away, as virus scanners do
        what = Path(command[0]).name
        raise Trouble("import.program_fault", path=path.name, what=what) from error
    until = time.monotonic() + wall_seconds
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                output, _ = child.communicate(timeout=0.2)
                break
            if cancelled():
                raise Trouble("import.cancelled", path=path.name)
            if time.monotonic() > until:
                raise Trouble("import.too_slow", path=path.name)
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if child.returncode == _NO_BEGIN:
        raise Trouble("import.program_fault", path=path.name, what=CHILD_COMMAND)
    if child.returncode != 0:
        # Killed by its limits, or the parser gave up on an impossible size.
        raise Trouble("import.too_big", path=path.name)
    return output


def _book(name: str, told: dict[str, Any]) -> RawBook:
    return RawBook(
        name=name,
        format=Format(told["format"]),
        sheets=[_sheet(sheet) for sheet in told["sheets"]],
        base_1904=bool(told.get("base_1904")),
        macros=bool(told.get("macros")),
        encoding=told.get("encoding"),
    )


def _sheet(told: dict[str, Any]) -> Sheet:
    trouble = told.get("trouble")
    return Sheet(
        name=told["name"],
        rows=[_row(row) for row in told.get("rows", ())],
        merges=[Merge(*map(int, merge)) for merge in told.get("merges", ())],
        hidden=bool(told.get("hidden")),
        hidden_rows=frozenset(map(int, told.get("hidden_rows", ()))),
        hidden_columns=frozenset(map(int, told.get("hidden_columns", ()))),
        uncomputed=_places(told.get("uncomputed", ())),
        errors=_places(told.get("errors", ())),
        percents=_places(told.get("percents", ())),
        trouble=(trouble[0], trouble[1]) if trouble else None,
    )


def _places(told: Sequence[Sequence[str]]) -> frozenset[tuple[int, int]]:
    return frozenset((int(row), int(column)) for row, column in told)


def _row(row: list[Any]) -> list[Cell]:
    for index, cell in enumerate(row):
        if type(cell) is list:
            row[index] = Day(cell[0])
    return row
