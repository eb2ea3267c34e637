"""Logging in and what belongs to it: own password, reset, recovery code, switching it on and off.

Who holds the data file can read it with other programs: a log-in names who did what and stops
mistakes; it does not encrypt anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, select

from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Refused
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import passwords, seating, throttling
from facilitydesk.store import tables
from facilitydesk.store.journal import Head
from facilitydesk.store.unit import Changes, Unit

_P, _S = tables.officer, tables.officer_secret


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in."""

    id: int
    name: str
    post: Post
    has_password: bool
    has_recovery: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """A log-in: when the last one was, wrong tries since, and why a new password is needed now.

    `spent`: the recovery code was used for it, so that there is none now.
    """

    name: str
    last_login: datetime | None
    failures: int
    change_needed: Refused | None
    spent: bool = False


def people(desk: Desk) -> tuple[Person, ...]:
    """The officers who may log in, in the order they came."""
    with desk.read() as connection:
        rows = connection.execute(select(_P).where(_P.c.active.is_(True)).order_by(_P.c.id))
        return tuple(
            Person(
                row.id, row.name, Post(row.role), bool(row.password_mark), bool(row.recovery_mark)
            )
            for row in rows
        )


def enter(desk: Desk, name: str, password: str) -> Entered:
    """Let an officer in: he sits at the desk from now on. Raises Refused when the password is wrong.

    Where the log-in is off, the name alone is enough.
    """
    if not desk.login:
        seating.seat(desk, name, name)
        return Entered(desk.officer, None, 0, None)
    officer, tries = _proved(desk, name, password)
    seating.take(desk, officer["id"], officer["name"], Post(officer["role"]))
    desk.change_needed = _change_needed(desk, officer)
    return Entered(officer["name"], tries.last_login, tries.failures, desk.change_needed)


def leave(desk: Desk) -> None:
    """Nobody sits at the desk any more; the file stays open."""
    if desk.login:
        seating.unseat(desk)


def prove(desk: Desk, name: str, password: str) -> Post:
    """Whether this is the officer's password; his post. Raises Refused, and counts wrong tries."""
    officer, _ = _proved(desk, name, password)
    return Post(officer["role"])


def set_own(desk: Desk, old: str, new: str) -> Changes:
    """Change the own password. The old one is asked for where there is one.

    Raises Refused: login.password_* for a weak or unchanged one, and what a wrong log-in raises.
    """
    officer = _officer(desk, desk.officer)
    passwords.refuse_weak(new, officer["name"])
    if officer["password_mark"]:
        _proved(desk, officer["name"], old)
        if passwords.plain(old) == passwords.plain(new):
            raise Refused("login.password_same")
    kept = passwords.hashed(new)
    with desk.operation("login.own", "设置自己的密码", undoable=False) as unit:
        _store(unit, officer["id"], password=kept)
    desk.change_needed = None
    return unit.result


def reset(desk: Desk, officer_id: int, new: str) -> Changes:
    """Set another officer's password (管理); he is asked for his own at his next log-in.

    Raises Refused: login.password_* for a weak one, gone for an officer who was deleted.
    """
    with desk.read() as connection:
        name = connection.execute(select(_P.c.name).where(_P.c.id == officer_id)).scalar()
        own = bool(settings.read(connection).values["login.own_password"])
    if name is None:
        raise Refused("gone")
    passwords.refuse_weak(new, name)
    kept = passwords.hashed(new)
    with desk.operation("login.reset", f"为{name}设置密码", undoable=False) as unit:
        _store(unit, officer_id, password=kept, own_wanted=own and officer_id != desk.officer_id)
    return unit.result


def new_recovery(desk: Desk, officer_id: int) -> tuple[str, Changes]:
    """A fresh recovery code for an officer; the old one is void. It is shown this once only."""
    own = officer_id == desk.officer_id
    code = passwords.new_code()
    with desk.operation("login.own" if own else "login.recovery", "", undoable=False) as unit:
        name = unit.row(_P, officer_id)["name"]
        unit.head.label = "生成自己的恢复码" if own else f"为{name}生成恢复码"
        _store(unit, officer_id, recovery=passwords.hashed_code(code))
    return code, unit.result


