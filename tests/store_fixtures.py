"""Desks for tests: a template data file is made once by the migrations and copied per test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.base import metadata
from tests.postgres import ENGINES, Server

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # Wednesday of week 11, 10:00 in Beijing


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data file of 临溪县 with the officer 王敏."""
    path = tmp_path_factory.mktemp("template") / "template.fdk"
    files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock).close()
    return path


@pytest.fixture
def file_desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a fresh copy of the template."""
    path = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, path)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        yield desk


@pytest.fixture
def server_desk(postgres: Server) -> Iterator[Desk]:
    """The same on PostgreSQL; a test that takes it alone carries the mark `server`."""
    with (
        postgres.database(postgres.template(fill_server)) as url,
        closing(files.open_desk(url, officer="王敏", clock=clock)) as desk,
    ):
        yield desk


@pytest.fixture
def desk(file_desk: Desk) -> Desk:
    """A desk on a data file; in tests/store and tests/services on both engines in turn."""
    return file_desk


@pytest.fixture(params=ENGINES)
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """A desk on SQLite and on PostgreSQL, one after the other."""
    which = "file_desk" if request.param == "sqlite" else "server_desk"
    desk: Desk = request.getfixturevalue(which)
    return desk


def fill_server(url: str) -> None:
    """The server's template: the same as the template file."""
    files.create(url, home="临溪县", home_code="510999", officer="王敏", clock=clock).close()


@pytest.fixture
def make_work(desk: Desk) -> Callable[..., int]:
    """Makes a work with its project and school, and what they need; returns the work's id."""
    return lambda **facts: add_work(desk, **facts)


def add_work(
    desk: Desk,
    *,
    school: str = "城关镇中心小学",
    township: str = "城关镇",
    project: str = "教学楼建设项目",
    programme: str = "全面改薄",
    planned_area: int | None = 1_000_00,
    planned_investment: int | None = 200_000_00,
    nature: str = "新建",
    **more: object,
) -> int:
    """One project with one work in a desk; what exists by name is used again."""
    with desk.operation("test.register", "登记") as unit:

        def known(table: str, **values: object) -> int:
            columns = metadata.tables[table]
            query = columns.select()
            for key, value in values.items():
                query = query.where(columns.c[key] == value)
            row = unit.connection.execute(query).first()
            return int(row.id) if row else unit.insert(columns, values)

        place = known("region", name=township, level="township", parent_id=desk.home_id)
        school_id = known("school", name=school, township_id=place)
        facts = {"name": project, "nature": nature, "year": 2026, **more}
        facts["programme_id"] = known("programme", name=programme)
        project_id = unit.insert(tables.project, facts)
        return unit.insert(
            tables.work,
            {
                "project_id": project_id,
                "school_id": school_id,
                "planned_area": planned_area,
                "planned_investment": planned_investment,
            },
        )
