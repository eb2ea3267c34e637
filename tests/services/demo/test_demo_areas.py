"""The demonstration county's floor areas: they foot, and each list has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from facilitydesk.domain.quantities import Area
from facilitydesk.services import demo
from facilitydesk.services.areas import balance, buildings, danger, findings, unentered, uses
from facilitydesk.services.desk import Desk
from tests.store_fixtures import clock

TODAY = date(2026, 3, 11)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("demo") / "演示.fdk"
    with closing(demo.create_demo(path, today=TODAY, clock=clock)) as desk:
        yield desk


def test_every_school_has_buildings_and_an_opening(county: Desk) -> None:
    told = balance.ask(county, TODAY)
    assert told.not_begun == ()
    assert told.total.schools >= 175
    assert len(buildings.rows(county)) > 500


def test_the_balance_foots_but_for_one_school(county: Desk) -> None:
    told = balance.ask(county, TODAY)
    different = [(row.name, str(row.difference)) for row in told.rows if row.difference]
    assert different == [("临溪中学", "-12.50")]
    whole = told.total
    moved = whole.built + whole.acquired + whole.demolished + whole.disposed + whole.measured
    assert whole.opening + moved == whole.closing
    assert whole.net_area + whole.rebuilt_area == whole.built


def test_some_completed_works_wait_and_one_was_changed(county: Desk) -> None:
    waiting = unentered.rows(county)
    assert 8 <= len(waiting) <= 14
    assert [str(row.open) for row in waiting if row.changed] == ["20.00"]
    codes = sorted(each.problem.code for each in findings.findings(county))
    assert codes == ["area.find.buildings", "area.find.changed"]


def test_dangerous_buildings_stand_and_went(county: Desk) -> None:
    assert len(danger.rows(county)) > 50
    assert sum(year.areas["D"].raw for year in danger.removed(county)) > 1_000_00


def test_the_split_of_each_building_adds_up(county: Desk) -> None:
    split = uses.by_school(county)
    assert len(split) > 170
    (first,) = (row for row in buildings.rows(county)[:1])
    (told,) = uses.of_building(county, first.id)
    assert first.area is not None
    assert first.area - told.total == Area.of("0")
