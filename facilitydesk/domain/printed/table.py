"""A table with its 小计 and 合计 rows: whether the columns add up and the rows hold.

The importer hands in the rows as read; what comes back names each total, declared and computed,
and as few findings as explain the differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from facilitydesk.domain.printed.checking import Verdict
from facilitydesk.domain.printed.figure import Outcome, Paper, Printed
from facilitydesk.domain.printed.identities import (
    Equal,
    Identity,
    Order,
    Product,
    Ratio,
    Restate,
    SharedDenominator,
    Sum,
    keys,
)
from facilitydesk.domain.printed.repair import Report, check_all


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is called and its figures by column; None is an empty cell."""

    name: str
    cells: Mapping[str, Printed | None]


@dataclass(frozen=True, slots=True)
class Footing:
    """A 小计 or 合计 row and the rows it adds up, by their place in the list."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """One total of one column: what is printed and what its rows add up to."""

    row: int
    column: str
    declared: Printed
    computed: Fraction  # in the declared unit
    outcome: Outcome

    @property
    def foots(self) -> bool:
        return self.outcome is not Outcome.FAULT


@dataclass(frozen=True, slots=True)
class TableReport:
    """The totals of a table, the verdicts on its rows, and what to tell."""

    totals: tuple[Total, ...]
    report: Report


def check_table(
    rows: Sequence[Row],
    footings: Sequence[Footing],
    columns: Sequence[str],
    identities: Sequence[Identity] = (),
    paper: Paper | None = None,
) -> TableReport:
    """Every total of every column to be added up, and every identity in every row.

    `identities` name columns (合计 = 新建 + 改建). An empty part of a sum counts as nothing; an
    identity whose total or whose parts are all empty is not checked, nor is any other with an
    empty cell. Rates are not added up: leave their columns out of `columns`.
    """
    cells = {
        _key(number, column): replace(cell, label=f"{row.name}·{cell.label or column}")
        for number, row in enumerate(rows)
        for column, cell in row.cells.items()
        if cell is not None
    }
    sums: dict[Identity, tuple[int, str]] = {}
    for footing in footings:
        for column in columns:
            total = _key(footing.total, column)
            parts = tuple(key for n in footing.parts if (key := _key(n, column)) in cells)
            if total in cells and parts:
                sums[Sum(total, parts)] = (footing.total, column)
    within = [
        here
        for identity in identities
        for number in range(len(rows))
        if (here := _in_row(identity, number, cells)) is not None
    ]
    report = check_all([*sums, *within], cells, paper)
    totals = tuple(
        _total(*place, cells, verdict)
        for place, verdict in zip(sums.values(), report.verdicts, strict=False)
    )
    return TableReport(totals, report)


def _total(row: int, column: str, cells: Mapping[str, Printed], verdict: Verdict) -> Total:
    declared = cells[_key(row, column)]
    computed = verdict.computed or Fraction(0)
    return Total(row, column, declared, computed / declared.scale, verdict.outcome)


def _key(row: int, column: str) -> str:
    return f"{row}!{column}"


def _in_row(identity: Identity, row: int, cells: Mapping[str, Printed]) -> Identity | None:
    """The identity over columns as one over the cells of a row; None where cells are missing."""

    def key(column: str) -> str:
        return _key(row, column)

    if isinstance(identity, Sum):
        parts = tuple(key(part) for part in identity.parts if key(part) in cells)
        minus = tuple(key(part) for part in identity.minus if key(part) in cells)
        total = key(identity.total)
        return Sum(total, parts, minus) if total in cells and parts else None
    if any(key(column) not in cells for column in keys(identity)):
        return None
    match identity:
        case Ratio(rate, numerator, denominator):
            return Ratio(key(rate), key(numerator), key(denominator))
        case Product(total, terms, share):
            here = tuple(tuple(key(column) for column in term) for term in terms)
            return Product(key(total), here, share)
        case Restate(coarse, fine):
            return Restate(key(coarse), key(fine))
        case Equal(left, right):
            return Equal(key(left), key(right))
        case Order(lower, upper):
            return Order(key(lower), key(upper))
        case SharedDenominator(name, pairs):
            return SharedDenominator(name, tuple((key(n), key(r)) for n, r in pairs))
