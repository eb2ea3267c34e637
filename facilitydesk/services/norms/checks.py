"""底线要求: the matrix school × item as of a day, and the details behind each cell.

A check has a day; the last one up to the day asked for counts, so that a figure of last year can
be told again. What is typed on a day changes that day's check and leaves earlier ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.bottom_lines import BASIC_KINDS, POINT, Standing, State, Verdict
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services import rules, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.norms import items, places
from facilitydesk.services.norms.items import ItemRow
from facilitydesk.services.norms.places import Place
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T = tables.bottom_check
_DETAILS = ("evidence", "measure")


@dataclass(frozen=True, slots=True)
class Check:
    """What was found last about an item at a school."""

    id: int
    revision: int
    day: date
    state: State | None
    evidence: str
    measure: str
    due: date | None


@dataclass(frozen=True)
class MatrixRow:
    """A school with the last check of every item (by item id)."""

    id: int
    name: str
    initials: str
    unit: str
    township: str
    kind: str
    students: int | None
    checks: Mapping[int, Check]
    verdict: Verdict
    failed: tuple[int, ...]  # numbers of the items
    blanks: int
    revision: int = 0

    def state(self, item_id: int) -> State | None:
        check = self.checks.get(item_id)
        return check.state if check else None

    @property
    def standing(self) -> Standing:
        """What the sheets count."""
        states = {item: check.state for item, check in self.checks.items() if check.state}
        return Standing(self.id, self.unit, self.kind == POINT, states)


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One item of a school with evidence, measure and due date, to be read and changed."""

    id: str
    school_id: int
    school: str
    item: ItemRow
    check: Check | None
    revision: int = 0

    @property
    def state(self) -> State | None:
        return self.check.state if self.check else None

    def __getattr__(self, name: str) -> Any:
        if name in ("day", "evidence", "measure", "due"):
            return getattr(self.check, name) if self.check else None
        raise AttributeError(name)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All schools with the items in use."""

    as_of: date
    items: tuple[ItemRow, ...]
    rows: tuple[MatrixRow, ...]
    others: int  # schools of kinds the bottom lines do not speak of, without checks


def ask(desk: Desk, as_of: date) -> Matrix:
    """The matrix of a day."""
    with desk.read() as connection:
        return read(connection, desk, as_of)


def read(connection: Connection, desk: Desk, as_of: date) -> Matrix:
    """The same inside a read."""
    known = items.read(connection)
    blank_complies = settings.read(connection).blank_complies
    last = latest(connection, as_of)
    by_school: dict[int, dict[int, Check]] = {}
    for (school_id, item_id), check in last.items():
        by_school.setdefault(school_id, {})[item_id] = check
    rows, others = [], 0
    for place in places.read(connection, desk, as_of):
        mine = by_school.get(place.id, {})
        if not mine and place.kind and place.kind not in BASIC_KINDS:
            others += 1
            continue
        rows.append(_row(place, mine, known, blank_complies=blank_complies))
    return Matrix(as_of, known, tuple(rows), others)


def _row(
    place: Place, mine: Mapping[int, Check], known: Sequence[ItemRow], *, blank_complies: bool
) -> MatrixRow:
    ids = [item.id for item in known]
    states = {item: check.state for item, check in mine.items() if check.state}
    standing = Standing(place.id, place.unit, place.kind == POINT, states)
    failed = standing.failed(ids)
    return MatrixRow(
        *(place.id, place.name, place.initials, place.unit, place.township, place.kind),
        place.students,
        mine,
        standing.verdict(ids, blank_complies=blank_complies),
        tuple(item.number for item in known if item.id in failed),
        sum(states.get(item) is None for item in ids),
    )


def latest(
    connection: Connection, as_of: date, *, school_id: int | None = None
) -> dict[tuple[int, int], Check]:
    """The last check of every school and item up to a day."""
    query = select(_T).where(_T.c.day <= as_of).order_by(_T.c.day, _T.c.id)
    if school_id is not None:
        query = query.where(_T.c.school_id == school_id)
    return {
        (row.school_id, row.item_id): Check(
            row.id, row.revision, row.day, State(row.state) if row.state else None,
            row.evidence, row.measure, row.due,
        )
        for row in connection.execute(query)
    }  # fmt: skip


def details(desk: Desk, school_id: int, as_of: date) -> tuple[DetailRow, ...]:
    """The items of a school one below the other."""
    with desk.read() as connection:
        known = items.read(connection)
        last = latest(connection, as_of, school_id=school_id)
        school = tables.school
        name = connection.execute(select(school.c.name).where(school.c.id == school_id)).scalar()
    return tuple(
        DetailRow(f"{school_id}.{item.id}", school_id, name or "", item, last.get((school_id, item.id)))
        for item in known
    )  # fmt: skip


def enter(desk: Desk, day: date, cells: Sequence[Edit]) -> Edited:
    """Store states typed into the matrix on a day (field: the item's id; None or a State)."""
    wanted = [(cell, cell.row_id, int(cell.field), "state", cell.value) for cell in cells]
    return _enter(desk, day, wanted)


def enter_details(desk: Desk, day: date, cells: Sequence[Edit]) -> Edited:
    """Store typed cells of details; their rows are named 'school.item'."""
    wanted = []
    for cell in cells:
        school, _, item = str(cell.row_id).partition(".")
        wanted.append((cell, int(school), int(item), cell.field, cell.value))
    return _enter(desk, day, wanted)


_Wanted = Sequence[tuple[Edit, int, int, str, object]]


def _enter(desk: Desk, day: date, wanted: _Wanted) -> Edited:
    rejected: list[Rejected] = []
    with desk.operation("bottom_check.enter", "") as unit:
        unit.head.label = _label(unit, wanted)
        for cell, school_id, item_id, field, value in wanted:
            try:
                _not_future(desk, day)
                _store(unit, desk, school_id, item_id, day, field, value)
            except Refused as refusal:
                problem = Problem(refusal.code, Severity.RED, cell.field, refusal.args_)
                rejected.append(Rejected(problem, cell.field, cell.row_id))
    return Edited(unit.result, tuple(rejected))


def _store(
    unit: Unit, desk: Desk, school_id: int, item_id: int, day: date, field: str, value: object
) -> None:
    """Change the check of the day, or the last one before for its details; or make one."""
    mine = (_T.c.school_id == school_id, _T.c.item_id == item_id)
    query = select(_T).where(*mine, _T.c.day <= day).order_by(_T.c.day.desc()).limit(1)
    last = unit.connection.execute(query).mappings().first()
    stored = _value(unit, desk, field, value)
    if last is not None and (last["day"] == day or field != "state"):
        changed = {field: stored}
        if field == "day":
            taken = select(_T.c.id).where(*mine, _T.c.day == stored, _T.c.id != last["id"])
            holder = unit.connection.execute(taken).scalar()
            if holder is not None:
                raise Refused(
                    "not_unique", term="核查日期", value=stored, holder="同一条的另一次核查"
                )
        earlier = select(_T.c.id).where(*mine, _T.c.day < day).limit(1)
        bare = not any(last[key] for key in (*_DETAILS, "due"))
        if (
            field == "state"
            and stored == ""
            and bare
            and not unit.connection.execute(earlier).first()
        ):
            unit.delete(_T, last["id"])  # nothing is left to be said
        else:
            unit.update(_T, last["id"], changed)
        return
    if stored in ("", None):
        if field == "state" and last is not None and last["state"]:
            unit.insert(_T, {"school_id": school_id, "item_id": item_id, "day": day})
        return
    unit.row(tables.school, school_id)
    facts: dict[str, Any] = {"school_id": school_id, "item_id": item_id, "day": day}
    if field == "state" and last is not None:
        if last["state"] == stored:
            return
        facts |= {key: last[key] for key in (*_DETAILS, "due")} if stored == "未达标" else {}
    unit.insert(_T, {**facts, field: stored})


def _not_future(desk: Desk, day: date) -> None:
    if day > desk.today:
        raise Refused("bottom.future", day=day)


def _value(unit: Unit, desk: Desk, field: str, value: object) -> Any:
    if field == "state":
        if value is None:
            return ""
        if not isinstance(value, State):
            found = State.of_text(str(value))
            if found is None:
                raise Refused("bottom.state", value=value)
            value = found
        return value.value
    if field in ("day", "due"):
        stored = rules.day("日期", required=field == "day")(unit, None, value)
        if field == "day":
            _not_future(desk, stored)
        return stored
    return rules.text(lines=True)(unit, None, value)


def _label(unit: Unit, wanted: _Wanted) -> str:
    if len(wanted) == 1:
        _, school_id, item_id, _, _ = wanted[0]
        school = unit.find(tables.school, school_id)
        item = unit.find(tables.bottom_item, item_id)
        if school is not None and item is not None:
            return f"填写“{school['name']}”底线要求第{item['number']}条"
    return f"填写底线要求（{len(wanted)}格）"
