"""Every operation, failed at every one of its statements: nothing may be half written.

The nth statement of an operation raises; then all tables must be as before, the journal whole,
and the same operation must go through the next time. To add an operation: one line in OPERATIONS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import importing, locks, regions, schools, settings, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.people import logins, officers, passwords
from facilitydesk.services.people.second import Second
from facilitydesk.services.projects import programmes
from facilitydesk.services.projects import register as projects
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.entering import added
from tests.services.nth_statement import Broken, content, swept
from tests.store_fixtures import add_work

WEEK = date(2026, 3, 9)
LAST = WEEK - timedelta(weeks=1)
SUBMITTED = WEEK - timedelta(weeks=2)


@dataclass(frozen=True)
class Given:
    """The desk before each operation: three works, last week's entries, one typed this week."""

    desk: Desk
    works: tuple[int, ...]
    school: int
    project: int
    programme: int
    other: int  # another officer, 审核


def typed(works: tuple[int, ...], percent: int) -> list[Cell]:
    return [
        cell
        for work in works
        for cell in (
            Cell(work, "progress", Percent.of(percent)),
            Cell(work, "stage", Stage.STRUCTURE),
            Cell(work, "invested", Money.of(percent, scale=10_000)),
            Cell(work, "problem", "缺人手"),
        )
    ]


def take_in(g: Given, kind: str, *rows: dict[str, Any]) -> importing.Plan:
    """Lines of one table as a reader hands them on, taken in as one operation."""
    lines = [importing.Line(n, row) for n, row in enumerate(rows, start=2)]
    fields = frozenset(key for row in rows for key in row)
    source = importing.Source("表1", kind, "临溪县一览表", lines, fields, as_of=WEEK)
    options = importing.Options(file_name="表.xlsx", sha256="f" * 64, programme="学前教育")
    return importing.take_in(g.desk, [source], options)


def by_two(g: Given) -> Any:
    return locks.unlock_week(g.desk, SUBMITTED, "更正填报数据", Second("李建平", word="已核对"))


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "a first cell": lambda g: week.enter(
        g.desk, WEEK, [Cell(g.works[1], "progress", Percent.of(40))]
    ),
    "a second cell": lambda g: week.enter(
        g.desk, WEEK, [Cell(g.works[0], "progress", Percent.of(60))]
    ),
    "a pasted block": lambda g: week.enter(g.desk, WEEK, typed(g.works, 70)),
    "no change": lambda g: week.mark_unchanged(g.desk, WEEK, g.works),
    "clear": lambda g: week.clear(g.desk, LAST, g.works),
    "submit": lambda g: locks.submit_week(g.desk, WEEK),
    "undo": lambda g: undoing.undo_last(g.desk),
    "redo": lambda g: undoing.redo_last(g.desk),
    "a township": lambda g: added(regions.enter, g.desk, {"name": "青石镇"}),
    "a school": lambda g: added(
        schools.enter, g.desk, {"name": "东桥小学", "kind": "小学", "students": 300}
    ),
    "a school's name": lambda g: schools.enter(g.desk, [Edit(g.school, "name", "西桥小学")]),
    "a programme": lambda g: added(programmes.enter, g.desk, {"name": "学前教育"}),
    "a plan version": lambda g: added(
        programmes.enter_versions,
        g.desk,
        {"label": "规划2026版", "day": LAST},
        programme_id=g.programme,
    ),
    "a project": lambda g: added(
        projects.enter, g.desk, {"name": "食堂项目", "programme": g.programme, "school": g.school}
    ),
    "a project's name": lambda g: projects.enter(g.desk, [Edit(g.project, "name", "宿舍楼")]),
    "deleted projects": lambda g: projects.delete(g.desk, [g.project]),
    "an import of projects": lambda g: take_in(
        g,
        "projects",
        {"school": "南桥小学", "project": "教学楼", "planned_area": Area.of(1200)},
        {"school": "东桥小学", "project": "食堂", "planned_area": Area.of(300)},
    ),
    "an import of schools": lambda g: take_in(
        g, "schools", {"school": "南桥小学", "township": "青石镇", "students": 320}
    ),
    "an import of progress": lambda g: take_in(
        g,
        "progress",
        {
            "school": "南桥小学",
            "project": "教学楼",
            "planned_area": Area.of(800),
            "progress": Percent.of(45),
        },
    ),
    "an import of money": lambda g: take_in(
        g,
        "funding",
        {
            "school": "南桥小学",
            "project": "教学楼",
            "fund_document": "川财教〔2026〕1号",
            "fund_central": Money.of(300_000),
            "fund_county": Money.of(100_000),
        },
    ),
    "an import of the treasury's list": lambda g: take_in(
        g,
        "statement",
        {"pay_date": LooseDate("2026-03-02"), "voucher": "1", "amount": Money.of(5), "payee": "甲"},
        {"pay_date": LooseDate("2026-03-03"), "voucher": "2", "amount": Money.of(6), "payee": "乙"},
    ),
    "a setting": lambda g: settings.change(g.desk, "bureau", "临溪县教育和体育局"),
    "unlock": lambda g: locks.unlock_week(g.desk, SUBMITTED, "更正填报数据"),
    "unlock by two": by_two,
    "a new officer": lambda g: officers.enter(g.desk, new=[{"name": "周芳", "role": "录入"}]),
    "an officer's post": lambda g: officers.enter(g.desk, [Edit(g.other, "role", "录入")]),
    "an officer who left": lambda g: officers.enter(g.desk, [Edit(g.other, "active", False)]),
    "an officer deleted": lambda g: officers.delete(g.desk, g.other),
    "a name nobody knew sits down": lambda g: logins.enter(g.desk, "赵强", ""),
    "an own password": lambda g: logins.set_own(g.desk, "", "春风又绿江南岸2026"),
    "another's password": lambda g: logins.reset(g.desk, g.other, "春风又绿江南岸2026"),
    "a recovery code": lambda g: logins.new_recovery(g.desk, g.other),
}


