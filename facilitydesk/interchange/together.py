"""Several files taken in as one book: what thirty schools sent back is reviewed and stored at once.

Each sheet is called by its file. A file that cannot be read does not keep the others out: it
stands among the problems with its reason.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange.grid import Format, RawBook, Sheet
from facilitydesk.interchange.reader import read_raw

Told = Callable[[int, str], bool]
"""(how many files are read, the next one's name) → whether to stop."""


def read_together(paths: Sequence[Path], told: Told) -> RawBook:
    """The cells of several files, one after the other.

    Raises Trouble when none of them can be read, with the reason of the first, and when stopped.
    """
    books: dict[Path, RawBook] = {}
    failed: dict[Path, Trouble] = {}
    for number, path in enumerate(paths):

        def cancelled(done: int = number, name: str = path.name) -> bool:
            return told(done, name)

        if cancelled():
            raise Trouble("import.cancelled", path=path.name)
        try:
            books[path] = read_raw(path, cancelled=cancelled)
        except Trouble as trouble:
            if trouble.code == "import.cancelled":
                raise
            failed[path] = trouble
    if not books:
        raise next(iter(failed.values()))
    sheets: list[Sheet] = []
    taken: set[str] = set()
    for path in paths:
        if path in failed:
            what = failed[path]
            empty = Sheet(_free(path.stem, taken), file=path.name)
            sheets.append(dataclasses.replace(empty, trouble=(what.code, what.args_)))
            continue
        book = books[path]
        several = sum(bool(sheet.rows) for sheet in book.sheets) > 1
        for sheet in book.sheets:
            name = f"{path.stem} · {sheet.name}" if several else path.stem
            named = dataclasses.replace(sheet, name=_free(name, taken), file=path.name)
            sheets.append(dataclasses.replace(named, base_1904=book.base_1904))
    formats = {book.format for book in books.values()}
    return RawBook(
        name=f"{paths[0].name}等{len(paths)}个文件",
        format=formats.pop() if len(formats) == 1 else Format.XLSX,
        sheets=sheets,
        macros=any(book.macros for book in books.values()),
    )


def sum_of(paths: Sequence[Path]) -> str:
    """The SHA-256 of a file; of several that of their sums, whatever their order.

    Of several one that cannot be opened counts by nothing.
    """
    sums = []
    for path in paths:
        with contextlib.suppress(*((OSError,) if len(paths) > 1 else ())), path.open("rb") as file:
            sums.append(hashlib.file_digest(file, "sha256").hexdigest())
    return (
        sums[0] if len(paths) == 1 else hashlib.sha256("".join(sorted(sums)).encode()).hexdigest()
    )


def _free(name: str, taken: set[str]) -> str:
    """The name, or with a number when another file is called the same."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}（{number}）", number + 1
    taken.add(free)
    return free
