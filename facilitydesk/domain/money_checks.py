"""What the rules of money find in contracts, documents, shares and projects. Amounts in 分."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.money_rules import MoneyRule, MoneyTest, Rules
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.quantities import Money, Percent


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: which, what it says here, and the rows it is about."""

    rule: MoneyRule
    problem: Problem
    entity: str  # contract, fund_document, allocation pair or project
    row_id: int
    project_id: int | None = None
    document_id: int | None = None

    @property
    def text(self) -> str:
        """The sentence with the rule's name and source."""
        return f"{self.problem.message}（{self.rule.name}，{self.rule.document}）"


@dataclass(frozen=True, slots=True)
class ContractState:
    """A contract on a day; None where nothing is known."""

    id: int
    project_id: int
    name: str
    revised: int | None
    signed_day: date | None = None
    advance_share: int | None = None
    progress_share: int | None = None
    retention_share: int | None = None
    settled: int | None = None
    settled_day: date | None = None
    retention_due: date | None = None
    wage_account: str = ""
    measured: int | None = None
    paid: int = 0
    advance_paid: int = 0
    progress: int | None = None  # of the project's works, in 0.01 %


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document on a day; `first_receipt` is when its first money arrived."""

    id: int
    name: str
    issued: int
    allocated: int
    returned: int
    received: int
    paid: int
    day: date | None = None
    pass_on_days: int | None = None
    first_receipt: date | None = None


@dataclass(frozen=True, slots=True)
class ShareState:
    """A document's share at one project."""

    document_id: int
    project_id: int
    document: str
    project: str
    allocated: int
    paid: int
    breaks: str | None = None  # the clause of use that the project breaks
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project's plan beside what it came to."""

    id: int
    name: str
    planned: int | None
    contracted: int | None
    invested: int | None
    planned_years: int | None
    completed: bool = False
    received: int = 0
    allocated: int = 0
    paid: int = 0
    settled: bool = False  # all its contracts are settled and paid


