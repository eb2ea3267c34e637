"""The figures of the reconciliation sheet: one line for each fund document, in 元 to the 分.

Column numbers are those of the printed sheet. 财政已支付 is what the treasury paid: the ledger
without its open payments, and with the treasury's lines that the ledger lacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.matching.texts import document_key
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.money import contracts
from facilitydesk.services.money.asked import Asked, read_asked
from facilitydesk.services.money.reconcile import Item, Sheet, look, runs
from facilitydesk.services.papers import works
from facilitydesk.store import tables

_D, _A, _R, _P = tables.fund_document, tables.allocation, tables.receipt, tables.payment


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One row of the sheet, in 分.

    None in a contract column where contracts have several sources; None in `received` of a school
    where the money arrived for the document as a whole.
    """

    level: str
    fund: str
    batch: str
    number: str
    issued: int = 0
    allocated: int = 0
    received: int | None = 0
    applied: int = 0
    paid: int = 0
    confirmed: int = 0
    contract: int | None = None
    measured: int | None = None
    retained: int | None = None
    carried: int | None = 0
    note: str = ""

    @property
    def unallocated(self) -> int:
        return self.issued - self.allocated

    @property
    def difference(self) -> int:
        return self.paid - self.confirmed

    @property
    def balance(self) -> int | None:
        return None if self.received is None else self.received - self.paid

    @property
    def left(self) -> int | None:
        balance = self.balance
        return None if balance is None or self.carried is None else balance - self.carried


@dataclass(frozen=True, slots=True)
class Accounts:
    """The lines of a day with the reconciliation they rest on, if there is one."""

    lines: tuple[SourceLine, ...]
    sheet: Sheet | None
    basis: str = ""  # what columns 5 and 7 rest on, a sentence
    unconfirmed: int = 0  # 支付 less 确认 of what was confirmed otherwise, in 分

    @property
    def open_payments(self) -> tuple[Item, ...]:
        return self.sheet.open_payments if self.sheet else ()

    @property
    def open_lines(self) -> tuple[Item, ...]:
        return self.sheet.open_lines if self.sheet else ()


def sheet_of(desk: Desk, as_of: date) -> Sheet | None:
    """The reconciliation of the day's month, or None where none was begun."""
    for run in runs(desk):
        if as_of in run.period:
            return look(desk, run.id)
    return None


def accounts(desk: Desk, as_of: date, *, school_id: int | None = None) -> Accounts:
    """The lines up to a day (included), of the county or of one school."""
    sheet = sheet_of(desk, as_of)
    finished = _finished(desk, as_of)
    with desk.read() as connection:
        schools = only_schools(connection)
        facts = {
            table.name: [
                row
                for row in connection.execute(select(table).where(table.c.day <= as_of))
                if school_id is None or (row.school_id or schools.get(row.project_id)) == school_id
            ]
            for table in (_A, _R, _P)
        }
        papers = [
            row
            for row in connection.execute(select(_D).order_by(_D.c.year, _D.c.day, _D.c.id))
            if _issued_by(row, as_of)
        ]
        order = _order(connection)
        asked = read_asked(connection, as_of)
    used = {row.document_id for rows in facts.values() for row in rows}
    if school_id is not None:
        papers = [paper for paper in papers if paper.id in used]
    papers.sort(key=lambda paper: order.get(paper.level, len(order)))
    open_p = {item.id: item for item in (sheet.open_payments if sheet else ())}
    elsewhere = _by_document(papers, sheet.open_lines if sheet and school_id is None else ())
    built = _contracts(desk, as_of, facts["payment"], facts["allocation"], school_id)
    lines = [
        _line(
            paper,
            facts,
            finished,
            open_p,
            elsewhere.get(paper.id, 0),
            built,
            asked,
            schools,
            school_id,
        )
        for paper in papers
    ]
    shared = built.get(None)
    if shared:
        lines.append(
            SourceLine("", "多项资金共同支付的合同", "", "", contract=shared[0],
                       measured=shared[1], retained=shared[2])
        )  # fmt: skip
    if elsewhere.get(None):
        lines.append(
            SourceLine("", "清单中未注明指标的支付", "", "", paid=elsewhere[None],
                       carried=-elsewhere[None], note="见未达账项")
        )  # fmt: skip
    mine = asked.of(facts["payment"], schools, school_id)
    return Accounts(tuple(lines), sheet, mine.basis, mine.unconfirmed)


