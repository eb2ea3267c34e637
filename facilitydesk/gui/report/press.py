"""From the chosen options to a finished paper: document, PDF, findings, and what was known.

Nothing here touches a widget; it runs in the background and is told by `step` to go on or stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk import atomic
from facilitydesk.domain.file_names import free_file_name
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Problem
from facilitydesk.reports import bulletin, bulletin_check
from facilitydesk.reports.bulletin_data import gather
from facilitydesk.reports.catalogue import REPORTS
from facilitydesk.reports.closed_books import told
from facilitydesk.reports.issuing import stored_figures
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.fonts import FontBook
from facilitydesk.reports.paper.marking import marked
from facilitydesk.reports.paper.page import Document, Paper
from facilitydesk.reports.paper.pdf import Printed
from facilitydesk.reports.producing import drawn
from facilitydesk.reports.report import Report, on_paper
from facilitydesk.services import papers, printing, report_options
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.printing import Difference, Print, StoredFigure

Step = Callable[[int, int, str], None]

_SCOPE = ("programme_id", "period", "with_pooled")
# What an office keeps from one paper to the next; the contact line, with its telephone number,
# only from one issue to the next.
_KEPT = (
    *("red_head", "bureau", "addressees", "copies", "paper", "by_township", "rank_by"),
    *("total_first", "places", "mode", "trim_zeros", "ties", "until"),
)
_ISSUED = (*_KEPT, "contact")


def used_options(report: Report) -> tuple[str, ...]:
    """The options that change a report's paper; the paper itself can always be chosen."""
    return (*report.options, "paper")


def beginning(desk: Desk, report: Report) -> dict[str, Any]:
    """The options that the last paper of a report leaves to the next, else what is usual."""
    last = printing.latest(desk, report.name)
    values = {key: None if key == "paper" else getattr(Options(), key) for key in _ISSUED}
    if last is not None:
        values |= {key: each for key, each in _values(last.options).items() if key in _ISSUED}
    kept = report_options.kept(desk, report.name)
    return values | {key: each for key, each in _values(kept).items() if key in kept}


def to_keep(wanted: Wanted) -> dict[str, Any]:
    """What is kept of a paper that goes out."""
    stored, used = wanted.stored(), used_options(wanted.report)
    return {key: stored[key] for key in _KEPT if key in used}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report, of which day, with which options (as the panel gives them)."""

    report: Report
    as_of: date
    values: Mapping[str, Any]

    @property
    def options(self) -> Options:
        known = {key: value for key, value in self.values.items() if key in Options.__slots__}
        return Options(**known)

    @property
    def paper(self) -> Paper | None:
        """The paper chosen for tables; None lets the printer choose."""
        chosen = self.values.get("paper")
        return Paper(chosen) if chosen else None

    def stored(self) -> dict[str, Any]:
        """The options as a stored print keeps them."""
        return {**self.options.to_json(), "paper": self.values.get("paper")}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper with what the officer should know before it goes out."""

    wanted: Wanted
    document: Document
    printed: Printed
    known_at: int
    findings: tuple[Problem, ...]
    fonts: str
    head: str = ""  # hash of operation `known_at`, as the paper says it

    @property
    def title(self) -> str:
        return self.document.title

    def to_issue(self) -> printing.Paper:
        """What is stored when it is issued."""
        return printing.Paper(
            self.wanted.report.name,
            self.document.title,
            self.wanted.as_of,
            self.known_at,
            self.wanted.stored(),
            stored_figures(self.document),
            self.printed.pdf,
            self.head,
        )


def make(desk: Desk, wanted: Wanted, step: Step) -> Made:
    """The paper as asked. Raises Trouble, or what `step` raises when it is to stop."""
    step(0, 3, tr("统计数据"))

    def read() -> tuple[Document, tuple[Problem, ...]]:
        report, as_of, options = wanted.report, wanted.as_of, wanted.options
        damage = report.damage(desk, as_of, options)
        if report.name == bulletin.NAME:  # its figures are read once, for the paper and its check
            data = gather(desk, resolve(desk, as_of, options))
            document = on_paper(told(bulletin.document(data), damage), wanted.paper)
            step(1, 3, tr("印发前校验"))
            return document, (*damage, *bulletin_check.check(desk, data))
        document = build(desk, wanted, damage)
        step(1, 3, tr("印发前校验"))
        return document, (*damage, *_fallen(desk, wanted, document))

    (document, findings), known_at = printing.steady(desk, read)
    document, head = marked(desk, document, known_at)
    step(2, 3, tr("排版"))
    book = FontBook()
    printed = pdf.render(document, book)
    step(3, 3, "")
    findings = (*findings, *printed.notices)
    return Made(wanted, document, printed, head.seq, findings, fonts_note(book), head.hash)


