"""The lines of the review's lists, made from a book: findings, interpretations, totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.gui.importing.draft import Draft, Place, original, place_of
from facilitydesk.interchange.book import Book, CellProblem, Table, Total
from facilitydesk.interchange.grid import RawBook
from facilitydesk.interchange.review import Review

_OUTCOMES = {
    "refused": tr("退回"),
    "new": tr("新增"),
    "found": tr("已有"),
    "left_out": tr("不导入"),
}
_ORDER = {Severity.RED: 0, Severity.YELLOW: 1, Severity.BLUE: 2}


@dataclass(frozen=True)
class Finding:
    """One line of the list of all problems."""

    id: int
    sheet: str
    row: int
    cell: str
    field: str
    value: str
    grade: str  # 错误, 警告, 提示
    severity: str
    message: str


@dataclass(frozen=True)
class Interpreted:
    """One line of 原值 → 读入值; `wanted` is what the officer may take away."""

    id: Place
    sheet: str
    row: int
    cell: str
    field: str
    value: str
    read: str
    wanted: bool


@dataclass(frozen=True)
class Summed:
    """One printed total beside the sum of its rows."""

    id: int
    sheet: str
    row: int
    cell: str
    label: str
    field: str
    declared: str
    computed: str
    difference: str
    foots: str


@dataclass(frozen=True)
class Planned:
    """One row of the table and what becomes of it."""

    id: object
    sheet: str
    row: int
    outcome: str  # 新增, 已有, 退回, 不导入
    school: str
    project: str
    detail: str


@dataclass(frozen=True)
class Different:
    """A value of a project that is known already, and what the table says; `wanted` takes it."""

    id: object
    sheet: str
    row: int
    cell: str
    project: str
    field: str
    before: str
    after: str
    wanted: bool


@dataclass(frozen=True)
class SchoolGuess:
    """A name of the table and a school it may be; `wanted` says that it is the same."""

    id: object
    name: str
    rows: int
    first: str  # where it stands first: B7
    sheet: str
    candidate: str
    school_id: int
    wanted: bool


def findings(problems: Iterable[CellProblem]) -> list[Finding]:
    """All problems, the gravest first, each kind in the order of the sheet."""
    ordered = sorted(problems, key=lambda p: (_ORDER[p.problem.severity], p.sheet, p.row))
    return [
        Finding(
            id=number,
            sheet=problem.sheet,
            row=problem.row,
            cell=problem.cell,
            field=FIELDS[problem.key].term if problem.key else "",
            value=problem.value,
            grade=problem.problem.severity.term,
            severity=problem.problem.severity.value,
            message=problem.problem.message,
        )
        for number, problem in enumerate(ordered)
    ]


def problems_of(book: Book) -> list[CellProblem]:
    """What was noticed while reading: about the file, its sheets and their cells."""
    return [*book.notices, *(p for table in book.tables for p in table.problems)]


def interpretations(book: Book, raw: RawBook, refused: Collection[Place]) -> list[Interpreted]:
    """Every cell that is read as something else than it says, and those the officer refused."""
    found = []
    for table in book.tables:
        columns = {column.index: column for column in table.columns}
        for change in table.changes:
            place = place_of(table.sheet, change.cell)
            if place is not None:
                found.append(
                    Interpreted(
                        place,
                        table.sheet,
                        change.row,
                        change.cell,
                        FIELDS[change.key].term,
                        change.value,
                        change.read or tr("（空白）"),
                        wanted=True,
                    )
                )
        rows = {row.number for row in table.rows}
        for place in refused:
            name, row, number = place
            column = columns.get(number)
            if name == table.sheet and row + 1 in rows and column is not None and column.key:
                cell = f"{column.letter}{row + 1}"
                term = FIELDS[column.key].term
                value = original(raw, place)
                found.append(
                    Interpreted(place, name, row + 1, cell, term, value, tr("不读入"), wanted=False)
                )
    return sorted(found, key=lambda line: (line.sheet, line.row, line.id[2]))


def totals(book: Book) -> list[Summed]:
    """All printed totals, those that differ first."""
    found = [(table, total) for table in book.tables for total in table.totals]
    found.sort(key=lambda pair: (pair[1].foots, pair[0].sheet, pair[1].number))
    return [_summed(number, table, total) for number, (table, total) in enumerate(found)]


def _summed(number: int, table: Table, total: Total) -> Summed:
    column = next((c for c in table.columns if c.key == total.key), None)
    difference = _raw(total.declared) - _raw(total.computed)
    like = total.declared
    shown = type(like)(difference) if isinstance(like, Quantity) else difference
    return Summed(
        id=number,
        sheet=table.sheet,
        row=total.number,
        cell=f"{column.letter}{total.number}" if column else "",
        label=total.label or tr("合计"),
        field=FIELDS[total.key].head,
        declared=figure(total.key, total.declared),
        computed=figure(total.key, total.computed),
        difference="" if total.foots else figure(total.key, shown),
        foots=tr("相符") if total.foots else tr("不符"),
    )


def figure(key: str, value: object) -> str:
    """A value as the window shows it: money in 万元, areas in ㎡."""
    from facilitydesk.gui.grid import formats

    kind = FIELDS[key].kind
    return formats.shown(value, Kind.MONEY if isinstance(value, Money) else kind)


def _raw(value: object) -> int:
    return value.raw if isinstance(value, Quantity) else int(str(value))


def planned(made: Review) -> list[Planned]:
    """What becomes of each row, those that stay out first."""
    names = {(t.sheet, row.number): row for t in made.book.tables for row in t.rows}
    why: dict[tuple[str, int], list[str]] = defaultdict(list)
    for problem in (*problems_of(made.book), *made.problems):
        if problem.problem.severity is Severity.RED:
            why[problem.sheet, problem.row].append(problem.problem.message)
    found = []
    for outcome in made.plan.outcomes:
        place = (outcome.sheet, outcome.row)
        row = names.get(place)
        school, project = outcome.school, outcome.project
        if row is not None:
            school = school or str(row.values.get("school") or "")
            project = project or str(row.values.get("project") or "")
        detail = "；".join(dict.fromkeys(why[place])) or outcome.detail
        word = _OUTCOMES[outcome.what]
        found.append(Planned(place, *place, word, school, project, detail))
    for place, row in names.items():
        if row.refused is not None:
            school, project = (str(row.values.get(key) or "") for key in ("school", "project"))
            word, said = _OUTCOMES["refused"], row.refused.message
            found.append(Planned(place, *place, word, school, project, said))
    order = list(_OUTCOMES.values())
    return sorted(found, key=lambda line: (order.index(line.outcome), line.sheet, line.row))


def different(made: Review) -> list[Different]:
    """Stored values that the table contradicts."""
    cells = {
        (table.sheet, column.key): column.letter
        for table in made.book.tables
        for column in table.columns
        if column.key
    }
    return [
        Different(
            id=line.mark,
            sheet=line.sheet,
            row=line.row,
            cell=_cell(cells.get((line.sheet, line.key)), line.row),
            project=line.what,
            field=FIELDS[line.key].head if line.key in FIELDS else line.term,
            before=_exact(line.key, line.before),
            after=_exact(line.key, line.after),
            wanted=line.written,
        )
        for line in made.plan.differences
    ]


def schools(made: Review, draft: Draft) -> list[SchoolGuess]:
    """Names that look like known schools; those confirmed meanwhile stay, ticked."""
    found = {line.name: line for line in draft.guesses.values() if line.name in draft.same_school}
    for similar in made.plan.similar:
        column = next(
            (
                c.letter
                for table in made.book.tables
                if table.sheet == similar.sheet
                for c in table.columns
                if c.key == "school"
            ),
            None,
        )
        found[similar.name] = SchoolGuess(
            id=similar.name,
            name=similar.name,
            rows=similar.rows,
            first=_cell(column, similar.row),
            sheet=similar.sheet,
            candidate=similar.candidate,
            school_id=similar.candidate_id,
            wanted=False,
        )
    return list(found.values())


def _exact(key: str, text: str) -> str:
    """A stored figure in the unit of the window; other texts as they are."""
    kind = FIELDS[key].kind if key in FIELDS else Kind.TEXT
    if kind not in (Kind.MONEY, Kind.AREA) or not text:
        return text
    try:
        return figure(key, (Money if kind is Kind.MONEY else Area).of(text.replace(",", "")))
    except ValueError:
        return text


def _cell(letter: str | None, row: int) -> str:
    return f"{letter}{row}" if letter else ""