def _line(
    paper: Any,
    facts: dict[str, list[Any]],
    finished: frozenset[int],
    open_p: dict[int, Item],
    lacking: int,
    built: dict[int | None, tuple[int, int, int]],
    asked: Asked,
    schools: dict[int, int],
    school_id: int | None,
) -> SourceLine:
    one_school = school_id is not None
    given, came, gone = (
        [row for row in facts[name] if row.document_id == paper.id]
        for name in ("allocation", "receipt", "payment")
    )
    allocated = sum(row.amount for row in given)
    received = sum(row.amount for row in came)
    booked = sum(row.amount for row in gone)
    paid = booked - sum(row.amount for row in gone if row.id in open_p) + lacking
    told = asked.of(gone, schools, school_id, paper.id)
    balance = received - paid
    over = sum(row.amount for row in given if row.project_id in finished) - sum(
        row.amount for row in gone if row.project_id in finished
    )
    left = max(0, min(over, balance)) if balance > 0 else 0
    unknown = one_school and not came
    contract = built.get(paper.id)
    year = f"{paper.year}年" if paper.year else ""
    return SourceLine(
        paper.level,
        paper.fund_name,
        year + (paper.batch or ""),
        paper.number,
        allocated if one_school else (paper.amount or 0),
        allocated,
        None if unknown else received,
        told.applied,
        paid,
        told.confirmed,
        contract=contract[0] if contract else None,
        measured=contract[1] if contract else None,
        retained=contract[2] if contract else None,
        carried=None if unknown else balance - left,
        note="到位未分校登记" if unknown else "",
    )


def _contracts(
    desk: Desk, as_of: date, payments: list[Any], allocations: list[Any], school_id: int | None
) -> dict[int | None, tuple[int, int, int]]:
    """Revised sums, work measured and retention by document; under None those with several."""
    by_contract: dict[int, set[int]] = defaultdict(set)
    for row in payments:
        if row.contract_id is not None:
            by_contract[row.contract_id].add(row.document_id)
    by_project: dict[int, set[int]] = defaultdict(set)
    for row in allocations:
        by_project[row.project_id].add(row.document_id)
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in contracts.rows(desk, as_of=as_of):
        sources = by_contract.get(each.id) or by_project.get(each.project_id, set())
        if school_id is not None and not sources:
            continue
        if each.signed_day is not None and each.signed_day > as_of:
            continue
        place = next(iter(sources)) if len(sources) == 1 else None
        mine = sums[place]
        mine[0] += each.revised.raw if each.revised else 0
        mine[1] += each.measured.raw if each.measured else 0
        held = each.retention
        mine[2] += max(0, held.raw - each.retention_paid.raw) if held else 0
    return {key: (v[0], v[1], v[2]) for key, v in sums.items()}


def _by_document(papers: Sequence[Any], lines: Iterable[Item]) -> dict[int | None, int]:
    """What the treasury paid and the ledger lacks, by the document its line names."""
    known = {document_key(paper.number): paper.id for paper in papers if paper.number}
    found: dict[int | None, int] = defaultdict(int)
    for line in lines:
        place = known.get(document_key(line.document)) if line.document else None
        found[place] += line.amount.raw
    return dict(found)


def _issued_by(row: Any, as_of: date) -> bool:
    if row.day is not None:
        return bool(row.day <= as_of)
    return row.year is None or row.year <= as_of.year


def _order(connection: Connection) -> dict[str, int]:
    item = tables.code_item
    query = (
        select(item.c.name).where(item.c.list == "fund_level").order_by(item.c.ordinal, item.c.id)
    )
    return {name: place for place, name in enumerate(connection.execute(query).scalars())}


def only_schools(connection: Connection) -> dict[int, int]:
    """The school of each project that has exactly one."""
    found: dict[int, set[int]] = defaultdict(set)
    work = tables.work
    for row in connection.execute(select(work.c.project_id, work.c.school_id)):
        found[row.project_id].add(row.school_id)
    return {project: next(iter(ids)) for project, ids in found.items() if len(ids) == 1}


def _finished(desk: Desk, as_of: date) -> frozenset[int]:
    """The projects of which every work is completed: what is over is 结余, not 结转."""
    done: dict[int, bool] = {}
    for line in works(desk, Scope(as_of)):
        state = line.state
        done[state.project_id] = done.get(state.project_id, True) and state.completed
    return frozenset(project for project, every in done.items() if every)
