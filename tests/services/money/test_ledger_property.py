"""Σ schools = Σ projects = Σ sources = total after any history of operations, undo and redo."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from facilitydesk.domain.funds import Flow
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services.datafile import files
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    allocations,
    carrying,
    documents,
    ledger,
    payments,
    receipts,
    transfers,
)
from facilitydesk.services.money.ledger import RowBy, SourceBy, View
from facilitydesk.services.money.ledger_years import by_year
from facilitydesk.services.money.transfers import Move
from facilitydesk.store import tables
from tests.entering import added
from tests.services.money.ledgers import add_project, paper
from tests.store_fixtures import clock

AMOUNT = st.integers(1, 9_999_99).map(Money)
DAY = st.integers(0, 500).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
PLACE = st.integers(0, 2)
WHICH = st.integers(0, 30)
FAR = date(2030, 1, 1)


class Histories(RuleBasedStateMachine):
    """An officer who types, moves, pays, takes back, undoes and redoes in any order."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "property.fdk"
        shutil.copyfile(self.template, path)
        self.desk = files.open_desk(path, officer="王敏", clock=clock)
        schools = ("城关镇中心小学", "新田小学", "城关镇中心小学")
        self.projects = [add_project(self.desk, f"项目{n}", s) for n, s in enumerate(schools)]
        self.papers = [
            paper(self.desk, f"{n}号", level=level, amount=Money(50_000_00), over_rule=over)
            for n, (level, over) in enumerate((("中央", "stop"), ("县级", "warn"), ("", "stop")))
        ]

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()

    def facts(self, document: int, project: int, amount: Money, day: date) -> dict[str, Any]:
        return {
            "document_id": self.papers[document],
            "project_id": self.projects[project],
            "amount": amount,
            "day": day,
        }

    def pick(self, table: str, which: int) -> int:
        target = getattr(tables, table)
        with self.desk.read() as connection:
            ids = list(connection.execute(select(target.c.id).order_by(target.c.id)).scalars())
        if not ids:
            raise Refused("gone")
        return int(ids[which % len(ids)])

    @rule(document=PLACE, project=PLACE, amount=AMOUNT, day=DAY)
    def allocate(self, document: int, project: int, amount: Money, day: date) -> None:
        with suppress(Refused):
            added(allocations.enter, self.desk, self.facts(document, project, amount, day))

    @rule(document=PLACE, amount=AMOUNT, day=DAY, project=st.none() | PLACE)
    def receive(self, document: int, amount: Money, day: date, project: int | None) -> None:
        facts = self.facts(document, project or 0, amount, day)
        if project is None:
            del facts["project_id"]
        with suppress(Refused):
            added(receipts.enter, self.desk, facts)

    @rule(document=PLACE, project=PLACE, amount=AMOUNT, day=DAY)
    def pay(self, document: int, project: int, amount: Money, day: date) -> None:
        with suppress(Refused):
            payments.add(self.desk, self.facts(document, project, amount, day))

    @rule(document=PLACE, giver=PLACE, taker=PLACE, amount=AMOUNT, day=DAY)
    def move(self, document: int, giver: int, taker: int, amount: Money, day: date) -> None:
        paper_id = self.papers[document]
        sides = [
            Move(paper_id, self.projects[giver], -amount),
            Move(paper_id, self.projects[taker], amount),
        ]
        with suppress(Refused):
            transfers.move(self.desk, day=day, number="调", moves=sides)

    @rule(which=WHICH)
    def void(self, which: int) -> None:
        with suppress(Refused):
            payments.void(self.desk, self.pick("payment", which), reason="错")

    @rule(which=WHICH, amount=AMOUNT)
    def give_back(self, which: int, amount: Money) -> None:
        with suppress(Refused):
            row_id = self.pick("payment", which)
            payments.give_back(self.desk, row_id, amount=amount, day=date(2026, 12, 31))

    @rule(which=WHICH, table=st.sampled_from(("allocation", "payment", "receipt")), amount=AMOUNT)
    def correct(self, which: int, table: str, amount: Money) -> None:
        service = {"allocation": allocations, "payment": payments, "receipt": receipts}[table]
        with suppress(Refused):
            service.enter(self.desk, [Edit(self.pick(table, which), "amount", amount)])

    @rule(document=PLACE, project=PLACE, amount=AMOUNT)
    def give_surplus_back(self, document: int, project: int, amount: Money) -> None:
        with suppress(Refused):
            carrying.return_surplus(
                self.desk,
                document_id=self.papers[document],
                project_id=self.projects[project],
                amount=amount,
                day=date(2026, 3, 1),
            )

    @rule()
    def carry_over(self) -> None:
        with suppress(Refused):
            carrying.carry_over(self.desk, 2025)

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        with suppress(Refused):
            allocations.delete(self.desk, [self.pick("allocation", which)])

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        with suppress(Refused):
            for _ in range(steps):
                undoing.undo_last(self.desk)

    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        with suppress(Refused):
            for _ in range(steps):
                undoing.redo_last(self.desk)

    @invariant()
    def everything_foots(self) -> None:
        totals: set[Flow] = set()
        for rows, sources in ((RowBy.SCHOOL, SourceBy.DOCUMENT), (RowBy.PROJECT, SourceBy.LEVEL)):
            seen = ledger.matrix(self.desk, View(FAR, rows, sources))
            for sums in (seen.row_totals, seen.source_totals):
                total = Flow()
                for flow in sums.values():
                    total = total.plus(flow)
                totals.add(total)
        papers = documents.rows(self.desk)
        totals.add(
            Flow(
                *(
                    sum(getattr(row, name).raw for row in papers)
                    for name in ("amount", "allocated", "received", "paid")
                )
            )
        )
        years = by_year(self.desk, View(FAR))
        total = Flow()
        for flow in years.cells.values():
            total = total.plus(flow)
        totals.add(total)
        assert len(totals) == 1
        for row in papers:
            if row.over_rule == "stop":
                assert row.remaining.raw >= 0


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_any_history_foots(template: Path) -> None:
    Histories.template = template
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
