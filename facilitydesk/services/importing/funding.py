"""Lists of how money was arranged (资金安排表): documents by level, and what each project gets.

The list's projects are taken in as of any project list. For every level with an amount there is
one document (level, fund, year, 文号); one that the list itself made grows with its lines, one
an officer entered gives only what is free.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain import rounding
from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import Difference, Line, Options, Plan, Source
from facilitydesk.services.importing.project_cells import year_of
from facilitydesk.services.importing.projects import Projects
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.money import periods, source_rules
from facilitydesk.services.money.cells import name_of
from facilitydesk.store import tables

LEVELS = {
    "fund_central": "中央",
    "fund_province": "省级",
    "fund_city": "市州",
    "fund_county": "县级",
    "fund_other": "其他",
}
MADE_BY_LIST = "按资金安排表登记"
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")
_D, _A = tables.fund_document, tables.allocation
Place = tuple[int, int, int | None]  # document, project, school


class Funding:
    """Plans the documents and allocations of a list whose projects were taken in."""

    def __init__(
        self,
        connection: Connection,
        known: Known,
        writes: Writes,
        plan: Plan,
        options: Options,
        today: date,
    ) -> None:
        self._connection = connection
        self._known = known
        self._writes = writes
        self._plan = plan
        self._options = options
        self._today = today
        self._documents: dict[tuple[Any, ...], Facts] = {}
        self._by_id: dict[int, Facts] = {}
        self._by_number: dict[str, list[Facts]] = defaultdict(list)
        for row in connection.execute(select(_D)).mappings():
            self._add(dict(row))
        self._shares: dict[Place, int] = defaultdict(int)
        self._given: dict[int, int] = defaultdict(int)
        columns = (_A.c.document_id, _A.c.project_id, _A.c.school_id, _A.c.amount)
        for document_id, project_id, school_id, amount in connection.execute(select(*columns)):
            self._shares[document_id, project_id, school_id] += amount
            self._given[document_id] += amount
        self._new: set[int] = set()
        self._told: set[tuple[str, int, str | None, str]] = set()

    @property
    def papers(self) -> Collection[Facts]:
        """All documents, with those this import makes."""
        return self._by_id.values()

    @property
    def shares(self) -> Collection[Place]:
        """Who has (or had) a share of which document."""
        return self._shares.keys()

    def paper(self, document_id: int) -> Facts:
        """A document by its id."""
        return self._by_id[document_id]

    def _add(self, row: Facts) -> None:
        self._by_id[row["id"]] = row
        key = (row["level"], row["fund_name"], row["year"], row["number"])
        self._documents.setdefault(key, row)
        if row["number"]:
            self._by_number[row["number"]].append(row)

    def take(self, source: Source, projects: Projects) -> None:
        """The money of all lines that found their project."""
        keys = [key for key in LEVELS if key in source.fields]
        if not keys and "amount" in source.fields:
            keys = ["amount"]
        if not keys:
            return
        year = self._options.year or year_of(source.title)
        day = source.as_of or date(year or self._today.year, 1, 1)
        if periods.closed_on(self._connection, day) is not None:
            args = {"day": day}
            self._tell(source, source.head_row, None, "funding.closed", Severity.YELLOW, **args)
            return
        if source.as_of is None:
            args = {"day": day}
            self._tell(source, source.head_row, None, "funding.day_assumed", Severity.BLUE, **args)
        seen = projects.lines_of(source)
        for line in source.lines:
            work = seen.get(line.row)
            if work is None:
                continue
            for key in keys:
                amount = line.values.get(key)
                if isinstance(amount, Money) and amount.raw > 0:
                    self._share(source, line, key, work, amount, day, year)

    def _share(
        self,
        source: Source,
        line: Line,
        key: str,
        work: Facts,
        amount: Money,
        day: date,
        year: int | None,
    ) -> None:
        project = self._known.projects[work["project_id"]]
        document = self._document(source, line, key, project, day, year)
        if document is None:
            return
        place = (document["id"], project["id"], work["school_id"])
        more = amount.raw - self._shares[place]
        if not more:
            self._plan.count("allocations", "unchanged")
            return
        if self._shares[place] and not self._differs(source, line, key, project, place, amount):
            return
        if not self._fits(source, line, key, document, more):
            self._plan.count("allocations", "refused")
            return
        kind = "调整" if self._shares[place] else "分配"
        self._writes.insert(
            _A,
            {
                "document_id": document["id"],
                "project_id": project["id"],
                "school_id": work["school_id"],
                "amount": more,
                "day": day,
                "number": document["number"],
                "kind": kind,
            },
        )
        self._shares[place] += more
        self._given[document["id"]] += more
        self._plan.count("allocations", "created")

    def _document(
        self,
        source: Source,
        line: Line,
        key: str,
        project: Facts,
        day: date,
        year: int | None,
    ) -> Facts | None:
        """The document of a line's level; made when there is none."""
        number = clean_text(str(line.values.get("fund_document") or ""))
        if not number and (found := NUMBER.search(source.title)):
            number = found[0]
        level = LEVELS.get(key, "")
        if number:
            mine = [
                row for row in self._by_number[number] if not level or row["level"] in (level, "")
            ]
            if len(mine) > 1 and not level:
                args = {"number": number}
                self._tell(source, line.row, key, "funding.which", Severity.YELLOW, **args)
                return None
            if mine:
                return mine[0]
        own = line.values.get("year") or year
        fund = self._known.programmes[project["programme_id"]]["name"]
        facts = (level, fund, own, number)
        if facts not in self._documents:
            row = self._writes.insert(
                _D,
                {
                    "level": level,
                    "fund_name": fund,
                    "year": own,
                    "number": number,
                    "day": day,
                    "amount": 0,
                    "note": MADE_BY_LIST,
                    **source_rules.defaults(self._connection, level, fund),
                },
            )
            self._new.add(row["id"])
            self._add(row)
            self._plan.count("fund_documents", "created")
        return self._documents[facts]

    def _fits(self, source: Source, line: Line, key: str, document: Facts, more: int) -> bool:
        """Whether a document can give this; one that lists make grows."""
        whole = self._given[document["id"]] + more
        issued = document["amount"] or 0
        if whole <= issued:
            return True
        if document["note"] == MADE_BY_LIST:
            if document["id"] not in self._new and self._closed(document["day"]):
                args = {"day": document["day"]}
                self._tell(source, line.row, key, "funding.closed", Severity.YELLOW, **args)
                return False
            self._writes.update(_D, document, {"amount": whole})
            return True
        name = name_of(
            document["level"], document["fund_name"], document["year"], document["number"]
        )
        args = {
            "document": name,
            "free": Money(issued - self._given[document["id"]]),
            "value": Money(more),
            "over": Money(whole - issued),
        }
        self._tell(source, line.row, key, "money.over_allocated", Severity.YELLOW, **args)
        return bool(document["over_rule"] == "warn")

    def _closed(self, day: date | None) -> bool:
        return periods.closed_on(self._connection, day) is not None

    def _differs(
        self, source: Source, line: Line, key: str, project: Facts, place: Place, amount: Money
    ) -> bool:
        """Another amount than is allocated: written as an adjustment when it was confirmed."""
        write = self._options.updates((source.sheet, line.row, key))
        before = Money(self._shares[place])
        self._plan.differences.append(
            Difference(
                source.sheet, line.row, key, project["name"],
                f"{LEVELS.get(key, '')}资金分配", rounding.amount(before),
                rounding.amount(amount), write,
            )
        )  # fmt: skip
        return write

    def _tell(
        self, source: Source, row: int, key: str | None, code: str, how: Severity, **args: object
    ) -> None:
        problem = Problem(code, args=args)
        told = (source.sheet, row, key, problem.message)
        if told not in self._told:
            self._told.add(told)
            self._plan.note(source.sheet, row, key, problem, severity=how)
