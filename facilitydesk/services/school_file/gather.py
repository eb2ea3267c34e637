"""Reads everything about one school; what other services know already comes from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain.equipment import Progress
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import settings
from facilitydesk.services.areas import buildings, danger, uses
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import figures
from facilitydesk.services.equipment.figures import NO_PLAN, EquipmentBy
from facilitydesk.services.money import ledger
from facilitydesk.services.norms import checks, gaps
from facilitydesk.services.projects import attachments, notes
from facilitydesk.services.projects.photos import is_photo
from facilitydesk.services.school_file.shapes import (
    AreaYear,
    BottomLine,
    BuildingLine,
    EquipmentLine,
    MoneyLine,
    NormLine,
    Photo,
    SchoolFacts,
    SchoolFile,
    UseLine,
    WorkLine,
    YearFacts,
)
from facilitydesk.store import tables
from facilitydesk.store.reads.asof import last_entry_id
from facilitydesk.store.reads.states import states

YEARS = 6  # a file shows the facts of so many years


def read(desk: Desk, school_id: int, as_of: date) -> SchoolFile:
    """The file of a school as it stood on a day. Raises Refused("gone") for no such school."""
    with desk.read() as connection:
        school = _school(connection, school_id)
        years = _years(connection, school_id, as_of)
        areas = _areas(connection, school_id, as_of)
        stood = {row.id: row for row in danger.stood(connection, as_of, school_id=school_id)}
        works, project_ids = _works(connection, desk, school_id, as_of)
        money = _money(connection, school_id, as_of)
        moment = settings.read(connection).moment
        equipment = _equipment(connection, school_id, as_of)
        norms = gaps.read(connection, desk, as_of, school_id=school_id).rows
        order = tuple(key for key, _ in _order(connection))
    split = uses.by_school(desk, school_id).get(school_id)
    return SchoolFile(
        as_of,
        school,
        years,
        tuple(
            BuildingLine(
                *(row.id, row.number, row.name, row.room_kind, row.structure, row.built),
                *(row.floors, row.seismic_class, stood[row.id].state, stood[row.id].area),
                *(stood[row.id].danger_grade, stood[row.id].danger_document),
            )
            for row in buildings.rows(desk, school_id=school_id)
            if row.id in stood
        ),
        areas,
        () if split is None else tuple(UseLine(u.group, u.term, a) for u, a in split.lines),
        None if split is None else split.year,
        works,
        _photos(desk, works, project_ids),
        equipment,
        moment,
        money,
        tuple(
            BottomLine(
                *(row.item.number, row.item.text, row.state.value if row.state else ""),
                *(row.day, row.evidence or "", row.measure or ""),
            )
            for row in checks.details(desk, school_id, as_of)
        ),
        tuple(
            NormLine(
                *(row.measure.term, row.norm_text, row.actual_text, row.short_text),
                *(row.met, row.missing),
            )
            for row in norms
        ),
        notes.rows(desk, school_id=school_id, open_only=True, as_of=as_of),
        order,
    )


def schools(desk: Desk, _as_of: date | None = None) -> dict[int, str]:
    """Every school by id in official order: each has a file, also one with nothing in it."""
    with desk.read() as connection:
        return dict(_order(connection))


def _order(connection: Connection) -> list[tuple[int, str]]:
    school, region = tables.school, tables.region
    query = (
        select(school.c.id, school.c.name)
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
    )
    return [(row.id, row.name) for row in connection.execute(query)]


def _school(connection: Connection, school_id: int) -> SchoolFacts:
    school, region, parent = tables.school, tables.region, tables.school.alias()
    query = (
        select(
            school,
            func.coalesce(region.c.name, "").label("township"),
            func.coalesce(parent.c.name, "").label("parent"),
        )
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(parent, parent.c.id == school.c.parent_id)
        .where(school.c.id == school_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise Refused("gone")
    alias = tables.school_alias
    named = select(alias.c.alias).where(alias.c.school_id == school_id).order_by(alias.c.id)
    return SchoolFacts(
        *(row.id, row.name, row.code or "", row.kind, row.township, row.parent),
        *(row.origin, row.status, row.principal, row.contact, row.phone),
        None if row.land_area is None else Area(row.land_area),
        None if row.sports_area is None else Area(row.sports_area),
        row.note,
        tuple(connection.execute(named).scalars()),
    )


def _years(connection: Connection, school_id: int, as_of: date) -> tuple[YearFacts, ...]:
    t = tables.school_year
    columns = (t.c.students, t.c.boarders, t.c.classes, t.c.staff)
    query = (
        select(t.c.year, *columns)
        .where(t.c.school_id == school_id, t.c.year <= as_of.year)
        .where(func.coalesce(*columns).is_not(None))
        .order_by(t.c.year.desc())
        .limit(YEARS)
    )
    return tuple(YearFacts(*row) for row in connection.execute(query))


def _areas(connection: Connection, school_id: int, as_of: date) -> tuple[AreaYear, ...]:
    """The balance year by year since the opening; what moved before it does not count."""
    o, m = tables.area_opening, tables.area_movement
    begun = connection.execute(
        select(o.c.day, o.c.area).where(o.c.school_id == school_id, o.c.day <= as_of)
    ).first()
    if begun is None:
        return ()
    query = select(m.c.kind, m.c.day, m.c.area).where(
        m.c.school_id == school_id, m.c.day > begun.day, m.c.day <= as_of
    )
    sums: dict[int, list[int]] = {}
    for row in connection.execute(query):
        mine = sums.setdefault(row.day.year, [0, 0, 0])
        place = 2 if row.kind == Movement.MEASURED.value else 0 if row.area > 0 else 1
        mine[place] += row.area
    year_end = (begun.day.month, begun.day.day) == (12, 31)
    left = begun.area
    answer = []
    for year in range(begun.day.year + year_end, as_of.year + 1):
        gained, lost, measured = sums.get(year, [0, 0, 0])
        closing = left + gained + lost + measured
        parts = (Area(each) for each in (left, gained, lost, measured, closing))
        answer.append(AreaYear(year, min(date(year, 12, 31), as_of), *parts))
        left = closing
    if not answer:  # the opening is of this very day
        parts = (Area(each) for each in (left, 0, 0, 0, left))
        answer.append(AreaYear(as_of.year, as_of, *parts))
    return tuple(answer)


def _works(
    connection: Connection, desk: Desk, school_id: int, as_of: date
) -> tuple[tuple[WorkLine, ...], tuple[int, ...]]:
    work, project, programme = tables.work, tables.project, tables.programme
    entry = tables.week_entry
    query = (
        select(
            *(work.c.id, work.c.project_id, work.c.name, work.c.room_kind),
            *(project.c.name.label("project"), project.c.contractor_unit),
            func.coalesce(func.nullif(programme.c.short_name, ""), programme.c.name).label("plan"),
            func.coalesce(entry.c.problem, "").label("problem"),
            func.coalesce(entry.c.measure, "").label("measure"),
        )
        .join(project, project.c.id == work.c.project_id)
        .join(programme, programme.c.id == project.c.programme_id)
        .outerjoin(entry, entry.c.id == last_entry_id(as_of))
        .where(work.c.school_id == school_id)
        .order_by(project.c.year.desc(), project.c.id, work.c.ordinal, work.c.id)
    )
    found = connection.execute(query).all()
    project_ids = tuple(dict.fromkeys(row.project_id for row in found))
    if not found:
        return (), ()
    days = _days(connection, project_ids)
    known = {
        state.work_id: state
        for state in states(connection, as_of, home_id=desk.home_id, project_ids=project_ids)
    }
    return tuple(_work(row, days, known) for row in found), project_ids


def _work(row: Any, days: dict[tuple[int, str], str], known: dict[int, Any]) -> WorkLine:
    same = not row.name or row.name == row.project
    return WorkLine(
        *(row.id, row.project_id, row.project if same else f"{row.project}（{row.name}）"),
        *(row.plan, row.room_kind, row.contractor_unit),
        days.get((row.project_id, Step.START.value), ""),
        days.get((row.project_id, Step.FINISH.value), ""),
        *(row.problem, row.measure),
        known[row.id],
    )


def _days(connection: Connection, project_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """The actual day of each step, else the planned one with its word."""
    t = tables.milestone
    query = select(t).where(
        t.c.project_id.in_(project_ids), t.c.step.in_((Step.START.value, Step.FINISH.value))
    )
    return {
        (row.project_id, row.step): row.actual or (f"计划{row.planned}" if row.planned else "")
        for row in connection.execute(query)
    }


def _photos(desk: Desk, works: Iterable[WorkLine], project_ids: Sequence[int]) -> tuple[Photo, ...]:
    """The photos of the projects, the newest first."""
    if not project_ids:
        return ()
    names = {work.project_id: work.label.partition("（")[0] for work in works}
    photos = [
        Photo(row, names[row.project_id])
        for row in attachments.of_projects(desk, project_ids)
        if is_photo(row.name)
    ]
    photos.sort(key=lambda photo: (photo.row.day or date.min, photo.row.id), reverse=True)
    return tuple(photos)


def _money(connection: Connection, school_id: int, as_of: date) -> tuple[MoneyLine, ...]:
    view = ledger.View(as_of, ledger.RowBy.SCHOOL, ledger.SourceBy.FUND)
    found = ledger.read(connection, view)
    return tuple(
        MoneyLine(source.name, source.level, flow)
        for key, source in found.sources.items()
        if (flow := found.cells.get((school_id, key))) is not None and any(flow)
    )


def _equipment(connection: Connection, school_id: int, as_of: date) -> tuple[EquipmentLine, ...]:
    table = figures.read(connection, as_of, EquipmentBy.SCHOOL, split=True)
    bought = {row.kind: row.progress for row in table.rows if row.key == school_id and row.kind}
    asset, item = tables.asset, tables.equipment_item
    query = (
        select(
            item.c.equipment_class,
            func.count(asset.c.id).label("cards"),
            func.sum(asset.c.quantity).label("pieces"),
            func.coalesce(func.sum(asset.c.money), 0).label("value"),
        )
        .join(item, item.c.id == asset.c.item_id)
        .where(asset.c.school_id == school_id)
        .where(asset.c.state.not_in(("报废", "丢失", "调出")))
        .where(asset.c.entered_day.is_(None) | (asset.c.entered_day <= as_of))
        .group_by(item.c.equipment_class)
    )
    cards = {EquipmentClass(row.equipment_class): row for row in connection.execute(query)}
    lines = []
    for kind in EquipmentClass:
        if kind not in bought and kind not in cards:
            continue
        mine, held = bought.get(kind, Progress()), cards.get(kind)
        count, pieces, value = (
            (held.cards, int(held.pieces), int(held.value)) if held else (0, 0, 0)
        )
        rate = mine.rate(table.moment, NO_PLAN)
        lines.append(EquipmentLine(kind, mine, rate, count, pieces, Money(value)))
    return tuple(lines)
