"""Measures ways of doing the same thing in turn, so that a busy machine is unfair to none.

`compare` runs all ways round by round, the first of a round changing, and takes the median of
each; `processes` does the same with whole processes; `table` prints the ratios and the aims.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: seconds of ours and of the yardstick, and the ratio that is aimed at.

    Memory is the peak of a process of its own in MiB, where one was measured.
    """

    name: str
    ours: float
    yardstick: float
    aim: float | None = None
    peak: float | None = None
    yardstick_peak: float | None = None
    factor: bool = False  # ours and yardstick are no seconds but factors of growth

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick


def compare(
    ways: Mapping[str, Callable[[], object]], *, rounds: int = 9, warm_up: int = 2
) -> dict[str, float]:
    """The median seconds of each way over interleaved rounds."""
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + warm_up):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            gc.collect()
            begin = time.perf_counter()
            ways[name]()
            seconds = time.perf_counter() - begin
            if number >= warm_up:
                taken[name].append(seconds)
    return {name: median(values) for name, values in taken.items()}


@dataclass(frozen=True, slots=True)
class Ran:
    """A whole process: seconds to each mark it printed and to its end, and its peak in MiB."""

    marks: dict[str, float]
    total: float
    peak: float


def process(code: str, *arguments: str) -> Ran:
    """Runs Python code in a process of its own; a line `@name` on its stdout is a mark.

    Seconds count from just before the process is started. Raises RuntimeError when it fails.
    """
    with tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-c", code + _TELL_PEAK, *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=_environment(),
            text=True,
        )
        assert child.stdout is not None
        marks: dict[str, float] = {}
        peak = 0.0
        for line in child.stdout:
            name, _, value = line.strip().removeprefix("@").partition("=")
            if name == "peak":
                peak = float(value)
            elif line.startswith("@"):
                marks[name] = time.perf_counter() - begin
        child.wait()
        total = time.perf_counter() - begin
        child.stdout.close()
        if child.returncode:
            errors.seek(0)
            raise RuntimeError(errors.read().decode(errors="replace"))
    return Ran(marks, total, peak)


_TELL_PEAK = """
from tests.bench.measure import own_peak
print(f"@peak={own_peak()}", flush=True)
"""


def own_peak() -> float:
    """The peak of memory of this process in MiB; 0 where the system does not tell.

    Not ru_maxrss, which begins with that of the process that started it.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024


def _environment() -> dict[str, str]:
    """As on an officer's PC: compiled modules are kept (the warm-up compiles them)."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    folder = Path(tempfile.gettempdir()) / "fdk-bench-compiled"
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder)}


def processes(
    programs: Mapping[str, tuple[str, ...]], *, rounds: int = 7, warm_up: int = 1
) -> dict[str, list[Ran]]:
    """Each program (its code and arguments) run in turns."""
    found: dict[str, list[Ran]] = {name: [] for name in programs}
    for number in range(rounds + warm_up):
        for name, (code, *arguments) in programs.items():
            ran = process(code, *arguments)
            if number >= warm_up:
                found[name].append(ran)
    return found


def mark(runs: Sequence[Ran], name: str) -> float:
    """The median seconds to a mark."""
    return median(run.marks[name] for run in runs)


def peak(runs: Sequence[Ran]) -> float:
    """The highest peak of memory."""
    return max(run.peak for run in runs)


def table(rows: Sequence[Row]) -> str:
    """The ratios as text, one line each."""
    wide = max([len(row.name) for row in rows] + [8])
    lines = [f"{'':{wide}}  {'ours':>9}  {'yardstick':>9}  {'ratio':>6}  {'aim':>6}  peak MiB"]
    return "\n".join([*lines, *(_line(row, wide) for row in rows)])


def _line(row: Row, wide: int) -> str:
    ours, bare = (
        f"{'×':>5}{value:4.2f}" if row.factor else f"{value * 1000:6.1f} ms"
        for value in (row.ours, row.yardstick)
    )
    aim = "" if row.aim is None else f"≤ {row.aim:4.2f}"
    met = " missed" if row.aim is not None and row.ratio > row.aim else ""
    peak = "" if row.peak is None else f"{row.peak:.0f} / {row.yardstick_peak or 0:.0f}"
    return f"{row.name:{wide}}  {ours:>9}  {bare:>9}  {row.ratio:6.2f}  {aim:>6}  {peak}{met}"
