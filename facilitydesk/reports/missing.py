"""未报名单: exactly the works that have not reported the week, with whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.periods import week_label
from facilitydesk.domain.phones import shown
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Paper,
    Row,
    Setup,
    Sheet,
    Table,
    column,
)
from facilitydesk.services import papers
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.papers import WorkLine


def missing_table(works: Sequence[WorkLine], *, full_phones: bool = False) -> Table:
    """A line for each work without an entry this week, with the school's contact and phone."""
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        column("township"),
        column("school"),
        column("project"),
        Column("上次填报", Kind.DATE),
        Column("联系人", align=Align.CENTER),
        Column("联系电话", align=Align.CENTER),
    )
    rows = tuple(
        Row(
            (
                number,
                line.names.township,
                line.names.school,
                line.label,
                line.state.as_of or "从未填报",
                line.names.contact,
                shown(line.names.phone, full=full_phones),
            )
        )
        for number, line in enumerate(works, 1)
    )
    return Table(heads, rows)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The chase list of the week that holds the day."""
    asked = resolve(desk, as_of, options)
    report = dashboard(desk, asked.scope, with_curve=False).reporting
    silent = set(report.missing_works)
    works = [w for w in papers.works(desk, asked.scope) if w.state.work_id in silent]
    schools = len({line.names.school_id for line in works})
    rate = report.rate.explain(asked.style)
    title = f"{week_label(report.week)}进度未填报名单"
    sheet = Sheet(
        title,
        (missing_table(works, full_phones=asked.options.full_phones),),
        subtitle=f"（{asked.up_to}，未填报{len(works)}项，涉及{schools}所学校）",
        office=asked.filler,
        unit="",
        notes=(f"注：填报率{rate}。",),
        setup=Setup(Paper.A4, landscape=False),
        name="未报名单",
    )
    return Document(title, (sheet,))
