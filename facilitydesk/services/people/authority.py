"""Who may put a backup in the place of a data file, and who may come in afterwards.

A restore takes back what was entered, never who may come in:

- The file that says who may is the present data file. Where it cannot be read, it is its newest
  verified backup that can, and only where there is none the backup itself.
- Where that file asks for a log-in, the officer gives his password (or sits at the file in the
  window), with the waiting after wrong ones; he needs the post 管理. Where the log-in is off a
  known name counts with its post, and no name means the first 管理 officer; a name nobody knows
  is written into the journal with the post 查看: a restore makes nobody 管理.
- Log-in on or off, its settings, names, posts, passwords and recovery codes are then taken into
  the restored file, in the operation that tells of the restore. An old backup in which the log-in
  was off, in which somebody was still 管理, or in which a known password held, opens no door.
  Officers whom only the backup knows are shut out (停用) until a 管理 officer lets them in.
- Only where the backup goes on from the end of that file (nothing is lost), its own people hold:
  they are the later ones.

- An older program that is gone back to gets the file of its day as it was, since it may know no
  posts: only a 管理 officer can ask for that, and the file of today lies beside it.

Who may write to the disk can still exchange files by other means; this stops mistakes and
shortcuts, it does not protect a file from who holds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.posts import Post, needed
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.services.datafile import backups
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, seating
from facilitydesk.store import backup, tables
from facilitydesk.store.unit import Unit

RESTORE = "restore"
_MOST = 3  # backups that are tried where the data file cannot be read
_P, _S, _T = tables.officer, tables.officer_secret, tables.setting
_CARRIED = ("name", "role", "active", "password_at", "password_mark", "recovery_mark")
Ask = Callable[[], str]
"""Gives the officer's password; called only where the log-in is on."""


@dataclass(frozen=True)
class People:
    """Who may come in, as the file knows it that has the say."""

    officers: tuple[dict[str, Any], ...]
    secrets: tuple[dict[str, Any], ...]
    settings: dict[str, str]
    last: backup.Last  # where the journal of that file ends


@contextmanager
def speaking(data_file: Path, source: Path | None = None) -> Iterator[Desk | None]:
    """The file that says who may, open for reading with nobody at it where the log-in is on.

    None where neither the data file nor a backup of it (nor `source`) can be read.
    """
    desk = _first_readable(data_file, source)
    try:
        yield desk
    finally:
        if desk is not None:
            desk.close()


def admit(
    desk: Desk, officer: str | None, password: Ask | None, kind: str = "", *, at_desk: bool = False
) -> str:
    """The name of the officer who may do this kind of operation (empty: only look).

    `at_desk`: the window's officer, who logged in before. Raises Refused.
    """
    name = (officer or "").strip()
    if desk.login:
        if not name:
            raise Refused("login.officer_asked")
        if not at_desk:
            if password is None:
                raise Refused("login.password_asked")
            entered = logins.enter(desk, name, password())
            if entered.change_needed is not None and kind:
                raise entered.change_needed
    with desk.read() as connection:
        query = select(_P.c.name, _P.c.role, _P.c.active).order_by(_P.c.id)
        rows = connection.execute(query.where(_P.c.name == name) if name else query).all()
    if not name:  # as at the opening of a file: the first, here the first who may
        able = [row for row in rows if row.active and Post(row.role).covers(needed(kind))]
        rows = able or rows
        name = rows[0].name if rows else ""
    if not rows:
        if desk.login:
            raise Refused("login.unknown", name=name)
        return name
    row = rows[0]
    if not row.active:
        raise Refused("post.inactive", officer=row.name)
    post, wanted = Post(row.role), needed(kind) if kind else Post.VIEW
    if not post.covers(wanted):
        raise Refused("post.needed", needed=wanted.term, officer=row.name, post=post.term)
    return name


def refuse_post(desk: Desk, kind: str) -> None:
    """Raises Refused where the officer at the desk lacks the post, for what is no operation."""
    wanted = needed(kind)
    if not desk.post.covers(wanted):
        raise Refused("post.needed", needed=wanted.term, officer=desk.officer, post=desk.post.term)


def people(desk: Desk) -> People:
    """Who may come in, read out of the file that has the say."""
    with desk.read() as connection:
        run = connection.execute
        wanted = _T.c.key.startswith(seating.LOGIN)
        return People(
            tuple(dict(row) for row in run(select(_P).order_by(_P.c.id)).mappings()),
            tuple(dict(row) for row in run(select(_S)).mappings()),
            {row.key: row.value for row in run(select(_T).where(wanted)) if _is_ours(row.key)},
            _last(desk),
        )


def goes_on_from(source: Path, last: backup.Last) -> bool:
    """Whether a file holds the last operation of another: it is that file, later or the same."""
    if not last.seq:
        return False
    with closing(backup.open_readonly(source)) as reading:
        sql = "SELECT 1 FROM operation WHERE seq = ? AND hash = ?"
        return reading.execute(sql, (last.seq, last.hash)).fetchone() is not None


def carry(unit: Unit, found: People) -> None:
    """Make the people of a restored file those who may come in now."""
    run = unit.connection.execute
    rows = {row.id: row.name for row in run(select(_P.c.id, _P.c.name))}
    by_name = {name: row_id for row_id, name in rows.items()}
    secrets = {secret["officer_id"]: secret for secret in found.secrets}
    seen = set()
    for officer in found.officers:
        row_id = officer["id"] if officer["id"] in rows else by_name.get(officer["name"])
        if row_id is None:
            row_id = unit.insert(_P, {k: v for k, v in officer.items() if k != "revision"})
        else:
            unit.update(_P, row_id, {key: officer[key] for key in _CARRIED})
        seen.add(row_id)
        run(_S.delete().where(_S.c.officer_id == row_id))
        if officer["id"] in secrets:
            run(_S.insert().values({**secrets[officer["id"]], "officer_id": row_id}))
    for row_id in rows.keys() - seen:
        unit.update(_P, row_id, {"active": False})
    there = {
        row.key: row.id
        for row in run(select(_T.c.key, _T.c.id).where(_T.c.key.startswith(seating.LOGIN)))
        if _is_ours(row.key)
    }
    for key, value in found.settings.items():
        if key in there:
            unit.update(_T, there[key], {"value": value})
        else:
            unit.insert(_T, {"key": key, "value": value})
    for key in there.keys() - found.settings.keys():
        unit.delete(_T, there[key])


def _is_ours(key: str) -> bool:
    return key == seating.LOGIN or key.startswith(f"{seating.LOGIN}.")


def _last(desk: Desk) -> backup.Last:
    with closing(backup.open_readonly(desk.file)) as reading:
        return backup.last_of(reading)


def _first_readable(data_file: Path, source: Path | None) -> Desk | None:
    from facilitydesk.services.datafile import files

    candidates = [data_file]
    copies = backups.copies(backups.places_of(data_file))
    candidates += [copy.path for copy in copies if copy.verified][:_MOST]
    candidates += [source] if source is not None else []
    for path in candidates:
        try:
            desk = files.open_desk(path, readonly=True)
        except (Trouble, OSError):
            continue
        try:
            people(desk)
        except (Trouble, OSError, sqlite3.Error):
            desk.close()
        else:
            return desk
    return None
