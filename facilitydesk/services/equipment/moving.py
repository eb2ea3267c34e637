"""What a delivery and an acceptance have in common: heads with lines that move pieces of a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, func, select

from facilitydesk.domain.equipment import check_moves
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Kind, Rejected
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Unit


def enter_heads(
    desk: Desk,
    kind: Kind,
    parent: Any,
    cells: Sequence[Edit],
    new: Sequence[Mapping[str, object]],
    *,
    moves: Callable[[Edit], bool],
) -> Edited:
    """Store typed cells and add heads; `parent` is the lines' column that names theirs.

    A cell that `moves` pieces (to another day or batch) is refused when 验收 ≤ 到货 ≤ 合同 no
    longer holds on every day.
    """
    rejected: list[Rejected] = []
    with desk.operation(f"{kind.table.name}.enter", "") as unit:
        unit.head.label = edits.label(unit, kind, cells, new)
        rejected += edits.apply(unit, kind, cells)
        for row_id in dict.fromkeys(cell.row_id for cell in cells if moves(cell)):
            refuse_broken(unit, line_ids(unit, parent, row_id))
        added = tuple(edits.insert(unit, kind, row, rejected, n) for n, row in enumerate(new))
    return Edited(unit.result, tuple(rejected), added)


def check_day(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    """A delivery or acceptance is not in the future."""
    from facilitydesk.services.desk import BEIJING

    if row["day"] is not None and row["day"] > unit.at.astimezone(BEIJING).date():
        yield Problem("equipment.future", field="day", args={"day": row["day"]})


def fixed(
    unit: Unit, table: Table, key: Any, row: Mapping[str, Any], columns: Sequence[str]
) -> Iterable[Problem]:
    """A delivery or acceptance with lines stays with its batch and school."""
    if not row["id"]:
        return
    before = unit.row(table, row["id"])
    changed = [column for column in columns if before[column] != row[column]]
    if changed:
        used = select(func.count()).select_from(key.table).where(key == row["id"])
        if unit.connection.execute(used).scalar_one():
            yield Problem("equipment.fixed", field=changed[0])


def line_ids(unit: Unit, parent: Any, row_id: int) -> list[int]:
    """The batch's lines that a delivery or form has something of."""
    query = select(parent.table.c.line_id).where(parent == row_id)
    return list(unit.connection.execute(query).scalars())


def there(unit: Unit, parent: Any, row_id: int) -> dict[int, Any]:
    """What a delivery or form has already, by line of the batch."""
    query = select(parent.table).where(parent == row_id)
    return {row["line_id"]: row for row in unit.connection.execute(query).mappings().all()}


def pieces(unit: Unit, parent: Any, row_id: int) -> dict[int, int]:
    """The pieces of each line that a delivery or form has already."""
    return {key: int(row["quantity"]) for key, row in there(unit, parent, row_id).items()}


def refused(problem: Problem, line_id: int) -> Rejected:
    """A quantity that cannot be, at its line."""
    return Rejected(
        Problem(problem.code, Severity.RED, "quantity", problem.args), "quantity", line_id
    )


def refuse_broken(unit: Unit, line_ids: Sequence[int]) -> None:
    """Raises Refused when 验收 ≤ 到货 ≤ 合同 does not hold for one of the lines any more."""
    moves = reads.Moves(unit.connection, line_ids)
    for line_id in line_ids:
        problem = check_moves(
            moves.names[line_id], moves.contract[line_id],
            list(moves.delivered[line_id].values()), list(moves.accepted[line_id].values()),
        )  # fmt: skip
        if problem is not None:
            raise Refused(problem.code, (problem,), **problem.args)
