"""The reading child: parses one file under limits and writes JSON to standard output.

`python -m facilitydesk.interchange.child PATH`. A workbook may make a parser take all memory or
abort the process (one far cell is enough); here that costs a child, never the program.
Answers {"book": …} or {"trouble": code, "args": …}.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange import biff, guard, ole, sheetxml
from facilitydesk.interchange.csvfile import read_csv
from facilitydesk.interchange.grid import Format

MEMORY = 448 * 1024 * 1024
CPU_SECONDS = 40
MAX_CELLS = 2_500_000
MAX_ANSWER = 80_000_000
MAX_TEXT = 40_000  # a cell holds 32,767 characters


def main(arguments: list[str]) -> int:
    """Entry of the child; 0 with an answer on standard output, anything else is its death."""
    limit()
    answer: dict[str, Any]
    path = Path(arguments[0])
    try:
        answer = {"book": read(path)}
    except Trouble as trouble:
        answer = {"trouble": trouble.code, "args": trouble.args_}
    except MemoryError:
        answer = {"trouble": "import.too_big", "args": {"path": path.name}}
    except ImportError as error:  # a part of the program is gone; the file was not looked at
        what = error.name or str(error)
        answer = {"trouble": "import.program_fault", "args": {"path": path.name, "what": what}}
    except BaseException:  # noqa: BLE001 - a parser's panic is no Exception; all mean: damaged
        answer = {"trouble": "import.damaged", "args": {"path": path.name}}
    try:
        data = json.dumps(answer, ensure_ascii=False, default=_plain).encode("utf-8", "replace")
    except MemoryError:
        data = b""
    if not data or len(data) > MAX_ANSWER:
        answer = {"trouble": "import.too_big", "args": {"path": path.name}}
        data = json.dumps(answer).encode()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def limit() -> None:
    """Caps memory and processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path) -> dict[str, Any]:
    """The book as plain lists. Raises Trouble."""
    kind = guard.examine(path)
    if kind is Format.CSV:
        rows, encoding = read_csv(path.read_bytes(), path.name)
        return {"format": kind, "encoding": encoding, "sheets": [{"name": "", "rows": rows}]}
    marks, facts = _marks(path, kind)
    return {"format": kind, **facts, "sheets": _sheets(path, kind, marks)}


def _marks(path: Path, kind: Format) -> tuple[list[Any], dict[str, Any]]:
    if kind is Format.XLSX:
        try:
            with zipfile.ZipFile(path) as archive:
                package = sheetxml.Package(archive)
                marks = [package.marks(part) for part in package.sheet_parts()]
                return marks, {"base_1904": package.base_1904, "macros": package.macros}
        except sheetxml.DtdError as error:
            raise Trouble("import.dtd", path=path.name) from error
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Trouble("import.damaged", path=path.name) from error
    if kind is Format.XLS:
        try:
            with path.open("rb") as file:
                container = ole.Container(file)
                names = container.names()
                if "Workbook" not in names:
                    return [], {}
                found = biff.scan(container.stream("Workbook"))
        except (ole.DamagedError, struct.error):
            return [], {}  # calamine says whether it can be read all the same
        if found.password:
            raise Trouble("import.password", path=path.name)
        return list(found.sheets), {"base_1904": found.base_1904, "macros": "_VBA_PROJECT" in names}
    return [], {}


def _sheets(path: Path, kind: Format, marks: list[Any]) -> list[dict[str, Any]]:
    import python_calamine as calamine

    try:
        # By content: offices rename files, and calamine believes a path's suffix.
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise Trouble("import.password", path=path.name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        code = "import.old_format" if kind is Format.XLS else "import.damaged"
        raise Trouble(code, path=path.name) from error
    if not book.sheets_metadata:
        raise Trouble("import.old_format", path=path.name)
    sheets = []
    left = MAX_CELLS
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        mark = marks[index] if index < len(marks) else None
        told: dict[str, Any] = {
            "name": about.name,
            "hidden": about.visible != calamine.SheetVisibleEnum.Visible,
        }
        sheets.append(told)
        if trouble := _too_far(mark, about.name):
            told["trouble"] = trouble
            continue
        try:
            sheet = book.get_sheet_by_index(index)
            cells = (sheet.end[0] + 1) * (sheet.end[1] + 1) if sheet.end else 0
            if cells > left:
                told["trouble"] = ("import.sheet_too_big", {"sheet": about.name})
                continue
            left -= cells
            told["rows"] = _rows(sheet.to_python(skip_empty_area=False))
            if any(type(c) is str and len(c) > MAX_TEXT for row in told["rows"] for c in row):
                told |= {"rows": [], "trouble": ("import.sheet_too_big", {"sheet": about.name})}
                continue
            merges = sheet.merged_cell_ranges or []
        except (calamine.CalamineError, OSError, ValueError):
            told["trouble"] = ("import.sheet_damaged", {"sheet": about.name})
            continue
        told |= _told(mark, merges)
    return sheets


def _too_far(mark: Any, name: str) -> tuple[str, dict[str, Any]] | None:
    if isinstance(mark, sheetxml.Marks):
        if mark.rows > sheetxml.MAX_ROWS:
            return "import.too_many_rows", {"sheet": name, "rows": sheetxml.MAX_ROWS}
        if mark.far:
            return "import.far_cell", {"sheet": name, "cell": mark.far}
    return None


def _told(mark: Any, merges: list[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"merges": [(*first, *last) for first, last in merges[:100_000]]}
    if isinstance(mark, sheetxml.Marks):
        told["merges"] = [(m.top, m.left, m.bottom, m.right) for m in mark.merges[:100_000]]
    if mark is not None:
        told["hidden_rows"] = list(mark.hidden_rows)
        told["hidden_columns"] = list(mark.hidden_columns)
        told["percents"] = list(mark.percents)
        told["errors"] = list(mark.errors)
        told["uncomputed"] = list(mark.uncomputed)
    return told


def _rows(rows: list[list[Any]]) -> list[list[Any]]:
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows


def _plain(value: Any) -> Any:
    """Dates as a list of their ISO text, so that they differ from texts."""
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, time | timedelta):
        return str(value)
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
