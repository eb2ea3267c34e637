"""The rows that stayed out, as a workbook to send back: as they came, each with its reasons.

The cells are the sender's own; texts are typed as texts, so that nothing in them becomes a
formula. The heads stand above as they stood, so that the corrected file can be taken in again.
"""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.interchange.book import CellProblem, Table
from facilitydesk.interchange.grid import Day, Number
from facilitydesk.interchange.review import Review

_REASON = tr("退回原因")


def send_back(review: Review) -> bytes | None:
    """The refused rows of a book as an .xlsx; None when nothing was refused."""
    refused = review.refused
    tables = [t for t in review.book.tables if any((t.sheet, r.number) in refused for r in t.rows)]
    return _workbook(review, tables) if tables else None


def _workbook(review: Review, tables: list[Table]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    book.remove(book.worksheets[0])
    marked = PatternFill("solid", fgColor="FDE2E1")
    for table in tables:
        reasons = _reasons(review, table)
        width = max((len(row) for row in table.source.rows), default=0)
        sheet = book.create_sheet(_title(table.sheet, book.sheetnames))
        numbers = [r.number for r in table.rows if (table.sheet, r.number) in review.refused]
        head = range(table.header_rows[0], table.header_rows[1] + 1)
        for line, number in enumerate((*head, *numbers), 1):
            for place, value in enumerate(table.source.rows[number - 1], 1):
                _put(sheet.cell(line, place), value)
            if number in reasons:
                places = {problem.cell for problem in reasons[number]}
                for column in table.columns:
                    if f"{column.letter}{number}" in places:
                        sheet.cell(line, column.index + 1).fill = marked
                text = "；".join(dict.fromkeys(p.problem.message for p in reasons[number]))
                _put(sheet.cell(line, width + 1), text)
        _put(sheet.cell(1, width + 1), _REASON)
        for cells in sheet.iter_rows(min_row=1, max_row=len(head)):
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.freeze_panes = sheet.cell(len(head) + 1, 1)
        for place in range(1, width + 2):
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = 16
        sheet.column_dimensions[sheet.cell(1, width + 1).column_letter].width = 60
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _reasons(review: Review, table: Table) -> dict[int, list[CellProblem]]:
    found: dict[int, list[CellProblem]] = defaultdict(list)
    for problem in (*table.problems, *review.problems):
        if problem.sheet == table.sheet and problem.row:
            found[problem.row].append(problem)
    return found


def _put(cell: Any, value: Any) -> None:
    """A cell as it came: numbers as numbers, everything else as text, never a formula."""
    if value is None or value == "":
        return
    if isinstance(value, Number) and len(value) <= 15:
        whole = value.lstrip("-").isdigit()
        if whole:
            cell.value = int(value)
        else:
            from decimal import Decimal

            cell.value = Decimal(value)
        return
    text = value[:10] if isinstance(value, Day) else str(value)
    cell.value = text
    cell.data_type = "s"


def _title(name: str, taken: list[str]) -> str:
    plain = "".join(char for char in name if char not in r"[]:*?/\'")[:28] or "退回"
    title, number = plain, 2
    while title in taken:
        title, number = f"{plain}{number}", number + 1
    return title
