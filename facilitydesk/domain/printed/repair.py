"""Several identities at once: the one figure whose correction repairs all that fail.

A wrong 总投资 breaks both 总投资 = 中央+省+市+县 and 总投资 = 土建+设备; a wrong cell of a table
breaks its row and its column. Then one sentence names that figure, instead of two that do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from facilitydesk.domain.printed.checking import Verdict, check
from facilitydesk.domain.printed.figure import Outcome, Paper, Printed
from facilitydesk.domain.printed.identities import (
    Cells,
    Equal,
    Identity,
    Product,
    Ratio,
    Restate,
    Sum,
    keys,
    target,
    value,
)
from facilitydesk.domain.printed.slips import slip
from facilitydesk.domain.problems import Problem

# A column of 500 rows could be repaired in any of them: no point in trying each.
_FEW = 40


@dataclass(frozen=True, slots=True)
class Repair:
    """The figure to correct, its right value, and the identities which then hold."""

    key: str
    right: Decimal
    fixes: tuple[Identity, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on each identity, and what to tell: as few sentences as explain all faults."""

    verdicts: tuple[Verdict, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]


def check_all(identities: Sequence[Identity], cells: Cells, paper: Paper | None = None) -> Report:
    """All identities over the same figures, with the repairs that explain several faults."""
    paper = paper or Paper()
    search = _Search(tuple(identities), cells, paper)
    verdicts = tuple(check(identity, cells, paper) for identity in identities)
    told = {v.identity: v.problem for v in verdicts if v.outcome is Outcome.FAULT}
    repairs: list[Repair] = []
    problems: list[Problem] = []
    left = [identity for identity in told if identity is not None]
    while found := search.shared(left):
        repairs.append(found)
        problems.append(found.problem)
        left = [identity for identity in left if identity not in found.fixes]
    for identity in left:
        single = search.single(identity)
        if single:
            repairs.append(single)
        problem = single.problem if single else told[identity]
        problems += [problem] if problem else []
    return Report(verdicts, tuple(repairs), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Search:
    identities: tuple[Identity, ...]
    cells: Cells
    paper: Paper

    def shared(self, faults: Sequence[Identity]) -> Repair | None:
        """The repair of at least two faults; the one that mends most, best with a known slip."""
        seen: dict[str, list[Identity]] = {}
        for identity in faults:
            for key in dict.fromkeys(keys(identity)):
                seen.setdefault(key, []).append(identity)
        found = [
            repair
            for key, failing in seen.items()
            if len(failing) > 1
            for repair in self.repairs(key, failing)
            if len(repair.fixes) > 1
        ]
        return max(found, key=_merit, default=None)

    def single(self, fault: Identity) -> Repair | None:
        """The only other figure that can be wrong when the computed one is confirmed elsewhere."""
        names = keys(fault)
        if len(names) > _FEW or self.repairs(names[0], [fault]):
            return None
        found = [repair for key in names[1:] for repair in self.repairs(key, [fault])]
        telling = [repair for repair in found if repair.problem.args["slip"]]
        for choice in (found, telling):
            if len({repair.key for repair in choice}) == 1:
                return choice[0]
        return None

    def repairs(self, key: str, failing: Sequence[Identity]) -> list[Repair]:
        """Corrections of one figure that mend some failing identities and break no other."""
        printed = self.cells[key]
        wanted = [solve(identity, key, self.cells) for identity in failing]
        values = dict.fromkeys(printed.rounded(base) for base in wanted if base is not None)
        touched = [identity for identity in self.identities if key in keys(identity)]
        found: list[Repair] = []
        for right in values:
            corrected = {**self.cells, key: replace(printed, value=right)}
            wrong = [i for i in touched if self._faulty(i, corrected)]
            fixes = tuple(identity for identity in failing if identity not in wrong)
            if fixes and not any(not self._faulty(identity, self.cells) for identity in wrong):
                found.append(Repair(key, right, fixes, _told(printed, key, right, len(fixes))))
        return found

    def _faulty(self, identity: Identity, cells: Cells) -> bool:
        return check(identity, cells, self.paper).outcome is Outcome.FAULT


def _merit(repair: Repair) -> tuple[int, bool, int]:
    computed = sum(target(identity) == repair.key for identity in repair.fixes)
    return len(repair.fixes), bool(repair.problem.args["slip"]), computed


def _told(printed: Printed, key: str, right: Decimal, count: int) -> Problem:
    args = {
        "label": printed.label,
        "printed": printed.text,
        "right": replace(printed, value=right).text,
        "count": count,
        "slip": slip(printed, right),
    }
    return Problem("printed.repair", field=key, args=args)


def solve(identity: Identity, key: str, cells: Cells) -> Fraction | None:
    """What one figure must be, in base units, for the identity to hold; None where that is open."""
    match identity:
        case Sum(total, parts, minus):
            gap = cells[total].base - value(identity, cells)
            if key == total:
                return cells[key].base - gap
            times = parts.count(key) - minus.count(key)
            return cells[key].base + gap / times if times else None
        case Ratio(rate, numerator, denominator):
            if key == rate:
                return value(identity, cells) if cells[denominator].base else None
            if key == numerator:
                return cells[rate].base * cells[denominator].base
            return cells[numerator].base / cells[rate].base if cells[rate].base else None
        case Product(total) if key == total:
            return value(identity, cells)
        case Restate(first, second) | Equal(first, second):
            return cells[second if key == first else first].base
        case _:
            return None
