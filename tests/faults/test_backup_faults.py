"""Full disks, closed folders, kills and writers while a backup is made: the old ones stay whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services import settings
from facilitydesk.services.datafile import backups, files, second_place
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.store import backup, tables
from tests.faults.small_disks import mounted, remount
from tests.store_fixtures import add_work, clock


def sound(where: backups.Places) -> list[str]:
    """The verified backups that are still what they were."""
    return [
        copy.path.name
        for copy in backups.copies(where)
        if copy.verified and backup.check(copy.path).content.digest == copy.content
    ]


def test_a_full_disk_leaves_the_old_backups_and_no_stump(file_desk: Desk, tmp_path: Path) -> None:
    size = Path(file_desk.place).stat().st_size
    with mounted(tmp_path / "小盘", f"size={size * 5 // 2}") as disk:
        settings.change(file_desk, "backup.folder", str(disk / "备份"))
        backups.back_up(file_desk, Reason.HAND)
        backups.back_up(file_desk, Reason.HAND)
        where = backups.places(file_desk)
        before = sound(where)
        assert len(before) == 2
        add_work(file_desk)
        for reason in (Reason.CLOSE, Reason.TIMER, Reason.IMPORT):
            with pytest.raises(Trouble) as caught:
                backups.back_up(file_desk, reason)
            assert caught.value.code == "backup.full"
        assert sound(where) == before
        assert sorted(p.name for p in where.folder.iterdir()) == sorted([*before, "backups.json"])
    assert backups.changed(file_desk)


def test_a_folder_that_became_read_only(file_desk: Desk, tmp_path: Path) -> None:
    with mounted(tmp_path / "盘", "size=20m") as disk:
        settings.change(file_desk, "backup.folder", str(disk / "备份"))
        backups.back_up(file_desk, Reason.HAND)
        where = backups.places(file_desk)
        before = sound(where)
        remount(disk, "ro")
        with pytest.raises(Trouble) as caught:
            backups.back_up(file_desk, Reason.TIMER)
        assert caught.value.code == "backup.closed"
        assert sound(where) == before
        remount(disk, "rw")
        assert backups.back_up(file_desk, Reason.TIMER).number == 2


def test_a_stick_that_is_full_keeps_what_it_has(file_desk: Desk, tmp_path: Path) -> None:
    size = Path(file_desk.place).stat().st_size
    with mounted(tmp_path / "U盘", f"size={size * 3 // 2}") as stick:
        settings.change(file_desk, "backup.second", str(stick / "备份"))
        first = backups.back_up(file_desk, Reason.HAND)
        assert second_place.to_second(file_desk, first) is not None
        second = backups.back_up(file_desk, Reason.HAND)
        with pytest.raises(Trouble) as caught:
            second_place.to_second(file_desk, second)
        assert caught.value.code == "backup.second_failed"
        there = sorted(p.name for p in (stick / "备份").iterdir())
        assert there == sorted([first.path.name, "backups.json"])
        assert backup.check(stick / "备份" / first.path.name).content.digest == first.content


def test_a_full_disk_restores_nothing_by_half(file_desk: Desk, tmp_path: Path) -> None:
    size = Path(file_desk.place).stat().st_size
    copy = backups.back_up(file_desk, Reason.HAND)
    file_desk.close()
    with mounted(tmp_path / "小盘", f"size={size * 3 // 2}") as disk:
        from facilitydesk.services.datafile import restoring

        place = disk / "临溪县.fdk"
        shutil.copyfile(file_desk.place, place)
        with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
            add_work(desk)
        before = place.read_bytes()
        with pytest.raises(Trouble) as caught:
            restoring.restore(place, copy.path, officer="王敏", clock=clock)
        assert caught.value.code in {"disk.full", "restore.failed"}
        assert place.read_bytes() == before
        assert [p.name for p in disk.iterdir() if p.suffix in (".fdk", ".part")] == [place.name]


_CHILD = """
import sys
from pathlib import Path
from facilitydesk.services.datafile import backups, files
desk = files.open_desk(sys.argv[1], officer="王敏")
print("ready", flush=True)
while True:
    backups.back_up(desk, backups.Reason.HAND)
    print("made", flush=True)
"""


def test_killed_at_any_moment_every_listed_backup_is_sound(file_desk: Desk, tmp_path: Path) -> None:
    add_work(file_desk)
    file_desk.close()
    where = backups.places_of(Path(file_desk.place))
    for attempt in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(file_desk.place)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert child.stdout is not None
        for _ in range(1 + attempt % 3):  # it is ready, and has made so many
            child.stdout.readline()
        time.sleep(0.05 + 0.037 * attempt)
        child.kill()
        child.wait()
        child.stdout.close()
        listed = [copy for copy in backups.copies(where) if copy.verified]
        assert [copy.path.name for copy in listed] == sound(where)
    assert len(listed) >= 6
    # What was left half written goes with the next backup once it is an hour old.
    for part in where.folder.glob("*.part"):
        os.utime(part, (1, 1))
    with closing(files.open_desk(Path(file_desk.place), officer="王敏", clock=clock)) as desk:
        backups.back_up(desk, Reason.HAND)
    assert not list(where.folder.glob("*.part"))


def test_damage_that_came_after_a_backup_is_not_offered_as_verified(file_desk: Desk) -> None:
    """A bit that flips in a backup itself: it is refused, and the one before is taken."""
    from facilitydesk.services.datafile import restoring

    place = Path(file_desk.place)
    backups.back_up(file_desk, Reason.HAND)
    with file_desk.operation("test", "备注") as unit:
        unit.insert(tables.code_item, {"list": "z", "name": "独一无二的名称"})
    copy = backups.back_up(file_desk, Reason.HAND)
    file_desk.close()
    data = bytearray(copy.path.read_bytes())
    at = data.rindex("独一无二".encode())
    data[at + 2] ^= 1
    copy.path.write_bytes(data)
    with pytest.raises(Trouble) as caught:
        restoring.restore(place, copy.path, officer="王敏", clock=clock)
    assert caught.value.code == "restore.unsound"
