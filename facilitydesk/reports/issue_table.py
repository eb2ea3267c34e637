"""问题台账: the open problems, the longest overdue first, with who sees to them and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Align, Column, Document, Row, Sheet, Table, column
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import notes
from facilitydesk.services.projects.notes import NoteRow


def issue_table(rows: Sequence[NoteRow]) -> Table:
    """A line for each problem."""
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        column("school"),
        column("project"),
        Column("问题"),
        Column("整改措施"),
        Column("责任人"),
        Column("提出日期", Kind.DATE),
        Column("整改期限", Kind.DATE),
        Column("状态", align=Align.CENTER),
    )
    return Table(
        heads,
        tuple(
            Row(
                (
                    number,
                    row.school,
                    row.project,
                    row.text,
                    row.measure,
                    row.owner,
                    row.raised,
                    row.due,
                    row.state,
                )
            )
            for number, row in enumerate(rows, 1)
        ),
    )


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """All problems raised up to the day, the closed ones behind the open ones."""
    asked = resolve(desk, as_of, options)
    found = notes.rows(desk, programme_id=options.programme_id, as_of=as_of)
    rows = [row for row in found if row.raised <= as_of]
    still = sum(row.closed is None for row in rows)
    late = sum(bool(row.overdue) for row in rows)
    sheet = Sheet(
        f"{asked.programme}问题台账",
        (issue_table(rows),),
        subtitle=f"（{asked.up_to}，共{len(rows)}个，未销号{still}个，已逾期{late}个）",
        office=asked.filler,
        unit="",
        signatures=("单位负责人：", "审核人：", "填报人：", "联系电话："),
        name="问题台账",
    )
    return Document("问题台账", (sheet,))
