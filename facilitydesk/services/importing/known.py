"""What the data file knows already, in dictionaries: one read for an import of any length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, select

from facilitydesk.domain.names import folded_name, joined_key, school_key
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services.school_rules import home_region
from facilitydesk.store import tables

Facts = dict[str, Any]


class Known:
    """Schools, programmes, projects and works by everything they can be found by.

    Rows are plain dictionaries; what is planned as new is added to them, so that a later line
    finds what an earlier one makes.
    """

    def __init__(self, connection: Connection, home_id: int) -> None:
        self.connection = connection
        self.home_id = home_id
        self._last_key: tuple[tuple[str, str], str] = (("", ""), "")
        self.home_code, self.county = home_region(connection)
        self.regions = self._by_id(tables.region)
        self.region_by_name: dict[str, int] = {}
        for row in self.regions.values():
            if row["id"] != home_id:
                self.region_by_name.setdefault(folded_name(row["name"]), row["id"])
        self.schools = self._by_id(tables.school)
        self.school_by_code: dict[str, int] = {}
        self.schools_by_key: dict[str, list[int]] = defaultdict(list)
        self.school_by_alias: dict[str, int] = {}
        for row in self.schools.values():
            self.add_school(row)
        for row in self._rows(tables.school_alias):
            self.school_by_alias[row["alias_key"]] = row["school_id"]
        self.programmes = self._by_id(tables.programme)
        self.programme_by_name: dict[str, int] = {}
        for row in self.programmes.values():
            self.add_programme(row)
        self.natures = frozenset(
            row["name"]
            for row in self._rows(tables.code_item)
            if row["list"] == CodeList.NATURE.value
        )
        self.school_kinds = frozenset(
            row["name"]
            for row in self._rows(tables.code_item)
            if row["list"] == CodeList.SCHOOL_KIND.value
        )
        self._load_projects()

    def _load_projects(self) -> None:
        self.projects = self._by_id(tables.project)
        self.works: dict[int, list[Facts]] = defaultdict(list)
        self.project_by_code: dict[str, int] = {}
        self.projects_by_key: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.milestones: dict[tuple[int, str], Facts] = {}
        for work in sorted(self._rows(tables.work), key=lambda w: (w["ordinal"], w["id"])):
            self.works[work["project_id"]].append(work)
        for row in self.projects.values():
            self.add_project(row)
        for row in self._rows(tables.milestone):
            self.milestones[row["project_id"], row["step"]] = row

    def add_school(self, row: Facts) -> None:
        """Makes a school findable."""
        self.schools[row["id"]] = row
        if row["code"]:
            self.school_by_code[row["code"]] = row["id"]
        self.schools_by_key[self.school_key(row["name"])].append(row["id"])

    def add_programme(self, row: Facts) -> None:
        """Makes a programme findable by its name and short name."""
        self.programmes[row["id"]] = row
        for name in (row["name"], row["short_name"]):
            if name:
                self.programme_by_name.setdefault(folded_name(name), row["id"])

    def add_project(self, row: Facts) -> None:
        """Makes a project findable by its code and by name at each of its schools."""
        self.projects[row["id"]] = row
        if row["code"]:
            self.project_by_code[row["code"]] = row["id"]
        for school_id in {work["school_id"] for work in self.works[row["id"]]}:
            first = self.works[row["id"]][0]["school_id"] == school_id
            key = first and row["name_key"]
            key = key or self.project_key(row["name"], self.schools[school_id]["name"])
            self.projects_by_key[school_id, key].append(row["id"])

    def school_key(self, name: str) -> str:
        return _school_key(name, self.county)

    def project_key(self, name: str, school: str) -> str:
        asked = (name, school)
        if self._last_key[0] != asked:  # finding and making ask one after the other
            key = joined_key(school_key(name, self.county), _school_key(school, self.county))
            self._last_key = asked, key
        return self._last_key[1]

    def _rows(self, table: Table) -> Iterable[Facts]:
        return (dict(row) for row in self.connection.execute(select(table)).mappings())

    def _by_id(self, table: Table) -> dict[int, Facts]:
        return {row["id"]: row for row in self._rows(table)}


@lru_cache(maxsize=50_000)
def _school_key(name: str, county: str) -> str:
    return school_key(name, county)
