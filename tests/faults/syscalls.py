"""The nth system call on the data file, its journal and its backups fails, or kills the program.

strace puts EIO, ENOSPC or SIGKILL in place of one call; every call of a scripted run gets its turn.
Afterwards: what was said to be saved is in the file, rows agree with the journal, and every backup
listed as verified is sound. Where tracing is not allowed the answer is None: not run.
Python starts once: scripted.py forks for every point, and strace is attached to the stopped child.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from random import Random

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.journal import auditing
from facilitydesk.store import backup
from tests.faults.memory_disk import throw_away
from tests.faults.scripted import a_file
from tests.store_fixtures import clock

ROOT = Path(__file__).parents[2]
CALLS = ("pwrite64", "fdatasync,fsync", "ftruncate", "unlink,rename,link", "openat", "write")
DEEDS = ("error=EIO", "error=ENOSPC", "signal=KILL")
LONGEST = 60  # seconds of one run; longer is a hang


@dataclass
class Swept:
    """What came of so many points."""

    points: int = 0
    hit: int = 0  # points at which a call was really replaced
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What a run said, and how it ended."""

    stdout: str
    stderr: str
    code: int


class Server:
    """The process of scripted.py that forks for every run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.scripted"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def run(self, folder: Path, calls: str, inject: str | None, seed: int) -> Told:
        """The scripted run under strace, watching the paths of one folder only."""
        path, said = folder / "临溪县.fdk", folder.with_suffix(".said")
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\t{seed}\t{said}\n")
        child = int(self._line())
        words = ["strace", "-f", "-qq", "-o", str(folder.with_suffix(".trace"))]
        words += ["-e", f"trace={calls}", "-p", str(child)]
        if inject:
            words += ["-e", f"inject={calls}:{inject}"]
        for each in (path, f"{path}-journal", f"{path}.lock", folder / "临溪县.备份"):
            words += ["-P", str(each)]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as tracer:
            _attached(child, tracer)
            os.kill(child, signal.SIGCONT)
            assert self._process.stdout is not None
            if not select.select([self._process.stdout], [], [], LONGEST)[0]:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError(" ".join(words))
            code = int(self._line().removeprefix("gone "))
        stderr = Path(f"{said}.err")
        told = Told(said.read_text(encoding="utf-8"), stderr.read_text(encoding="utf-8"), code)
        said.unlink()
        stderr.unlink()
        return told

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _attached(child: int, tracer: subprocess.Popen[str]) -> None:
    """Waits until strace holds a process."""
    status = Path(f"/proc/{child}/status")
    until = time.monotonic() + 10
    while f"TracerPid:\t{tracer.pid}\n" not in status.read_text(encoding="ascii"):
        assert tracer.poll() is None, tracer.stderr.read() if tracer.stderr else ""
        assert time.monotonic() < until, "strace does not attach"
        time.sleep(0.001)


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


def judge(folder: Path, told: Told) -> list[str]:
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


def sweep(points: int, seed: int, workers: int = 1) -> Swept | None:
    """So many points, spread over all calls and deeds; None where nothing may be traced."""
    if not allowed():
        return None
    score = Swept()
    servers: SimpleQueue[Server] = SimpleQueue()
    running = [Server() for _ in range(workers)]
    for server in running:
        servers.put(server)
    try:
        with throw_away() as place:
            good = a_file(place / "good").parent
            chosen = _points(good, running[0], points, seed)

            def one(job: tuple[int, tuple[str, str, int]]) -> tuple[str, bool, int, list[str]]:
                number, (calls, deed, at) = job
                folder = place / f"run-{number}"
                shutil.copytree(good, folder)
                server = servers.get()
                told = server.run(folder, calls, f"{deed}:when={at}", seed + number)
                servers.put(server)
                trace = folder.with_suffix(".trace")
                text = trace.read_text(errors="replace")
                wrong = judge(folder, told)
                shutil.rmtree(folder)
                trace.unlink()
                hit = "INJECTED" in text or "SIGKILL" in text
                return f"{calls}:{deed}:when={at}", hit, told.stdout.count("saved"), wrong

            with ThreadPoolExecutor(workers) as pool:
                for what, hit, saved, wrong in pool.map(one, enumerate(chosen)):
                    score.points += 1
                    score.hit += hit
                    score.acknowledged += saved
                    score.wrong += [f"{what} (seed {seed}): {each}" for each in wrong]
    finally:
        for server in running:
            server.close()
    return score


def _points(good: Path, server: Server, points: int, seed: int) -> list[tuple[str, str, int]]:
    """Calls, deed and number: every point of the run once, then again with other values."""
    counts = {}
    for calls in CALLS:
        probe = good.with_name("probe")
        shutil.copytree(good, probe)
        server.run(probe, calls, None, seed)
        counts[calls] = len(probe.with_suffix(".trace").read_text().splitlines())
        shutil.rmtree(probe)
    every = [(c, d, n) for c in CALLS for d in DEEDS for n in range(1, counts[c] + 1)]
    rng = Random(seed)
    chosen: list[tuple[str, str, int]] = []
    while len(chosen) < points:
        chosen += rng.sample(every, min(len(every), points - len(chosen)))
    return chosen
