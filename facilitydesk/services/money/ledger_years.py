"""The ledger by years: calendar years side by side that add up, and how old a balance is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from facilitydesk.domain.funds import Flow
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import documents, ledger
from facilitydesk.services.money.documents import DocumentRow
from facilitydesk.services.money.ledger import View
from facilitydesk.store.reads import money_years


@dataclass(frozen=True)
class Years:
    """Rows × calendar years; every row's years add up to its total."""

    rows: Mapping[int | None, str]
    years: tuple[int, ...]
    cells: Mapping[tuple[int | None, int], Flow]
    totals: Mapping[int | None, Flow]

    def cell(self, row: int | None, year: int) -> Flow:
        return self.cells.get((row, year), Flow())


def by_year(desk: Desk, view: View) -> Years:
    """The rows of a view (project or school) with a column for each year of movements."""
    with desk.read() as connection:
        whole = ledger.read(connection, replace(view, year=None))
        numbers = money_years.years_moved(connection, view.as_of)
        cells: dict[tuple[int | None, int], Flow] = {}
        for year in numbers:
            part = ledger.read(connection, replace(view, year=year))
            for row, flow in part.row_totals.items():
                cells[row, year] = flow
    # Undated documents without a year belong to no column; they stand in the first.
    totals = dict(whole.row_totals)
    for row, total in totals.items():
        missing = total.issued - sum(cells.get((row, y), Flow()).issued for y in numbers)
        if missing and numbers:
            first = cells.get((row, numbers[0]), Flow())
            cells[row, numbers[0]] = first.plus(Flow(issued=missing))
    rows = dict(whole.rows)
    for row, _ in cells:
        if row not in rows:
            rows[row] = "未落实"
            totals[row] = Flow()
    return Years(rows, numbers, cells, totals)


@dataclass(frozen=True, slots=True)
class Aged:
    """A document whose money is not spent, and for how many years it has lain."""

    document: DocumentRow
    source_year: int
    years: int
    balance: Money  # issued, not returned and not paid


def left_of(row: DocumentRow) -> int:
    """What a document has that is not spent and not returned, in 分."""
    return row.remaining.raw + row.allocated.raw - row.paid.raw


def age_of(row: DocumentRow, as_of: date) -> int | None:
    """结转年限: for how many years what is left of a document has lain; None where nothing is."""
    year = row.year or (row.day.year if row.day else as_of.year)
    return as_of.year - year if left_of(row) > 0 and as_of.year > year else None


def aged(desk: Desk, as_of: date) -> tuple[Aged, ...]:
    """结转结余 by the year the money came from, the oldest first."""
    found = []
    for row in documents.rows(desk, as_of=as_of):
        left = left_of(row)
        if left > 0:
            years = age_of(row, as_of) or 0
            found.append(Aged(row, as_of.year - years, years, Money(left)))
    return tuple(sorted(found, key=lambda each: each.source_year))
