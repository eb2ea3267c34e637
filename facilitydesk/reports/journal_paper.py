"""操作日志 on paper: who changed what, when, from what to what, in the order it happened."""

from __future__ import annotations

from datetime import date

from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.page import Align, Column, Document, Row, Sheet, Table
from facilitydesk.services import log
from facilitydesk.services.desk import Desk
from facilitydesk.services.log import Asked

_MOST = 5000
_LONGEST = 160  # characters of one value

HEADS = (
    Column("操作号", align=Align.CENTER),
    Column("时间", align=Align.CENTER),
    Column("经办人", align=Align.CENTER),
    Column("事项"),
    Column("类别", align=Align.CENTER),
    Column("对象"),
    Column("栏目"),
    Column("原值"),
    Column("新值"),
)


def table(found: log.Log) -> Table:
    """A row for each change, the oldest first."""
    rows = (
        Row(
            (
                str(line.seq),
                line.moment[:16],
                line.officer,
                line.label,
                line.kind,
                _short(line.thing),
                line.field or line.what,
                _short(line.before),
                _short(line.after),
            )
        )
        for line in sorted(found.lines, key=lambda line: line.id)
    )
    return Table(HEADS, tuple(rows))


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The log from `since` (the first of the month) to the day, of one officer or of all."""
    first = options.since or as_of.replace(day=1)
    asked = Asked(
        first=first,
        last=as_of,
        officer=options.officer,
        full_phones=options.full_phones,
    )
    found = log.lines(desk, asked, most=_MOST)
    words = resolve(desk, as_of, options)
    whose = f"，{options.officer}" if options.officer else ""
    span = f"{first.isoformat()}至{as_of.isoformat()}{whose}，共{found.count}处改动"
    notes = ["注：操作号连续编排，内容取自数据文件的操作日志，撤销也是一次操作。"]
    if found.count > len(found.lines):
        notes.append(f"只列最近{len(found.lines)}处；请缩短时间段后分次打印。")
    sheet = Sheet(
        "操作日志",
        (table(found),),
        subtitle=f"（{span}）",
        office=words.filler,
        unit="",
        notes=tuple(notes),
        name="操作日志",
    )
    return Document("操作日志", (sheet,))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
