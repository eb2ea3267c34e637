"""Every operation of norms and bottom lines, failed at every one of its statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.quantities import Quantity
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.norms import checks, facts, items, table
from tests.services.norms.a_county import found, pupils, typed
from tests.services.nth_statement import swept

EARLIER = date(2026, 2, 1)


@dataclass(frozen=True)
class Given:
    """A school with figures, an earlier check, a changed norm and a changed item."""

    desk: Desk
    school: int
    norm: int
    first: int
    last: int


@pytest.fixture
def given(desk: Desk) -> Given:
    school = pupils(desk, "甲小学", 100)
    typed(desk, school, books=1500, computers=8)
    found(desk, school, {1: "未达标", 2: "达标"}, EARLIER)
    norm = table.rows(desk)[0].id
    assert table.enter(desk, [Edit(norm, "document", "另一文件")]).changes.touched
    known = items.rows(desk)
    assert items.enter(desk, [Edit(known[0].id, "text", "另一内容")]).changes.touched
    return Given(desk, school, norm, known[0].id, known[-1].id)


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "figures": lambda g: typed(g.desk, g.school, books=1600, computers=9),
    "a figure taken away": lambda g: facts.enter(g.desk, 2026, [Edit(g.school, "books", None)]),
    "a check": lambda g: found(g.desk, g.school, {1: "达标", 2: "未达标", 3: "不适用"}),
    "a check corrected": lambda g: found(g.desk, g.school, {1: "达标"}, EARLIER),
    "evidence": lambda g: checks.enter_details(
        g.desk,
        EARLIER,
        [Edit(checks.details(g.desk, g.school, EARLIER)[0].id, "evidence", "旱厕")],  # type: ignore[arg-type]  # rows of details are named by school and item
    ),
    "a norm": lambda g: table.enter(
        g.desk,
        (),
        [{"measure": "生均图书", "stage": "小学", "value": Quantity(30_00), "year": 2026}],
    ),
    "a norm's value": lambda g: table.enter(g.desk, [Edit(g.norm, "value", Quantity(99_00))]),
    "a norm deleted": lambda g: table.delete(g.desk, [g.norm]),
    "norms put back": lambda g: table.restore(g.desk),
    "an item": lambda g: items.enter(g.desk, (), [{"number": 21, "text": "有应急照明"}]),
    "an item's text": lambda g: items.enter(g.desk, [Edit(g.last, "text", "别的内容")]),
    "an item deleted": lambda g: items.delete(g.desk, [g.last]),
    "items put back": lambda g: items.restore(g.desk),
    "a setting of the sheets": lambda g: settings.change(g.desk, "bottom.places", 0),
    "undo": lambda g: undoing.undo_last(g.desk),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_failed_statement_leaves_all_as_it_was(
    given: Given, name: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("statements", swept(given.desk, lambda: OPERATIONS[name](given)))
