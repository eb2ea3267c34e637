"""Funds, contracts and payments, reconciliation."""

from __future__ import annotations

from typing import Any

from facilitydesk.gui.money.ledger_lines import Across, Rows
from facilitydesk.services.money import contract_shares
from facilitydesk.services.money import project_years as years
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
    reserved = {row.contract_id for row in contract_shares.rows(page.context.desk)}
    changed = next(row for row in page.agreed.table.rows if row.changes and row.id in reserved)
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


@scene("funds-carry")
def carry(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.sources.ask_to_carry()


@scene("funds-surplus")
def surplus(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.sources.table.go_to(page.sources.table.rows[0].id, "number")
    stage.settle()
    allocations = page.sources.allocations
    allocations.go_to(allocations.rows[0].id, "amount")
    page.sources.ask_for_surplus()


@scene("funds-arrival")
def arrival(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.sources.table.go_to(page.sources.table.rows[1].id, "number")
    stage.settle()
    page.sources.ask_for_arrival()


@scene("funds-ledger-contracts")
def ledger_contracts(stage: Stage) -> None:
    page: Any = stage.open("funds")
    page.show_view("ledger")
    page.ledger.ask(rows=Rows.PROJECT, across=Across.SUMS)
    stage.settle()
    view = page.ledger
    reserved = {row.project_id for row in contract_shares.rows(page.context.desk)}
    line = next(
        row
        for n in range(view.matrix.model.rowCount())
        if (row := view.matrix.model.row_at(n)).id in reserved
    )
    view.open_behind(line, next(head for head in view.matrix.heads if head.key == "allocated"))


@scene("payments-applications")
def applications(stage: Stage) -> None:
    page: Any = stage.open("payments")
    page.show_view("applications")


@scene("payments-review")
def review(stage: Stage) -> None:
    page: Any = stage.open("payments")
    page.show_view("applications")
    stage.settle()
    waiting = next(row for row in page.applications.table.rows if row.state.value == "申请")
    page.applications.table.go_to(waiting.id, "number")
    page.applications.ask_to_approve()


@scene("payments-confirmed")
def confirmed(stage: Stage) -> None:
    page: Any = stage.open("payments")
    page.show_view("confirmed")


@scene("reconcile-schools")
def schools(stage: Stage) -> None:
    page: Any = stage.open("reconcile")
    page.show_view("schools")


@scene("reconcile-schools-months")
def schools_months(stage: Stage) -> None:
    page: Any = stage.open("reconcile")
    page.show_view("schools")
    page.schools.spans.setCurrentIndex(1)


@scene("project-years")
def project_years(stage: Stage) -> None:
    page: Any = stage.open("projects")
    page.detail.setChecked(True)
    planned = {row.project_id for row in years.rows(page.context.desk) if row.planned is not None}
    row = next(row for row in page.table.rows if row.id in planned)
    page.table.go_to(row.id, "name")
    page.card.tabs.setCurrentIndex(6)
    page.show_card()


@scene("settings-money-rules")
def money_rules(stage: Stage) -> None:
    page: Any = stage.open("settings")
    page.show_where({"subject": "money_rules"})


@scene("settings-source-rules")
def source_rules(stage: Stage) -> None:
    page: Any = stage.open("settings")
    page.show_where({"subject": "source_rules"})


@scene("report-application")
def report_application(stage: Stage) -> None:
    number = "拨〔2026〕012"
    page: Any = stage.open("reports")
    page.show_where({"report": "application", "values": {"application": number}})
