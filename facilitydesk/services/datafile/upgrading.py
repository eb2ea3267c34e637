"""Bringing a data file of an earlier version to today's schema, with a way back.

For writing: a verified copy in 升级前备份 first, then all steps in one transaction. For reading: the
steps run on a temporary copy, so that a backup made by an earlier version, or a file on a disc,
can be looked at without being changed; refusing would leave no way to look into old backups.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from facilitydesk.domain.backups import Reason
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.progress import Step, watched, watcher
from facilitydesk.services.desk import Desk, known_trouble
from facilitydesk.store import backup, migrate

__all__ = ["for_reading", "upgrade", "upgrade_server", "version", "watched"]


def upgrade(path: Path, clock: Callable[[], datetime]) -> backups.Copy:
    """Upgrade a data file whose lock the caller holds; the copy that was made before.

    Raises Trouble: upgrade.first when no copy could be made, upgrade.failed, disk.full; the file
    is then what it was.
    """
    step = watcher()
    try:
        made = backups.back_up_file(backups.places_of(path), Reason.UPGRADE, clock(), step=step)
    except Trouble as trouble:
        raise Trouble("upgrade.first", path=path.name, why=trouble) from trouble
    try:
        with known_trouble(path):
            migrate.upgrade(path, step=_told(step))
    except (RuntimeError, SQLAlchemyError) as error:  # a step that does not fit these data
        raise Trouble(
            "upgrade.failed", path=path.name, copy=made.path, what=type(error).__name__
        ) from error
    return made


def upgrade_server(url: str) -> None:
    """Upgrade a server's database; its administrator has backed it up. Raises Trouble."""
    try:
        with known_trouble(url):
            migrate.upgrade(url, step=_told(watcher()))
    except (RuntimeError, SQLAlchemyError) as error:
        raise Trouble("upgrade.server_failed", what=type(error).__name__) from error


def version(desk: Desk) -> str:
    """The version of the schema an open desk stands on, as people read it: 6.00."""
    with desk.read() as connection:
        return f"{int(migrate.current(connection) or 0):d}.00"


@contextlib.contextmanager
def for_reading(path: Path) -> Iterator[Path]:
    """An upgraded copy of an older file in a temporary folder that goes with the block.

    Raises Trouble("upgrade.no_room").
    """
    with tempfile.TemporaryDirectory(prefix="facilitydesk-old-") as folder:
        copy = Path(folder) / path.name
        try:
            backup.copy_pages(path, copy)
            migrate.upgrade(copy, step=_told(watcher()))
        except OSError as error:
            raise Trouble("upgrade.no_room", path=path.name, why=error.strerror) from error
        yield copy


def _told(step: Step | None) -> Callable[[int, int], None] | None:
    return None if step is None else lambda done, total: step(done, total, "升级")
