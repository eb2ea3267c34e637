"""Entries that a list has twice: what is left over and the same in everything as another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facilitydesk.domain.matching.edges import face
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason


def copies(left: Iterable[Entry], everybody: Iterable[Entry], *, ledger: bool) -> Iterator[Match]:
    """A red finding for each entry left over that is a copy of another of the same list.

    `everybody` are the entries of the list in its order, those left over among them; the first
    one that is the same is named, by its row where it has one.
    """
    mine = list(left)
    wanted = {entry.amount for entry in mine}
    same: dict[object, list[tuple[int, Entry]]] = {}
    for number, entry in enumerate(everybody, start=1):
        if entry.amount in wanted:
            key = (entry.amount, *face(entry))
            same.setdefault(key, []).append((entry.row or number, entry))
    for entry in mine:
        others = [
            (row, other)
            for row, other in same.get((entry.amount, *face(entry)), ())
            if other.key != entry.key
        ]
        if others:
            yield _match(entry, others[0][0], ledger=ledger)


def _match(entry: Entry, row: int, *, ledger: bool) -> Match:
    args = (("row", row), ("day", entry.day), ("voucher", entry.voucher or "—"))
    return Match(
        (entry.key,) if ledger else (),
        () if ledger else (entry.key,),
        How.COPY,
        Grade.RED,
        40,
        (Reason("match.copy_ledger" if ledger else "match.copy", args),),
        -entry.amount if ledger else entry.amount,
    )
