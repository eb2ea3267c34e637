"""Completed works that the register does not know yet, and those whose area changed afterwards.

Only 校舍 works are asked. What was completed up to the day of a school's opening is in that
opening already, so that only what came after it waits to be entered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from facilitydesk.domain.area_balance import Proposal, counts, done_area, proposal
from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.services.areas import balance
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.reads.states import states

_E = tables.area_entry
_M = tables.area_movement
_SUM = _E.c.net_area + _E.c.rebuilt_area + _E.c.repaired_area + _E.c.other_area


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A completed work that is not (or no longer) entered for what it completed.

    `completed` counts from the school's opening; `open` is what waits (negative: entered for
    more); `demolished` is what the school demolished and has not rebuilt yet.
    """

    id: int  # of the work
    revision: int
    project_id: int
    school_id: int
    school: str
    township: str
    initials: str
    name: str
    nature: str
    room_kind: str
    finished: bool
    day: date  # when it was reported
    completed: Area
    entered: Area
    proposal: Proposal
    demolished: Area

    @property
    def open(self) -> Area:
        return self.completed - self.entered

    @property
    def changed(self) -> bool:
        """Whether the completed area was changed after it had been entered."""
        return bool(self.entered)


def rows(desk: Desk, as_of: date | None = None) -> tuple[WaitingRow, ...]:
    """The works whose completed area is not entered, in the order of townships and schools."""
    with desk.read() as connection:
        return read(connection, desk, as_of or desk.today)


def read(
    connection: Connection, desk: Desk, as_of: date, work_id: int | None = None
) -> tuple[WaitingRow, ...]:
    """`work_id` asks for one work, whether anything waits for it or not."""
    w, p, school, region = tables.work, tables.project, tables.school, tables.region
    every = states(connection, as_of, home_id=desk.home_id)
    done = {state.work_id: state for state in every if counts(state)}
    before = _before(connection, desk, done.values())
    entered = _entered(connection)
    spare = not_rebuilt(connection)
    query = (
        select(
            *(w.c.id, w.c.revision, w.c.project_id, w.c.school_id, w.c.room_kind),
            w.c.name.label("own"),
            p.c.name.label("project"),
            p.c.nature,
            school.c.name.label("school"),
            school.c.initials,
            region.c.name.label("township"),
        )
        .join(p, p.c.id == w.c.project_id)
        .join(school, school.c.id == w.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(
            *(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id),
            *(p.c.id, w.c.ordinal, w.c.id),
        )
    )
    answer = []
    for row in connection.execute(query):
        state = done.get(row.id)
        if state is None or (work_id is not None and row.id != work_id):
            continue
        whole = done_area(state) - before.get(row.id, 0)
        known = entered.get(row.id, 0)
        if whole == known and work_id is None:
            continue
        demolished = spare.get(row.school_id, 0)
        own = row.own if row.own and row.own != row.project else ""
        answer.append(
            WaitingRow(
                row.id,
                row.revision,
                row.project_id,
                row.school_id,
                row.school,
                row.township or "",
                row.initials,
                f"{row.project}（{own}）" if own else row.project,
                row.nature,
                row.room_kind,
                state.completed,
                state.as_of or as_of,
                Area(whole),
                Area(known),
                proposal(max(0, whole - known), row.nature, demolished),
                Area(demolished),
            )
        )
    return tuple(answer)


def _before(connection: Connection, desk: Desk, done: Iterable[WorkState]) -> dict[int, int]:
    """What each work had completed on the day of its school's opening, if there is one."""
    begun = {school: day for school, (day, _) in balance.openings(connection).items()}
    wanted: dict[date, list[int]] = defaultdict(list)
    for state in done:
        if state.school_id in begun and done_area(state):
            wanted[begun[state.school_id]].append(state.work_id)
    found: dict[int, int] = {}
    for day, works in wanted.items():
        areas = balance.done_areas(connection, desk, day)
        found |= {work: areas.get(work, 0) for work in works}
    return found


def _entered(connection: Connection) -> dict[int, int]:
    query = select(_E.c.work_id, func.sum(_SUM).label("area")).group_by(_E.c.work_id)
    return {row.work_id: int(row.area) for row in connection.execute(query)}


def not_rebuilt(connection: Connection) -> dict[int, int]:
    """What each school demolished minus what it rebuilt of it."""
    w = tables.work
    gone = select(_M.c.school_id, func.sum(-_M.c.area).label("area")).where(
        _M.c.kind == Movement.DEMOLISHED.value
    )
    sums: dict[int, int] = {
        row.school_id: int(row.area) for row in connection.execute(gone.group_by(_M.c.school_id))
    }
    again = select(w.c.school_id, func.sum(_E.c.rebuilt_area).label("area")).join(
        w, w.c.id == _E.c.work_id
    )
    for row in connection.execute(again.group_by(w.c.school_id)):
        sums[row.school_id] = sums.get(row.school_id, 0) - int(row.area)
    return sums


def findings(desk: Desk, as_of: date | None = None) -> tuple[Problem, ...]:
    """What was entered for a completed area that has changed since; yellow, one by one."""
    return tuple(
        Problem(
            "area.find.changed",
            Severity.YELLOW,
            None,
            {
                "work": f"{row.school}·{row.name}",
                "entered": amount(row.entered),
                "completed": amount(row.completed),
                "difference": amount(row.open),
            },
        )
        for row in rows(desk, as_of)
        if row.changed
    )
