"""When a backup is made, what it holds, and what mass changes ask for."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services import settings
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk, patience
from facilitydesk.services.journal import undoing
from facilitydesk.store import backup, backup_folder, tables
from tests.store_fixtures import add_work, clock


def reasons(desk: Desk) -> list[Reason]:
    return [copy.reason for copy in backups.copies(backups.places(desk))]


def insert(desk: Desk, count: int) -> None:
    with desk.operation("code_item.add", f"登记{count}行") as unit:
        rows = [{"list": f"x{unit.at}", "name": f"{count}-{n}"} for n in range(count)]
        unit.insert_many(tables.code_item, rows)


def test_a_backup_is_due_after_a_change_only(file_desk: Desk) -> None:
    assert backups.changed(file_desk)
    made = backups.back_up(file_desk, Reason.CLOSE)
    assert made.path.parent.name == "临溪县.备份"
    assert made.path.name == "临溪县-00001-20260311-1000-关闭时.fdk"
    assert made.verified
    assert not backups.changed(file_desk)
    add_work(file_desk)
    assert backups.changed(file_desk)
    second = backups.back_up(file_desk, Reason.TIMER)
    assert (second.number, second.rows["work"]) == (2, 1)
    assert not backups.changed(file_desk)


def test_papers_are_copied_once(file_desk: Desk) -> None:
    place = Path(file_desk.place)
    papers = place.with_suffix(".files")
    papers.mkdir()
    for data in (b"one", b"two"):
        (papers / hashlib.sha256(data).hexdigest()).write_bytes(data)
    folder = backups.places(file_desk).folder
    backups.back_up(file_desk, Reason.HAND)
    assert backups.keep_papers(file_desk, folder) == 2
    assert backups.keep_papers(file_desk, folder) == 0
    assert len(list((folder / papers.name).iterdir())) == 2


def test_many_rows_at_once_are_backed_up_before(file_desk: Desk) -> None:
    insert(file_desk, 900)
    assert reasons(file_desk) == []  # nobody asked for it
    backups.guard(file_desk)
    insert(file_desk, 500)
    assert reasons(file_desk) == []
    insert(file_desk, 501)
    assert reasons(file_desk) == [Reason.MASS]
    (copy,) = backups.copies(backups.places(file_desk))
    assert copy.last.label == "登记500行"  # the state before
    undoing.undo_last(file_desk)
    assert reasons(file_desk) == [Reason.MASS, Reason.MASS]
    settings.change(file_desk, "backup.rows", 20)
    insert(file_desk, 21)
    assert len(reasons(file_desk)) == 3


def test_an_import_is_backed_up_once(file_desk: Desk) -> None:
    backups.guard(file_desk)
    backups.before_import(file_desk)
    insert(file_desk, 900)  # the import itself
    assert reasons(file_desk) == [Reason.IMPORT]


def test_in_the_window_the_worker_makes_the_mass_backup(file_desk: Desk) -> None:
    backups.guard(file_desk)
    with patience(60), pytest.raises(Trouble) as caught:
        insert(file_desk, 900)
    assert caught.value.code == "db.busy"
    assert reasons(file_desk) == []
    with file_desk.read() as connection:
        assert connection.execute(tables.code_item.select()).all()[-1].name != "900-899"


def test_a_mass_change_without_a_backup_is_not_written(file_desk: Desk) -> None:
    backups.guard(file_desk)
    before = backups.head(file_desk)
    backups.default_folder(Path(file_desk.place)).write_text("no folder", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        insert(file_desk, 900)
    assert caught.value.code.startswith("backup.")
    assert backups.head(file_desk) == before


def test_a_servers_data_are_not_backed_up_by_us(tmp_path: Path, file_desk: Desk) -> None:
    desk = Desk("postgresql+psycopg://office/db", file_desk.engine, 1, "王敏", 1)
    with pytest.raises(Trouble) as caught:
        backups.back_up(desk, Reason.HAND)
    assert caught.value.code == "backup.server"
    backups.before_import(desk)  # an import goes on
    backups.guard(desk)
    assert desk.before_commit is None


WILD = [
    datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2021, 3, 1, 8, 0, tzinfo=UTC),
    datetime(2076, 3, 1, 8, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("wild", WILD, ids=lambda at: str(at.year))
def test_a_wild_clock_removes_no_backup(file_desk: Desk, wild: datetime) -> None:
    made = [backups.back_up(file_desk, Reason.HAND) for _ in range(3)]
    file_desk.clock = lambda: wild
    last = backups.back_up(file_desk, Reason.CLOSE)
    found = backups.copies(backups.places(file_desk))
    assert [copy.number for copy in found] == [4, 3, 2, 1]
    assert found[0].path == last.path
    assert all(copy.path.exists() for copy in made)
    assert backups.newest(backups.places(file_desk)) == found[0]


def test_damage_in_the_file_is_never_taken_into_the_backups(file_desk: Desk) -> None:
    """Forty days of a damaged file: the sound copies from before are all still there."""
    place = Path(file_desk.place)
    sound = [backups.back_up(file_desk, Reason.CLOSE) for _ in range(2)]
    file_desk.close()
    with place.open("r+b") as file:
        file.seek(4096 * 12)
        file.write(b"\xff" * 4096)
    where = backups.places_of(place)
    for day in range(40):
        with pytest.raises(Trouble) as caught:
            backups.back_up_file(where, Reason.CLOSE, clock() + timedelta(days=day))
        assert caught.value.code == "backup.damaged"
        backup_folder.thin(where.folder)
    left = backups.copies(where)
    assert [copy.path for copy in left] == [copy.path for copy in reversed(sound)]
    assert all(backup.check(copy.path).content.digest == copy.content for copy in left)
