"""Who has not reported a week: the list for telephoning, school by school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.stages import StageGroup
from facilitydesk.services.desk import Desk
from facilitydesk.store.reads import week as reads
from facilitydesk.store.reads.week import SheetRow
from facilitydesk.store.tables import school

_AT_REST = frozenset({StageGroup.COMPLETED, StageGroup.DROPPED})


@dataclass(frozen=True, slots=True)
class MissingSchool:
    """A school with works that are due and have no entry in the week."""

    school_id: int
    school: str
    township: str
    contact: str
    phone: str
    works: tuple[str, ...]
    work_ids: tuple[int, ...]


def due(row: SheetRow) -> bool:
    """Whether a work must be reported: not when it was finished or dropped before the week.

    As everywhere, a reported stage wins over areas, and areas over the date of completion.
    """
    last = row.last
    if last is not None and last.stage is not None:
        return last.stage.group not in _AT_REST
    done = last.completed_area if last is not None else None
    return not (row.finished or (done and row.planned_area and done.raw >= row.planned_area))


def missing(row: SheetRow) -> bool:
    """Whether a work counts as 未报."""
    return row.now is None and due(row)


def missing_schools(
    desk: Desk, week: date, *, programme_id: int | None = None
) -> tuple[MissingSchool, ...]:
    """The schools that have not reported the week, in the order of the grid."""
    with desk.read() as connection:
        rows = [row for row in reads.sheet(connection, week, programme_id) if missing(row)]
        people = {
            found.id: found
            for found in connection.execute(
                select(school.c.id, school.c.contact, school.c.principal, school.c.phone)
            )
        }
    by_school: dict[int, list[SheetRow]] = {}
    for row in rows:
        by_school.setdefault(row.school_id, []).append(row)
    return tuple(
        MissingSchool(
            school_id,
            mine[0].school,
            mine[0].township,
            people[school_id].contact or people[school_id].principal,
            people[school_id].phone,
            tuple(_title(row) for row in mine),
            tuple(row.work_id for row in mine),
        )
        for school_id, mine in by_school.items()
    )


def _title(row: SheetRow) -> str:
    return f"{row.project}·{row.work}" if row.work and row.work != row.project else row.project
