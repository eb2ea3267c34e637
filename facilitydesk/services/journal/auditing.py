"""What proves the journal: its chain, the heads that went outward on paper, and the marks in it.

A chain alone cannot show that its end was cut off or that it was computed anew from its start.
A head kept elsewhere can: on paper, in a package, on this PC, in a stored print. So alterations
can be found; they cannot be prevented.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.people import passwords
from facilitydesk.store import tables
from facilitydesk.store.journal import Change, Head, digest

_O, _C, _P = tables.operation, tables.change, tables.officer
_AT_ONCE = 500  # operations read in one go, so that nobody who writes has to wait
_MOST = 20  # findings named one by one
_SHORTEST = 16  # digits of a hash that are compared
SHOWN = 16


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head of the journal as it is known elsewhere; the hash may be its first digits alone."""

    seq: int
    hash: str
    source: str

    @property
    def text(self) -> str:
        """As `verify --head` takes it: 120:3f9a12bc77d0e1f2."""
        return f"{self.seq}:{self.hash[:SHOWN]}"


def anchor(text: str, source: str = "") -> Anchor:
    """A head as it is typed from paper: 120:3f9a 12bc 77d0 e1f2. Raises Refused."""
    plain = re.sub(r"\s", "", text).lower().replace("：", ":")
    found = re.fullmatch(rf"(\d{{1,18}}):([0-9a-f]{{{_SHORTEST},64}})", plain)
    if found is None:
        raise Refused("audit.head_form", value=text)
    return Anchor(int(found[1]), found[2], source or sentence("audit.given", {}))


def head(connection: Connection, seq: int | None = None) -> Anchor:
    """The head of the journal now, or as it was after an operation."""
    query = select(_O.c.seq, _O.c.hash)
    query = query.order_by(_O.c.seq.desc()) if seq is None else query.where(_O.c.seq == seq)
    row = connection.execute(query.limit(1)).first()
    return Anchor(row.seq, row.hash, "") if row else Anchor(0, "", "")


def data_head(connection: Connection, known_at: int | None = None) -> Anchor:
    """The last operation that a paper depends on: issuing and printing papers change no figure.

    So a paper that is made again after it was issued carries the same head.
    """
    query = select(_O.c.seq, _O.c.hash).where(_O.c.kind.not_like("report.%"))
    if known_at is not None:
        query = query.where(_O.c.seq <= known_at)
    row = connection.execute(query.order_by(_O.c.seq.desc()).limit(1)).first()
    return Anchor(row.seq, row.hash, "") if row else Anchor(0, "", "")


def current(desk: Desk) -> Anchor:
    """The head of the journal now."""
    with desk.read() as connection:
        return head(connection)


def genesis(desk: Desk) -> str:
    """What tells this data file from all others, wherever it was copied to: its first operation."""
    with desk.read() as connection:
        return head(connection, 1).hash[:SHOWN]


def mark(found: Anchor) -> str:
    """The line that every paper carries at its foot."""
    if not found.seq:
        return ""
    groups = " ".join(found.hash[at : at + 4] for at in range(0, SHOWN, 4))
    return sentence("audit.mark", {"hash": groups, "seq": found.seq})


def check(desk: Desk, anchors: Iterable[Anchor] = ()) -> tuple[Problem, ...]:
    """All that contradicts the journal: its own chain, heads known elsewhere, stored secrets."""
    found = [*chain(desk)]
    with desk.read() as connection:
        known = [*prints(connection), *anchors]
        found += against(connection, known)
        found += _secrets(connection)
    return tuple(found[:_MOST])


def chain(desk: Desk) -> Iterator[Problem]:
    """Operations that were edited or deleted, each named; read in parts."""
    names: dict[int, str] = {}
    seen, previous = 0, ""
    while True:
        with desk.read() as connection:
            if not names:
                people = connection.execute(select(_P.c.id, _P.c.name))
                names = {row.id: row.name for row in people}
            part = _part(connection, seen)
            if not part:
                return
            changes = _changes(connection, part[0][0], part[-1][0])
        for seq, row in part:
            if seq <= seen:  # pages out of order: there is no end to read to
                yield Problem("audit.unreadable", args={"seq": seen + 1})
                return
            gap = seq != seen + 1
            if gap:
                yield Problem("audit.missing", args={"first": seen + 1, "last": seq - 1})
            if row is None:
                yield Problem("audit.unreadable", args={"seq": seq})
                seen, previous = seq, ""
                continue
            gap = gap or (not previous and seq > 1)
            kept = digest(seq, Head.of(row), row["previous_hash"], changes.get(seq, []))
            if row["hash"] != kept or (not gap and row["previous_hash"] != previous):
                at = row["at"].astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
                args = {"seq": seq, "at": at, "officer": names.get(row["officer_id"], "")}
                yield Problem("audit.edited", args=args)
            seen, previous = seq, row["hash"]


