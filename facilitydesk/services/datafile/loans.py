"""Copy in, work, copy back: a data file of a stick, a share or a synchronised folder used on this PC.

The copy is compared when it comes and when it goes. On the way back the original must still be what
was fetched; where it is not, or where it is out of reach, the copy stays here and is taken up again.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from facilitydesk import atomic, places
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import media

_NOTE = "origin.json"
_MB = 1 << 20
_ROOM = 3  # times the file, for working and for the first backup
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Loan:
    """A copy on this PC: where it came from, and what the original was like then."""

    origin: Path
    copy: Path
    sha256: str


def folder() -> Path:
    """Where this PC keeps the copies."""
    return places.copies_folder()


def fetch(origin: Path, step: Step | None = None, *, place: Path | None = None) -> Loan:
    """A compared copy of a data file with its papers; one not sent back yet is taken up again.

    Raises Trouble: medium.room, medium.copy_failed. Nothing is changed at the origin.
    """
    known = waiting(origin, place=place)
    if known is not None:
        return known
    here = _place(origin, place)
    copy = here / origin.name
    try:
        here.mkdir(parents=True, exist_ok=True)
        needed = _ROOM * origin.stat().st_size
        if shutil.disk_usage(here).free < needed:
            raise Trouble("medium.room", path=origin, megabytes=-(-needed // _MB))
        sha = _copy_settled(origin, copy, step)
        _copy_papers(origin, copy)
        loan = Loan(origin, copy, sha)
        _write_note(loan)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Trouble("medium.copy_failed", path=origin, detail=detail) from error
    return loan


def waiting(origin: Path, *, place: Path | None = None) -> Loan | None:
    """The copy of a data file that was not sent back yet."""
    return _read_note(_place(origin, place))


def loan_of(copy: Path) -> Loan | None:
    """The loan a data file on this PC belongs to; None for an ordinary one."""
    found = _read_note(copy.parent)
    return found if found is not None and found.copy == copy else None


def send_back(loan: Loan, step: Step | None = None) -> None:
    """Put the (closed) copy in the place of the original, compared; it is then gone from here.

    Raises Trouble medium.gone (out of reach, full, refused) or medium.conflict (changed meanwhile);
    the original is then what it was, and the copy stays.
    """
    try:
        if not _there(loan.origin):
            raise FileNotFoundError(2, "not there", str(loan.origin.parent))
        now = atomic.file_hash(loan.copy)
        there = atomic.file_hash(loan.origin) if loan.origin.exists() else None
        if there != now:
            if there != loan.sha256:
                raise Trouble("medium.conflict", path=loan.origin, copy=loan.copy)
            _copy_papers(loan.copy, loan.origin)  # before the rows that speak of them
            atomic.copy(loan.copy, loan.origin, step)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Trouble("medium.gone", path=loan.origin, detail=detail, copy=loan.copy) from error
    shutil.rmtree(loan.copy.parent, ignore_errors=True)


def _there(origin: Path) -> bool:
    """Whether the place a file was fetched from can be reached.

    Where a stick was mounted an empty folder of this PC's own disk may be left; it is not the stick.
    """
    return origin.exists() or (origin.parent.is_dir() and not media.medium_of(origin).safe)


def send_beside(loan: Loan, step: Step | None = None) -> Path:
    """Where the original was changed meanwhile: our copy under a name of its own beside it.

    Raises Trouble("medium.gone"). The copy is then gone from here.
    """
    number = 1
    while (free := _beside(loan.origin, number)).exists():
        number += 1
    try:
        _copy_papers(loan.copy, free)
        atomic.copy(loan.copy, free, step)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Trouble("medium.gone", path=loan.origin, detail=detail, copy=loan.copy) from error
    shutil.rmtree(loan.copy.parent, ignore_errors=True)
    return free


def _beside(origin: Path, number: int) -> Path:
    return origin.with_name(f"{origin.stem}（{platform.node()}的修改{number}）{origin.suffix}")


def _copy_settled(origin: Path, copy: Path, step: Step | None) -> str:
    """A copy of a file that nobody changes meanwhile; a change under way there is a hot journal."""
    hot = origin.with_name(origin.name + "-journal")
    if hot.exists() and hot.stat().st_size:
        atomic.copy(hot, copy.with_name(hot.name))
    before = origin.stat()
    sha = atomic.copy(origin, copy, step)
    after = origin.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise BlockingIOError(11, "正被他人修改")
    return sha


def _copy_papers(source: Path, target: Path) -> None:
    """The filed papers are named by their content, so only new ones have to travel."""
    papers = source.with_suffix(".files")
    if not papers.is_dir():
        return
    to = target.with_suffix(".files")
    to.mkdir(exist_ok=True)
    for paper in sorted(papers.iterdir()):
        if paper.is_file() and not paper.name.startswith(".") and not (to / paper.name).exists():
            atomic.copy(paper, to / paper.name)


def _place(origin: Path, place: Path | None) -> Path:
    mark = hashlib.sha256(str(origin.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return (place or folder()) / mark[:16]


def _write_note(loan: Loan) -> None:
    facts = {key: str(value) for key, value in asdict(loan).items()}
    text = json.dumps(facts, ensure_ascii=False)
    atomic.write(loan.copy.parent / _NOTE, text.encode("utf-8", "surrogateescape"))


def _read_note(here: Path) -> Loan | None:
    try:
        facts = json.loads((here / _NOTE).read_text("utf-8", "surrogateescape"))
        # By its name: the disk of a portable program may have another letter today.
        loan = Loan(Path(facts["origin"]), here / Path(facts["copy"]).name, facts["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return loan if loan.copy.is_file() else None
