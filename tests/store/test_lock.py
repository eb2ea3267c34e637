"""One writer at a time: many starts at once, killed holders, lock files nobody may write."""

from __future__ import annotations

import errno
import fcntl
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store import lock as locks
from facilitydesk.store.lock import FileLock, LockUnsupportedError
from tests.store_fixtures import NOW, clock

ROOT = Path(__file__).parents[2]

_RACE = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from facilitydesk.store.lock import FileLock
path, start, rounds = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
for number in range(rounds):
    while time.time() < start + number * 0.25:
        time.sleep(0.0005)
    lock = FileLock(path)
    holder = lock.acquire("甲", datetime.now(UTC))
    if holder is None:
        mark = path.with_name(f"won-{number}")
        with mark.open("a") as file:
            file.write("x")
        time.sleep(0.1)  # the others come in meanwhile
        lock.release()
"""


def test_of_many_starts_at_one_instant_exactly_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    path.write_bytes(b"data")
    rounds = 8
    start = time.time() + 1.5
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACE, str(path), str(start), str(rounds)], cwd=ROOT
        )
        for _ in range(8)
    ]
    assert [racer.wait(60) for racer in racers] == [0] * 8
    assert [(tmp_path / f"won-{n}").read_text() for n in range(rounds)] == ["x"] * rounds
    assert not path.with_name(path.name + ".lock").exists()


_CHURN = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from facilitydesk.store.lock import FileLock
path, end = Path(sys.argv[1]), time.time() + 2
inside = path.with_name("inside")
wins = 0
while time.time() < end:
    lock = FileLock(path)
    try:
        if lock.acquire("甲", datetime.now(UTC)) is not None:
            continue
    except BlockingIOError:
        continue
    inside.open("x").close()  # fails when another is inside
    inside.unlink()
    wins += 1
    lock.release()
print(wins)
"""


def test_taking_and_giving_back_without_pause_never_lets_two_in(tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    path.write_bytes(b"data")
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _CHURN, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    told = [racer.communicate(timeout=60)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 4
    assert sum(map(int, told)) > 50


def test_two_names_of_one_file_have_one_lock(tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    path.write_bytes(b"data")
    other = tmp_path / "快捷方式.fdk"
    other.symlink_to(path)
    first, second = FileLock(path), FileLock(other)
    assert first.acquire("王敏", NOW) is None
    holder = second.acquire("李建平", NOW)
    assert holder is not None
    assert (holder.officer, holder.here) == ("王敏", True)
    first.release()


def test_a_holder_on_another_pc_or_of_another_account_is_not_here() -> None:
    assert not locks.Holder("王敏", "PC-3", "14:02").here
    assert not locks.Holder("王敏", platform.node(), "14:02", "别人").here


@pytest.mark.parametrize("as_root", [True, False])
def test_a_lock_file_left_by_another_user_is_no_hindrance(as_root: bool) -> None:
    if not as_root and (os.name == "nt" or os.getuid() != 0):
        pytest.skip("root alone can become nobody")
    # Not in tmp_path: nobody may not walk through the folders above it.
    with tempfile.TemporaryDirectory(prefix="facilitydesk-") as folder:
        path = Path(folder, "临溪县.fdk")
        path.write_bytes(b"data")
        lock = FileLock(path)
        lock.path.write_text("{left")
        lock.path.chmod(0o444)
        if as_root:
            assert lock.acquire("王敏", NOW) is None
            assert lock.left_behind
            lock.release()
            return
        Path(folder).chmod(0o777)
        os.setresgid(65534, 65534, 0)
        os.setresuid(65534, 65534, 0)
        try:
            assert lock.acquire("王敏", NOW) is None
            assert FileLock(path).acquire("李建平", NOW) is not None
            lock.release()
        finally:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)
        assert not lock.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="flock is of Linux")
def test_a_place_without_locks_is_told_and_not_written(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_desk.close()

    def unknown(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with pytest.raises(LockUnsupportedError):
        FileLock(Path(file_desk.place)).acquire("王敏", NOW)
    with pytest.raises(Trouble, match=r"不支持文件锁.*复制到本机"):
        files.open_desk(file_desk.place, clock=clock)
    files.open_desk(file_desk.place, readonly=True, clock=clock).close()


def test_what_a_kill_leaves_behind_is_known(file_desk: Desk) -> None:
    path = Path(file_desk.place)
    file_desk.close()
    left = FileLock(path)  # the kernel's lock went with its holder, the text stayed
    left.path.write_text('{"officer": "王敏", "host": "PC-3", "since": "14:02"}', encoding="utf-8")
    desk = files.open_desk(path, clock=clock)
    assert desk.unclean
    assert not desk.recovered
    desk.close()
    again = files.open_desk(path, clock=clock)
    assert not again.unclean
    again.close()


def test_a_call_nobody_answers_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    holder, other = FileLock(path), FileLock(path)
    assert holder.acquire("王敏", NOW) is None
    assert not other.ask_to_raise(0.1)
    assert not holder.asked_to_raise()
    other.call.touch()
    assert holder.asked_to_raise()
    assert not holder.asked_to_raise()
    holder.release()
    assert sorted(p.name for p in tmp_path.iterdir()) == []
