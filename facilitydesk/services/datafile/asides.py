"""The files that restores set aside: which there are, and which may go.

A file from before a restore is the way back of that restore, so the newest few of each sort stay
whatever happens. An older one goes only when a verified backup was made after it that is still
there. "After" is the number of the backup, never a clock: when a file is set aside, the highest
number of that moment is written down; where that was lost, it is written down anew, and the file
waits for the next backup.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitydesk.services.datafile.backups import Places, copies
from facilitydesk.store import backup_folder

BEFORE, DAMAGED = "恢复前", "损坏"
KEPT = 3  # of each sort
_NOTED = "asides"  # in backups.json: file name → highest number of a backup when it was set aside
_NAME = re.compile(rf"-({BEFORE}|{DAMAGED})-(\d{{8}})-(\d{{4}})(-\d+)?\.fdk$")


@dataclass(frozen=True)
class Aside:
    """A data file that was set aside by a restore."""

    path: Path
    damaged: bool
    at: datetime  # local time, by its name


def is_aside(path: Path) -> bool:
    """Whether a file is one that a restore set aside, by its name."""
    return _NAME.search(path.name) is not None


def asides(data_file: Path) -> tuple[Aside, ...]:
    """The files set aside by earlier restores, newest name first."""
    found = []
    stem = data_file.name.removesuffix(".fdk")
    for path in data_file.absolute().parent.glob("*.fdk"):
        match = _NAME.search(path.name)
        if match is None or path.name[: match.start()] != stem:
            continue
        with contextlib.suppress(OSError, ValueError):
            if not data_file.exists() or not path.samefile(data_file):
                at = datetime.strptime(match[2] + match[3], "%Y%m%d%H%M")  # noqa: DTZ007 - local
                found.append(Aside(path, match[1] == DAMAGED, at))
    return tuple(sorted(found, key=_order, reverse=True))


def thin(where: Places) -> tuple[Path, ...]:
    """Remove the files that may go, and write down what a later call needs; those removed."""
    there = asides(where.data_file)
    if not there:
        return ()
    found = copies(where)
    highest = max((copy.number for copy in found), default=0)
    verified = max((copy.number for copy in found if copy.verified), default=0)
    noted = backup_folder.noted(where.default).get(_NOTED)
    known = noted if isinstance(noted, dict) else {}
    since = {each.path.name: _number(known.get(each.path.name), highest) for each in there}
    gone = []
    there = tuple(sorted(there, key=lambda e: (since[e.path.name], *_order(e)), reverse=True))
    for each in _older(there):
        if verified > since[each.path.name] and _remove(each.path):
            gone.append(each.path)
            since.pop(each.path.name)
    if since != known:
        with contextlib.suppress(OSError):
            backup_folder.note(where.default, {_NOTED: since})
    return tuple(gone)


def _older(there: Sequence[Aside]) -> list[Aside]:
    """All but the newest few of each sort."""
    return [
        each
        for damaged in (False, True)
        for each in [found for found in there if found.damaged is damaged][KEPT:]
    ]


def _number(noted: object, highest: int) -> int:
    return noted if isinstance(noted, int) else highest


def _order(aside: Aside) -> tuple[datetime, int, str]:
    """…-2 and …-10 are later files of the same minute."""
    match = _NAME.search(aside.path.name)
    more = int(match[4][1:]) if match and match[4] else 1
    return aside.at, more, aside.path.name


def _remove(path: Path) -> bool:
    try:
        path.unlink()
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
    except OSError:
        return not path.exists()
    return True
