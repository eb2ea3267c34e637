"""The lines of an acceptance form: what waits to be accepted, and writing what was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.equipment import check_moves
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services.edits import Rejected
from facilitydesk.services.equipment.moving import refused, there
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Unit

_T, _AL = tables.acceptance, tables.acceptance_line
_FAR = date.max


def put(
    unit: Unit,
    row: Any,
    wanted: Mapping[int, Mapping[str, object]],
    rejected: list[Rejected],
) -> None:
    """Write what a form accepts; what would break a rule keeps what it had and is refused."""
    place = {"batch_id": row["batch_id"], "school_id": row["school_id"]}
    mine = {line.id for line in reads.lines(unit.connection, row["day"], **place)}
    moves = reads.Moves(unit.connection, [key for key in wanted if key in mine])
    written = there(unit, _AL.c.acceptance_id, row["id"])
    for line_id, typed in wanted.items():
        if line_id not in mine:
            rejected.append(refused(Problem("equipment.other_school"), line_id))
            continue
        known = written.get(line_id)
        number = typed.get("quantity", known["quantity"] if known else None)
        reason = str(typed.get("reason", known["reason"] if known else "") or "").strip()
        if number is None:
            _drop(unit, known)
            continue
        if not isinstance(number, int) or number < 0:
            args = {"term": "验收数量", "value": number}
            rejected.append(refused(Problem("negative", args=args), line_id))
            continue
        forms = {**moves.accepted[line_id], row["id"]: (row["day"], number)}
        came = list(moves.delivered[line_id].values())
        name = moves.names[line_id]
        problem = check_moves(name, moves.contract[line_id], came, list(forms.values()))
        if problem is not None:
            rejected.append(refused(problem, line_id))
            continue
        values = {"quantity": number, "reason": reason}
        if known is None:
            unit.insert(_AL, {"acceptance_id": row["id"], "line_id": line_id, **values})
        else:
            refuse_cards(unit, known, number, name)
            unit.update(_AL, known["id"], values)
        short = sum(n for at, n in came if at <= row["day"]) - sum(n for _, n in forms.values())
        if short > 0 and not reason:
            args = {"name": name, "accepted": number, "difference": short}
            found = Problem("equipment.reason_needed", Severity.YELLOW, "reason", args)
            unit.problems += (found,)


def _drop(unit: Unit, known: Any) -> None:
    if known is not None:
        refuse_cards(unit, known, 0, "")
        unit.delete(_AL, known["id"])


def refuse_cards(unit: Unit, known: Any, number: int, name: str) -> None:
    """Raises Refused("in_use"): fewer pieces than have asset cards cannot have been accepted."""
    card = tables.asset
    query = select(func.coalesce(func.sum(card.c.quantity), 0)).where(card.c.line_id == known["id"])
    cards = int(unit.connection.execute(query).scalar_one())
    if number < cards:
        raise Refused("in_use", name=name or "验收数量", places=f"{cards}件资产已建卡")


def waiting(unit: Unit, batch_id: int) -> list[int]:
    """The schools at which something came since their last form, in school order."""
    found = reads.lines(unit.connection, _FAR, batch_id=batch_id)
    query = select(_T.c.school_id, func.max(_T.c.day)).where(_T.c.batch_id == batch_id)
    forms: dict[int, Any] = dict(unit.connection.execute(query.group_by(_T.c.school_id)).all())
    came = reads.Moves(unit.connection, [line.id for line in found]).delivered
    found_at = [
        line.school_id
        for line in found
        if line.delivered > line.accepted
        and any(
            line.school_id not in forms or day > forms[line.school_id]
            for day, _ in came[line.id].values()
        )
    ]
    return list(dict.fromkeys(found_at))


def left(unit: Unit, row: Any) -> dict[int, int]:
    """What came to the school up to the form's day and no form accepts."""
    place = {"batch_id": row["batch_id"], "school_id": row["school_id"]}
    return left_by_school(unit, place, row["day"]).get(row["school_id"], {})


def left_by_school(unit: Unit, place: dict[str, int], day: date) -> dict[int, dict[int, int]]:
    """By school and line what came up to a day and no form accepts."""
    taken = {line.id: line.accepted for line in reads.lines(unit.connection, _FAR, **place)}
    found: dict[int, dict[int, int]] = {}
    for line in reads.lines(unit.connection, day, **place):
        if line.delivered > taken[line.id]:
            found.setdefault(line.school_id, {})[line.id] = line.delivered - taken[line.id]
    return found
