"""What is not right with equipment on a day: sums that do not foot, splitting, missing reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import Purchase, check_splitting, wan
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.words.equipment_terms import EquipmentClass, Method
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import batches
from facilitydesk.services.equipment.batches import BatchRow
from facilitydesk.store import tables


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding with the batches it is about."""

    problem: Problem
    batches: tuple[int, ...]


def findings(desk: Desk, as_of: date | None = None) -> tuple[Finding, ...]:
    """The findings about all batches, the red ones first."""
    rows = batches.rows(desk, as_of=as_of or desk.today)
    with desk.read() as connection:
        found = [*_sums(rows), *_thresholds(connection, rows)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda each: order.index(each.problem.severity)))


def _sums(rows: tuple[BatchRow, ...]) -> list[Finding]:
    found = []
    for row in rows:
        found += [Finding(problem, (row.id,)) for problem in batches.warnings(row)]
        if row.shared and row.open_quantity:
            args = {"name": row.name, "quantity": row.quantity, "shared": row.shared}
            problem = Problem("equipment.batch_open", Severity.RED, "quantity", args)
            found.append(Finding(problem, (row.id,)))
    return found


def _thresholds(connection: Connection, rows: tuple[BatchRow, ...]) -> list[Finding]:
    chosen = settings.read(connection)
    threshold, near = chosen.open_tender, int(chosen.values["equipment.near"])
    found = []
    purchases = []
    kinds = _money_by_class(connection)
    for row in rows:
        by_kind = kinds.get(row.id, {})
        whole = (row.contract_sum or row.budget or row.money).raw
        if whole >= threshold and row.method not in (Method.OPEN, ""):
            args = {
                "name": row.name, "money": wan(whole), "threshold": wan(threshold),
                "method": row.method,
            }  # fmt: skip
            problem = Problem("equipment.below_open", Severity.YELLOW, "method", args)
            found.append(Finding(problem, (row.id,)))
        purchases += [
            Purchase(row.id, row.name, kind, row.year or row.day.year, row.method, money)
            for kind, money in by_kind.items()
        ]
    split = check_splitting(purchases, threshold=threshold, near=near)
    return found + [Finding(problem, ids) for ids, problem in split]


def _money_by_class(connection: Connection) -> dict[int, dict[EquipmentClass, int]]:
    line, item = tables.batch_item, tables.equipment_item
    found: dict[int, dict[EquipmentClass, int]] = {}
    for batch_id, kind, money in connection.execute(
        select(line.c.batch_id, item.c.equipment_class, line.c.money).join(
            item, item.c.id == line.c.item_id
        )
    ):
        mine = found.setdefault(batch_id, {})
        mine[EquipmentClass(kind)] = mine.get(EquipmentClass(kind), 0) + money
    return found
