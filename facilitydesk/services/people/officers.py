"""The officers who may sit at the desk; who has acted in the journal is never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.people.seating import login_on
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.officer


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer; `sits` is the one who works now."""

    id: int
    revision: int
    name: str
    post: str
    phone: str
    active: bool
    sits: bool
    role: Post = Post.MANAGE
    has_password: bool = False
    has_recovery: bool = False
    last_login: datetime | None = None
    failures: int = 0  # wrong passwords since the last log-in


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    if row["id"] == unit.officer_id and row["active"] is False:
        yield Problem("officer.self", field="active")
    if row["id"] is None or (row["active"] and row["role"] == Post.MANAGE):
        return
    before = unit.find(_T, row["id"])
    if before is None or not before["active"] or before["role"] != Post.MANAGE:
        return
    others = select(_T.c.password_mark).where(
        _T.c.id != row["id"], _T.c.active.is_(True), _T.c.role == Post.MANAGE.value
    )
    marks = unit.connection.execute(others).scalars().all()
    where = "active" if not row["active"] else "role"
    if not marks:
        yield Problem("post.last_manager", field=where)
    elif login_on(unit.connection) and not any(marks):
        yield Problem("post.last_password", field=where)


def _role(_unit: Unit, _row_id: int | None, value: Any) -> str:
    """A post by its term or its name. Raises Refused."""
    text = str(value or "").strip()
    for post in Post:
        if text in (post.term, post.value):
            return post.value
    raise Refused("post.unknown", value=text, known="、".join(post.term for post in Post))


KIND = Kind(
    _T,
    "经办人",
    {
        "name": Column("name", rules.unique_name(_T, "姓名"), required=True),
        "post": Column("post", rules.text()),
        "phone": Column("phone", rules.text()),
        "role": Column("role", _role),
        "active": Column("active", rules.flag(), kind=bool),
    },
    check=_check,
    terms={"name": "姓名", "role": "岗位"},
)


def rows(desk: Desk) -> tuple[OfficerRow, ...]:
    """All officers in the order they came."""
    secret = tables.officer_secret
    query = select(_T, secret.c.last_login, secret.c.failures).join_from(
        _T, secret, secret.c.officer_id == _T.c.id, isouter=True
    )
    with desk.read() as connection:
        return tuple(
            OfficerRow(
                row.id,
                row.revision,
                row.name,
                row.post,
                row.phone,
                row.active,
                row.id == desk.officer_id,
                Post(row.role),
                bool(row.password_mark),
                bool(row.recovery_mark),
                row.last_login,
                row.failures or 0,
            )
            for row in connection.execute(query.order_by(_T.c.id))
        )


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add officers."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, officer_id: int) -> Changes:
    """Delete an officer who never acted. Raises Refused with the places of use."""
    if officer_id == desk.officer_id:
        raise Refused("officer.self")
    with desk.operation("officer.delete", "") as unit:
        name = unit.row(_T, officer_id)["name"]
        rules.refuse_in_use(
            name,
            (
                (rules.count_where(unit, tables.operation, officer_id=officer_id), "条操作记录"),
                (rules.count_where(unit, tables.period_lock, officer_id=officer_id), "条锁定记录"),
                (rules.count_where(unit, tables.import_record, officer_id=officer_id), "次导入"),
                (rules.count_where(unit, tables.printed_report, officer_id=officer_id), "份通报"),
            ),
        )
        unit.head.label = f"删除经办人“{name}”"
        unit.delete(_T, officer_id)
    return unit.result
