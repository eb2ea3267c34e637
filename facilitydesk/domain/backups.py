"""What backups are called and which may go: reasons, names, thinning. Pure; no clock, no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

BACKUPS = ".备份"  # 临溪县.fdk has its backups in 临溪县.备份 beside it


class Reason(StrEnum):
    """Why a backup was made; its term stands in the file's name."""

    CLOSE = "close"
    TIMER = "timer"
    IMPORT = "import"
    MASS = "mass"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    HAND = "hand"

    @property
    def term(self) -> str:
        return _TERMS[self]


_TERMS = {
    Reason.CLOSE: "关闭时",
    Reason.TIMER: "定时",
    Reason.IMPORT: "导入前",
    Reason.MASS: "批量修改前",
    Reason.UPGRADE: "升级前",
    Reason.RESTORE: "恢复前",
    Reason.HAND: "手动",
}
_BY_TERM = {term: reason for reason, term in _TERMS.items()}
_NAME = re.compile(r".+-(\d{5,})-(\d{8})-(\d{4,6})-([^-]+)\.fdk", re.DOTALL)
_LONGEST = 120  # bytes of the data file's own name; a file system takes 255 in all


def copy_name(data_file: str, number: int, at: datetime, reason: Reason) -> str:
    """The file name of a backup: 临溪县-00012-20260311-1000-关闭时.fdk (`at` in local time)."""
    stem = data_file.removesuffix(".fdk")
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}-{number:05d}-{at:%Y%m%d-%H%M}-{reason.term}.fdk"


def read_name(name: str) -> tuple[int, datetime, Reason] | None:
    """Number, local time and reason out of a backup's name; None when it is another file."""
    found = _NAME.fullmatch(name)
    reason = _BY_TERM.get(found[4]) if found else None
    if found is None or reason is None:
        return None
    try:
        at = datetime.strptime(f"{found[2]}{found[3][:4]}", "%Y%m%d%H%M")  # noqa: DTZ007 - local
    except ValueError:
        return None
    return int(found[1]), at, reason


@dataclass(frozen=True, slots=True)
class Aged:
    """A backup as thinning sees it: its number, its local time by the PC's clock, its state."""

    number: int
    at: datetime
    verified: bool = True
    schema: int = 0  # of the data in it


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days, then days, weeks and months a copy is kept of."""

    whole_days: int = 2
    days: int = 12
    weeks: int = 10
    months: int = 9


def removable(copies: Iterable[Aged], keeping: Keeping = Keeping()) -> frozenset[int]:
    """The numbers of the backups that may go, leaving all of 2 days, 12 daily, 10 weekly, 9 monthly.

    Only the order of the numbers counts, never the distance from now: days, weeks and months are
    those in which copies were made, so that a clock in 1970 or 50 years ahead removes nothing
    more. The newest verified copy and the last one before each change of the schema stay, and
    a copy that was never verified is not ours to remove.
    """
    ordered = sorted(copies, key=lambda copy: copy.number)
    verified = [copy for copy in ordered if copy.verified]
    keep = {copy.number for copy in verified[-1:]}
    keep |= {before.number for before, after in pairwise(verified) if before.schema != after.schema}
    days = _days(verified)
    whole = days[-keeping.whole_days :] if keeping.whole_days else []
    keep |= {copy.number for day in whole for copy in day}
    older = [day[-1] for day in days[: len(days) - len(whole)]]
    for count, same, most in (
        (keeping.days, _never, 1),
        (keeping.weeks, _same_week, 7),
        (keeping.months, _same_month, 31),
    ):
        groups = _groups(older, same, most)
        chosen = groups[-count:] if count else []
        keep |= {group[-1].number for group in chosen}
        older = [copy for group in groups[: len(groups) - len(chosen)] for copy in group]
    return frozenset(copy.number for copy in verified) - keep


def _days(copies: Sequence[Aged]) -> list[list[Aged]]:
    """Copies that follow each other on one day.

    A gap in the numbers (a day of which one copy was left) or a clock that did not go on begins
    another day, even of the same date.
    """
    days: list[list[Aged]] = []
    for copy in copies:
        last = days[-1][-1] if days else None
        next_one = last is not None and last.number + 1 == copy.number and last.at <= copy.at
        if last and next_one and last.at.date() == copy.at.date():
            days[-1].append(copy)
        else:
            days.append([copy])
    return days


def _groups(
    copies: Sequence[Aged], same: Callable[[Aged, Aged], bool], most: int
) -> list[list[Aged]]:
    """Copies of one week or month; where the clock did not go on each stands for itself.

    No group stands for more than `most` days.
    """
    groups: list[list[Aged]] = []
    for copy in copies:
        last = groups[-1][-1] if groups else None
        goes_on = last is not None and last.at.date() < copy.at.date() and len(groups[-1]) < most
        if last and goes_on and same(last, copy):
            groups[-1].append(copy)
        else:
            groups.append([copy])
    return groups


def _never(_one: Aged, _other: Aged) -> bool:
    return False


def _same_week(one: Aged, other: Aged) -> bool:
    return one.at.isocalendar()[:2] == other.at.isocalendar()[:2]


def _same_month(one: Aged, other: Aged) -> bool:
    return (one.at.year, one.at.month) == (other.at.year, other.at.month)
