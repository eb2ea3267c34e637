"""建议清单: what to build or buy next, in order, each line with its reasons and their points."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.norms import plain
from facilitydesk.reports.annex import signed
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Align, Column, Document, Row, Table
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import advice, planned, weak
from facilitydesk.services.norms.advice import Advice
from facilitydesk.services.norms.weak import Weak


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The list, and the weak schools by the criteria of the settings."""
    asked = resolve(desk, as_of, options)
    known = weak.known(desk, as_of)
    with desk.read() as connection:
        coming = planned.read(connection, desk, as_of)
    chosen = settings.load(desk)
    found = advice.of(known, coming, chosen.advice)
    schools = weak.of(known, chosen.weak)
    title = f"{asked.home.name}教育装备和校舍建设建议清单"
    first = signed(
        asked,
        title,
        (_list(found),),
        notes=tuple(text for text in (f"注：{found.weights.words}", found.words) if text),
        name="建议清单",
    )
    second = signed(
        asked,
        f"{asked.home.name}薄弱学校名单",
        (_weak(schools),),
        notes=(
            f"注：条件为{schools.rules.text}。{schools.schools}所学校中列入{len(schools.rows)}所。",
        ),
        name="薄弱学校",
    )
    return Document(title, (first, second))


def _list(found: Advice) -> Table:
    columns = (
        Column("序", Kind.COUNT, align=Align.CENTER),
        Column("学校", width=40),
        Column("乡镇"),
        Column("方式", align=Align.CENTER),
        Column("建议", width=40),
        Column("数量", align=Align.RIGHT),
        Column("单位", align=Align.CENTER),
        Column("分", Kind.COUNT, align=Align.CENTER),
        Column("理由（分值）", width=84),
        Column("已有安排", width=36),
    )
    rows = tuple(
        Row(
            (
                *(row.rank, row.school, row.unit, row.remedy.term, row.title),
                None if row.left is None else plain(row.left),
                *(row.measure_unit, row.score, row.reason_text, row.deducted),
            )
        )
        for row in found.rows
    )
    return Table(columns, rows)


def _weak(found: Weak) -> Table:
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("学校", width=44),
        Column("乡镇"),
        Column("类别"),
        Column("学生数", Kind.COUNT),
        Column("列入原因", width=80),
        Column("未达标条目", width=36),
        Column("缺教学用房", Kind.AREA, "㎡"),
        Column("D级危房面积", Kind.AREA, "㎡"),
    )
    rows = tuple(
        Row(
            (
                *(number, row.name, row.unit, row.kind, row.students, "；".join(row.reasons)),
                "、".join(str(each) for each in row.failed),
                row.short,
                row.danger_area if row.danger else None,
            )
        )
        for number, row in enumerate(found.rows, 1)
    )
    return Table(columns, rows)
