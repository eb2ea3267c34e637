"""项目进度表: the works of a scope as of a day, and one such paper for a single school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitydesk.domain.problems import Refused
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.cells import rounding_shows
from facilitydesk.reports.paper.page import Document, Sheet, Table
from facilitydesk.reports.work_table import work_table
from facilitydesk.services import papers
from facilitydesk.services.desk import Desk


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """All works of the scope."""
    asked = resolve(desk, as_of, options)
    table = work_table(papers.works(desk, asked.scope), asked)
    return _document(f"{asked.subject}进度表", table, asked)


def build_school(desk: Desk, as_of: date, options: Options) -> Document:
    """The works of one school. Raises Refused("report.no_school") when none is named."""
    asked = resolve(desk, as_of, replace(options, by_township=False))
    works = [
        line
        for line in papers.works(desk, asked.scope)
        if line.names.school_id == options.school_id
    ]
    if not works:
        raise Refused("report.no_school")
    return _document(f"{works[0].names.school}项目进度表", work_table(works, asked), asked)


def _document(title: str, table: Table, asked: Asked) -> Document:
    notes = ("注：合计数与分项之和的差异由四舍五入引起。",) if rounding_shows(table) else ()
    sheet = Sheet(
        title,
        (table,),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        notes=notes,
        signatures=SIGNATURES,
        name="进度表",
    )
    return Document(title, (sheet,))
