"""问题台账: problems of projects, each with who sees to it, by when, and the day it was closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from facilitydesk.domain.problems import Problem
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.problem_note


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One problem; `overdue` are the days past its due date, None when closed or in time."""

    id: int
    revision: int
    project_id: int
    project: str
    school: str
    text: str
    measure: str
    owner: str
    raised: date
    due: date | None
    closed: date | None
    overdue: int | None

    @property
    def state(self) -> str:
        """已销号, 已逾期3天 or 整改中."""
        if self.closed is not None:
            return "已销号"
        return f"已逾期{self.overdue}天" if self.overdue else "整改中"


def _check(_unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    raised = row["raised"]
    for key in ("due", "closed"):
        if row[key] is not None and row[key] < raised:
            yield Problem(f"note.{key}", field=key, args={key: row[key], "raised": raised})


KIND = Kind(
    _T,
    "问题",
    {
        "text": Column("text", rules.text("问题", required=True, lines=True), required=True),
        "measure": Column("measure", rules.text(lines=True)),
        "owner": Column("owner", rules.text()),
        "raised": Column("raised", rules.day("提出日期", required=True), required=True, kind=date),
        "due": Column("due", rules.day("整改期限"), kind=date),
        "closed": Column("closed", rules.day("销号日期"), kind=date),
    },
    title="",
    check=_check,
    terms={"measure": "整改措施"},
)


def rows(
    desk: Desk,
    *,
    project_id: int | None = None,
    programme_id: int | None = None,
    school_id: int | None = None,
    open_only: bool = False,
    as_of: date | None = None,
) -> tuple[NoteRow, ...]:
    """Problems, the open ones first and of these the longest overdue first, as of a day."""
    day = as_of or desk.today
    project, work, school = tables.project, tables.work, tables.school
    query = select(_T, project.c.name.label("project")).join(
        project, project.c.id == _T.c.project_id
    )
    if project_id is not None:
        query = query.where(_T.c.project_id == project_id)
    if programme_id is not None:
        query = query.where(project.c.programme_id == programme_id)
    if school_id is not None:
        own = select(work.c.project_id).where(work.c.school_id == school_id)
        query = query.where(_T.c.project_id.in_(own))
    if open_only:
        query = query.where(_T.c.closed.is_(None) | (_T.c.closed > day))
    at = (
        select(work.c.project_id, school.c.name)
        .join(school, school.c.id == work.c.school_id)
        .order_by(work.c.ordinal.desc(), work.c.id.desc())
    )
    with desk.read() as connection:
        schools = {row.project_id: row.name for row in connection.execute(at)}
        found = [
            _row(row, schools.get(row["project_id"], ""), day)
            for row in connection.execute(query).mappings()
        ]
    found.sort(key=lambda row: (row.closed is not None, -(row.overdue or 0), row.due or date.max))
    return tuple(found)


def _row(row: RowMapping, school: str, day: date) -> NoteRow:
    closed = row["closed"] if row["closed"] and row["closed"] <= day else None
    late = (day - row["due"]).days if row["due"] and closed is None else 0
    return NoteRow(
        row["id"],
        row["revision"],
        row["project_id"],
        row["project"],
        school,
        row["text"],
        row["measure"],
        row["owner"],
        row["raised"],
        row["due"],
        closed,
        late if late > 0 else None,
    )


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    project_id: int | None = None,
) -> Edited:
    """Change notes (closing is a 销号日期) and add some, to `project_id` or the row's own."""
    rejected: list[edits.Rejected] = []
    added: list[int | None] = []
    with desk.operation("problem_note.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, cells)
        for position, row in enumerate(new):
            owner = project_id or row.get("project_id")
            if owner is None:
                args = {"term": "项目", "value": row.get("project") or ""}
                problem = Problem("unknown", field="project", args=args)
                rejected.append(edits.Rejected(problem, "project", position=position))
                added.append(None)
                continue
            more = {"project_id": owner}
            full = {"raised": desk.today, **row}
            added.append(edits.insert(unit, KIND, full, rejected, position, more))
    return Edited(unit.result, tuple(rejected), tuple(added))


def delete(desk: Desk, note_ids: Iterable[int]) -> Changes:
    """Delete notes that were made by mistake."""
    ids = list(note_ids)
    with desk.operation("problem_note.delete", f"删除问题（{len(ids)}条）") as unit:
        for note_id in ids:
            unit.delete(_T, note_id)
    return unit.result
