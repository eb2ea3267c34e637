"""Files from before a restore: the newest stay, an older one only waits for a later verified backup."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from facilitydesk.services.datafile import asides, backups, files, restoring
from facilitydesk.services.datafile.asides import KEPT
from facilitydesk.services.desk import Desk
from tests.store_fixtures import NOW, add_work, clock


@pytest.fixture
def data(file_desk: Desk) -> Path:
    add_work(file_desk)
    backups.back_up(file_desk, backups.Reason.HAND)
    file_desk.close()
    return Path(file_desk.place)


def restore_often(data: Path, times: int) -> list[str]:
    """Restore the first backup again and again; the names of what was set aside, oldest first."""
    first = backups.copies(backups.places_of(data))[-1].path
    told: list[str] = []
    for _ in range(times):
        minute = NOW + timedelta(minutes=len(list(data.parent.iterdir())))
        aside = restoring.restore(data, first, officer="王敏", clock=partial(_at, minute)).aside
        assert aside is not None
        told.append(aside.name)
    return told


def _at(moment: datetime) -> datetime:
    return moment


def names(data: Path) -> list[str]:
    return [each.path.name for each in asides.asides(data)]


def back_up(data: Path) -> Path:
    desk = files.open_desk(data, officer="王敏", clock=clock)
    try:
        add_work(desk, project=f"食堂{len(backups.copies(backups.places_of(data)))}")
        return backups.back_up(desk, backups.Reason.HAND).path
    finally:
        desk.close()


def test_an_older_file_goes_after_the_next_verified_backup_and_the_newest_stay(data: Path) -> None:
    made = restore_often(data, KEPT + 2)
    # Each restore also made a backup of the state before it, which is later than the first files.
    assert names(data)[:KEPT] == made[: -KEPT - 1 : -1]
    back_up(data)
    assert names(data) == made[: -KEPT - 1 : -1]
    assert restoring.restore(data, asides.asides(data)[0].path, officer="王敏", clock=clock)


def test_without_a_later_verified_backup_nothing_goes(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_keep_too", lambda *_: None)  # a large file is not copied twice
    made = restore_often(data, KEPT + 3)
    assert sorted(names(data)) == sorted(made)
    # A copy that nobody has compared does not count, whatever its number and date.
    folder = backups.default_folder(data)
    (folder / "临溪县-00099-20990101-0000-手动.fdk").write_bytes(b"SQLite format 3\0" * 99)
    asides.thin(backups.places_of(data))
    assert sorted(names(data)) == sorted(made)


def test_where_the_list_was_lost_a_file_waits_for_the_next_backup(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_keep_too", lambda *_: None)
    made = restore_often(data, KEPT + 2)
    listed = backups.default_folder(data) / "backups.json"
    known = json.loads(listed.read_text(encoding="utf-8"))
    assert set(known["notes"]["asides"]) == set(made)
    known["notes"] = {}
    listed.write_text(json.dumps(known), encoding="utf-8")
    asides.thin(backups.places_of(data))
    assert sorted(names(data)) == sorted(made)
    back_up(data)
    assert names(data) == made[: -KEPT - 1 : -1]


def test_damaged_files_are_kept_beside_the_others(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = restore_often(data, 2)
    data.write_bytes(b"")
    damaged = restore_often(data, 1)
    restore_often(data, KEPT)
    back_up(data)
    found = asides.asides(data)
    assert [each.path.name for each in found if each.damaged] == damaged
    assert not {each.path.name for each in found} & set(before)
