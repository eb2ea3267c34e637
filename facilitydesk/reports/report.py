"""What a report is: its name, its title, how its paper is made and which options change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from facilitydesk.domain.problems import Problem
from facilitydesk.reports import closed_books
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Document, Paper, Setup, Sheet
from facilitydesk.services.desk import Desk

Build = Callable[[Desk, date, Options], Document]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name on the command line, its Chinese title, how it is made.

    `options` are the fields of Options that change its paper; the report page asks for these.
    `per_school` reports are about one school; without one, a file is made for each. A report of
    `money` is compared with what was closed before every print.
    """

    name: str
    title: str
    build: Build
    options: tuple[str, ...]
    per_school: bool = False
    money: bool = False
    schools: Callable[[Desk, date], dict[int, str]] | None = None  # None: those with works

    def damage(self, desk: Desk, as_of: date, options: Options) -> tuple[Problem, ...]:
        """What to say on the paper and before it goes out; see closed_books."""
        until = options.days(as_of)[1] if options.span else as_of
        return closed_books.damaged(desk, until) if self.money else ()

    def paper(
        self, desk: Desk, as_of: date, options: Options, damage: Sequence[Problem]
    ) -> Document:
        """What is printed: the document with a line for all damage."""
        return closed_books.told(self.build(desk, as_of, options), damage)


def on_paper(document: Document, paper: Paper | None) -> Document:
    """The document with its tables on a chosen paper; None lets the printer choose."""
    if paper is None:
        return document
    parts = tuple(_on(part, paper) if isinstance(part, Sheet) else part for part in document.parts)
    return replace(document, parts=parts)


def _on(sheet: Sheet, paper: Paper) -> Sheet:
    return replace(sheet, setup=Setup(paper, sheet.setup.landscape if sheet.setup else True))
