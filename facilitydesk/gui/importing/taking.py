"""The page's hands on the interchange services: reading, planning, doing, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.names import folded_name
from facilitydesk.gui.importing import counting, lines, reviewed
from facilitydesk.gui.importing.draft import Draft
from facilitydesk.interchange.book import Book, CellProblem, Table
from facilitydesk.interchange.reader import read_raw
from facilitydesk.interchange.review import Review, review
from facilitydesk.interchange.review import take_in as take_book_in
from facilitydesk.interchange.together import Told, read_together, sum_of
from facilitydesk.services import import_history, importing
from facilitydesk.services.datafile import backups
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.importing import Options, TakenIn
from facilitydesk.services.projects import programmes

Step = Callable[[int, int, str], None]
UNSETTLED = tr("未定专项")
_FILE_AGAIN = "import.file_again"  # told in a line of its own, as soon as the file is read


@dataclass(frozen=True)
class Known:
    """What the data file knows beforehand."""

    before: str = ""  # when and by whom the same file was taken in
    programmes: Sequence[str] = ()

    def programme_found(self, table: Table) -> str:
        """What applies when no programme is chosen: the column, else the title, else none."""
        if any(column.key == "programme" for column in table.columns):
            return tr("按表内专项栏")
        title = folded_name(table.title or table.sheet)
        for name in sorted(self.programmes, key=len, reverse=True):
            if len(name) >= 3 and folded_name(name) in title:
                return tr("按标题：{name}").format(name=name)
        return tr("按标题，未写明的为“未定专项”")


@dataclass(frozen=True)
class Plan:
    """What an import would do, ready for the lists."""

    counts: Sequence[counting.Count] = ()
    lines: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    problems: Sequence[CellProblem] = ()  # beyond those of reading
    refused: frozenset[tuple[str, int]] = frozenset()  # sheet, row number
    rows: int = 0  # that go in


@dataclass(frozen=True)
class Done:
    """What an import did."""

    head: str
    figures: Sequence[tuple[str, int]]
    note: str
    review: Review
    changes: Any  # of the import, for the pages

    @property
    def seq(self) -> int | None:
        """The operation of the import; None when it wrote nothing."""
        made = self.review.plan.changes
        return made.seq if made else None

    @property
    def refused(self) -> int:
        """How many rows stayed out."""
        return len(self.review.refused)

    @property
    def works(self) -> tuple[int, ...]:
        """The works that were made."""
        made = self.review.plan.changes
        touched = sorted(made.touched) if made else []
        return tuple(row_id for name, row_id in touched if name == "work")

    @property
    def buildings(self) -> tuple[int, ...]:
        """The buildings that were made or changed."""
        made = self.review.plan.changes
        touched = sorted(made.touched) if made else []
        return tuple(row_id for name, row_id in touched if name == "building")


def open_book(desk: Desk, paths: Sequence[Path], told: Told) -> tuple[Draft, Book, Known]:
    """Read a file or several in the child, recognise them with remembered layouts.

    Raises Trouble when nothing can be read.
    """
    if len(paths) == 1:
        (path,) = paths
        raw = read_raw(path, cancelled=lambda: told(0, path.name))
    else:
        raw = read_together(paths, told)
    sha256 = sum_of(paths)
    draft = Draft(tuple(paths), raw, sha256, remembered=importing.mappings(desk))
    book = draft.recognise()
    before = importing.taken_in_before(desk, sha256)
    names = tuple(row.name for row in programmes.rows(desk) if row.name != UNSETTLED)
    return draft, book, Known(_before(before) if before else "", names)


def _before(record: TakenIn) -> str:
    return tr(
        "该文件已于{at}由{officer}导入过，共{rows}行；再次导入只补充空白，不会重复登记。"
    ).format(
        at=f"{record.at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        officer=record.officer,
        rows=record.rows,
    )


def plan(desk: Desk, draft: Draft, book: Book) -> Plan:
    """What the import of a book would do now; reads only. Raises Trouble."""
    chosen = draft.chosen(book)
    made = review(desk, chosen, _options(draft))
    return _plan(made, draft)


def take_in(desk: Desk, draft: Draft, step: Step) -> Done:
    """Take the draft in as one operation; the checks run again inside of it. Raises Trouble."""
    step(0, 0, draft.raw.name)
    book = draft.recognise()
    backups.before_import(desk, step)
    done = take_book_in(desk, draft.chosen(book), _options(draft))
    _remember(desk, draft, book)
    head = tr("已从“{name}”导入{rows}行").format(name=draft.raw.name, rows=_rows(done))
    note = tr("这是一步操作，可随时撤销（Ctrl+Z）。")
    if done.refused:
        note = tr("退回的行没有导入，可另存为表格退回报送单位更正。") + note
    if done.plan.changes is None or done.plan.changes.seq is None:
        head = tr("“{name}”没有要导入的内容").format(name=draft.raw.name)
        note = tr("表中可导入的内容均已登记，数据没有变动。")
    return Done(head, counting.figures(done), note, done, done.plan.changes)


def _remember(desk: Desk, draft: Draft, book: Book) -> None:
    """Keep what was mapped by hand, so that the next book of this layout needs no mapping."""
    used = {table.signature for table in book.tables}
    for signature, layout in draft.layouts.items():
        if signature not in used:
            continue
        if layout and draft.remembered.get(signature) != layout:
            importing.remember_mapping(desk, signature, layout)
        elif not layout and signature in draft.remembered:
            importing.forget_mapping(desk, signature)


def history(desk: Desk) -> dict[str, str]:
    """File name → when it was taken in last, by whom and how many rows."""
    told: dict[str, str] = {}
    for record in import_history.lately(desk):
        at = f"{record.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
        text = tr("{at} {officer}导入，共{rows}行")
        told.setdefault(
            record.file_name, text.format(at=at, officer=record.officer, rows=record.rows)
        )
    return told


def steps_since(desk: Desk, done: Done) -> int | None:
    """How many of the officer's steps came after an import; None when it has been undone."""
    from facilitydesk.services.journal import undoing

    if done.seq is None:
        return 0
    later = [step.seq for step in undoing.steps(desk).undo]
    return later.index(done.seq) if done.seq in later else None


def write_send_back(done: Done, path: Path) -> Path:
    """Write the refused rows with their reasons as a workbook. Raises Trouble."""
    from facilitydesk.atomic import save
    from facilitydesk.interchange.sendback import send_back

    save(path, send_back(done.review) or b"")
    return path


def _options(draft: Draft) -> Options:
    return Options(
        file_name=draft.raw.name,
        sha256=draft.sha256,
        programme=draft.programme,
        update=frozenset(draft.update),
        hidden=draft.hidden,
        same_school=dict(draft.same_school),
    )


def _rows(made: Review) -> int:
    """How many rows go in; none where all they say is there already."""
    if made.plan.idle:
        return 0
    return sum(outcome.what in ("new", "found") for outcome in made.plan.outcomes)


def _plan(made: Review, draft: Draft) -> Plan:
    planned = lines.planned(made)
    different = lines.different(made)
    schools = lines.schools(made, draft)
    return Plan(
        counts=counting.strip(made, len(different), len(schools)),
        lines={
            reviewed.PLANNED: planned,
            reviewed.DIFFERENT: different,
            reviewed.SCHOOLS: schools,
        },
        problems=[p for p in made.problems if p.problem.code != _FILE_AGAIN],
        refused=made.refused,
        rows=_rows(made),
    )
