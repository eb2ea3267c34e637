"""A second pair of eyes: where the bureau wants it, another officer confirms an unlocking."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Refused
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins
from facilitydesk.store import tables

_P = tables.officer


@dataclass(frozen=True, slots=True)
class Second:
    """Who confirms: with his password, or, where there is no log-in, with a word of his own."""

    name: str
    password: str = ""
    word: str = ""


def wanted(desk: Desk) -> bool:
    """Whether unlocking needs a second officer."""
    return settings.load(desk).two_persons


def candidates(desk: Desk) -> tuple[str, ...]:
    """Who could confirm: 审核 or 管理, and not the officer at the desk."""
    return tuple(
        person.name
        for person in logins.people(desk)
        if person.id != desk.officer_id and person.post.covers(Post.REVIEW)
    )


def reason(desk: Desk, given: str, second: Second | None) -> str:
    """The reason as it is journalled, with both names where two are wanted.

    Raises Refused without a reason, without a second officer, or when he is not who he says or
    has not the post. To be asked before the operation: looking at a password takes a while.
    """
    text = given.strip()
    if not text:
        raise Refused("reason_required")
    if not wanted(desk):
        return text
    if second is None or not second.name.strip():
        raise Refused("second.needed")
    name = second.name.strip()
    if name == desk.officer:
        raise Refused("second.same", officer=name)
    with desk.read() as connection:
        query = select(_P.c.role, _P.c.active).where(_P.c.name == name)
        found = connection.execute(query).first()
    if found is None or not found.active:
        raise Refused("second.unknown", name=name)
    post = Post(found.role)
    if not post.covers(Post.REVIEW):
        raise Refused("second.post", officer=name, post=post.term)
    word = second.word.strip()
    if desk.login:
        logins.prove(desk, name, second.password)
    elif not word:
        raise Refused("second.word", officer=name)
    said = f"：{word}" if word else ""
    return f"{text}（{desk.officer}申请，{name}确认{said}）"
