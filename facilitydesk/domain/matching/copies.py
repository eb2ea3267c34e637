"""Entries that a list has twice: what is left over and the same in everything as another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facilitydesk.domain.matching.edges import face
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason


def copies(left: Iterable[Entry], everybody: Iterable[Entry], *, ledger: bool) -> Iterator[Match]:
    """A red finding for each entry left over that is a copy of another of the same list.

    A copy is the same in everything, or in everything but the day under one voucher. `everybody`
    are the entries of the list in its order, those left over among them; the one that it copies
    is named, by its row where it has one.
    """
    mine = list(left)
    wanted = {(entry.amount, entry.payee) for entry in mine}
    same: dict[object, list[tuple[int, Entry]]] = {}
    for number, entry in enumerate(everybody, start=1):
        if (entry.amount, entry.payee) in wanted:
            same.setdefault(_words(entry), []).append((entry.row or number, entry))
    for entry in mine:
        others = [
            (row, other)
            for row, other in same.get(_words(entry), ())
            if other.key != entry.key and (other.day == entry.day or entry.voucher)
        ]
        if others:
            row, other = min(others, key=lambda each: each[1].day != entry.day)
            yield _match(entry, row, other, ledger=ledger)


def _words(entry: Entry) -> tuple[object, ...]:
    """Everything but the day."""
    return (entry.amount, *face(entry)[1:])


def _match(entry: Entry, row: int, other: Entry, *, ledger: bool) -> Match:
    args = (("row", row), ("day", other.day), ("voucher", entry.voucher or "—"))
    code = "match.copy_ledger" if ledger else "match.copy"
    if other.day != entry.day:
        code += "_day"
    return Match(
        (entry.key,) if ledger else (),
        () if ledger else (entry.key,),
        How.COPY,
        Grade.RED,
        40,
        (Reason(code, args),),
        -entry.amount if ledger else entry.amount,
    )
