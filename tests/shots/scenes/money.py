"""Funds, contracts and payments, reconciliation."""

from __future__ import annotations

from typing import Any

from facilitydesk.gui.money.ledger_lines import Across, Rows
from facilitydesk.services.money.ledger import SourceBy
from tests.shots.stage import Stage, scene


@scene("funds")
def funds(stage: Stage) -> None:
    stage.open("funds")


@scene("funds-transfer")
def transfer(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.sources.transfer_button.setChecked(True)


@scene("funds-empty")
def funds_empty(stage: Stage) -> None:
    stage.open("funds", stage.desk(empty=True))


@scene("funds-ledger")
def ledger(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.show_view("ledger")


@scene("funds-ledger-schools")
def ledger_schools(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.show_view("ledger")
    page.ledger.ask(rows=Rows.SCHOOL, across=Across.SOURCES, sources=SourceBy.LEVEL)
    stage.settle()
    view = page.ledger
    view.open_behind(view.matrix.model.row_at(0), view.matrix.heads[2])


@scene("funds-ledger-years")
def ledger_years(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.show_view("ledger")
    page.ledger.ask(rows=Rows.PROJECT, across=Across.YEARS)


@scene("funds-closing")
def closing(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.show_view("closing")
    stage.settle()
    page.closing.close_period(page.closing.model.row_at(0))


@scene("payments")
def payments(stage: Stage) -> None:
    page: Any = stage.open("payments")
    entry = page.payments.entry
    row = page.agreed.table.rows[40]
    entry.set_text("document_id", page.documents.labels()[0])
    entry.set_text("contract_id", page.contracts.label(row.id))
    entry.picked.emit("contract_id", page.contracts.label(row.id))
    entry.set_text("amount", "186,000.00")
    entry.begin("amount")


@scene("payments-void")
def void(stage: Stage) -> None:
    page: Any = stage.open("payments")
    page.payments.ask_back(whole=True)


@scene("payments-contracts")
def contracts(stage: Stage) -> None:
    page: Any = stage.open("payments")
    page.show_view("contracts")
    changed = next(row for row in page.agreed.table.rows if row.changes and row.settled_amount)
    page.agreed.table.go_to(changed.id, "name")


@scene("payments-empty")
def payments_empty(stage: Stage) -> None:
    stage.open("payments", stage.desk(empty=True))


def reconcile(stage: Stage) -> Any:
    page: Any = stage.open("reconcile")
    page.deeds.start()
    stage.settle()
    return page


@scene("reconcile")
def reconcile_begun(stage: Stage) -> None:
    page = reconcile(stage)
    pairing = page.pairing
    slip = next(
        entry for entry in pairing.payments.entries if entry.grade == "red" and not entry.ticked
    )
    pairing.payments.view.setFocus()
    pairing.payments.view.go_to(slip.id, "day")


@scene("reconcile-green")
def reconcile_green(stage: Stage) -> None:
    page = reconcile(stage)
    page.buttons.green.click()
    stage.settle()
    page.buttons.shown.button("todo").click()
    lines = page.pairing.lines
    lone = next(entry for entry in lines.entries if not entry.grade)
    lines.view.setFocus()
    lines.view.go_to(lone.id, "day")
    page.deeds.ask_why()


@scene("reconcile-empty")
def reconcile_empty(stage: Stage) -> None:
    stage.open("reconcile")


@scene("funds-findings")
def findings(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.findings.head.setChecked(True)
