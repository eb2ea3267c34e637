"""办学条件缺口表: the county's sums of every norm, and the schools that are short of each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.measures import Measure
from facilitydesk.domain.norms import plain, told
from facilitydesk.reports.annex import signed
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.page import Align, Column, Document, Row, Sheet, Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import gaps
from facilitydesk.services.norms.gaps import GapRow, Gaps, GapTotal

_NOTES = (
    "注：“—”为缺数据，不计入合计，不等于0；缺额按每所学校计算，不以其他学校富余相抵。",
    "名次按达成率（现有数占标准需要量的比例）由高到低；生机比等以每台（套）的人数计算。",
)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """One sheet of sums, then a sheet for every norm with all its schools."""
    asked = resolve(desk, as_of, options)
    found = gaps.ask(desk, as_of)
    title = f"{asked.home.name}办学条件缺口表"
    sheets = [_sums(title, found, asked)]
    for total in found.totals:
        rows = [row for row in found.rows if row.measure is total.measure]
        sheets.append(_measure(asked, total, rows))
    return Document(title, tuple(sheets))


def _sheet(title: str, table: Table, asked: Asked, *, notes: tuple[str, ...], name: str) -> Sheet:
    return signed(
        asked,
        title, (table,), notes=notes, name=name,
    )  # fmt: skip


def _number(head: str) -> Column:
    return Column(head, align=Align.RIGHT)


def _sums(title: str, found: Gaps, asked: Asked) -> Sheet:
    columns = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("指标", width=44),
        *(Column(head, Kind.COUNT) for head in ("学校数", "达标", "未达标", "缺数据")),
        _number("达标率"),
        _number("标准需要量"),
        _number("现有"),
        _number("缺额合计"),
        Column("单位", align=Align.CENTER),
    )
    rows = tuple(
        Row(
            (
                *(number, each.measure.term, each.schools, each.met, each.failed, each.unknown),
                each.rate.text(asked.table_style),
                told(each.need / 100),
                plain(each.has),
                plain(each.short),
                each.measure.fact.unit,
            )
        )
        for number, each in enumerate(found.totals, 1)
    )
    return _sheet(title, Table(columns, rows), asked, notes=_NOTES, name="合计")


def _measure(asked: Asked, total: GapTotal, rows: list[GapRow]) -> Sheet:
    measure = total.measure
    unit = measure.fact.unit
    columns = (
        Column("名次", Kind.COUNT, align=Align.CENTER),
        Column("学校", width=48),
        Column("乡镇"),
        Column("类别"),
        Column("学生数", Kind.COUNT, sums=True),
        Column("标准", width=30),
        _number("实际"),
        _number(f"现有（{unit}）"),
        _number(f"缺额（{unit}）"),
        Column("数据来源或所缺数据", width=56),
    )
    ordered = sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))
    lines = tuple(
        Row(
            (
                *(row.rank, row.school, row.unit, row.kind, row.students, row.norm_text),
                row.actual_text,
                "—" if row.has is None else plain(row.has),
                "—" if row.short is None else plain(row.short),
                f"缺：{row.missing}" if row.missing else row.source,
            )
        )
        for row in ordered
    )
    documents = "；".join(dict.fromkeys(row.document for row in rows if row.document))
    notes = (*_NOTES, *((f"标准依据：{documents}。",) if documents else ()), _counted(total))
    title = f"{asked.home.name}{measure.term}缺口表"
    return _sheet(title, Table(columns, lines), asked, notes=notes, name=_tab(measure))


def _counted(total: GapTotal) -> str:
    share = Fraction(total.short, 1) if total.need else Fraction(0)
    words = f"{total.schools}所学校中达标{total.met}所，未达标{total.failed}所"
    if total.unknown:
        words += f"，缺数据{total.unknown}所"
    return f"{words}；缺额合计{told(share / 100)}{total.measure.fact.unit}。"


def _tab(measure: Measure) -> str:
    return measure.term[:28]