def check_contract(state: ContractState, rules: Rules, day: date) -> Iterator[Finding]:
    """Everything the rules say about one contract."""

    def found(rule: MoneyRule, code: str, **args: object) -> Finding:
        told = {"name": state.name, **args}
        return _finding(rule, code, "contract", state.id, state.project_id, None, told)

    shares = (
        (MoneyTest.ADVANCE_LOW, "advance_low", state.advance_share, -1),
        (MoneyTest.ADVANCE_HIGH, "advance_high", state.advance_share, 1),
        (MoneyTest.PROGRESS_SHARE, "progress_share", state.progress_share, -1),
        (MoneyTest.RETENTION, "retention", state.retention_share, 1),
    )
    for test, code, share, side in shares:
        rule = rules.on(test, state.signed_day)
        limit = rule.threshold if rule else None
        if rule and limit is not None and share is not None and (share - limit) * side > 0:
            yield found(rule, code, value=Percent(share), limit=Percent(limit))
    rule = rules.on(MoneyTest.ADVANCE_HIGH, state.signed_day)
    limit = rule.threshold if rule else None
    revised, paid = state.revised, state.advance_paid
    if rule and limit is not None and revised and paid * 10_000 > revised * limit:
        told = {"value": Percent(paid * 10_000 // revised), "limit": Percent(limit)}
        yield found(rule, "advance_paid", paid=Money(paid), **told)
    yield from _paid(state, rules, found)
    rule = rules.on(MoneyTest.RETENTION_DUE)
    if rule and state.retention_due and state.retention_due < day:
        whole = state.settled if state.settled is not None else state.revised
        if whole is not None and state.paid < whole:
            left = Money(whole - state.paid)
            yield found(rule, "retention_due", due=state.retention_due, left=left)
    rule = rules.on(MoneyTest.WAGE_ACCOUNT, state.signed_day)
    if rule and not state.wage_account:
        yield found(rule, "wage_account")


def _paid(state: ContractState, rules: Rules, found: Callable[..., Finding]) -> Iterator[Finding]:
    paid, revised = state.paid, state.revised
    rule = rules.on(MoneyTest.PAID_ABOVE_CONTRACT, state.signed_day)
    if rule and revised is not None and paid > revised:
        told = {"paid": Money(paid), "contract": Money(revised), "over": Money(paid - revised)}
        yield found(rule, "paid_above_contract", **told)
    rule = rules.on(MoneyTest.PAID_ABOVE_VALUE, state.signed_day)
    if rule and state.measured is not None and state.settled is None:
        share = 10_000 if state.progress_share is None else state.progress_share
        due = max(state.measured * share // 10_000, 0) + _advance(state)
        if paid > due:
            told = {"paid": Money(paid), "due": Money(due), "over": Money(paid - due)}
            yield found(rule, "paid_above_value", **told)
    rule = rules.on(MoneyTest.PAID_AHEAD, state.signed_day)
    if rule and rule.threshold is not None and revised and state.progress is not None:
        share = paid * 10_000 // revised
        gap = share - state.progress
        if paid and gap >= rule.threshold:
            told_ = {"paid": Percent(share), "progress": Percent(state.progress)}
            yield found(rule, "paid_ahead", gap=Percent(gap), **told_)
    rule = rules.on(MoneyTest.SETTLED_OVERPAID, state.settled_day)
    if rule and state.settled is not None and paid > state.settled:
        told = {"settled": Money(state.settled), "paid": Money(paid)}
        over = Money(paid - state.settled)
        yield found(rule, "settled_overpaid", over=over, limit=rule.threshold or 0, **told)


def _advance(state: ContractState) -> int:
    if state.revised is None or state.advance_share is None:
        return state.advance_paid
    return state.revised * state.advance_share // 10_000


def check_document(
    state: DocumentState, rules: Rules, received_by: int | None = None
) -> Iterator[Finding]:
    """Everything the rules say about one document.

    `received_by` is what had arrived when the clock began that ends now (see `clock`).
    """

    def found(rule: MoneyRule, code: str, **args: object) -> Finding:
        return _finding(
            rule, code, "fund_document", state.id, None, state.id, {"name": state.name, **args}
        )

    rule = rules.on(MoneyTest.OVER_ALLOCATED, state.day)
    free = state.issued - state.returned
    if rule and state.allocated > free:
        yield found(
            rule,
            "over_allocated",
            issued=Money(free),
            allocated=Money(state.allocated),
            over=Money(state.allocated - free),
        )
    rule = rules.on(MoneyTest.PAID_ABOVE_RECEIVED, state.day)
    if rule and state.paid > state.received:
        over = Money(state.paid - state.received)
        told = {"received": Money(state.received), "paid": Money(state.paid)}
        yield found(rule, "paid_above_received", over=over, **told)
    rule = rules.on(MoneyTest.RECEIVED_ABOVE_ISSUED, state.day)
    if rule and state.received > state.issued:
        over = Money(state.received - state.issued)
        told = {"issued": Money(state.issued), "received": Money(state.received)}
        yield found(rule, "received_above_issued", over=over, **told)
    rule, days = rules.on(MoneyTest.HELD_BACK, state.day), clock(state, rules)
    if rule and days is not None and received_by is not None:
        held = min(received_by, free) - state.allocated
        if held > 0:
            since = state.first_receipt or state.day
            yield found(rule, "pass_on", since=since, limit=days, left=Money(held))


def clock(state: DocumentState, rules: Rules) -> int | None:
    """The days a document has to be passed on: its own, else those of the rule."""
    if state.pass_on_days is not None:
        return state.pass_on_days
    rule = rules.on(MoneyTest.HELD_BACK, state.day)
    return None if rule is None else rule.threshold


def check_share(state: ShareState, rules: Rules) -> Iterator[Finding]:
    """Everything the rules say about a document's share at a project."""
    names: dict[str, object] = {"name": state.document, "project": state.project}
    place = ("allocation", state.project_id, state.project_id, state.document_id)
    rule = rules.on(MoneyTest.PAID_ABOVE_ALLOCATED, state.day)
    if rule and state.paid > state.allocated:
        figures: dict[str, object] = {
            "allocated": Money(state.allocated),
            "paid": Money(state.paid),
            "over": Money(state.paid - state.allocated),
        }
        yield _finding(rule, "paid_above_allocated", *place, names | figures)
    rule = rules.on(MoneyTest.PURPOSE, state.day)
    if rule and state.breaks:
        yield _finding(rule, "purpose", *place, names | {"rule": state.breaks})


def check_project(state: ProjectState, rules: Rules) -> Iterator[Finding]:
    """Everything the rules say about a project's money as a whole."""
    place = ("project", state.id, state.id, None)
    rule = rules.on(MoneyTest.OVER_BUDGET)
    if rule and state.planned:
        limit = state.planned * (10_000 + (rule.threshold or 0))
        for what, value in (("合同价合计", state.contracted), ("累计完成投资", state.invested)):
            if value is not None and value * 10_000 > limit:
                percent = Percent(value * 10_000 // state.planned)
                told = {"value": Money(value), "limit": Money(state.planned), "percent": percent}
                yield _finding(
                    rule, "over_budget", *place, {"name": state.name, "what": what, **told}
                )
    rule = rules.on(MoneyTest.SURPLUS)
    left = min(state.allocated, state.received) - state.paid
    if rule and state.completed and state.settled and left > 0:
        yield _finding(rule, "surplus", *place, {"name": state.name, "left": Money(left)})
    rule = rules.on(MoneyTest.YEARS)
    if rule and state.planned_years is not None and state.planned is not None:
        difference = state.planned_years - state.planned
        if difference:
            told = {"years": Money(state.planned_years), "total": Money(state.planned)}
            yield _finding(
                rule,
                "years",
                *place,
                {"name": state.name, "difference": Money(difference), **told},
            )


def _finding(
    rule: MoneyRule,
    code: str,
    entity: str,
    row_id: int,
    project_id: int | None,
    document_id: int | None,
    args: Mapping[str, object],
) -> Finding:
    problem = Problem(f"money.find.{code}", rule.severity, None, args)
    return Finding(rule, problem, entity, row_id, project_id, document_id)
