"""采购批次: the batches with their computed state and money. What each buys: batch_items.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from facilitydesk.domain.equipment import Progress
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import BatchState
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.equipment import batch_items
from facilitydesk.services.equipment.batch_kind import KIND
from facilitydesk.services.equipment.gather import Gathered, gather
from facilitydesk.services.money.cells import name_of, problem
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T, _I, _L = tables.equipment_batch, tables.batch_item, tables.batch_line


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch with what became of it up to a day; `progress` counts money (quantities mix)."""

    id: int
    revision: int
    programme_id: int
    programme: str
    year: int | None
    name: str
    day: date
    method: str
    budget: Money | None
    tender_number: str
    notice_day: date | None
    open_day: date | None
    award_day: date | None
    supplier: str
    contract_id: int | None
    contract: str
    contract_number: str
    contract_sum: Money | None
    signed_day: date | None
    document_id: int | None
    document: str
    note: str
    state: BatchState
    items: int
    schools: int
    quantity: int  # of its list, whatever the units
    shared: int  # of it given to schools
    money: Money  # of its list
    progress: Progress
    paid: Money

    @property
    def open_quantity(self) -> int:
        """What is not given to a school yet; below 0: more than there is."""
        return self.quantity - self.shared


def rows(desk: Desk, *, as_of: date | None = None) -> tuple[BatchRow, ...]:
    """The batches in the order they were set up, as they stood on a day (today by default).

    Those set up later are listed too: with nothing come to pass.
    """
    paper, contract = tables.fund_document, tables.contract
    query = (
        select(
            _T,
            tables.programme.c.name.label("programme"),
            contract.c.name.label("contract"),
            *(paper.c[key].label(f"paper_{key}") for key in ("level", "fund_name", "number")),
            paper.c.year.label("paper_year"),
        )
        .join(tables.programme, tables.programme.c.id == _T.c.programme_id)
        .outerjoin(contract, contract.c.id == _T.c.contract_id)
        .outerjoin(paper, paper.c.id == _T.c.document_id)
        .order_by(_T.c.day, _T.c.id)
    )
    listed = select(_I.c.batch_id, func.count(), func.sum(_I.c.quantity), func.sum(_I.c.money))
    given = select(
        _I.c.batch_id, func.sum(_L.c.quantity), func.count(_L.c.school_id.distinct())
    ).join(_L, _L.c.batch_item_id == _I.c.id)
    with desk.read() as connection:
        whole = {r[0]: r[1:] for r in connection.execute(listed.group_by(_I.c.batch_id))}
        shared = {r[0]: r[1:] for r in connection.execute(given.group_by(_I.c.batch_id))}
        known = gather(connection, as_of or desk.today)
        found = connection.execute(query).mappings().all()
    return tuple(
        _row(row, whole.get(row["id"], (0, 0, 0)), shared.get(row["id"], (0, 0)), known)
        for row in found
    )


def _row(row: RowMapping, whole: Sequence[Any], shared: Sequence[Any], known: Gathered) -> BatchRow:
    key = row["id"]
    facts: dict[str, Any] = {
        name: row[name] for name in BatchRow.__dataclass_fields__ if name in row
    }
    for name in ("budget", "contract_sum"):
        facts[name] = None if row[name] is None else Money(row[name])
    facts["contract"] = row["contract"] or ""
    paper = (row["paper_level"], row["paper_fund_name"], row["paper_year"], row["paper_number"])
    facts["document"] = "" if row["document_id"] is None else name_of(*paper)
    return BatchRow(
        **facts,
        state=known.states.get(key, BatchState.PLANNED),
        items=int(whole[0]),
        quantity=int(whole[1]),
        money=Money(int(whole[2])),
        shared=int(shared[0]),
        schools=int(shared[1]),
        progress=known.sums.get(key, Progress()),
        paid=known.paid.get(key, Money(0)),
    )


def batch_named(desk: Desk, name: str) -> int:
    """The batch of a name. Raises Refused when there is none, or several programmes have it."""
    with desk.read() as connection:
        found = connection.execute(select(_T.c.id).where(_T.c.name == name.strip())).scalars().all()
    if len(found) == 1:
        return int(found[0])
    code = "ambiguous" if found else "equipment.batch_unknown"
    raise Refused(code, term="采购批次", value=name, name=name)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add batches."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete batches nothing came of, with their lists. Raises Refused("in_use")."""
    with desk.operation("equipment_batch.delete", f"删除采购批次（{len(ids)}个）") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            used = [
                (rules.count_where(unit, tables.delivery, batch_id=row_id), "次到货"),
                (rules.count_where(unit, tables.acceptance, batch_id=row_id), "张验收单"),
            ]
            rules.refuse_in_use(row["name"], used)
            own = select(_I.c.id).where(_I.c.batch_id == row_id)
            for item_id in unit.connection.execute(own).scalars().all():
                batch_items.delete_within(unit, item_id)
            unit.delete(_T, row_id)
    return unit.result


def warnings(row: BatchRow) -> tuple[Problem, ...]:
    """What does not foot in a batch: its list against the contract's sum."""
    whole = row.contract_sum
    if whole is None or not row.money or whole == row.money:
        return ()
    found = problem(
        "equipment.items_sum", "contract_sum", Severity.YELLOW,
        items=row.money.raw, contract=whole.raw, difference=abs((whole - row.money).raw),
    )  # fmt: skip
    return (found,)
