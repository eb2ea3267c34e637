"""Who sits at the desk: the officer named, or nobody yet where the data file asks for a log-in."""

from __future__ import annotations

from sqlalchemy import Connection, select

from facilitydesk.domain.posts import Post
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import posting
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from facilitydesk.store.journal import Head

LOGIN = "login"  # the setting; absent or "false": log-in is off
_P = tables.officer


def login_on(connection: Connection) -> bool:
    """Whether this data file asks for a log-in."""
    setting = tables.setting
    query = select(setting.c.value).where(setting.c.key == LOGIN)
    return connection.execute(query).scalar() == "true"


def seat(desk: Desk, name: str | None, account: str) -> None:
    """Seat the officer of a name (None: the first); one new to the file is registered.

    Where the file asks for a log-in, nobody sits until services.logins lets somebody in.
    """
    with desk.read() as connection:
        desk.login = login_on(connection)
        query = select(_P.c.id, _P.c.name, _P.c.role).order_by(_P.c.id)
        found = connection.execute(query.where(_P.c.name == name) if name else query).first()
    if desk.login:
        unseat(desk)
    elif found is not None:
        take(desk, found.id, found.name, Post(found.role))
    elif desk.file_readonly:
        take(desk, 0, name or account, Post.VIEW)
    else:
        _register(desk, name or account)


def _register(desk: Desk, name: str) -> None:
    """Without a log-in nobody can be told from another, so a new name may do everything."""
    head = Head(posting.REGISTER, f"登记人员 {name}", new_id(), desk.clock(), undoable=False)
    with desk.run(head) as unit:
        unit.insert(_P, {"id": head.officer_id, "name": name})
    take(desk, head.officer_id, name, Post.MANAGE)


def take(desk: Desk, officer_id: int, name: str, post: Post) -> None:
    """Give the desk to this officer from now on."""
    desk.officer_id, desk.officer, desk.post = officer_id, name, post
    desk.readonly = desk.file_readonly or desk.stopped is not None or post is Post.VIEW
    desk.change_needed = None


def unseat(desk: Desk) -> None:
    """Nobody sits at the desk: nothing can be changed."""
    take(desk, 0, "", Post.VIEW)
