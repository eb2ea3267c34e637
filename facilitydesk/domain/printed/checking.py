"""The verdict on one identity between printed figures, and the sentence about a fault."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from facilitydesk.domain.printed.figure import Outcome, Paper, Printed, Span, ZeroOverZero, judge
from facilitydesk.domain.printed.figure import reproducing as ways_to
from facilitydesk.domain.printed.identities import (
    Cells,
    Equal,
    Identity,
    Order,
    Ratio,
    SharedDenominator,
    formula,
    plain,
    reach,
    target,
    value,
)
from facilitydesk.domain.printed.slips import slip
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.rounding import Mode, Style, digits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: outcome, computed value in base units, and the finding if there is one."""

    outcome: Outcome
    identity: Identity | None = None
    computed: Fraction | None = None
    ways: frozenset[Mode] = frozenset()  # the roundings that reproduce the printed digits
    span: Span | None = None  # of an unprinted denominator, in base units
    ties: int = 0
    problem: Problem | None = None


def check(identity: Identity, cells: Cells, paper: Paper | None = None) -> Verdict:
    """The verdict on one identity. Raises KeyError for a figure that is not among the cells."""
    paper = paper or Paper()
    match identity:
        case Equal(left, right):
            return _equal(identity, cells[left], cells[right])
        case Order(lower, upper):
            return _order(identity, cells[lower], cells[upper])
        case SharedDenominator():
            return _shared(identity, cells)
        case Ratio(rate, numerator, denominator) if not cells[denominator].base:
            return _undivided(identity, cells[rate], cells[numerator], paper)
    printed = cells[target(identity)]
    exact, span = value(identity, cells), reach(identity, cells, paper.mode)
    outcome = judge(printed, exact, span, paper)
    problem = None
    if outcome is Outcome.FAULT:
        args = {
            "label": printed.label,
            "printed": printed.text,
            "formula": formula(identity, cells),
            "right": printed.corrected(exact),
            "slip": slip(printed, printed.rounded(exact)),
        }
        problem = Problem("printed.differs", field=target(identity), args=args)
    return Verdict(outcome, identity, exact, ways_to(printed, exact), problem=problem)


def _equal(identity: Equal, left: Printed, right: Printed) -> Verdict:
    if left.base == right.base:
        return Verdict(Outcome.EXACT, identity, right.base)
    if left.span().meets(right.span()):
        return Verdict(Outcome.WITHIN_ROUNDING, identity, right.base)
    args = {
        "left": left.label,
        "left_value": left.text,
        "right": right.label,
        "right_value": right.text,
        "slip": slip(left, left.rounded(right.base)),
    }
    problem = Problem("printed.not_equal", field=identity.left, args=args)
    return Verdict(Outcome.FAULT, identity, right.base, problem=problem)


def _order(identity: Order, lower: Printed, upper: Printed) -> Verdict:
    if lower.base <= upper.base:
        return Verdict(Outcome.EXACT, identity)
    if lower.span().low <= upper.span().high:
        return Verdict(Outcome.WITHIN_ROUNDING, identity)
    args = {
        "lower": lower.label,
        "lower_value": lower.text,
        "upper": upper.label,
        "upper_value": upper.text,
    }
    problem = Problem("printed.order", field=identity.lower, args=args)
    return Verdict(Outcome.FAULT, identity, problem=problem)


def _undivided(identity: Ratio, rate: Printed, numerator: Printed, paper: Paper) -> Verdict:
    """A rate whose denominator is 0: only 0 ÷ 0 may print a figure, 100 %, by setting."""
    hundred = rate.base == 1 and paper.zero_over_zero is not ZeroOverZero.DASH
    if not numerator.base and hundred:
        return Verdict(Outcome.EXACT, identity)
    args = {"label": rate.label, "printed": rate.text, "numerator": plain(numerator)}
    problem = Problem("printed.no_denominator", field=identity.rate, args=args)
    return Verdict(Outcome.FAULT, identity, problem=problem)


def _shared(identity: SharedDenominator, cells: Cells) -> Verdict:
    """The interval of the plan that all rates allow; a rate of 0 allows any."""
    both: Span | None = None
    seen: list[tuple[str, Span]] = []
    for numerator, rate in identity.pairs:
        if cells[rate].span().low <= 0:
            continue
        one = cells[numerator].span() / cells[rate].span()
        both = both.common(one) if both else one
        seen.append((cells[rate].label, one))
        if both is None:
            return _no_plan(identity, cells[numerator], seen)
    return Verdict(Outcome.CONSISTENT, identity, span=both)


def _no_plan(identity: SharedDenominator, unit: Printed, seen: list[tuple[str, Span]]) -> Verdict:
    style = Style(max(unit.places, 2))

    def words(label: str, span: Span) -> str:
        low, high = (digits(end / unit.scale, style) for end in (span.low, span.high))
        return f"按“{label}”为{low}至{high}{unit.unit}"

    args = {"name": identity.name, "ranges": "；".join(words(*one) for one in seen)}
    problem = Problem("printed.no_shared_denominator", field=identity.pairs[0][1], args=args)
    return Verdict(Outcome.FAULT, identity, problem=problem)
