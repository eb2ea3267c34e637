"""The chain from approval to audit of one project: planned, frozen and actual dates, documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.milestones import Step, check_order, days_late
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.milestone
DATES = ("planned", "actual")


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One step of a project; `late` are days behind the frozen plan, negative when ahead."""

    step: Step
    planned: LooseDate | None
    frozen: LooseDate | None
    actual: LooseDate | None
    document: str
    late: int | None
    revision: int  # 0: nothing was entered for this step yet

    @property
    def id(self) -> int:
        """The step's place in the chain, which names a row of the card."""
        return list(Step).index(self.step)


def late(
    frozen: LooseDate | None, planned: LooseDate | None, actual: LooseDate | None, today: date
) -> int | None:
    """Days behind the frozen plan: of the actual date, else of the plan as it is now or today."""
    if actual is not None or frozen is None:
        return days_late(frozen, actual, today)
    overdue = days_late(frozen, None, today) or 0
    moved = days_late(frozen, planned, today) if planned is not None else 0
    return max(overdue, moved or 0) if overdue else moved


def rows(desk: Desk, project_id: int, *, as_of: date | None = None) -> tuple[MilestoneRow, ...]:
    """All steps in their order, those without dates too."""
    day = as_of or desk.today
    with desk.read() as connection:
        found = {
            row["step"]: row
            for row in connection.execute(
                select(_T).where(_T.c.project_id == project_id)
            ).mappings()
        }
    return tuple(_row(step, found.get(step.value), day) for step in Step)


def _row(step: Step, row: RowMapping | None, day: date) -> MilestoneRow:
    if row is None:
        return MilestoneRow(step, None, None, None, "", None, 0)
    planned, frozen, actual = (
        LooseDate(row[key]) if row[key] else None for key in ("planned", "frozen", "actual")
    )
    days = late(frozen, planned, actual, day)
    return MilestoneRow(step, planned, frozen, actual, row["document"], days, row["revision"])


def set_in(
    desk: Desk,
    unit: Unit,
    project_id: int,
    step: Step,
    field: str,
    value: LooseDate | str | None,
    *,
    revision: int | None = None,
) -> None:
    """Set a step's planned or actual date, or its document number, within a running operation.

    Raises Refused("milestone.order") naming both dates when an actual date cannot be (竣工 before
    开工); dates that only run against the usual order become yellow problems of the operation.
    """
    query = select(_T).where(_T.c.project_id == project_id)
    found = {row["step"]: row for row in unit.connection.execute(query).mappings()}
    if field in DATES:
        if not isinstance(value, LooseDate | None):
            raise TypeError(f"{field} does not take {value!r}")
        _check(desk, unit, found, step, field, value)
        stored: str | None = value.text if value else None
    elif field == "document" and isinstance(value, str | None):
        stored = clean_text(value or "")
    else:
        raise TypeError(f"{field} does not take {value!r}")
    row = found.get(step.value)
    if row is not None:
        unit.update(_T, row["id"], {field: stored}, revision=revision or None)
    elif stored:
        unit.insert(_T, {"project_id": project_id, "step": step.value, field: stored})


def _check(
    desk: Desk,
    unit: Unit,
    found: Mapping[str, RowMapping],
    step: Step,
    field: str,
    value: LooseDate | None,
) -> None:
    dates = {Step(key): LooseDate(row[field]) for key, row in found.items() if row[field]}
    dates.pop(step, None)
    if value is None:
        return
    dates[step] = value
    # Only what the typed date has to do with: an old contradiction elsewhere is not its fault.
    mine = [p for p in check_order(dates) if step.term in (p.args["later"], p.args["earlier"])]
    if field == "planned":
        mine = [replace(problem, severity=Severity.YELLOW) for problem in mine]
    red = tuple(problem for problem in mine if problem.severity is Severity.RED)
    if red:
        raise Refused(red[0].code, red, **red[0].args)
    if field == "actual" and value.first > desk.today:
        args = {"step": step.term, "date": value}
        mine.append(Problem("milestone.future", Severity.YELLOW, step.value, args))
    unit.problems += tuple(mine)


def enter_cells(desk: Desk, project_id: int, cells: Sequence[Edit]) -> Edited:
    """Store typed cells of a project's card in one operation; `row_id` is a step's place."""
    rejected: list[Rejected] = []
    steps = list(Step)
    with desk.operation("milestone.enter", "") as unit:
        name = unit.row(tables.project, project_id)["name"]
        for cell in cells:
            try:
                value: Any = cell.value
                step = steps[cell.row_id]
                set_in(desk, unit, project_id, step, cell.field, value, revision=cell.revision)
            except Refused as refusal:
                problem = Problem(refusal.code, field=cell.field, args=refusal.args_)
                rejected.append(Rejected(problem, cell.field, cell.row_id))
        which = steps[cells[0].row_id].term if len(cells) == 1 else f"节点（{len(cells)}格）"
        unit.head.label = f"修改“{name}”的{which}"
    return Edited(unit.result, tuple(rejected))


def freeze(desk: Desk, project_ids: Iterable[int]) -> Changes:
    """Keep the planned dates of projects as the frozen plan that days late are counted from.

    Freezing again replaces the frozen plan; the journal keeps the one before.
    Raises Refused("milestone.nothing_planned") when none of them has a planned date.
    """
    ids = list(project_ids)
    with desk.operation("milestone.freeze", "") as unit:
        names = [unit.row(tables.project, project_id)["name"] for project_id in ids]
        rows_ = unit.connection.execute(
            select(_T).where(_T.c.project_id.in_(ids), _T.c.planned.is_not(None))
        ).mappings()
        planned = [dict(row) for row in rows_]
        if not planned:
            raise Refused("milestone.nothing_planned", project="、".join(names[:3]))
        for row in planned:
            unit.update(_T, row["id"], {"frozen": row["planned"]})
        which = f"“{names[0]}”" if len(names) == 1 else f"{len(names)}个项目"
        unit.head.label = f"冻结{which}的节点计划"
    return unit.result
