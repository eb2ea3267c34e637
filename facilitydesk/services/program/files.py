"""Whether the files of a program's folder are those that were built, by the list that lies in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from facilitydesk import atomic, places
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile.progress import Step

MANIFEST = "SHA256SUMS"  # beside the program, one line a file as sha256sum writes it
INNER, ABOUT = "_internal", "build.json"
_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """How many files are listed, and what is wrong with them in words; nothing: all are sound."""

    listed: int
    faults: tuple[str, ...]


def compare(folder: Path, step: Step | None = None) -> Found:
    """Compare a folder with its list. Raises OSError when there is no list."""
    listed = listing(folder)
    changed, missing = [], []
    for number, (name, wanted) in enumerate(listed.items()):
        if step is not None:
            step(number, len(listed), "核对程序文件")
        try:
            if atomic.file_hash(folder / name) != wanted:
                changed.append(name)
        except OSError:
            missing.append(name)
    # Beside the program a portable folder also keeps data; inside, nothing may be added.
    inner = [path for path in (folder / INNER).rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix() for path in inner if not path.is_symlink()}
    added = sorted(names - listed.keys())
    faults = [
        f"{word} {len(found)} 个文件：{'、'.join(found[:_SHOWN])}"
        for word, found in (("已改动", changed), ("缺少", missing), ("多出", added))
        if found
    ]
    return Found(len(listed), tuple(faults))


def own(*, whole: bool) -> Trouble | None:
    """What is wrong with the files of the program that runs; None from sources or when all is well.

    `whole` reads every file; else only those are found that are gone, as after a virus scanner.
    """
    folder = places.program_folder()
    if folder is None:
        return None
    try:
        faults = compare(folder).faults if whole else _gone(folder)
    except OSError:  # a folder without its list was not made by an installer of ours
        return None
    return Trouble("program.files", what="；".join(faults)) if faults else None


def _gone(folder: Path) -> tuple[str, ...]:
    gone = [name for name in listing(folder) if not _there(folder / name)]
    return (f"缺少 {len(gone)} 个文件：{'、'.join(gone[:_SHOWN])}",) if gone else ()


def _there(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return False
    return True


def listing(folder: Path) -> dict[str, str]:
    """The sums that lie in a program's folder, by name. Raises OSError."""
    listed: dict[str, str] = {}
    for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        listed[name] = wanted
    return listed


def built(folder: Path) -> str:
    """Which commit of which day a program's folder was built from; empty when it does not say."""
    try:
        told = json.loads((folder / INNER / ABOUT).read_text(encoding="utf-8"))
        return f"{str(told['commit'])[:10]} {told['date']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def copy(source: Path, target: Path, step: Step | None = None) -> None:
    """Copy a program's folder without what an officer keeps in it; compared. Raises OSError.

    The folder appears under its name only when it is complete and as it was built.
    """
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    links = [
        path.relative_to(source).as_posix()
        for path in (source / INNER).rglob("*")
        if path.is_symlink()
    ]
    names = [name for name in (MANIFEST, *listing(source), *links) if name != places.MARKER]
    try:
        for number, name in enumerate(names):
            if step is not None:
                step(number, len(names), "保留现在的程序")
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, part / name, follow_symlinks=False)
        settle(part, target, step)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def settle(part: Path, target: Path, step: Step | None = None) -> None:
    """Give a complete folder its name, when its files are as they were built. Raises OSError."""
    found = compare(part, step)
    faults = [fault for fault in found.faults if places.MARKER not in fault]
    if faults:
        raise OSError("；".join(faults))
    shutil.rmtree(target, ignore_errors=True)
    part.replace(target)
    atomic.sync_folder(target.parent)
