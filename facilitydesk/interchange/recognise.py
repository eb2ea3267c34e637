"""From a workbook's cells to its tables: the one road that importer, wizard and tests take.

read_book(path) → Book. `mapping` is what an officer corrected: for a table, named by its
signature or by its sheet, column letters to field keys or "ignore".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from facilitydesk.domain.collecting import collecting_later
from facilitydesk.domain.problems import Problem, Trouble
from facilitydesk.interchange.blocks import Block, find_blocks
from facilitydesk.interchange.book import Book, CellProblem, Row, Table, blue, yellow
from facilitydesk.interchange.checks import Checks, fill_from_above
from facilitydesk.interchange.columns import Column, give_fields, read_columns
from facilitydesk.interchange.context import kind_of, settle
from facilitydesk.interchange.grid import RawBook, Sheet, cell_name
from facilitydesk.interchange.itemheads import with_items
from facilitydesk.interchange.preamble import as_of_notes, read_preamble
from facilitydesk.interchange.reader import read_raw
from facilitydesk.interchange.rows import Reader
from facilitydesk.interchange.totals import check_totals
from facilitydesk.interchange.units import settle_units

_OF_PLANS = ("plan_version", "plan_date", "plan_document")
Mapping_ = Mapping[str, Mapping[str, str]]


def read_book(
    path: Path,
    *,
    kind: str | None = None,
    mapping: Mapping_ | None = None,
    hidden_sheets: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Book:
    """Reads a file in the child and recognises its tables.

    `kind` overrides the recognised kind of every table. Raises Trouble when nothing can be read
    or no table is found.
    """
    with collecting_later():
        raw = read_raw(path, cancelled=cancelled)
        sha256 = _sha256(path)
        return recognise(raw, sha256, kind=kind, mapping=mapping, hidden_sheets=hidden_sheets)


def recognise(
    raw: RawBook,
    sha256: str,
    *,
    kind: str | None = None,
    mapping: Mapping_ | None = None,
    hidden_sheets: bool = False,
) -> Book:
    """The tables of a book that was read. Raises Trouble when there is none."""
    tables: list[Table] = []
    notices: list[CellProblem] = []
    if raw.macros:
        notices.append(_notice("", blue("macros_ignored", None, path=raw.name)))
    for sheets in _files(raw.sheets):
        inside: list[Table] = []
        for sheet in sheets:
            if sheet.trouble:
                code, args = sheet.trouble
                notices.append(_notice(sheet.name, yellow(code, None, **args)))
                continue
            if not sheet.rows:
                continue
            found = _tables(sheet, raw.base_1904 or sheet.base_1904, kind, mapping or {})
            if found and sheet.hidden and not hidden_sheets:
                notices.append(_notice(sheet.name, blue("hidden_sheet", None, sheet=sheet.name)))
                continue
            inside += found
        first = sheets[0]
        if first.file and not inside and not any(sheet.trouble for sheet in sheets):
            # Of several files each that brings nothing is named.
            notices.append(_notice(first.name, yellow("import.no_table", None, path=first.file)))
        tables += _relevant(inside)
    if not tables:
        for sheet in raw.sheets:
            if sheet.trouble:
                raise Trouble(sheet.trouble[0], **sheet.trouble[1])
        raise Trouble("import.no_table", path=raw.name)
    return Book(
        name=raw.name,
        sha256=sha256,
        format=raw.format,
        encoding=raw.encoding,
        tables=tuple(tables),
        notices=tuple(notices),
    )


def _tables(sheet: Sheet, base_1904: bool, kind: str | None, mapping: Mapping_) -> list[Table]:
    found = []
    for block in find_blocks(sheet):
        table = _table(sheet, block, base_1904, kind, mapping)
        if table is not None:
            found.append(table)
    return found


def _table(
    sheet: Sheet, block: Block, base_1904: bool, kind: str | None, mapping: Mapping_
) -> Table | None:
    columns = read_columns(sheet, block.head, block.head_last, block.unit_row)
    columns = with_items(sheet, columns, range(block.head, block.first))
    signature = _signature(columns)
    settle(sheet, columns, block.first, block.last)
    give_fields(columns, mapping.get(signature) or mapping.get(sheet.name))
    preamble = read_preamble(sheet, block.above, block.head)
    recognised = kind_of(columns, preamble.title, sheet.name)
    if recognised is None or block.first > block.last:
        return None
    used = kind or recognised
    if kind == "funding" and recognised == "fund_moves":
        used = recognised  # what leaves its year or goes back is money's list too
    if used != "plans":
        for column in columns:
            column.key = None if column.key in _OF_PLANS else column.key
    problems = settle_units(sheet, columns, preamble, block.head_last, block.first, block.last)
    reader = Reader(sheet, block, used, columns, base_1904)
    reader.read()
    if not reader.drafts and not reader.totals:
        return None
    problems += reader.problems
    if used != "fund_moves":  # there a blank school is the project's only one
        problems += fill_from_above(sheet, columns, reader.drafts)
    problems += _hidden_columns(sheet, columns, block)
    found = Checks(sheet, columns, reader.drafts, used).run()
    emptied = {p.cell for p in found if p.problem.code in ("wrong_unit", "wrong_unit_small")}
    problems = [p for p in problems if p.cell not in emptied] + found
    totals, differences = check_totals(sheet, columns, reader.drafts, reader.totals)
    problems += differences
    problems += [
        CellProblem(sheet.name, draft.index + 1, "", draft.refused.field, "", draft.refused)
        for draft in reader.drafts
        if draft.refused is not None
    ]
    return Table(
        sheet=sheet.name,
        kind=used,
        title=preamble.title,
        as_of=preamble.as_of or as_of_notes(reader.notes, preamble.title),
        header_rows=(block.head + 1, block.first),
        unit=preamble.unit_line or _units(columns),
        columns=tuple(columns),
        rows=tuple(
            Row(draft.index + 1, draft.values, draft.hidden, draft.refused)
            for draft in reader.drafts
        ),
        skipped=tuple(sorted(reader.skipped, key=lambda row: row.number)),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        totals=tuple(totals),
        changes=tuple(reader.changes),
        filled=frozenset(reader.filled),
        source=sheet,
        signature=signature,
        first=block.above + 1,
        year=preamble.year,
    )


def _files(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """The sheets of each file, where several were read as one book; else all together."""
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        found.setdefault(sheet.file, []).append(sheet)
    return list(found.values())


def _relevant(tables: list[Table]) -> list[Table]:
    """Beside a list of projects, a summary by township is not taken in a second time."""
    if not any(table.kind in ("projects", "progress") for table in tables):
        return tables
    return [table for table in tables if table.kind != "plans"]


def _hidden_columns(sheet: Sheet, columns: list[Column], block: Block) -> list[CellProblem]:
    return [
        CellProblem(
            sheet.name,
            block.head_last + 1,
            cell_name(block.head_last, column.index),
            column.key,
            column.heads[-1],
            blue("hidden_column", column.key, column=column.letter, head=column.heads[-1]),
        )
        for column in columns
        if column.hidden and column.key
    ]


def _units(columns: list[Column]) -> str:
    units = dict.fromkeys(column.unit for column in columns if column.key and column.unit)
    return "、".join(unit for unit in units if unit != "%")


def _signature(columns: list[Column]) -> str:
    """What makes a layout: its heads in their columns, without blanks, figures and years."""
    heads = (re.sub(r"[\s\d年]", "", column.head) for column in columns)
    text = "\x1f".join(f"{c.letter}:{head}" for c, head in zip(columns, heads, strict=True))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _notice(sheet: str, problem: Problem) -> CellProblem:
    return CellProblem(sheet, 0, "", None, "", problem)
