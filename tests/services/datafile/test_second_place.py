"""The second place of backups: found, used and reminded of."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from facilitydesk.services import settings
from facilitydesk.services.datafile import backups, files, second_place
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from tests.store_fixtures import clock


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as another disk while it is there."""
    folder = tmp_path / "U盘"
    plain = second_place.on_same_disk
    monkeypatch.setattr(
        second_place,
        "on_same_disk",
        lambda where, there: plain(where, there) and folder not in (there, *there.parents),
    )
    return folder


def test_the_folder_can_be_chosen_and_is_found_without_the_file(
    file_desk: Desk, tmp_path: Path, stick: Path
) -> None:
    other = tmp_path / "别处"
    backups.back_up(file_desk, Reason.HAND)
    settings.change(file_desk, "backup.folder", str(other))
    settings.change(file_desk, "backup.second", str(stick / "备份"))
    made = backups.back_up(file_desk, Reason.HAND)
    assert (made.path.parent, made.number) == (other, 2)
    assert second_place.to_second(file_desk, made) is None  # the stick is not there
    stick.mkdir()
    taken = second_place.to_second(file_desk, made)
    assert taken is not None
    assert taken.path.read_bytes() == made.path.read_bytes()
    place = Path(file_desk.place)
    file_desk.close()
    place.write_bytes(b"")
    where = backups.places_of(place)
    assert (where.folder, where.second) == (other, stick / "备份")
    assert {copy.path.parent for copy in backups.copies(where)} >= {other, where.default}


def test_where_a_stick_was_mounted_is_not_the_stick(file_desk: Desk, tmp_path: Path) -> None:
    """Pulled, it leaves an empty folder on this PC's own disk; a copy there would be none."""
    left_behind = tmp_path / "media" / "U盘"
    left_behind.mkdir(parents=True)
    settings.change(file_desk, "backup.second", str(left_behind / "备份"))
    made = backups.back_up(file_desk, Reason.HAND)
    assert second_place.to_second(file_desk, made) is None
    assert list(left_behind.iterdir()) == []
    reminder = second_place.second_overdue(file_desk)
    assert reminder is not None
    assert str(left_behind / "备份") in str(reminder)
    # A folder of the same disk that he chose all the same gets its copy, and the reminder goes on.
    (left_behind / "备份").mkdir()
    assert second_place.to_second(file_desk, made) is not None
    assert second_place.second_overdue(file_desk) is not None


def test_the_reminder_for_a_second_medium(file_desk: Desk, stick: Path) -> None:
    place = Path(file_desk.place)
    missing = second_place.second_overdue(file_desk)
    assert missing is not None
    assert missing.code == "backup.second_never"
    stick.mkdir()
    settings.change(file_desk, "backup.second", str(stick))
    missing = second_place.second_overdue(file_desk)
    assert str(missing).startswith(f"第二备份位置“{stick}”上还没有备份")
    second_place.to_second(file_desk, backups.back_up(file_desk, Reason.HAND))
    assert second_place.second_overdue(file_desk) is None
    file_desk.close()
    for days, overdue in ((7, False), (9, True), (-9, True)):
        with closing(
            files.open_desk(
                place,
                officer="王敏",
                clock=lambda days=days: clock() + timedelta(days=days),  # type: ignore[misc]  # a default binds the loop's value
            )
        ) as desk:
            found = second_place.second_overdue(desk)
            assert (found is not None) is overdue, days