def build(desk: Desk, wanted: Wanted, damage: Sequence[Problem] = ()) -> Document:
    """The document on the paper that was chosen, with a line for all damage."""
    document = wanted.report.paper(desk, wanted.as_of, wanted.options, damage)
    return on_paper(document, wanted.paper)


def _fallen(desk: Desk, wanted: Wanted, document: Document) -> tuple[Problem, ...]:
    """What to look at before it is issued: the figures below those of the last issue."""
    stored = wanted.stored()
    same = {key: stored[key] for key in (*_SCOPE, "school_id")}
    before = printing.previous(desk, wanted.report.name, wanted.as_of, same)
    return () if before is None else printing.fallen(before, stored_figures(document))


def damage_since(desk: Desk, stored: Print) -> tuple[Problem, ...]:
    """What a reprint of money must say beside its stored pages, which never change.

    The closed balances are computed again, as for a new print of that report and day.
    """
    report = next((each for each in REPORTS if each.name == stored.name), None)
    if report is None:
        return ()
    found = report.damage(desk, stored.as_of, Options.of_json(dict(stored.options)))
    return tuple(
        Problem("money.closing_reprint", each.severity, each.field, {"what": each.message})
        for each in found
    )


def fonts_note(book: FontBook) -> str:
    """Which fonts of this PC the paper is set in; those that stand in are among the findings."""
    used = [f"{c.role.value}{tr('用')}{c.used}" for c in book.choices() if c.used]
    return f"{tr('字体')}：{'，'.join(used)}" if used else ""


def now(desk: Desk, stored: Print, report: Report) -> tuple[StoredFigure, ...]:
    """The figures of a stored print as they would be printed with what is known now."""
    wanted = Wanted(report, stored.as_of, _values(stored.options))
    return stored_figures(build(desk, wanted))


def compared(desk: Desk, stored: Print, report: Report) -> tuple[Difference, ...]:
    """What a stored print says, against what is known now."""
    return printing.differences(stored.figures, now(desk, stored, report))


def _values(stored: Mapping[str, Any]) -> dict[str, Any]:
    options = Options.of_json(dict(stored))
    values = {key: getattr(options, key) for key in Options.__slots__}
    return {**values, "paper": stored.get("paper")}


def schools(desk: Desk, wanted: Wanted) -> dict[int, str]:
    """The schools the report speaks of, else those with works on the day, in register order."""
    if wanted.report.schools is not None:
        return wanted.report.schools(desk, wanted.as_of)
    options = wanted.options
    scope = Scope(wanted.as_of, options.programme_id, options.period, options.with_pooled)
    found: dict[int, str] = {}
    for line in papers.works(desk, scope):
        found.setdefault(line.names.school_id, line.names.school)
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a batch, and what the officer should know before they go out."""

    files: tuple[Path, ...]
    findings: tuple[Problem, ...] = ()


def write_each(
    desk: Desk, wanted: Wanted, folder: Path, step: Step, suffix: str = ".pdf"
) -> Written:
    """A file for each school, named 标题_学校_日期 with the ending `suffix`."""
    found = schools(desk, wanted)
    damage = wanted.report.damage(desk, wanted.as_of, wanted.options)
    written: list[Path] = []
    book = FontBook()
    taken: set[str] = set()
    for done, (school_id, name) in enumerate(found.items()):
        step(done, len(found), name)
        one = replace(wanted, values={**wanted.values, "school_id": school_id})
        document, _ = marked(desk, build(desk, one, damage))
        data, _, _ = drawn(document, suffix, book)
        title = f"{wanted.report.title}_{name}_{wanted.as_of:%Y%m%d}"
        path = folder / free_file_name(title, suffix, taken)
        atomic.save(path, data)
        written.append(path)
    return Written(tuple(written), damage)
