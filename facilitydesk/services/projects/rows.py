"""What the list of projects shows: register facts, sums of works, milestones and the state on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from facilitydesk.domain.figures import WorkState, project_group
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.words.register_terms import PARTIES
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects.milestones import late
from facilitydesk.services.projects.row import ProjectRow, WorkRow
from facilitydesk.store import tables
from facilitydesk.store.reads.states import states

_P = tables.project
_W = tables.work


def rows(
    desk: Desk,
    *,
    as_of: date | None = None,
    programme_id: int | None = None,
    project_ids: Sequence[int] | None = None,
) -> tuple[ProjectRow, ...]:
    """All projects (or those asked for) by programme, as they stood on a day."""
    day = as_of or desk.today
    with desk.read() as connection:
        return _read(connection, desk, day, programme_id, project_ids)


def counts(found: Iterable[ProjectRow]) -> dict[StageGroup, int]:
    """How many projects are in each state; every project is in exactly one."""
    counted = Counter(row.state for row in found)
    return {group: counted[group] for group in StageGroup}


def _read(
    connection: Connection,
    desk: Desk,
    day: date,
    programme_id: int | None,
    project_ids: Sequence[int] | None,
) -> tuple[ProjectRow, ...]:
    def mine(query: Select[Any]) -> Select[Any]:
        if programme_id is not None:
            query = query.where(_P.c.programme_id == programme_id)
        return query if project_ids is None else query.where(_P.c.id.in_(project_ids))

    by_work: dict[int, WorkState] = {
        state.work_id: state
        for state in states(
            connection,
            day,
            home_id=desk.home_id,
            programme_id=programme_id,
            project_ids=project_ids,
        )
    }
    works = _works(connection, mine, by_work)
    steps = _steps(connection, mine)
    note, paper = tables.problem_note, tables.attachment
    notes = _count(connection, mine(select(_P.c.id).join(note).where(note.c.closed.is_(None))))
    papers = _count(connection, mine(select(_P.c.id).join(paper)))
    programme = tables.programme
    query = mine(
        select(_P, programme.c.name.label("programme"))
        .join(programme, programme.c.id == _P.c.programme_id)
        .order_by(programme.c.ordinal, programme.c.id, _P.c.id)
    )
    answer = []
    for row in connection.execute(query).mappings():
        own = works.get(row["id"], ())
        dates = steps.get(row["id"], {})
        start, finish = dates.get(Step.START, _NONE), dates.get(Step.FINISH, _NONE)
        answer.append(
            ProjectRow(
                **{name: row[name] for name in _PLAIN},
                programme=row["programme"],
                parties={name: row[name] for name in _PARTY_COLUMNS},
                works=own,
                state=project_group([by_work[w.id] for w in own])
                if own
                else StageGroup.NOT_STARTED,
                planned_start=_loose(start[0]),
                planned_finish=_loose(finish[0]),
                start=_loose(start[2]),
                finish=_loose(finish[2]),
                late=late(_loose(finish[1]), _loose(finish[0]), _loose(finish[2]), day),
                open_notes=notes[row["id"]],
                attachments=papers[row["id"]],
            )
        )
    return tuple(answer)


_PLAIN = (
    *("id", "revision", "code", "name", "programme_id", "year", "batch", "nature"),
    *("pooled", "livelihood", "key_project", "approval_document", "fund_document"),
    *("agent_unit", "note", "initials"),
)
_PARTY_COLUMNS = tuple(f"{party}_{what}" for party in PARTIES for what in ("unit", "person"))
_NONE: tuple[str | None, str | None, str | None] = (None, None, None)


def _works(
    connection: Connection, mine: Any, by_work: Mapping[int, WorkState]
) -> dict[int, tuple[WorkRow, ...]]:
    school, region = tables.school, tables.region
    query = mine(
        select(_W, school.c.name.label("school"), school.c.initials.label("letters"))
        .add_columns(region.c.name.label("township"))
        .select_from(_W)
        .join(_P, _P.c.id == _W.c.project_id)
        .join(school, school.c.id == _W.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(_W.c.project_id, _W.c.ordinal, _W.c.id)
    )
    found: dict[int, list[WorkRow]] = {}
    for row in connection.execute(query):
        state = by_work[row.id]
        found.setdefault(row.project_id, []).append(
            WorkRow(
                row.id,
                row.revision,
                row.project_id,
                row.school_id,
                row.school,
                row.letters,
                row.township or "",
                row.name,
                AreaCategory(row.category),
                row.room_kind,
                None if row.planned_area is None else Area(row.planned_area),
                None if row.planned_investment is None else Money(row.planned_investment),
                state.stage.term if state.stage else "",
                None if state.progress is None else Percent(state.progress),
            )
        )
    return {key: tuple(value) for key, value in found.items()}


def _steps(
    connection: Connection, mine: Any
) -> dict[int, dict[Step, tuple[str | None, str | None, str | None]]]:
    milestone = tables.milestone
    query = mine(
        select(
            milestone.c.project_id,
            milestone.c.step,
            milestone.c.planned,
            milestone.c.frozen,
            milestone.c.actual,
        )
        .join(_P, _P.c.id == milestone.c.project_id)
        .where(milestone.c.step.in_([Step.START.value, Step.FINISH.value]))
    )
    found: dict[int, dict[Step, tuple[str | None, str | None, str | None]]] = {}
    for row in connection.execute(query):
        dates = (row.planned, row.frozen, row.actual)
        found.setdefault(row.project_id, {})[Step(row.step)] = dates
    return found


def _count(connection: Connection, query: Select[Any]) -> Counter[int]:
    return Counter(connection.execute(query).scalars())


def _loose(text: str | None) -> LooseDate | None:
    return LooseDate(text) if text else None