@pytest.fixture
def given(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Given:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    officers.enter(desk, new=[{"name": "李建平", "role": "审核"}])
    other = next(row.id for row in officers.rows(desk) if row.name == "李建平")
    locks.submit_week(desk, SUBMITTED)
    works = tuple(add_work(desk, project=f"第{n}号楼项目") for n in range(3))
    week.enter(desk, LAST, typed(works[:2], 30))
    week.enter(desk, WEEK, [Cell(works[0], "started_area", Area.of(500))])
    free = add_work(desk, project="待定项目")
    with desk.read() as connection:
        row = connection.execute(tables.work.select().where(tables.work.c.id == free)).one()
        programme = connection.execute(tables.programme.select()).one()
    # A last step of one's own that undo can take back.
    week.enter(desk, WEEK, [Cell(works[0], "progress", Percent.of(50))])
    return Given(desk, works, row.school_id, row.project_id, programme.id, other)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_failed_statement_leaves_all_as_it_was(
    given: Given, name: str, record_property: Callable[[str, object], None]
) -> None:
    act, desk = OPERATIONS[name], given.desk
    if name == "redo":
        undoing.undo_last(desk)
    if name == "unlock by two":
        settings.change(desk, "login.two_persons", value=True)
    record_property("statements", swept(desk, lambda: act(given)))


@pytest.mark.parametrize("name", ["a first cell", "a pasted block", "undo"])
def test_a_failed_commit_leaves_all_as_it_was(given: Given, name: str) -> None:
    desk = given.desk
    before = content(desk)

    def refuse(_connection: Any) -> None:
        raise Broken("COMMIT")

    event.listen(desk.engine, "commit", refuse)
    with pytest.raises(Broken):
        OPERATIONS[name](given)
    event.remove(desk.engine, "commit", refuse)
    assert content(desk) == before
    OPERATIONS[name](given)
    assert content(desk) != before
    assert files.verify(desk).faults == ()
