"""Entries that would take more than there is: refused or flagged, as each document says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.money import rule_table
from facilitydesk.services.money.cells import document_name, problem, project_name, severity_of
from facilitydesk.store import tables
from facilitydesk.store.reads import contract_shares
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Unit

_D = tables.fund_document


def allocation(unit: Unit, row: Mapping[str, Any]) -> Iterator[Problem]:
    """An allocation against what is free of its document, and against what is paid already."""
    connection = unit.connection
    skip = ("allocation", row["id"] or 0)
    document = unit.row(_D, row["document_id"])
    sums = reads.document_sums(connection, document["id"], skip=skip)
    amount, severity = row["amount"], severity_of(document["over_rule"])
    before = unit.find(tables.allocation, row["id"]) if row["id"] else None
    same = before is not None and before["document_id"] == document["id"]
    more = amount - (before["amount"] if same and before else 0)
    if more > 0 and amount > sums.remaining:
        yield problem(
            "money.over_allocated", "amount", severity,
            document=document_name(connection, document["id"]),
            free=sums.remaining, value=amount, over=amount - sums.remaining,
        )  # fmt: skip
    pairs = {(row["document_id"], row["project_id"]): amount}
    held: dict[tuple[int, int], int] = {}
    if before is not None:
        held[before["document_id"], before["project_id"]] = before["amount"]
        pairs.setdefault((before["document_id"], before["project_id"]), 0)
    for pair, mine in pairs.items():
        fell = mine < held.get(pair, 0)
        yield from _pair_holds(connection, pair, mine, skip, severity, fell=fell)
    if amount > 0:
        yield from purpose(connection, document, row["project_id"])


def _pair_holds(
    connection: Connection,
    place: tuple[int, int],
    mine: int,
    skip: tuple[str, int],
    severity: Severity,
    *,
    fell: bool,
) -> Iterator[Problem]:
    """A share may not fall below 0, nor (by the document's rule) below what is paid or bound."""
    document_id, project_id = place
    pair = reads.pair_sums(connection, document_id, project_id, skip=skip)
    held = pair.allocated + mine
    names = {
        "document": document_name(connection, document_id),
        "project": project_name(connection, project_id),
    }
    if held < 0:
        yield problem("money.taken_too_much", "amount", **names, held=pair.allocated, value=-mine)
    elif fell and held < pair.paid:
        yield problem("money.below_paid", "amount", severity, **names, paid=pair.paid, held=held)
    elif fell:
        bound = contract_shares.reserved(connection, document_id, project_id)
        if held < bound:
            yield problem(
                "money.below_reserved", "amount", severity, **names, reserved=bound, held=held
            )


def payment(unit: Unit, row: Mapping[str, Any]) -> Iterator[Problem]:
    """A payment against its share of the document, what has arrived, and its contract."""
    connection, amount = unit.connection, row["amount"]
    if amount <= 0:
        return
    skip = ("payment", row["id"] or 0)
    document = unit.row(_D, row["document_id"])
    severity = severity_of(document["over_rule"])
    name = document_name(connection, document["id"])
    pair = reads.pair_sums(connection, document["id"], row["project_id"], skip=skip)
    if amount > pair.free:
        yield problem(
            "money.paid_above_allocated", "amount", severity,
            document=name, project=project_name(connection, row["project_id"]),
            free=pair.free, value=amount, over=amount - pair.free,
        )  # fmt: skip
    else:
        yield from _reserves(unit, row, pair.free, skip, severity)
    sums = reads.document_sums(connection, document["id"], skip=skip)
    paid = sums.paid + amount
    if not sums.received:
        yield problem("money.nothing_received", "document_id", Severity.YELLOW, document=name)
    elif paid > sums.received:
        yield problem(
            "money.paid_above_received", "amount", severity,
            document=name, received=sums.received, paid=paid, over=paid - sums.received,
        )  # fmt: skip
    if row["contract_id"]:
        yield from _contract(connection, row["contract_id"], amount, skip[1], severity)
    yield from purpose(connection, document, row["project_id"])


def _reserves(
    unit: Unit, row: Mapping[str, Any], free: int, skip: tuple[str, int], severity: Severity
) -> Iterator[Problem]:
    """What is reserved for other contracts is not there for this payment."""
    connection = unit.connection
    place = row["document_id"], row["project_id"]
    known = contract_shares.shares(connection, *place, skip=skip)
    bound = sum(each.waiting for each in known if each.contract_id != row["contract_id"])
    left = free - bound
    if bound and row["amount"] > left:
        yield problem(
            "money.paid_into_reserve", "amount", severity,
            document=document_name(connection, place[0]),
            project=project_name(connection, place[1]),
            reserved=bound, free=left, value=row["amount"], over=row["amount"] - left,
        )  # fmt: skip


def _contract(
    connection: Connection, contract_id: int, amount: int, payment_id: int, severity: Severity
) -> Iterator[Problem]:
    contract, payments = tables.contract, tables.payment
    row = connection.execute(select(contract).where(contract.c.id == contract_id)).one()
    if row.amount is None:
        return
    revised = row.amount + _sum(connection, tables.contract_change, contract_id)
    mine = payments.c.id != payment_id
    paid = _sum(connection, payments, contract_id, mine) + amount
    if paid > revised:
        yield problem(
            "money.find.paid_above_contract", "amount", severity,
            name=row.name or row.number, paid=paid, contract=revised, over=paid - revised,
        )  # fmt: skip


def _sum(connection: Connection, table: Any, contract_id: int, *terms: Any) -> int:
    query = select(reads.total(table.c.amount)).where(table.c.contract_id == contract_id, *terms)
    return int(connection.execute(query).scalar_one())


def receipt(unit: Unit, row: Mapping[str, Any]) -> Iterator[Problem]:
    """What arrived beyond the document is possible and told; what is paid must stay covered."""
    connection = unit.connection
    skip = ("receipt", row["id"] or 0)
    document = unit.row(_D, row["document_id"])
    name = document_name(connection, document["id"])
    sums = reads.document_sums(connection, document["id"], skip=skip)
    received = sums.received + row["amount"]
    if row["amount"] > 0 and received > sums.issued:
        yield problem(
            "money.received_above_issued", "amount", Severity.BLUE,
            document=name, issued=sums.issued, received=received, over=received - sums.issued,
        )  # fmt: skip
    before = unit.find(tables.receipt, row["id"]) if row["id"] else None
    fell = row["amount"] - (before["amount"] if before is not None else 0) < 0
    if fell and received < sums.paid:
        yield problem(
            "money.paid_above_received", "amount", severity_of(document["over_rule"]),
            document=name, received=received, paid=sums.paid, over=sums.paid - received,
        )  # fmt: skip


# 不得用于：体育馆、办公楼   仅限用于：教学楼、学生宿舍
_NOT_FOR = re.compile(r"不得用于[：:\s]*([^；;。\n]+)")
_ONLY_FOR = re.compile(r"(?:仅限|只能|限|仅)用于[：:\s]*([^；;。\n]+)")


def unfit(purpose_rule: str, words: str) -> str | None:
    """The clause of a document's rule of use that a project described by `words` breaks."""
    for found in _NOT_FOR.finditer(purpose_rule):
        if any(word and word in words for word in _listed(found[1])):
            return found[0].strip()
    allowed = list(_ONLY_FOR.finditer(purpose_rule))
    if allowed and not any(w and w in words for found in allowed for w in _listed(found[1])):
        return allowed[0][0].strip()
    return None


def _listed(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[、，,和及/]", text)]


def purpose(connection: Connection, document: Any, project_id: int) -> Iterator[Problem]:
    """A warning when a document's money goes to what its rule does not allow."""
    rule = rule_table.read(connection).on(MoneyTest.PURPOSE, document["day"])
    if rule is None or not document["purpose_rule"]:
        return
    clause = unfit(document["purpose_rule"], project_words(connection, project_id))
    if clause is not None:
        yield problem(
            "money.find.purpose", "project_id", rule.severity,
            name=document_name(connection, document["id"]),
            project=project_name(connection, project_id),
            rule=clause,
        )  # fmt: skip


def project_words(connection: Connection, project_id: int) -> str:
    """Everything that says what a project builds: its name, nature, works and their use."""
    project, work = tables.project, tables.work
    own = connection.execute(
        select(project.c.name, project.c.nature).where(project.c.id == project_id)
    ).one()
    works = connection.execute(
        select(work.c.name, work.c.room_kind).where(work.c.project_id == project_id)
    ).all()
    return "　".join(filter(None, (*own, *(text for row in works for text in row))))
