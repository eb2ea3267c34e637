"""A folder of backups: what lies there, what is written down about it, which may go.

`backups.json` remembers what was found when each copy was made; the folder itself decides what is
there. A lost or broken list is made anew from the names, and a copy that nobody wrote down is
listed too, as one that was not verified.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from facilitydesk import atomic
from facilitydesk.domain.backups import Aged, Reason, copy_name, read_name, removable
from facilitydesk.store import backup
from facilitydesk.store.backup import Facts, Last

LIST = "backups.json"
UPGRADES = "升级前备份"  # a folder of its own: these are never thinned
_FORMAT = 1
_LITTER_S = 3600


@dataclass(frozen=True)
class Copy:
    """One backup as the list knows it; `content` is empty until it was verified."""

    path: Path
    number: int
    reason: Reason
    at: datetime  # by the clock of the PC that made it, with its time zone or as written
    rows: Mapping[str, int] = field(default_factory=dict)
    last: Last = Last()  # noqa: RUF009 - frozen
    schema: int = 0
    size: int = 0
    content: str = ""

    @property
    def verified(self) -> bool:
        """Whether it was compared when it was made and is as long as it was then."""
        return bool(self.content)


def copies(folder: Path) -> list[Copy]:
    """The backups of a folder and of its part for upgrades, newest (by number) first.

    Raises OSError when the folder cannot be read; a folder that is not there is empty.
    """
    if not folder.is_dir():
        return []
    known = _known(folder)
    found = []
    for place in (folder, folder / UPGRADES):
        if not place.is_dir():
            continue
        for path in place.iterdir():
            read = read_name(path.name)
            if read is not None and path.is_file():
                found.append(_copy(path, read, known.get(path.name)))
    return sorted(found, key=lambda copy: copy.number, reverse=True)


def is_copy(path: Path) -> bool:
    """Whether a file is a backup in its folder, which must stay as it is."""
    places = (path.absolute().parent, path.absolute().parent.parent)
    return read_name(path.name) is not None and any((p / LIST).is_file() for p in places)


def find(path: Path) -> Copy | None:
    """A backup by its path, with what was written down about it."""
    path = path.absolute()
    for folder in (path.parent, path.parent.parent):
        if (folder / LIST).is_file():
            for copy in copies(folder):
                if copy.path.absolute() == path:
                    return copy
    return None


def next_number(folder: Path) -> int:
    """A number above all that were ever given here, whatever the clock says."""
    highest = max((copy.number for copy in copies(folder)), default=0)
    return max(highest, int(_read(folder).get("last", 0) or 0)) + 1


def add(
    source: Path,
    folder: Path,
    reason: Reason,
    at: datetime,
    *,
    above: int = 0,
    insist: bool = True,
    step: backup.Step | None = None,
) -> Copy:
    """Make a backup in a folder, verified and written down; its number is above `above`.

    Raises what backup.make raises.
    """
    place = folder / UPGRADES if reason is Reason.UPGRADE else folder
    place.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    number = max(next_number(folder), above + 1)
    target = place / copy_name(source.name, number, at, reason)
    facts = backup.make(source, target, insist=insist, step=step)
    made = _as_copy(target, number, reason, at, facts)
    write_down(folder, made)
    return made


def take_over(copy: Copy, folder: Path, step: atomic.Step | None = None) -> Copy:
    """Bring a verified backup to another folder, compared byte by byte. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    target = folder / copy.path.name
    atomic.copy(copy.path, target, step)
    taken = Copy(**{**_fields(copy), "path": target})
    write_down(folder, taken)
    return taken


def write_down(folder: Path, copy: Copy) -> None:
    """Remember what was found in a backup. Raises OSError; the copy itself is listed all the same."""
    known = _read(folder)
    entries = {entry.get("file"): entry for entry in _entries(known)}
    entries[copy.path.name] = _entry(copy)
    there = {found.path.name for found in copies(folder)}
    known["copies"] = [entry for name, entry in sorted(entries.items()) if name in there]
    known["last"] = max(int(known.get("last", 0) or 0), copy.number)
    _write(folder, known)


def thin(folder: Path) -> list[Path]:
    """Remove the backups that may go, by their numbers; what cannot be removed or seen stays."""
    try:
        there = [copy for copy in copies(folder) if copy.path.parent == folder]
    except OSError:
        return []
    aged = [Aged(c.number, c.at.replace(tzinfo=None), c.verified, c.schema) for c in there]
    gone = []
    may_go = removable(aged)
    for copy in there:
        if copy.number in may_go:
            with contextlib.suppress(OSError):
                copy.path.unlink()
                gone.append(copy.path)
    if gone:
        known = _read(folder)
        names = {path.name for path in gone}
        known["copies"] = [e for e in _entries(known) if e.get("file") not in names]
        with contextlib.suppress(OSError):
            _write(folder, known)
    return gone


def noted(folder: Path) -> dict[str, Any]:
    """What else is written down beside the copies (other folders, times)."""
    found = _read(folder).get("notes")
    return dict(found) if isinstance(found, dict) else {}


def note(folder: Path, values: Mapping[str, Any]) -> None:
    """Write down more. Raises OSError."""
    known = _read(folder)
    notes = {**noted(folder), **values}
    if known.get("notes") != notes:
        known["notes"] = notes
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, known)


def _as_copy(path: Path, number: int, reason: Reason, at: datetime, facts: Facts) -> Copy:
    content = facts.content
    return Copy(
        path,
        number,
        reason,
        at,
        dict(content.rows),
        facts.last,
        facts.schema,
        facts.size,
        content.digest,
    )


def _fields(copy: Copy) -> dict[str, Any]:
    return {name: getattr(copy, name) for name in Copy.__dataclass_fields__}


def _entry(copy: Copy) -> dict[str, Any]:
    return {
        "file": copy.path.name,
        "number": copy.number,
        "reason": copy.reason.value,
        "at": copy.at.isoformat(timespec="seconds"),
        "rows": dict(copy.rows),
        "last": asdict(copy.last),
        "schema": copy.schema,
        "size": copy.size,
        "content": copy.content,
    }


def _copy(path: Path, read: tuple[int, datetime, Reason], entry: Mapping[str, Any] | None) -> Copy:
    number, at, reason = read
    size = path.stat().st_size
    plain = Copy(path, number, reason, at, size=size)
    if entry is None or entry.get("size") != size:
        return plain
    try:
        return Copy(
            path,
            number,
            reason,
            datetime.fromisoformat(entry["at"]),
            {str(name): int(count) for name, count in entry["rows"].items()},
            Last(**entry["last"]),
            int(entry["schema"]),
            size,
            str(entry["content"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return plain


def _known(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {str(entry.get("file")): entry for entry in _entries(_read(folder))}


def _entries(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = known.get("copies")
    return [e for e in found if isinstance(e, dict)] if isinstance(found, list) else []


def _read(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"format": _FORMAT}
    return found if isinstance(found, dict) else {"format": _FORMAT}


def _write(folder: Path, known: Mapping[str, Any]) -> None:
    text = json.dumps({"format": _FORMAT, **known}, ensure_ascii=False, indent=1)
    atomic.write(folder / LIST, text.encode())


def _sweep(folder: Path) -> None:
    """Remove what a killed program left half written; a copy that is being made is younger."""
    for place in (folder, folder / UPGRADES):
        if not place.is_dir():
            continue
        for path in place.iterdir():
            if path.name.endswith(backup.PART):
                with contextlib.suppress(OSError):
                    if abs(time.time() - path.stat().st_mtime) > _LITTER_S:
                        path.unlink()
