"""Checks of lists and of single figures: order, members, number of rows, and hints.

Hints are blue: what they tell is unusual but may be real (107 %, a part that is 0), and the
outcome stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from facilitydesk.domain.printed.checking import Verdict, check
from facilitydesk.domain.printed.figure import Outcome, Printed
from facilitydesk.domain.printed.identities import Equal
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.words.terms import AreaCategory


def descending(rates: Sequence[Printed]) -> Verdict:
    """Whether a ranking runs from high to low, by number (104.4 before 104.39); ties are counted."""
    ties = 0
    for above, below in pairwise(rates):
        if below.base > above.base:
            args = {
                "above": above.label,
                "above_value": above.text,
                "below": below.label,
                "below_value": below.text,
            }
            problem = Problem("printed.not_descending", args=args)
            return Verdict(Outcome.FAULT, ties=ties, problem=problem)
        ties += below.base == above.base
    return Verdict(Outcome.EXACT, ties=ties)


def same_set(first: Sequence[str], second: Sequence[str]) -> Verdict:
    """Whether two lists name the same units, in whatever order, none of them twice."""
    only_first = [name for name in first if name not in second]
    only_second = [name for name in second if name not in first]
    twice = [name for names in (first, second) for name in sorted(_repeated(names))]
    if not (only_first or only_second or twice):
        return Verdict(Outcome.EXACT)
    args = {"first": _names(only_first), "second": _names(only_second), "twice": _names(twice)}
    return Verdict(Outcome.FAULT, problem=Problem("printed.other_members", args=args))


def counted(printed: Printed, rows: int) -> Verdict:
    """Whether a printed number of things is the number of rows that list them."""
    if printed.base == rows:
        return Verdict(Outcome.EXACT)
    args = {"label": printed.label, "printed": printed.text, "rows": rows}
    return Verdict(Outcome.FAULT, problem=Problem("printed.count", args=args))


def same_rows(first: Mapping[str, Printed | None], second: Mapping[str, Printed | None]) -> Verdict:
    """Whether two rows print the same figures: a 合计 row above a single county."""
    worst = Verdict(Outcome.EXACT)
    for key, left in first.items():
        right = second.get(key)
        if left is None or right is None:
            if left is right:
                continue
            known = left or right
            label = known.label if known else key
            problem = Problem("printed.one_blank", field=key, args={"label": label})
            return Verdict(Outcome.FAULT, problem=problem)
        verdict = check(Equal("left", "right"), {"left": left, "right": right})
        if verdict.outcome is Outcome.FAULT:
            return verdict
        if verdict.outcome is not Outcome.EXACT:
            worst = verdict
    return worst


def above_hundred(rates: Iterable[Printed]) -> Verdict:
    """Rates above 100 % are legal; a hint names them so that nobody wonders."""
    high = [rate for rate in rates if rate.base > 1]
    if not high:
        return Verdict(Outcome.EXACT)
    named = "、".join(f"{rate.label}{rate.text}" for rate in high)
    problem = Problem("printed.above_hundred", Severity.BLUE, args={"rates": named})
    return Verdict(Outcome.EXACT, problem=problem)


def zero_parts(parts: Iterable[Printed]) -> Verdict:
    """Parts that a text names but a form prints as 0: perhaps true, perhaps left out."""
    empty = [part.label for part in parts if not part.base]
    if not empty:
        return Verdict(Outcome.EXACT)
    problem = Problem("printed.zero_part", Severity.BLUE, args={"labels": _names(empty)})
    return Verdict(Outcome.EXACT, problem=problem)


def not_building(areas: Iterable[Printed]) -> Verdict:
    """Areas whose names say that they are land or walls, so that no area rate may count them."""
    for area in areas:
        category = AreaCategory.of_text(area.label)
        if category is not AreaCategory.BUILDING:
            args = {"label": area.label, "printed": area.text, "category": category.term}
            problem = Problem("printed.not_building", Severity.YELLOW, args=args)
            return Verdict(Outcome.EXACT, problem=problem)
    return Verdict(Outcome.EXACT)


def _repeated(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _names(names: Sequence[str]) -> str:
    return "、".join(names) or "无"
