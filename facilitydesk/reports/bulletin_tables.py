"""The annexes of a bulletin: ranking, works, corrections, missing reports, open issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitydesk.domain.fields import Kind, field
from facilitydesk.domain.figures import Figures
from facilitydesk.domain.periods import week_label
from facilitydesk.domain.rates import DASH, WORKS_PLAN, Basis, RateKind
from facilitydesk.reports.bulletin_data import BulletinData, rate_of, unit_word
from facilitydesk.reports.issue_table import issue_table
from facilitydesk.reports.missing import missing_table
from facilitydesk.reports.paper.cells import PLAIN_STYLE, printed, rounding_shows
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Head,
    Paper,
    Ranking,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
    Value,
    column,
)
from facilitydesk.reports.work_table import work_table

_LAST = 10
SIGNATURES = ("单位负责人：", "审核人：", "填报人：", "联系电话：")
_ROUNDED = "合计数与分项之和的差异由四舍五入引起"


def annexes(data: BulletinData) -> tuple[Sheet, ...]:
    """The annexes that have something to say, numbered."""
    made = list(_annexes(data))
    numbered = (f"附件{n}" if len(made) > 1 else "附件" for n in range(1, len(made) + 1))
    return tuple(
        Sheet(
            title=sheet.title,
            blocks=sheet.blocks,
            number=number,
            subtitle=f"（{data.asked.up_to}）",
            office=data.asked.filler,
            unit=sheet.unit,
            notes=sheet.notes,
            signatures=SIGNATURES,
            setup=sheet.setup,
            name=f"{number} {sheet.title}",
        )
        for number, sheet in zip(numbered, made, strict=True)
    )


def _annexes(data: BulletinData) -> Iterator[Sheet]:
    asked = data.asked
    word = unit_word(asked)
    if len(data.groups) > 1:
        yield Sheet(
            f"各{word}工程进展情况排名表",
            (*rank_lists(data), summary_table(data)),
            notes=_numbered(_notes(data, summary_table(data))),
            setup=Setup(Paper.A4, landscape=True),
        )
    detail = work_table(data.works, asked)
    yield Sheet("工程进展情况明细表", (detail,), notes=_numbered(_notes(data, detail)))
    if data.missing:
        week = week_label(data.board.reporting.week)
        yield Sheet(f"{week}未填报名单", (missing_table(data.missing),), unit="")
    if data.corrections:
        yield Sheet("累计数更正情况表", (_correction_table(data),), unit="")
    if data.issues:
        yield Sheet("未销号问题台账", (issue_table(data.issues),), unit="")


def rank_lists(data: BulletinData) -> Iterator[Ranking]:
    """The units by each rate that has a plan, and the last ten by completion."""
    word, style = unit_word(data.asked), data.asked.table_style
    for kind in (RateKind.START, RateKind.COMPLETION, RateKind.PROCUREMENT):
        ranked = data.ranked(kind)
        items = tuple((r.item.name, rate_of(r.item.figures, kind), r.rank) for r in ranked)
        if all(rank is None for _, _, rank in items):
            continue
        heads = (word, kind.term, "排名")
        yield Ranking(heads, items, style, title=f"各{word}{kind.term}排名")
        if kind is RateKind.COMPLETION:
            placed = [item for item in items if item[2] is not None]
            if len(placed) > _LAST:
                last = tuple(placed[-_LAST:])
                yield Ranking(heads, last, style, title=f"{kind.term}后十位")


def summary_table(data: BulletinData) -> Table:
    """A line for each unit with its rates and ranks, and the whole."""
    asked = data.asked
    places = {
        kind: {each.item.key: each.rank for each in data.ranked(kind)}
        for kind in (RateKind.START, RateKind.COMPLETION)
    }
    area, rate = Kind.AREA, Kind.PERCENT

    def place(text: str) -> Column:
        return Column(text, Kind.COUNT, align=Align.CENTER)

    heads = (
        place("序号"),
        Column(unit_word(asked)),
        Column("项目数", Kind.COUNT, sums=True),
        Column("规划面积", area, "㎡", sums=True),
        Head(
            "开工情况",
            (
                Column("开工项目", Kind.COUNT, sums=True),
                Column("开工面积", area, "㎡", sums=True),
                Column("开工率", rate),
                place("排名"),
            ),
        ),
        Head(
            "竣工情况",
            (
                Column("竣工项目", Kind.COUNT, sums=True),
                Column("竣工面积", area, "㎡", sums=True),
                Column("竣工率", rate),
                place("排名"),
            ),
        ),
        Head(
            "投资情况",
            (
                column("planned_investment"),
                column("invested"),
                Column("投资完成率", rate),
            ),
        ),
    )
    rows = []
    for number, group in enumerate(data.groups, 1):
        f = group.figures
        ranks = [
            DASH if (got := places[kind][group.key]) is None else got
            for kind in (RateKind.START, RateKind.COMPLETION)
        ]
        rows.append(Row((number, group.name, *_cells(f, ranks))))
    total = Row(("合计", None, *_cells(data.total, [None, None])), RowKind.TOTAL)
    ordered = (total, *rows) if asked.total_first else (*rows, total)
    return Table(heads, ordered, style=asked.table_style)


def _cells(f: Figures, ranks: Sequence[Value]) -> tuple[Value, ...]:
    return (
        f.projects,
        f.planned.area,
        f.started,
        f.started_area,
        f.start_rate,
        ranks[0],
        f.completed,
        f.completed_area,
        f.completion_rate,
        ranks[1],
        f.planned.money,
        f.invested,
        f.investment_rate,
    )


def _notes(data: BulletinData, table: Table) -> Iterator[str]:
    """What a reader must know to understand the figures."""
    total = data.total
    start = total.start_rate
    plan = start.plan if start.plan not in (None, WORKS_PLAN) else ""
    source = f"规划数采用《{plan}》" if plan else "规划数为在库单项工程规划数之和"
    yield f"开工含已竣工；开工率、竣工率{start.basis.term}计算，{source}"
    if not data.asked.scope.with_pooled:
        yield "不含统筹项目"
    assumed = max(total.assumed_started, total.assumed_completed)
    if start.basis is Basis.AREA and assumed:
        yield f"有{assumed}项开工或竣工面积未填，按规划面积推定"
    if total.drafts:
        yield f"有{total.drafts}项本周填报尚未提交锁定，已计入本表"
    if any(not line.is_building for line in data.works):
        yield "运动场、附属设施和设备购置不计入校舍面积"
    if rounding_shows(table):
        yield _ROUNDED


def _numbered(notes: Iterator[str]) -> tuple[str, ...]:
    said = list(notes)
    if len(said) == 1:
        return (f"注：{said[0]}。",)
    text = "；".join(f"{number}.{note}" for number, note in enumerate(said, 1))
    return (f"注：{text}。",) if said else ()


def _correction_table(data: BulletinData) -> Table:
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        column("township"),
        column("school"),
        column("project"),
        Column("更正指标"),
        Column("周次"),
        Column("更正前", align=Align.RIGHT),
        Column("更正后", align=Align.RIGHT),
        Column("更正原因"),
    )
    rows = []
    for number, each in enumerate(data.corrections, 1):
        declared = field(each.field)
        unit = Column("", declared.kind, declared.unit)
        shown = [printed(value, unit, PLAIN_STYLE) for value in (each.before, each.after)]
        rows.append(
            Row(
                (
                    number,
                    each.township,
                    each.school,
                    each.project,
                    declared.head,
                    week_label(each.week),
                    *shown,
                    each.reason,
                )
            )
        )
    return Table(heads, tuple(rows))
