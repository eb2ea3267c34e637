"""From a book that was read to what taking it in would do: sources for the service, and back.

The wizard and the command line walk the same road: read → recognise → review → take in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.fields import FIELDS
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.interchange.book import Book, CellProblem, Table
from facilitydesk.interchange.grid import cell_name
from facilitydesk.services import importing
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.importing import Line, Options, Plan, PlannedProblem, Source, Sums

_ENTITY = {
    "schools": "schools",
    "buildings": "buildings",
    "plans": "plan_lines",
    "statement": "statement_lines",
    "fund_moves": "fund_moves",
    "equipment": "equipment_plans",
    "facts": "schools",
    "batches": "equipment_batches",
    "assets": "assets",
    "stock_takes": "stock_lines",
    "area_changes": "area_movements",
    "norms": "norms",
    "bottom_lines": "bottom_checks",
}
TableId = tuple[str, int]  # sheet and first head row


@dataclass(frozen=True)
class Review:
    """A book beside what taking it in does (or did)."""

    book: Book
    plan: Plan
    problems: tuple[CellProblem, ...]  # of planning; those of reading are in the tables

    @property
    def refused(self) -> frozenset[tuple[str, int]]:
        """Sheet and row of every row that stays out, by reading or by planning."""
        read = {(table.sheet, row.number) for table in self.book.tables for row in table.refused}
        return self.plan.refused | frozenset(read)


def table_id(table: Table) -> TableId:
    """What names a table within its book."""
    return table.sheet, table.header_rows[0]


def sources(
    book: Book, *, as_of: date | None = None, left_out: Collection[TableId] = ()
) -> list[Source]:
    """The tables as the service takes them; `as_of` fills in where no title names a day."""
    return [_source(table, as_of) for table in book.tables if table_id(table) not in left_out]


def review(
    desk: Desk,
    book: Book,
    options: Options,
    *,
    as_of: date | None = None,
    left_out: Collection[TableId] = (),
) -> Review:
    """What taking the book in would do now; writes nothing."""
    return finish(
        desk, book, importing.plan(desk, sources(book, as_of=as_of, left_out=left_out), options)
    )


def take_in(
    desk: Desk,
    book: Book,
    options: Options,
    *,
    as_of: date | None = None,
    left_out: Collection[TableId] = (),
) -> Review:
    """Takes the book in as one operation. Raises Refused when `strict` and a row is refused."""
    taken = sources(book, as_of=as_of, left_out=left_out)
    again = _again(desk, book)
    refused = tuple(row.refused for table in book.tables for row in table.refused if row.refused)
    if options.strict and refused:
        raise Refused("import.strict", refused, count=len(refused))
    made = importing.take_in(desk, taken, options)
    return _reviewed(book, made, again)


def finish(desk: Desk, book: Book, plan: Plan) -> Review:
    """A plan beside its book, with what is known of the file."""
    return _reviewed(book, plan, _again(desk, book))


def _reviewed(book: Book, plan: Plan, again: list[CellProblem]) -> Review:
    for table in book.tables:
        if table.refused and table.kind in importing.STORED_KINDS:
            entity = _ENTITY.get(table.kind, "projects")
            plan.count(entity, "refused", len(table.refused))
    told = [_placed(book, problem) for problem in plan.problems]
    return Review(book, plan, (*again, *told))


def differences(reviewed: Review) -> list[CellProblem]:
    """The stored values that a table contradicts, as findings with their cells."""
    found = []
    for told in reviewed.plan.differences:
        code = "import.differs_written" if told.written else "import.differs"
        args = {"what": told.what, "term": told.term, "before": told.before, "after": told.after}
        problem = Problem(code, Severity.BLUE, told.key, args)
        found.append(
            _placed(reviewed.book, PlannedProblem(told.sheet, told.row, told.key, problem))
        )
    return found


def _again(desk: Desk, book: Book) -> list[CellProblem]:
    before = importing.taken_in_before(desk, book.sha256) if book.sha256 else None
    if before is None:
        return []
    at = f"{before.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    problem = Problem(
        "import.file_again", Severity.BLUE, None, {"at": at, "officer": before.officer}
    )
    sheet = book.tables[0].sheet if book.tables else ""
    return [CellProblem(sheet, 0, "", None, "", problem)]


def _source(table: Table, as_of: date | None) -> Source:
    keys = {column.key for column in table.columns if column.key}
    hidden = {column.key for column in table.columns if column.key and column.hidden}
    return Source(
        sheet=table.sheet,
        kind=table.kind,
        title=table.title or table.sheet,
        lines=[Line(row.number, row.values, row.hidden) for row in table.accepted],
        fields=frozenset(key for key in keys if key),
        as_of=as_of or table.as_of,
        head_row=table.header_rows[1],
        total=_total(table) if table.kind == "plans" else None,
        hidden_fields=frozenset(key for key in hidden if key),
        year=table.year,
    )


def _total(table: Table) -> Sums | None:
    """The figures of the 合计 row of a plan, which is its line for the total."""
    rows = [total.number for total in table.totals]
    labels = {skipped.number for skipped in table.skipped if skipped.why == "total"}
    last = max((number for number in rows if number in labels), default=None)
    if last is None:
        return None
    return Sums(last, {t.key: t.declared for t in table.totals if t.number == last})


def _placed(book: Book, planned: PlannedProblem) -> CellProblem:
    """A planner's finding with its cell and what stands there."""
    for table in book.tables:
        if table.sheet == planned.sheet and planned.row >= table.header_rows[0]:
            column = next((c for c in table.columns if c.key == planned.key and c.key), None)
            if column is not None:
                cell = table.source.cell(planned.row - 1, column.index)
                place = cell_name(planned.row - 1, column.index)
                text = "" if cell is None else str(cell)
                return CellProblem(
                    planned.sheet, planned.row, place, planned.key, text, planned.problem
                )
    key = planned.key if planned.key in FIELDS else None
    return CellProblem(planned.sheet, planned.row, "", key, "", planned.problem)
