"""新旧口径对应: what each category of one version of the yearbook is in the other, as the office says.

The defaults stand in domain/floor_uses; what differs from them is a row of the settings, journalled
like all of them, so that a printed table can be told again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from facilitydesk.domain import floor_uses
from facilitydesk.domain.floor_uses import Edition, Use
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.setting
_PREFIX = "areas.counterpart."
_ALL = tuple((edition, use) for edition in Edition for use in floor_uses.uses(edition))
Links = Mapping[str, str | None]
"""Key of a category → key in the other version; None: it has no counterpart."""


@dataclass(frozen=True, slots=True)
class CounterpartRow:
    """One category with what it becomes in the other version."""

    id: int  # its place among all
    edition: Edition
    use: Use
    target: Use | None
    own: bool  # not the default
    revision: int = 0

    @property
    def years(self) -> str:
        """The years of definition: 旧口径（2020年及以前）."""
        return self.edition.term

    @property
    def group(self) -> str:
        return self.use.group

    @property
    def name(self) -> str:
        return self.use.term

    @property
    def counterpart(self) -> str:
        """The term in the other version; empty: none, the area stays as it was counted."""
        return "" if self.target is None else self.target.term

    @property
    def default(self) -> str:
        """What comes with the program."""
        key = self.use.counterpart
        other = floor_uses.use_named(self.edition.other, key) if key else None
        return "" if other is None else other.term


def rows(desk: Desk) -> tuple[CounterpartRow, ...]:
    """Every category of both versions in the order of the forms."""
    with desk.read() as connection:
        known = {edition: read(connection, edition) for edition in Edition}
    return tuple(
        CounterpartRow(
            number,
            edition,
            use,
            floor_uses.use_named(edition.other, known[edition][use.key] or ""),
            known[edition][use.key] != use.counterpart,
        )
        for number, (edition, use) in enumerate(_ALL, 1)
    )


def read(connection: Connection, edition: Edition) -> Links:
    """What each category of a version becomes in the other."""
    links = {use.key: use.counterpart for use in floor_uses.uses(edition)}
    others = {use.key for use in floor_uses.uses(edition.other)}
    start = f"{_PREFIX}{edition.value}."
    query = select(_T.c.key, _T.c.value).where(_T.c.key.startswith(start, autoescape=True))
    for row in connection.execute(query):
        key, target = row.key.removeprefix(start), json.loads(row.value)
        if key in links and (target in others or target == ""):
            links[key] = target or None
    return links


def targets(edition: Edition) -> tuple[str, ...]:
    """The terms a category of this version may become."""
    return tuple(use.term for use in floor_uses.uses(edition.other))


def enter(desk: Desk, cells: Sequence[Edit]) -> Edited:
    """Store counterparts (field: counterpart; a term of the other version, empty for none)."""
    rejected: list[Rejected] = []
    with desk.operation("setting.counterpart", "") as unit:
        unit.head.label = _label(cells)
        for cell in cells:
            try:
                edition, use = _ALL[cell.row_id - 1]
                _store(unit, edition, use, str(cell.value or "").strip())
            except Refused as refusal:
                problem = Problem(refusal.code, Severity.RED, cell.field, refusal.args_)
                rejected.append(Rejected(problem, cell.field, cell.row_id))
    return Edited(unit.result, tuple(rejected))


def restore(desk: Desk) -> Changes:
    """Bring back the counterparts that come with the program."""
    with desk.operation("setting.counterpart", "恢复默认用房口径对应") as unit:
        query = select(_T.c.id).where(_T.c.key.startswith(_PREFIX, autoescape=True))
        for row_id in unit.connection.execute(query).scalars().all():
            unit.delete(_T, row_id)
    return unit.result


def _store(unit: Unit, edition: Edition, use: Use, text: str) -> None:
    target = floor_uses.use_named(edition.other, text) if text else None
    if text and target is None:
        known = "、".join(targets(edition))
        raise Refused("not_in_closed_list", term="对应类别", value=text, known=known)
    wanted = target.key if target else None
    key = f"{_PREFIX}{edition.value}.{use.key}"
    there = unit.connection.execute(select(_T.c.id).where(_T.c.key == key)).scalar()
    if wanted == use.counterpart:
        if there is not None:
            unit.delete(_T, there)
        return
    value = json.dumps(wanted or "", ensure_ascii=False)
    if there is None:
        unit.insert(_T, {"key": key, "value": value})
    else:
        unit.update(_T, there, {"value": value})


def _label(cells: Sequence[Edit]) -> str:
    if len(cells) != 1:
        return f"修改用房口径对应（{len(cells)}格）"
    edition, use = _ALL[cells[0].row_id - 1]
    return f"修改用房口径对应：{edition.term[:3]}“{use.term}”"
