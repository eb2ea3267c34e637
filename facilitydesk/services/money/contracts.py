"""Contracts, their changes and measurements: the revised sum, work measured and paid side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain.funds import PaymentKind
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.equipment import uses
from facilitydesk.services.money import periods
from facilitydesk.services.money.contract_kinds import CHANGES, KIND, MEASURED
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes

_T, _C, _M = tables.contract, tables.contract_change, tables.measurement


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract with its revised sum and what was measured and paid up to a day."""

    id: int
    revision: int
    project_id: int
    project: str
    number: str
    name: str
    party: str
    amount: Money | None
    signed_day: date | None
    start_day: date | None
    finish_day: date | None
    advance_share: Percent | None
    progress_share: Percent | None
    retention_share: Percent | None
    wage_account: str
    settled_amount: Money | None
    settled_day: date | None
    retention_due: date | None
    note: str
    changed: Money  # the sum of its changes
    changes: int
    measured: Money | None  # the last cumulative value
    paid: Money
    advance_paid: Money
    retention_paid: Money

    @property
    def revised(self) -> Money | None:
        """合同价 with its changes: the one figure every view shows."""
        return None if self.amount is None else self.amount + self.changed

    @property
    def unpaid(self) -> Money | None:
        """What remains to be paid of the settled, else of the revised sum."""
        whole = self.settled_amount or self.revised
        return None if whole is None else whole - self.paid

    @property
    def retention(self) -> Money | None:
        """质保金 held back of the settled, else of the revised sum (half up to 分)."""
        whole = self.settled_amount or self.revised
        if whole is None or self.retention_share is None:
            return None
        return Money((whole.raw * self.retention_share.raw * 2 + 10_000) // 20_000)


def rows(
    desk: Desk, *, project_id: int | None = None, as_of: date | None = None
) -> tuple[ContractRow, ...]:
    """Contracts of a project, or all, in the order they were signed."""
    with desk.read() as connection:
        return read(connection, project_id=project_id, as_of=as_of)


def read(
    connection: Connection, *, project_id: int | None = None, as_of: date | None = None
) -> tuple[ContractRow, ...]:
    """The same inside a read."""
    project, payment = tables.project, tables.payment
    changed: dict[int, tuple[int, int]] = {}
    query = select(_C.c.contract_id, reads.total(_C.c.amount), func.count())
    for key, amount, number in connection.execute(
        _until(query, _C.c.day, as_of).group_by(_C.c.contract_id)
    ):
        changed[key] = int(amount), number
    lines = select(_M.c.contract_id, _M.c.amount).order_by(_M.c.day, _M.c.id)
    measured = dict(connection.execute(_until(lines, _M.c.day, as_of)).all())
    paid: dict[int, dict[str, int]] = {}
    sums = select(payment.c.contract_id, payment.c.kind, reads.total(payment.c.amount)).where(
        payment.c.contract_id.is_not(None)
    )
    for key, kind, amount in connection.execute(
        _until(sums, payment.c.day, as_of).group_by(payment.c.contract_id, payment.c.kind)
    ):
        paid.setdefault(key, {})[kind] = int(amount)
    found = select(_T, project.c.name.label("project")).join(
        project, project.c.id == _T.c.project_id
    )
    if project_id is not None:
        found = found.where(_T.c.project_id == project_id)
    answer = []
    for row in connection.execute(found.order_by(_T.c.signed_day, _T.c.id)).mappings():
        facts: dict[str, Any] = dict(row)
        for key in ("amount", "settled_amount"):
            facts[key] = None if row[key] is None else Money(row[key])
        for key in ("advance_share", "progress_share", "retention_share"):
            facts[key] = None if row[key] is None else Percent(row[key])
        mine, (more, number) = paid.get(row["id"], {}), changed.get(row["id"], (0, 0))
        answer.append(
            ContractRow(
                **facts,
                changed=Money(more),
                changes=number,
                measured=Money(measured[row["id"]]) if row["id"] in measured else None,
                paid=Money(sum(mine.values())),
                advance_paid=Money(mine.get(PaymentKind.ADVANCE.value, 0)),
                retention_paid=Money(mine.get(PaymentKind.RETENTION.value, 0)),
            )
        )
    return tuple(answer)


def _until(query: Any, day: Any, as_of: date | None) -> Any:
    return query if as_of is None else query.where(day <= as_of)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add contracts; a broken rule is a warning in `changes.problems`."""
    return edits.enter(desk, KIND, cells, new)


def enter_changes(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store and add changes (补充协议) of contracts."""
    return edits.enter(desk, CHANGES, cells, new)


def enter_measured(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store and add measurements; the cumulative value never falls."""
    return edits.enter(desk, MEASURED, cells, new)


def delete(desk: Desk, contract_id: int) -> Changes:
    """Delete a contract nothing was paid on, with its changes and measurements."""
    with desk.operation("contract.delete", "") as unit:
        row = unit.row(_T, contract_id)
        name = row["name"] or row["number"]
        unit.head.label = f"删除合同“{name}”"
        used = (
            (tables.payment, "笔支付"),
            (tables.contract_allocation, "笔资金安排"),
            (tables.payment_application, "笔拨付申请"),
        )
        rules.refuse_in_use(
            name,
            [
                (rules.count_where(unit, table, contract_id=contract_id), what)
                for table, what in used
            ]
            + list(uses.of_contract(unit, contract_id)),
        )
        for table in (_C, _M):
            parts = select(table.c.id, table.c.day).where(table.c.contract_id == contract_id)
            for part in unit.connection.execute(parts).all():
                if table is _C:
                    periods.refuse_closed(unit.connection, part.day)
                unit.delete(table, part.id)
        unit.delete(_T, contract_id)
    return unit.result


def delete_changes(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete changes of contracts, of open periods."""
    with desk.operation("contract_change.delete", f"删除合同变更（{len(ids)}项）") as unit:
        for row_id in ids:
            periods.refuse_closed(unit.connection, unit.row(_C, row_id)["day"])
            unit.delete(_C, row_id)
    return unit.result


def delete_measured(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete measurements."""
    with desk.operation("measurement.delete", f"删除计量（{len(ids)}期）") as unit:
        for row_id in ids:
            unit.delete(_M, row_id)
    return unit.result
