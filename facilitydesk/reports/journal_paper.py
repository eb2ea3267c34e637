"""操作日志 on paper: who changed what, when, from what to what, in the order it happened."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Align, Column, Document, Row, Sheet, Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import log
from facilitydesk.services.journal.log import Asked

_MOST = 5000
_LONGEST = 160  # characters of one value
_MANY = 20  # rows that one operation made or deleted, as an import does: told in one line

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
    """A row for each change, the oldest first; many rows made or deleted at once are one."""
    rows: list[Row] = []
    lines = sorted(found.lines, key=lambda line: line.id)
    for (_seq, _kind, field, what), same in groupby(lines, key=_alike):
        group = list(same)
        first = group[0]
        if not field and len(group) >= _MANY:
            count = f"（{len(group)}条）"
            rows.append(_row(first, count, what, "", f"一次{what}{len(group)}条"))
            continue
        rows += [
            _row(each, each.thing, each.field or what, each.before, each.after) for each in group
        ]
    return Table(HEADS, tuple(rows))


def _alike(line: log.Line) -> tuple[int, str, str, str]:
    return line.seq, line.kind, line.field, line.what


def _row(line: log.Line, thing: str, field: str, before: str, after: str) -> Row:
    who = (str(line.seq), line.moment[:16], line.officer, line.label, line.kind)
    return Row((*who, _short(thing), field, _short(before), _short(after)))


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The log from `first` (the first of the month) to the day, of one officer or of all."""
    first = options.first or as_of.replace(day=1)
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
    notes = [
        "注：一次新增或删除20条以上的合为一行，逐条内容可在“设置—操作日志”中查看。操作号连续编排，内容取自数据文件的操作日志，撤销也是一次操作。"
    ]
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
