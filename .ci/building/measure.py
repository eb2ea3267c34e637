"""How large the Linux bundle is and how fast it starts, beside two small programs frozen alike.

A start counts from the process to the line the program writes when its first window has been
painted, by turns, the median of several. Cold means that no file of the bundle was in memory.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from building import freeze, yardsticks
from building.common import DIST, BuildError, say

ROUNDS = 9
SIZE_AIM, START_AIM = 1.3, 1.5
FONTS = "_internal/facilitydesk/_data/resources/fonts"


def make(_arguments: list[str]) -> None:
    """Build the yardsticks, measure, print a table."""
    ours = DIST / "linux" / freeze.NAME
    if not ours.exists():
        raise BuildError(f"{ours} does not exist: python3 .ci/build linux")
    others = yardsticks.build()
    fonts = freeze.size(ours / FONTS)
    total, least = freeze.size(ours), freeze.size(others["minimal"])
    say(f"bundle {total:.1f} MiB, of it fonts {fonts:.1f}; minimal bundle {least:.1f} MiB")
    ratio = (total - fonts) / least
    say(f"without the fonts {ratio:.2f} × the minimal bundle (aim ≤ {SIZE_AIM})")
    starts = {"ours": [str(ours / "facilitydesk.sh")], "bare": [str(others["bare"] / "yardstick")]}
    folders = {"ours": ours, "bare": others["bare"]}
    for name, cold in (("warm", False), ("cold", True)):
        found = _by_turns(starts, folders, cold=cold)
        ratio = found["ours"] / found["bare"]
        say(
            f"{name} start to the first painted window: {found['ours'] * 1000:.0f} ms, bare"
            f" {found['bare'] * 1000:.0f} ms, {ratio:.2f} × (aim ≤ {START_AIM})"
        )


def _by_turns(
    starts: dict[str, list[str]], folders: dict[str, Path], *, cold: bool
) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for number in range(ROUNDS + 1):
        for name, command in starts.items():
            if cold:
                forget(folders[name])
            seconds = start(command)
            if number:
                taken[name].append(seconds)
    return {name: median(values) for name, values in taken.items()}


def start(command: list[str]) -> float:
    """Seconds from starting a program to its line `@painted`; then it is ended."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": home,
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "DISPLAY": os.environ.get("DISPLAY", ""),
            "FACILITYDESK_MARKS": "1",
        }
        begun = time.perf_counter()
        child = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert child.stderr is not None
        seconds = 0.0
        for line in child.stderr:
            if line.strip() == "@painted":
                seconds = time.perf_counter() - begun
                break
        child.terminate()
        child.communicate()
    if not seconds:
        raise BuildError(f"{command[0]} painted no window")
    return seconds


def forget(folder: Path) -> None:
    """Ask the system to drop a folder's files from memory, so that the next start reads them."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            number = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(number)
