"""The second place of backups, on another medium: brought there when it is at hand, else reminded of."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile.backups import Places, copy_papers, places
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.store import backup_folder
from facilitydesk.store.backup_folder import Copy

SECOND_DAYS = 7


def to_second(desk: Desk, copy: Copy, step: Step | None = None) -> Copy | None:
    """Bring a backup to the second place; None when none is set or it is not there now.

    Raises Trouble("backup.second_failed"); the first backup is good all the same.
    """
    where = places(desk)
    if where.second is None or not at_hand(where) or where.second == copy.path.parent:
        return None
    try:
        taken = backup_folder.take_over(
            copy,
            where.second,
            None if step is None else lambda done, total: step(done, total, "复制到第二备份位置"),
        )
        copy_papers(desk, where.second, step)
    except OSError as error:
        why = error.strerror or str(error)
        raise Trouble("backup.second_failed", folder=where.second, why=why) from error
    backup_folder.thin(where.second)
    if on_same_disk(where, where.second):
        return taken  # it may be lost with the data, so the reminder goes on
    with contextlib.suppress(OSError):
        at = desk.clock().astimezone(BEIJING).isoformat(timespec="seconds")
        backup_folder.note(where.default, {"second_at": at})
    return taken


def at_hand(where: Places) -> bool:
    """Whether the second place is there now: its folder, or the disk on which it can be made.

    An empty folder where a stick was mounted lies on this PC's own disk, and is not it.
    """
    folder = where.second
    if folder is None:
        return False
    return folder.is_dir() or (folder.parent.is_dir() and not on_same_disk(where, folder))


def on_same_disk(where: Places, folder: Path) -> bool:
    """Whether a folder lies on the data file's own disk, and would be lost with it."""
    try:
        there = folder if folder.is_dir() else folder.parent
        return there.stat().st_dev == where.data_file.parent.stat().st_dev
    except OSError:
        return False


def second_overdue(desk: Desk) -> Trouble | None:
    """The reminder, when the last backup on another medium is older than a week."""
    where = places(desk)
    if where.second is None:
        return Trouble("backup.second_never")
    noted = backup_folder.noted(where.default).get("second_at")
    try:
        last = datetime.fromisoformat(noted) if isinstance(noted, str) else None
    except ValueError:
        last = None
    if last is None:
        return Trouble("backup.second_not_yet", folder=where.second)
    days = abs((desk.clock() - last).days)  # a clock set back must not silence it
    return Trouble("backup.second_old", days=days) if days > SECOND_DAYS else None
