"""The nth system call on the data file, its journal and its backups fails, or kills the program.

strace puts EIO, ENOSPC or SIGKILL in place of one call; every call of a scripted run gets its turn.
Afterwards: what was said to be saved is in the file, rows agree with the journal, and every backup
listed as verified is sound. Where tracing is not allowed the answer is None: not run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from facilitydesk.domain.problems import Trouble
from facilitydesk.services import auditing, backups, files
from facilitydesk.store import backup
from tests.store_fixtures import add_work, clock

ROOT = Path(__file__).parents[2]
CALLS = ("pwrite64", "fdatasync,fsync", "ftruncate", "unlink,rename,link", "openat", "write")
DEEDS = ("error=EIO", "error=ENOSPC", "signal=KILL")


@dataclass
class Swept:
    """What came of so many points."""

    points: int = 0
    hit: int = 0  # points at which a call was really replaced
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def traced(
    folder: Path, calls: str, inject: str | None, seed: int
) -> subprocess.CompletedProcess[str]:
    """The scripted run under strace, watching the paths of one folder only."""
    path = folder / "临溪县.fdk"
    watched = [path, f"{path}-journal", f"{path}.lock", folder / "临溪县.备份"]
    words = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        str(folder.with_suffix(".trace")),
        "-e",
        f"trace={calls}",
    ]
    if inject:
        words += ["-e", f"inject={calls}:{inject}"]
    for each in watched:
        words += ["-P", str(each)]
    command = [*words, sys.executable, "-m", "tests.faults.scripted", str(path), str(seed)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120, env=environment
    )


def allowed() -> bool:
    """Whether processes may be traced here."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(
            ["strace", "-o", os.devnull, "true"], check=False, capture_output=True
        ).returncode
        == 0
    )


def a_file(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "临溪县.fdk"
    with closing(
        files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    ) as desk:
        for number in range(6):
            add_work(desk, project=f"第{number}号楼项目")
        backups.back_up(desk, backups.Reason.HAND)
    return path


def judge(folder: Path, told: subprocess.CompletedProcess[str]) -> list[str]:
    """What is wrong after a run: nothing, or each finding in words."""
    path, wrong = folder / "临溪县.fdk", []
    lines = [line.split() for line in told.stdout.splitlines()]
    if "Traceback" in told.stderr:
        wrong.append("crash: " + told.stderr.strip().splitlines()[-1])
    saved = [(int(line[1]), line[2]) for line in lines if line[0] == "saved"]
    try:
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            wrong += files.verify(desk).faults
            with desk.read() as connection:
                for seq, mark in saved:
                    if auditing.head(connection, seq).hash != mark:
                        wrong.append(f"acknowledged operation {seq} is missing")
    except Trouble as trouble:
        wrong.append(f"does not open: {trouble.code}")
    for copy in backups.copies(backups.places_of(path)):
        try:
            if copy.verified and backup.check(copy.path).content.digest != copy.content:
                wrong.append(f"backup {copy.path.name} is not what was listed")
        except (OSError, backup.UnsoundError) as error:
            wrong.append(f"backup {copy.path.name}: {error}")
    return wrong


def sweep(points: int, seed: int) -> Swept | None:
    """So many points, spread over all calls and deeds; None where nothing may be traced."""
    if not allowed():
        return None
    score = Swept()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        good = a_file(place / "good").parent
        counts = {}
        for calls in CALLS:
            probe = place / "probe"
            shutil.copytree(good, probe)
            traced(probe, calls, None, seed)
            counts[calls] = len(probe.with_suffix(".trace").read_text().splitlines())
            shutil.rmtree(probe)
        every = [(c, d, n) for c in CALLS for d in DEEDS for n in range(1, counts[c] + 1)]
        rng = Random(seed)
        chosen: list[tuple[str, str, int]] = []
        while len(chosen) < points:  # every point once, then again with other values
            chosen += rng.sample(every, min(len(every), points - len(chosen)))

        def one(job: tuple[int, tuple[str, str, int]]) -> tuple[str, bool, int, list[str]]:
            number, (calls, deed, at) = job
            folder = place / f"run-{number}"
            shutil.copytree(good, folder)
            told = traced(folder, calls, f"{deed}:when={at}", seed + number)
            trace = folder.with_suffix(".trace")
            text = trace.read_text(errors="replace")
            wrong = judge(folder, told)
            shutil.rmtree(folder)
            trace.unlink()
            hit = "INJECTED" in text or "SIGKILL" in text
            return f"{calls}:{deed}:when={at}", hit, told.stdout.count("saved"), wrong

        with ThreadPoolExecutor(2) as pool:
            for what, hit, saved, wrong in pool.map(one, enumerate(chosen)):
                score.points += 1
                score.hit += hit
                score.acknowledged += saved
                score.wrong += [f"{what} (seed {seed}): {each}" for each in wrong]
    return score
