"""The journal: who changed what, when, from what to what; chained by hashes, never thinned.

It is the audit trail, the undo list, the feed by which pages refresh, and the content of an
exchange package. Nothing else records changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, select

from facilitydesk.store.tables import change, officer, operation
from facilitydesk.store.types import moment_text, plain

if TYPE_CHECKING:
    from facilitydesk.store.unit import Changes


class Change(NamedTuple):
    """One change row; before and after are JSON texts."""

    entity: str
    row_id: int
    field: str | None
    before: str | None
    after: str | None
    revision: int

    @staticmethod
    def created(entity: str, row_id: int, content: dict[str, Any]) -> Change:
        return Change(entity, row_id, None, None, dump(content), 1)

    @staticmethod
    def edited(
        entity: str, row_id: int, name: str, before: Any, after: Any, revision: int
    ) -> Change:
        return Change(entity, row_id, name, dump(before), dump(after), revision)

    @staticmethod
    def deleted(entity: str, row_id: int, content: dict[str, Any], revision: int) -> Change:
        return Change(entity, row_id, None, dump(content), None, revision)


@dataclass
class Head:
    """What an operation is: its kind, its label for people, by whom and when."""

    kind: str
    label: str
    officer_id: int
    at: datetime
    undoable: bool = True
    mode: str = "do"
    reverses: int | None = None
    result: Changes | None = field(default=None, compare=False)
    before: tuple[int, str] | None = field(default=None, compare=False)  # end of the chain
    after: tuple[int, str] | None = field(default=None, compare=False)  # the same, with this one

    @classmethod
    def of(cls, row: RowMapping) -> Head:
        """The head that a row of the journal stores."""
        told = ("kind", "label", "officer_id", "at", "undoable", "mode", "reverses")
        return cls(**{name: row[name] for name in told})


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain)
# What the encoder makes anew for each call, made once: a long import dumps some hundred thousand.
_make = getattr(json.encoder, "c_make_encoder", None)
_basestring = getattr(json.encoder, "encode_basestring", None)
_chunks = _make and _make(None, plain, _basestring, None, ":", ",", False, False, True)


def dump(value: Any) -> str:
    """A value as JSON text, the same on every machine."""
    if _chunks is None or type(value) is str:
        return _encoder.encode(value)
    return "".join(_chunks(value, 0))


_last_operation = (
    select(operation.c.seq, operation.c.hash).order_by(operation.c.seq.desc()).limit(1)
)
_insert_operation = operation.insert()


def end(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last operation; (0, "") in an empty journal."""
    last = connection.execute(_last_operation).first()
    return (last.seq, last.hash) if last else (0, "")


_insert_change = change.insert()


def hash_of(connection: Connection, seq: int) -> str | None:
    """The hash of one operation; None where there is none of that number."""
    return connection.execute(select(operation.c.hash).where(operation.c.seq == seq)).scalar()


_MANY = 200


def write(connection: Connection, head: Head, changes: Sequence[Change]) -> int:
    """Append an operation with its changes and return its number."""
    seq, previous = end(connection)
    seq += 1
    sealed = digest(seq, head, previous, changes)
    head.before, head.after = (seq - 1, previous), (seq, sealed)
    connection.execute(
        _insert_operation,
        {
            "seq": seq,
            "kind": head.kind,
            "label": head.label,
            "officer_id": head.officer_id,
            "at": head.at,
            "undoable": head.undoable,
            "reverses": head.reverses,
            "mode": head.mode,
            "previous_hash": previous,
            "hash": sealed,
        },
    )
    if len(changes) < _MANY:
        rows = [{"seq": seq, "position": n, **row._asdict()} for n, row in enumerate(changes)]
        connection.execute(_insert_change, rows)
    else:  # straight to the driver: a long import has some hundred thousand
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        names = ", ".join(("seq", "position", *Change._fields))
        marks = ", ".join([mark] * (2 + len(Change._fields)))
        sql = f"INSERT INTO change ({names}) VALUES ({marks})"  # noqa: S608 - our own columns
        connection.exec_driver_sql(sql, [(seq, n, *row) for n, row in enumerate(changes)])
    return seq


def digest(seq: int, head: Head, previous: str, changes: Sequence[Change]) -> str:
    """SHA-256 over the operation, its changes and the hash of the operation before."""
    first = (seq, head.kind, head.label, head.officer_id, moment_text(head.at))
    body = dump([*first, head.undoable, head.reverses, head.mode, previous])
    sha = hashlib.sha256(body.encode())
    # Contents are JSON, in which control characters are escaped, so these marks are never in them.
    lines = "\x1e".join(
        f"{entity}\x1f{row_id}\x1f{name or ''}\x1f{before or ''}\x1f{after or ''}\x1f{revision}"
        for entity, row_id, name, before, after, revision in changes
    )
    sha.update(lines.encode())
    return sha.hexdigest()


class LastChange(NamedTuple):
    """Who last changed a field, and to what (as JSON knows it)."""

    officer: str
    field: str | None
    value: Any


def last_change(
    connection: Connection,
    entity: str,
    row_id: int,
    fields: set[str],
    *,
    after: int = 0,
    above_revision: int = 0,
    not_by: int | None = None,
) -> LastChange | None:
    """The last change of one of these fields (or of the whole row); None where there was none.

    Only changes after operation `after`, to revisions above `above_revision`, and by others than
    officer `not_by` count.
    """
    query = (
        select(officer.c.name, change.c.field, change.c.after)
        .join_from(change, operation, change.c.seq == operation.c.seq)
        .join(officer, officer.c.id == operation.c.officer_id)
        .where(
            change.c.row_id == row_id,
            change.c.entity == entity,
            change.c.field.in_(fields) | change.c.field.is_(None),
            change.c.seq > after,
            change.c.revision > above_revision,
        )
        .order_by(change.c.seq.desc(), change.c.position.desc())
        .limit(1)
    )
    if not_by is not None:
        query = query.where(operation.c.officer_id != not_by)
    found = connection.execute(query).first()
    if found is None:
        return None
    value = json.loads(found.after or "null")
    if found.field is None:
        name = min(fields, default=None)
        return LastChange(found.name, name, (value or {}).get(name))
    return LastChange(found.name, found.field, value)


def changes_of(connection: Connection, seq: int) -> list[Change]:
    """The changes of one operation in the order they were made."""
    rows = connection.execute(
        select(
            change.c.entity,
            change.c.row_id,
            change.c.field,
            change.c.before,
            change.c.after,
            change.c.revision,
        )
        .where(change.c.seq == bindparam("b_seq"))
        .order_by(change.c.position),
        {"b_seq": seq},
    )
    return [Change(*row) for row in rows]


def verify_part(
    connection: Connection, start: tuple[int, str], count: int = -1
) -> tuple[int | None, tuple[int, str]]:
    """The first operation whose hash does not fit its content or its predecessor; None if none.

    Reads `count` operations after `start` (all by default); with it the end to go on from.
    """
    (seen, previous), expected = start, start[0] + 1
    rows = select(operation).where(operation.c.seq > seen).order_by(operation.c.seq)
    for row in connection.execute(rows.limit(count) if count >= 0 else rows).mappings():
        head = Head.of(row)
        changes = changes_of(connection, row["seq"])
        fits = row["seq"] == expected and row["previous_hash"] == previous
        if not fits or row["hash"] != digest(row["seq"], head, previous, changes):
            return int(row["seq"]), (seen, previous)
        previous, expected, seen = row["hash"], expected + 1, row["seq"]
    return None, (seen, previous)
