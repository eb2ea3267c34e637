"""Whether the officer at the desk has the post for an operation: asked once, for every operation."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from facilitydesk.domain.posts import Post, needed
from facilitydesk.domain.problems import Refused
from facilitydesk.store import tables
from facilitydesk.store.journal import Head

REGISTER = "officer.add"
_officer, _operation = tables.officer, tables.operation
_by_id = select(_officer.c.name, _officer.c.active, _officer.c.role).where(
    _officer.c.id == bindparam("b_id")
)
_kind_of = select(_operation.c.kind).where(_operation.c.seq == bindparam("b_seq"))


def refuse(connection: Connection, head: Head, *, login: bool) -> None:
    """Raises Refused when the officer is nobody, was shut out, or lacks the post.

    Read anew within each operation, so that what a 管理 officer changes at another PC holds at
    once. To undo or redo a step needs the post of that step.
    """
    row = connection.execute(_by_id, {"b_id": head.officer_id}).first()
    if row is None:
        if head.kind == REGISTER and not login:
            return  # the one operation that nobody who is known begins
        raise Refused("login.needed")
    if not row.active:
        raise Refused("post.inactive", officer=row.name)
    kind = head.kind
    if head.reverses is not None:
        kind = connection.execute(_kind_of, {"b_seq": head.reverses}).scalar_one()
    post, wanted = Post(row.role), needed(kind)
    if not post.covers(wanted):
        raise Refused("post.needed", needed=wanted.term, officer=row.name, post=post.term)
