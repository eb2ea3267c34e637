"""An older file keeps every row and figure, its copy is a way back, a failing step changes nothing."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from facilitydesk.domain.problems import Trouble
from facilitydesk.services import figures
from facilitydesk.services.datafile import backups, files, restoring, upgrading
from facilitydesk.services.figures_json import to_json
from facilitydesk.store import backup, migrate
from tests.store_fixtures import clock

RELEASED = sorted((Path(__file__).parents[2] / "store" / "released").glob("*.fdk.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data file as a released version of the program left it."""
    path = tmp_path / "老县.fdk"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def rows(path: Path, names: dict[str, list[str]] | None = None) -> dict[str, list[Any]]:
    """All rows of all tables, in the columns given."""
    with closing(sqlite3.connect(path)) as reading:
        found: dict[str, list[Any]] = {}
        for table, columns in (names or columns_of(path)).items():
            wanted = ", ".join(f'"{column}"' for column in columns)
            found[table] = reading.execute(f'SELECT {wanted} FROM "{table}" ORDER BY 1').fetchall()
        return found


def columns_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as reading:
        tables = reading.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: [row[1] for row in reading.execute(f'PRAGMA table_info("{name}")')]
            for (name,) in tables
            if name != "alembic_version"
        }


def rates(path: Path) -> Any:
    desk = files.open_desk(path, readonly=True, clock=clock)
    try:
        return to_json(figures.ask(desk, figures.Scope(desk.today), by=figures.By.TOWNSHIP))
    finally:
        desk.close()


def test_the_version_in_the_header_is_the_last_step() -> None:
    """Otherwise an older program would write into a file with steps it does not know."""
    assert int(migrate.newest()) * 100 == migrate.SCHEMA


def test_upgrading_keeps_every_row_and_figure_and_a_copy(old: Path) -> None:
    names, before = columns_of(old), rows(old)
    content = backup.check(old).content
    told: list[tuple[int, int, str]] = []
    with upgrading.watched(lambda *step: told.append(step)):
        desk = files.open_desk(old, officer="张敏", clock=clock)
    desk.close()
    assert rows(old, names) == before
    assert migrate.is_older(old) is False
    assert sum(map(len, before.values())) > 800
    steps = [done for done, _last, text in told if text == "升级"]
    assert steps == list(range(2, int(migrate.newest()) + 1))
    (copy,) = backups.copies(backups.places_of(old))
    assert (copy.path.parent.name, copy.reason) == (backups.UPGRADES, backups.Reason.UPGRADE)
    assert copy.verified
    assert backup.check(copy.path).content == content


def test_figures_are_the_same_before_and_after(old: Path, tmp_path: Path) -> None:
    before = rates(old)  # of a temporary copy: the file itself is still of the old version
    assert migrate.is_older(old)
    files.open_desk(old, officer="张敏", clock=clock).close()
    assert rates(old) == before
    assert before["rows"]


def test_looking_at_an_older_file_leaves_it_alone(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    desk = files.open_desk(old, readonly=True, clock=clock)
    assert files.verify(desk).faults == ()
    folder = Path(str(desk.engine.url.database).removeprefix("file:").partition("?")[0]).parent
    desk.close()
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [old.name]
    assert not folder.exists()


def test_the_copy_is_a_way_back(old: Path) -> None:
    files.open_desk(old, officer="张敏", clock=clock).close()
    (copy,) = backups.copies(backups.places_of(old))
    before = copy.path.read_bytes()
    # The old program opens it as it is; ours shows it, and can restore it.
    assert int.from_bytes(before[60:64], "big") == copy.schema < migrate.SCHEMA
    desk = files.open_desk(copy.path, readonly=True, clock=clock)
    assert desk.readonly
    desk.close()
    done = restoring.restore(old, copy.path, officer="张敏", clock=clock)
    assert done.preview.differences is not None
    assert done.preview.differences.lost_count == 0
    assert copy.path.read_bytes() == before
    desk = files.open_desk(old, officer="张敏", clock=clock)
    assert files.verify(desk).faults == ()
    desk.close()


def statements(path: Path) -> int:
    """How many statements the upgrade of a file takes."""
    count = [0]
    with failing(0, count):
        migrate.upgrade(path)
    return count[0]


class failing:  # noqa: N801 - a block, as in contextlib
    """Raises before the nth statement of every engine; 0 only counts."""

    def __init__(self, nth: int, count: list[int]) -> None:
        self.nth, self.count = nth, count

    def before(self, *_: Any) -> None:
        self.count[0] += 1
        if self.count[0] == self.nth:
            raise sqlite3.OperationalError("the nth statement failed")

    def __enter__(self) -> None:
        from sqlalchemy import Engine

        event.listen(Engine, "before_cursor_execute", self.before)

    def __exit__(self, *_: object) -> None:
        from sqlalchemy import Engine

        event.remove(Engine, "before_cursor_execute", self.before)


def test_a_step_that_fails_anywhere_leaves_the_file_as_it_was(
    old: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    before = old.read_bytes()
    scratch = tmp_path / "scratch.fdk"
    scratch.write_bytes(before)
    count = statements(scratch)
    assert count > 50
    swept = range(1, count + 1, max(1, count // 60))
    for nth in swept:
        scratch.write_bytes(before)
        with failing(nth, [0]), pytest.raises(OperationalError, match="nth"):
            migrate.upgrade(scratch)
        assert scratch.read_bytes() == before, nth
    record_property("statements", len(swept))


def test_a_failed_upgrade_names_the_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()

    def broken(*_: Any) -> None:
        raise RuntimeError("migration changed the rows of work")

    monkeypatch.setattr(migrate, "_run", broken)
    with pytest.raises(Trouble) as caught:
        files.open_desk(old, officer="张敏", clock=clock)
    assert caught.value.code == "upgrade.failed"
    assert "升级前备份" in str(caught.value)
    assert old.read_bytes() == before
    monkeypatch.undo()
    files.open_desk(old, officer="张敏", clock=clock).close()  # the lock was given back


def test_without_a_copy_nothing_is_upgraded(old: Path) -> None:
    before = old.read_bytes()
    backups.default_folder(old).write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        files.open_desk(old, officer="张敏", clock=clock)
    assert caught.value.code == "upgrade.first"
    assert old.read_bytes() == before


@pytest.fixture
def newer(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "新县.fdk"
    path.write_bytes(template.read_bytes())
    with closing(sqlite3.connect(path)) as writing:
        writing.execute(f"PRAGMA user_version={migrate.SCHEMA + 100}")
    return path


@pytest.mark.parametrize("readonly", [True, False])
def test_a_newer_file_is_refused_in_one_sentence(newer: Path, readonly: bool) -> None:
    before = newer.read_bytes()
    with pytest.raises(Trouble) as caught:
        files.open_desk(newer, readonly=readonly, clock=clock)
    assert caught.value.code == "file.too_new"
    assert str(caught.value).count("。") == 1
    assert newer.read_bytes() == before
    assert [path.name for path in newer.parent.iterdir()] == [newer.name]


def test_the_first_released_program_refuses_todays_files() -> None:
    """Its rule, as it was released: the hundreds of user_version above those of its own 100."""
    assert migrate.SCHEMA // 100 > 100 // 100
