"""Whose a data file is: the lock, a folder that may not be written, what a killed program left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.lock import FileLock
from tests.services.datafile.refusals import refusal
from tests.store_fixtures import NOW, add_work, clock


def test_a_second_window_is_told_who_has_the_data(file_desk: Desk) -> None:
    trouble = refusal(file_desk.place)
    assert trouble.code == "file.held"
    assert trouble.args_["officer"] == "王敏"
    assert "03-11" in trouble.args_["since"]
    with closing(files.open_desk(file_desk.place, readonly=True, clock=clock)) as looking:
        assert files.verify(looking).faults == ()


def test_the_lock_goes_with_the_desk(file_desk: Desk) -> None:
    file_desk.close()
    assert not Path(f"{file_desk.place}.lock").exists()
    files.open_desk(file_desk.place, clock=clock).close()


def test_a_failed_opening_gives_the_lock_back(file_desk: Desk) -> None:
    path = Path(file_desk.place)
    with file_desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = 'home_region'")
    file_desk.close()
    assert refusal(path).code == "file.damaged"
    lock = FileLock(path)
    assert lock.acquire("王敏", NOW) is None
    lock.release()


_HOLD = """
import sys
from facilitydesk.services.datafile import files
desk = files.open_desk(sys.argv[1], officer="李建平")
print("open", flush=True)
sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    return child


def test_another_process_is_named_and_a_killed_one_frees_the_file_at_once(file_desk: Desk) -> None:
    path = Path(file_desk.place)
    file_desk.close()
    with hold(path) as child:
        trouble = refusal(path)
        assert (trouble.code, trouble.args_["officer"]) == ("file.held", "李建平")
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    with closing(files.open_desk(path, clock=clock)) as again:
        assert again.readonly is False


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's rights, because root may write anything."""
    os.setresgid(65534, 65534, 0)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="root alone can become nobody")
@pytest.mark.parametrize("folder_too", [True, False])
def test_what_may_not_be_written_opens_for_reading_alone(file_desk: Desk, folder_too: bool) -> None:
    add_work(file_desk)
    place = Path(tempfile.mkdtemp(prefix="fdk-read-only-", dir="/tmp"))
    path = place / "临溪县.fdk"
    shutil.copyfile(file_desk.place, path)
    path.chmod(0o444)
    place.chmod(0o755 if folder_too else 0o777)
    try:
        with as_nobody():
            assert refusal(path).code == "file.read_only"
            with closing(files.open_desk(path, readonly=True, clock=clock)) as looking:
                assert files.verify(looking).counts["work"] == 1
                with pytest.raises(Trouble) as told:
                    add_work(looking)
                assert told.value.code == "file.read_only"
            if folder_too:
                with pytest.raises(Trouble) as told:
                    files.create(place / "new.fdk", clock=clock)
                assert told.value.code == "file.read_only"
        assert [p.name for p in place.iterdir()] == [path.name]
    finally:
        shutil.rmtree(place)


_DIE = """
import os, signal, sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("PRAGMA journal_mode=TRUNCATE")
file.execute("PRAGMA cache_size=1")  # so that changed pages reach the file before the commit
file.execute("BEGIN IMMEDIATE")
file.execute("UPDATE change SET after = after || hex(randomblob(4000))")
file.execute("DELETE FROM work")
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_in_mid_change(path: Path) -> None:
    subprocess.run([sys.executable, "-c", _DIE, str(path)], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0


def test_after_a_kill_in_mid_change_the_last_saved_state_is_there(file_desk: Desk) -> None:
    work = add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.close()
    killed_in_mid_change(path)
    with closing(files.open_desk(path, clock=clock)) as again:
        assert again.recovered is True
        assert files.verify(again).faults == ()
        with again.read() as connection:
            assert [row.id for row in connection.execute(tables.work.select())] == [work]
    with closing(files.open_desk(path, clock=clock)) as again:
        assert again.recovered is False


def test_looking_alone_recovers_too(file_desk: Desk) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.close()
    killed_in_mid_change(path)
    with closing(files.open_desk(path, readonly=True, clock=clock)) as looking:
        assert looking.recovered is True
        assert files.verify(looking).faults == ()


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="root alone can become nobody")
def test_what_must_be_recovered_where_nothing_may_be_written(file_desk: Desk) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.close()
    killed_in_mid_change(path)
    place = Path(tempfile.mkdtemp(prefix="fdk-read-only-", dir="/tmp"))
    try:
        for each in (path, path.with_name(path.name + "-journal")):
            shutil.copyfile(each, place / each.name)
            (place / each.name).chmod(0o444)
        place.chmod(0o755)
        with as_nobody():
            trouble = refusal(place / path.name, readonly=True)
        assert trouble.code == "file.recover"
        assert "复制到可写的文件夹" in str(trouble)
    finally:
        shutil.rmtree(place)


def test_a_change_that_another_program_is_making_is_not_taken_back(file_desk: Desk) -> None:
    """A journal that is in use is not a sign of a crash."""
    work = add_work(file_desk)
    with file_desk.operation("test", "写") as unit:
        unit.update(tables.work, work, {"name": "食堂"})
        with closing(files.open_desk(file_desk.place, readonly=True, clock=clock)) as looking:
            assert looking.recovered is False
            assert files.verify(looking).counts["work"] == 1
