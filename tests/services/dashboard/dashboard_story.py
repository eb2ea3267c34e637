"""Short words to tell a dashboard's story: reports of a week, plan versions, planned days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.periods import week_start
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables

MONDAY = date(2026, 3, 9)  # of the running week; today is Wednesday, 2026-03-11
TODAY = date(2026, 3, 11)


def report(desk: Desk, work: int, day: date, **values: Any) -> None:
    """A work's entry of the week of a day, as of that day; what stood there is replaced."""
    table = tables.week_entry
    with desk.operation("test.report", "填报") as unit:
        found = unit.connection.execute(
            select(table.c.id).where(table.c.work_id == work, table.c.week_start == week_start(day))
        ).scalar()
        entry = {"work_id": work, "week_start": week_start(day), "as_of": day, **values}
        if found is None:
            unit.insert(table, entry)
        else:
            unit.update(table, found, entry)


def plan_days(desk: Desk, work: int, start: str, finish: str) -> None:
    """The planned start and finish of a work's project."""
    with desk.operation("test.plan", "计划") as unit:
        project = unit.row(tables.work, work)["project_id"]
        for step, day in (("start", start), ("finish", finish)):
            unit.insert(tables.milestone, {"project_id": project, "step": step, "planned": day})


def plan_version(desk: Desk, programme: int, label: str, day: date, **line: int | None) -> None:
    """A plan version with one line for the total."""
    with desk.operation("test.version", "规划") as unit:
        version = unit.insert(
            tables.plan_version, {"programme_id": programme, "label": label, "day": day}
        )
        unit.insert(tables.plan_line, {"version_id": version, **line})


def programme_of(desk: Desk, work: int) -> int:
    """The programme a work counts toward."""
    with desk.read() as connection:
        found = connection.execute(
            select(tables.project.c.programme_id)
            .join_from(tables.work, tables.project)
            .where(tables.work.c.id == work)
        ).scalar_one()
    return int(found)


def weeks_ago(count: int, *, weekday: int = 4) -> date:
    """A day (Friday by default) of an earlier week."""
    return MONDAY - timedelta(weeks=count) + timedelta(days=weekday)