def recover(desk: Desk, name: str, code: str, new: str) -> Entered:
    """A new password by the recovery code from the sealed envelope; the code is spent.

    Raises Refused("login.recovery_wrong") with how many tries are left, login.password_*.
    """
    officer = _officer(desk, name)
    passwords.refuse_weak(new, officer["name"])
    tries = throttling.count(desk, officer["id"])
    with desk.read() as connection:
        query = select(_S.c.recovery).where(_S.c.officer_id == officer["id"])
        kept = connection.execute(query).scalar() or ""
    if passwords.mark(kept) != officer["recovery_mark"] or not passwords.code_fits(kept, code):
        raise Refused("login.recovery_wrong", left=tries.left)
    password = passwords.hashed(new)
    label = f"{officer['name']}用恢复码设置新密码"
    head = Head("login.recover", label, officer["id"], desk.clock(), undoable=False)
    with desk.run(head) as unit:
        _store(unit, officer["id"], password=password, recovery="")
    throttling.clear(desk, officer["id"])
    seating.take(desk, officer["id"], officer["name"], Post(officer["role"]))
    return Entered(officer["name"], tries.last_login, tries.failures, None, spent=True)


def switch(desk: Desk, *, on: bool) -> Changes:
    """Ask for a log-in from now on, or no longer (管理). Raises Refused without a way back in."""
    label = "启用登录" if on else "停用登录"
    with desk.operation("login.switch", label, undoable=False) as unit:
        me = unit.row(_P, desk.officer_id)
        if on and not me["password_mark"]:
            raise Refused("login.own_first")
        if on and not me["recovery_mark"]:
            raise Refused("login.recovery_first")
        table = tables.setting
        query = select(table.c.id).where(table.c.key == seating.LOGIN)
        row_id = unit.connection.execute(query).scalar()
        if row_id is not None:
            unit.update(table, row_id, {"value": json.dumps(on)})
        elif on:
            unit.insert(table, {"key": seating.LOGIN, "value": json.dumps(on)})
    desk.login = on
    return unit.result


def _proved(desk: Desk, name: str, password: str) -> tuple[RowMapping, throttling.Tries]:
    officer = _officer(desk, name)
    if not officer["password_mark"]:
        raise Refused("login.no_password", officer=name)
    tries = throttling.count(desk, officer["id"])
    with desk.read() as connection:
        query = select(_S.c.password).where(_S.c.officer_id == officer["id"])
        kept = connection.execute(query).scalar() or ""
    if passwords.mark(kept) != officer["password_mark"]:
        raise Refused("login.altered", officer=name)
    if not passwords.fits(kept, password):
        raise Refused("login.wrong", left=tries.left)
    throttling.clear(desk, officer["id"])
    return officer, tries


def _officer(desk: Desk, name: str) -> RowMapping:
    with desk.read() as connection:
        query = select(_P).where(_P.c.name == name.strip())
        row = connection.execute(query).mappings().first()
    if row is None:
        raise Refused("login.unknown", name=name.strip())
    if not row["active"]:
        raise Refused("post.inactive", officer=row["name"])
    return row


def _change_needed(desk: Desk, officer: RowMapping) -> Refused | None:
    with desk.read() as connection:
        query = select(_S.c.own_wanted).where(_S.c.officer_id == officer["id"])
        own = connection.execute(query).scalar()
        days = int(settings.read(connection).values["login.password_days"])
    if own:
        return Refused("login.change_needed")
    at = officer["password_at"]
    if days and (at is None or desk.clock() - at > timedelta(days=days)):
        return Refused("login.expired", days=days)
    return None


def _store(
    unit: Unit,
    officer_id: int,
    *,
    password: str | None = None,
    recovery: str | None = None,
    own_wanted: bool = False,
) -> None:
    """Keep secrets beside the journal and their marks in it, in one transaction."""
    secret: dict[str, object] = {}
    marks: dict[str, object] = {}
    if password is not None:
        secret |= {"password": password, "own_wanted": own_wanted}
        secret |= {"failures": 0, "failed_at": None, "next_try": None}
        marks |= {"password_mark": passwords.mark(password), "password_at": unit.at}
    if recovery is not None:
        secret["recovery"] = recovery
        marks["recovery_mark"] = passwords.mark(recovery)
    run = unit.connection.execute
    if not run(_S.update().where(_S.c.officer_id == officer_id).values(secret)).rowcount:
        run(_S.insert().values(officer_id=officer_id, **secret))
    unit.update(_P, officer_id, marks)