def _part(connection: Connection, seen: int) -> list[tuple[int, Any]]:
    """The next operations by number; None for one that holds what cannot be read."""
    query = select(_O).where(_O.c.seq > seen).order_by(_O.c.seq).limit(_AT_ONCE)
    try:
        rows = connection.execute(query).mappings().all()
        return [(row["seq"], row if _whole(row) else None) for row in rows]
    except ValueError:  # a moment or a flag that is none
        seqs = query.with_only_columns(_O.c.seq)
        return [(seq, _one(connection, seq)) for seq in connection.execute(seqs).scalars().all()]


def _one(connection: Connection, seq: int) -> Any:
    try:
        row = connection.execute(select(_O).where(_O.c.seq == seq)).mappings().first()
    except ValueError:
        return None
    return row if row is not None and _whole(row) else None


def _whole(row: Any) -> bool:
    """Whether a damaged page has not left the columns empty that never are."""
    return None not in (
        row["at"],
        row["hash"],
        row["previous_hash"],
        row["kind"],
        row["officer_id"],
    )


def _changes(connection: Connection, first: int, last: int) -> dict[int, list[Change]]:
    rows = connection.execute(
        select(_C).where(_C.c.seq >= first, _C.c.seq <= last).order_by(_C.c.seq, _C.c.position)
    )
    return {
        seq: [Change(*row[2:]) for row in group] for seq, group in groupby(rows, lambda row: row[0])
    }


def prints(connection: Connection) -> Iterator[Anchor]:
    """The heads that stored prints carry."""
    table = tables.printed_report
    query = select(table.c.number, table.c.known_at, table.c.known_head).order_by(table.c.number)
    for row in connection.execute(query):
        yield Anchor(row.known_at, row.known_head, sentence("audit.print", {"number": row.number}))


def against(connection: Connection, anchors: Iterable[Anchor]) -> Iterator[Problem]:
    """What heads known elsewhere contradict."""
    last = connection.execute(select(func.max(_O.c.seq))).scalar() or 0
    for each in anchors:
        if each.seq > last:
            yield Problem("audit.cut", args={"source": each.source, "seq": each.seq, "last": last})
        elif each.hash:  # prints of the first version carry none
            now = head(connection, each.seq).hash
            if now and not now.startswith(each.hash):
                shown = {"now": now[:SHOWN], "then": each.hash[:SHOWN]}
                args = {"seq": each.seq, "source": each.source, **shown}
                yield Problem("audit.rewritten", args=args)


def holds(path: Path, known: Anchor) -> bool:
    """Whether another data file, which nobody need have opened, has an operation in its journal.

    A file that is not there or cannot be read has not.
    """
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=2)) as file:
            query = "SELECT hash FROM operation WHERE seq = ?"
            row = file.execute(query, (known.seq,)).fetchone()
    except (sqlite3.Error, OSError, ValueError):
        return False
    return row is not None and str(row[0]).startswith(known.hash)


def restored_since(connection: Connection, moment: datetime) -> bool:
    """Whether the journal says that a backup was gone back to after a moment."""
    query = select(_O.c.seq).where(_O.c.kind == "restore", _O.c.at >= moment)
    return connection.execute(query.limit(1)).first() is not None


def _secrets(connection: Connection) -> Iterator[Problem]:
    """Passwords that were exchanged by other means than this program."""
    secret = tables.officer_secret
    query = select(
        _P.c.name, _P.c.password_mark, _P.c.recovery_mark, secret.c.password, secret.c.recovery
    ).join_from(_P, secret, secret.c.officer_id == _P.c.id, isouter=True)
    for row in connection.execute(query.order_by(_P.c.id)):
        kept = (passwords.mark(row.password or ""), passwords.mark(row.recovery or ""))
        if kept != (row.password_mark, row.recovery_mark):
            yield Problem("audit.secret", args={"officer": row.name})
