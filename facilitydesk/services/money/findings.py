"""All findings about money on a day: each names its rule, where that stands, and the rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.money_checks import (
    ContractState,
    DocumentState,
    Finding,
    ProjectState,
    ShareState,
    check_contract,
    check_document,
    check_project,
    check_share,
    clock,
)
from facilitydesk.domain.money_rules import Rules
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.stages import StageGroup
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import contracts, documents, limits, rule_table
from facilitydesk.services.money.contracts import ContractRow
from facilitydesk.services.money.documents import DocumentRow
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.states import states

__all__ = ["Finding", "findings", "read"]
_ORDER = {Severity.RED: 0, Severity.YELLOW: 1, Severity.BLUE: 2}


def findings(desk: Desk, as_of: date | None = None) -> tuple[Finding, ...]:
    """Everything the rules find on a day, red first, then yellow and blue."""
    with desk.read() as connection:
        return read(connection, as_of or desk.today, desk.home_id)


def read(connection: Connection, day: date, home_id: int) -> tuple[Finding, ...]:
    """The same inside a read."""
    rules = rule_table.read(connection)
    papers = documents.read(connection, day)
    built = _by_project(states(connection, day, home_id=home_id))
    signed = contracts.read(connection, as_of=day)
    moved = reads.moved(connection, by_school=False, last=day)
    found: list[Finding] = []
    arrived = _receipts(connection, day)
    for paper in papers:
        state = _document(paper, arrived.get(paper.id, []))
        held = _held_since(state, arrived.get(paper.id, []), rules, day)
        found += check_document(state, rules, held)
    for contract in signed:
        found += check_contract(_contract(contract, built), rules, day)
    found += _shares(connection, moved, papers, rules)
    found += _projects(connection, moved, signed, built, rules)
    return tuple(sorted(found, key=lambda each: _ORDER[each.problem.severity]))


def _by_project(works: list[WorkState]) -> dict[int, list[WorkState]]:
    found: dict[int, list[WorkState]] = {}
    for work in works:
        if not work.dropped:
            found.setdefault(work.project_id, []).append(work)
    return found


def _receipts(connection: Connection, day: date) -> dict[int, list[tuple[date, int]]]:
    table = tables.receipt
    query = select(table.c.document_id, table.c.day, table.c.amount).where(
        table.c.day <= day, table.c.kind == "到位"
    )
    found: dict[int, list[tuple[date, int]]] = {}
    for row in connection.execute(query.order_by(table.c.day, table.c.id)):
        found.setdefault(row.document_id, []).append((row.day, row.amount))
    return found


def _document(paper: DocumentRow, arrived: list[tuple[date, int]]) -> DocumentState:
    returned = paper.amount.raw - paper.allocated.raw - paper.remaining.raw
    return DocumentState(
        paper.id,
        paper.name,
        paper.amount.raw,
        paper.allocated.raw,
        returned,
        paper.received.raw,
        paper.paid.raw,
        paper.day,
        paper.pass_on_days,
        arrived[0][0] if arrived else None,
    )


def _held_since(
    state: DocumentState, arrived: list[tuple[date, int]], rules: Rules, day: date
) -> int | None:
    """What had arrived when the clock began that ends on `day`; undated documents have none."""
    days = clock(state, rules)
    if days is None:
        return None
    began = day - timedelta(days=days)
    if arrived:
        return sum(amount for when, amount in arrived if when <= began)
    return state.issued if state.day is not None and state.day <= began else None


def _contract(row: ContractRow, built: dict[int, list[WorkState]]) -> ContractState:
    return ContractState(
        id=row.id,
        project_id=row.project_id,
        name=row.name or row.number,
        revised=_raw(row.revised),
        signed_day=row.signed_day,
        advance_share=_raw(row.advance_share),
        progress_share=_raw(row.progress_share),
        retention_share=_raw(row.retention_share),
        settled=_raw(row.settled_amount),
        settled_day=row.settled_day,
        retention_due=row.retention_due,
        wage_account=row.wage_account,
        measured=_raw(row.measured),
        paid=row.paid.raw,
        advance_paid=row.advance_paid.raw,
        progress=progress_of(built.get(row.project_id, [])),
    )


def _raw(quantity: Any) -> int | None:
    return None if quantity is None else int(quantity.raw)


def progress_of(works: list[WorkState]) -> int | None:
    """The progress of a project in 0.01 %: that of its works, weighed by their planned money.

    None where nobody reported any; works without planned money weigh the same.
    """
    known = [
        (work.planned_investment, 100_00 if work.completed else work.progress)
        for work in works
        if work.completed or work.progress is not None
    ]
    if not known or len(known) < len(works):
        return None
    weights = [money or 0 for money, _ in known]
    if not all(weights):
        weights = [1] * len(known)
    total = sum(weight * (share or 0) for weight, (_, share) in zip(weights, known, strict=True))
    return total // sum(weights)


def _shares(
    connection: Connection,
    moved: list[reads.Moved],
    papers: tuple[DocumentRow, ...],
    rules: Rules,
) -> list[Finding]:
    by_id = {paper.id: paper for paper in papers}
    names, words = _words(connection)
    found: list[Finding] = []
    for cell in moved:
        if cell.row is None:
            continue
        paper = by_id[cell.source]
        if cell.paid <= cell.allocated and not paper.purpose_rule:
            continue  # nearly all of many thousand shares
        broken = None
        if paper.purpose_rule and (cell.allocated > 0 or cell.paid > 0):
            broken = limits.unfit(paper.purpose_rule, words[cell.row])
        state = ShareState(
            paper.id, cell.row, paper.name, names[cell.row], cell.allocated, cell.paid,
            broken, paper.day,
        )  # fmt: skip
        found += check_share(state, rules)
    return found


def _words(connection: Connection) -> tuple[dict[int, str], dict[int, str]]:
    """Names of projects, and all words that say what each builds."""
    project, work = tables.project, tables.work
    names: dict[int, str] = {}
    words: dict[int, list[str]] = {}
    query = select(project.c.id, project.c.name, project.c.nature)
    for row in connection.execute(query):
        names[row.id] = row.name
        words[row.id] = [row.name, row.nature]
    for row in connection.execute(select(work.c.project_id, work.c.name, work.c.room_kind)):
        words[row.project_id] += [row.name, row.room_kind]
    return names, {key: "　".join(filter(None, texts)) for key, texts in words.items()}


def _projects(
    connection: Connection,
    moved: list[reads.Moved],
    signed: tuple[ContractRow, ...],
    built: dict[int, list[WorkState]],
    rules: Rules,
) -> list[Finding]:
    chains: dict[int, list[int]] = {}
    for cell in moved:
        if cell.row is not None:
            three = chains.setdefault(cell.row, [0, 0, 0])
            for place, value in enumerate((cell.allocated, cell.received, cell.paid)):
                three[place] += value
    by_project: dict[int, list[ContractRow]] = {}
    for contract in signed:
        by_project.setdefault(contract.project_id, []).append(contract)
    year = tables.project_year
    years: dict[int, int] = {}
    for row in connection.execute(select(year.c.project_id, year.c.planned_investment)):
        if row.planned_investment is not None:
            years[row.project_id] = years.get(row.project_id, 0) + row.planned_investment
    names, _ = _words(connection)
    found: list[Finding] = []
    for project_id in names:
        works, mine = built.get(project_id, []), by_project.get(project_id, [])
        chain = chains.get(project_id, [0, 0, 0])
        if not mine and not any(chain) and project_id not in years:
            continue
        state = ProjectState(
            project_id,
            names[project_id],
            _sum(work.planned_investment for work in works),
            _sum(_raw(each.revised) for each in mine),
            _sum(work.invested for work in works),
            years.get(project_id),
            completed=bool(works) and all(w.group is StageGroup.COMPLETED for w in works),
            allocated=chain[0],
            received=chain[1],
            paid=chain[2],
            settled=all(
                each.settled_amount is not None and each.unpaid == Money(0) for each in mine
            ),
        )
        found += check_project(state, rules)
    return found


def _sum(values: Any) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
