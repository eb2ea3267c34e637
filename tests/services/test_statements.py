"""How often the database is asked does not grow with the county: no question for each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facilitydesk.domain.periods import week_start
from facilitydesk.services import papers, week
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, Scope, ask
from facilitydesk.services.week import Cell
from tests.services.nth_statement import failing
from tests.store_fixtures import add_work


def _report(desk: Desk, work: int) -> None:
    week.enter(desk, week_start(desk.today), [Cell(work, "problem", "缺人手")])


def _grow(desk: Desk, first: int, last: int) -> None:
    """Works at schools and in townships of their own, each with an entry of this week."""
    for n in range(first, last):
        work = add_work(desk, school=f"第{n}小学", township=f"第{n}镇", project=f"第{n}教学楼")
        _report(desk, work)


READS: dict[str, Callable[[Desk], Any]] = {
    "sheet": lambda desk: week.sheet(desk, week_start(desk.today)),
    "dashboard": lambda desk: dashboard(desk, Scope(desk.today)),
    "figures": lambda desk: ask(desk, Scope(desk.today), by=By.SCHOOL),
    "works": lambda desk: papers.works(desk, Scope(desk.today)),
}


@pytest.mark.parametrize("name", READS)
def test_reading_asks_as_often_for_many_works_as_for_few(desk: Desk, name: str) -> None:
    _grow(desk, 0, 2)
    with failing(desk, None) as few:
        READS[name](desk)
    _grow(desk, 2, 9)
    with failing(desk, None) as many:
        READS[name](desk)
    assert len(many) == len(few)


def test_a_typed_cell_asks_as_often_among_many_works_as_among_few(desk: Desk) -> None:
    _grow(desk, 0, 1)
    work = add_work(desk)
    _report(desk, work)
    with failing(desk, None) as few:
        week.enter(desk, week_start(desk.today), [Cell(work, "problem", "缺材料")])
    _grow(desk, 1, 8)
    with failing(desk, None) as many:
        week.enter(desk, week_start(desk.today), [Cell(work, "problem", "缺图纸")])
    assert len(many) == len(few)
