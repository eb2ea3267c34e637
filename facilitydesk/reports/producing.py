"""A report made and written: to a file of its ending, one for each school where it is per school."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk import atomic
from facilitydesk.domain.file_names import free_file_name
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.fonts import FontBook
from facilitydesk.reports.paper.marking import marked
from facilitydesk.reports.paper.page import Document
from facilitydesk.reports.report import Report
from facilitydesk.services import papers
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope, programme_named

ENDINGS = (".pdf", ".xlsx", ".docx")


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the files, their pages, and what the officer should know."""

    report: Report
    as_of: date
    files: tuple[Path, ...]
    pages: int
    notices: tuple[Problem, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of `report --json`."""
        return {
            "report": self.report.name,
            "title": self.report.title,
            "as_of": self.as_of.isoformat(),
            "files": [str(path) for path in self.files],
            "pages": self.pages,
            "notices": [
                {"code": each.code, "severity": each.severity.value, "message": each.message}
                for each in self.notices
            ],
        }

    def summary(self) -> str:
        """What a person reads on the command line."""
        shown = "\n".join(str(path) for path in self.files)
        said = "\n".join(notice.message for notice in self.notices)
        return f"已生成{self.report.title}：\n{shown}" + (f"\n{said}" if said else "")


def produce(
    desk: Desk,
    name: str,
    *,
    as_of: date,
    out: Path,
    school: str | None = None,
    programme: str | None = None,
    options: Options | None = None,
) -> Made:
    """Make a report and write it as PDF, xlsx or docx, by the ending of `out`.

    A report per school without a school makes one file for each beside `out`, named after the
    school: 进度表.pdf → 进度表_城关小学.pdf. Raises Refused for an unknown report, programme,
    school or ending, Trouble when a file cannot be written.
    """
    report = report_named(name)
    if out.suffix.lower() not in ENDINGS:
        raise Refused("report.ending", path=out.name)
    wanted = options or Options()
    if programme:
        wanted = replace(wanted, programme_id=programme_named(desk, programme))
    jobs: list[tuple[Path, Options]] = [(out, wanted)]
    if school or report.per_school:
        jobs = _school_jobs(desk, as_of, out, wanted, school, report)
    files: list[Path] = []
    pages = 0
    damage = report.damage(desk, as_of, wanted)
    notices = {(each.code, each.message): each for each in damage}
    for path, chosen in jobs:
        document, _ = marked(desk, report.paper(desk, as_of, chosen, damage))
        data, count, found = drawn(document, path.suffix)
        atomic.save(path, data)
        files.append(path)
        pages += count
        notices |= {(each.code, each.message): each for each in found}
    return Made(report, as_of, tuple(files), pages, tuple(notices.values()))


def drawn(
    document: Document, ending: str, book: FontBook | None = None
) -> tuple[bytes, int, tuple[Problem, ...]]:
    """The document as a file's content, its pages (0 for what has none yet) and its notices.

    `ending` is one of ENDINGS. Many papers of one run share the `book` of fonts.
    """
    if ending.lower() == ".pdf":
        from facilitydesk.reports.paper import pdf

        printed = pdf.render(document, book)
        return printed.pdf, printed.pages, printed.notices
    if ending.lower() == ".docx":
        from facilitydesk.reports.paper import docx

        word = docx.render(document, book)
        return word.docx, 0, word.notices
    from facilitydesk.reports.paper import xlsx

    workbook = xlsx.render(document)
    return workbook.xlsx, 0, workbook.notices


def _school_jobs(
    desk: Desk, as_of: date, out: Path, wanted: Options, school: str | None, report: Report
) -> list[tuple[Path, Options]]:
    """One job for the school named, else one for each school with works."""
    scope = Scope(as_of, wanted.programme_id, wanted.period, wanted.with_pooled)
    known: dict[int, str] = report.schools(desk, as_of) if report.schools else {}
    for line in () if report.schools else papers.works(desk, scope):
        known.setdefault(line.names.school_id, line.names.school)
    if school:
        for school_id, name in known.items():
            if name == school:
                return [(out, replace(wanted, school_id=school_id))]
        raise Refused("report.unknown_school", name=school)
    if not known:
        raise Refused("report.no_school")
    jobs = []
    taken: set[str] = set()
    for school_id, name in known.items():
        path = out.with_name(free_file_name(f"{out.stem}_{name}", out.suffix, taken))
        jobs.append((path, replace(wanted, school_id=school_id)))
    return jobs
