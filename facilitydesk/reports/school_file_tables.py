"""The tables of 一校一档 but its buildings; each is empty where there is nothing to print."""

from __future__ import annotations

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import Flow
from facilitydesk.domain.phones import shown
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Head,
    Paragraph,
    Row,
    RowKind,
    Table,
    Value,
)
from facilitydesk.reports.school_file_buildings import (
    area_column,
    centred,
    count_column,
    wan_column,
)
from facilitydesk.services.school_file import SchoolFile


def _known(*texts: str) -> tuple[str | None, ...]:
    return tuple(text or None for text in texts)


def facts(found: SchoolFile, *, full_phones: bool = False) -> list[Block]:
    """The register's facts in two short tables, the years, and the note."""
    school = found.school
    phone = shown(school.phone, full=full_phones)
    contact = shown(school.contact, full=full_phones)
    blocks: list[Block] = [
        Table(
            tuple(map(centred, ("标识码", "类别", "乡镇", "城乡", "状态", "上级学校"))),
            (Row(_known(school.code, school.kind, school.township, school.origin, school.status,
                        school.parent)),),
            empty="—",
        ),
        Table(
            (
                *map(centred, ("校长", "联系人", "电话")),
                area_column("占地面积", sums=False), area_column("运动场地面积", sums=False),
                area_column("校舍建筑面积", sums=False), area_column("生均校舍面积", sums=False),
            ),
            (Row((*_known(school.principal, contact, phone), school.land_area,
                  school.sports_area, found.area, found.per_student)),),
            empty="—",
        ),
    ]  # fmt: skip
    if found.years:
        heads = tuple(map(count_column, ("在校生数", "寄宿生数", "班数", "教职工数")))
        rows = [
            Row((f"{y.year}年", y.students, y.boarders, y.classes, y.staff)) for y in found.years
        ]
        blocks.append(Table((centred("年度"), *heads), tuple(rows), empty="—"))
    if school.aliases:
        blocks.append(Paragraph((f"曾用名、别名：{'、'.join(school.aliases)}。",)))
    if school.note:
        blocks.append(Paragraph((f"备注：{school.note}",)))
    return blocks


def works(found: SchoolFile) -> list[Block]:
    """Every single work with its stage and rates."""
    if not found.works:
        return []
    columns = (
        Column("项目", width=44), Column("专项"), centred("年度"), area_column("规划面积"), area_column("竣工面积"),
        wan_column("计划投资"), wan_column("完成投资"), Column("投资完成率", Kind.PERCENT),
        Column("形象进度", align=Align.CENTER), Column("开工/竣工", width=25, align=Align.CENTER),
    )  # fmt: skip
    rows = [
        Row(
            (
                *(w.label, w.programme, str(w.state.year or ""), w.planned_area, w.completed_area),
                *(w.planned_investment, w.invested, w.investment_rate, w.stage),
                "\n".join(filter(None, (w.start, w.finish))),
            )
        )
        for w in found.works
    ]
    live = found.live_works
    sums: list[Value] = [
        Area(sum(w.state.planned_area or 0 for w in live)),
        Area(sum(w.state.completed_area or 0 for w in live)),
        Money(sum(w.state.planned_investment or 0 for w in live)),
        Money(sum(w.state.invested or 0 for w in live)),
    ]
    label = (
        f"合计（{len(live)}项）" if len(live) == len(rows) else f"合计（{len(live)}项，不含调整）"
    )
    rows.append(Row((label, None, None, *sums, None, None, None), RowKind.TOTAL))
    blocks: list[Block] = [Table(columns, tuple(rows))]
    blocks += [
        Paragraph((f"{w.label}：{w.problem}" + (f"（措施：{w.measure}）" if w.measure else ""),))
        for w in live
        if w.problem and not w.state.completed
    ]
    return blocks


def equipment(found: SchoolFile) -> list[Block]:
    """By class: planned, contracted, accepted, and the cards."""
    if not found.equipment:
        return []

    def both(head: str) -> Head:
        return Head(head, (Column("数量", Kind.COUNT), wan_column("金额")))

    columns = (
        Column("设备类别"), centred("单位"), both("计划"), both("合同"), both("验收"),
        Column("采购完成率", Kind.PERCENT), both("资产卡片"),
    )  # fmt: skip
    rows = []
    for line in found.equipment:
        steps = (line.progress.planned, line.progress.contracted, line.progress.accepted)
        cells: list[Value] = []
        for step in steps:
            cells += [step.quantity, step.money]
        mine = (line.rate, line.pieces, line.value)
        rows.append(Row((line.kind.term, line.kind.unit, *cells, *mine)))
    total: list[Value] = []
    for name in ("planned", "contracted", "accepted"):
        money = sum(getattr(line.progress, name).money.raw for line in found.equipment)
        total += [None, Money(money)]
    value = Money(sum(line.value.raw for line in found.equipment))
    rows.append(Row(("合计", None, *total, None, None, value), RowKind.TOTAL))
    words = f"采购完成率以{found.moment.term}金额计；报废、丢失、调出的资产不计。"
    return [Table(columns, tuple(rows)), Paragraph((words,))]


def money(found: SchoolFile) -> list[Block]:
    """下达 分配 到位 支付 结余 by source; what arrived for a document as a whole is no school's."""
    if not found.money:
        return []
    heads = ("下达", "分配", "到位", "支付", "指标结余")
    columns = (Column("资金来源", width=74), *map(wan_column, heads))

    def cells(flow: Flow) -> tuple[Money | None, ...]:
        received = Money(flow.received) if flow.received else None
        amounts = (flow.issued, flow.allocated, flow.paid, flow.unpaid)
        issued, allocated, paid, left = map(Money, amounts)
        return issued, allocated, received, paid, left

    rows = [Row((line.name, *cells(line.flow))) for line in found.money]
    rows.append(Row(("合计", *cells(found.flow)), RowKind.TOTAL))
    words = "到位只计注明到本校的到账；指标结余为分配减支付。"
    return [Table(columns, tuple(rows)), Paragraph((words,))]


def bottom(found: SchoolFile) -> list[Block]:
    """Norms with their gaps, the bottom lines as a count, and those that are not met."""
    blocks: list[Block] = []
    known = [line for line in found.norms if not line.missing]
    if known:
        columns = (Column("项目"), centred("标准"), centred("现状"), centred("差额"))
        rows = [Row((n.term, n.norm, n.actual, n.short)) for n in known]
        blocks.append(Table(columns, tuple(rows)))
    missing = [line.term for line in found.norms if line.missing]
    if missing and known:
        blocks.append(Paragraph((f"缺少数据、未核算：{'、'.join(missing)}。",)))
    checked = [line for line in found.bottom if line.state]
    if checked:
        parts = [f"{state.value}{found.bottom_count(state.value)}条" for state in State]
        if left := found.bottom_count(""):
            parts.append(f"未核查{left}条")
        blocks.append(Paragraph((f"底线要求{len(found.bottom)}条：{'，'.join(parts)}。",)))
    failed = [line for line in checked if line.state == State.FAILED.value]
    if failed:
        columns = (
            centred("序号"),
            Column("未达标的底线要求"),
            centred("核查日期"),
            Column("整改措施"),
        )
        rows = [Row((str(n.number), n.name, n.day, n.measure)) for n in failed]
        blocks.append(Table(columns, tuple(rows)))
    return blocks


def notes(found: SchoolFile) -> list[Block]:
    """Open problems of the projects."""
    if not found.notes:
        return []
    columns = (
        Column("项目", width=28), Column("问题", width=52), Column("整改措施"), centred("责任人"),
        Column("提出日期", Kind.DATE), Column("整改期限", Kind.DATE), centred("状态"),
    )  # fmt: skip
    rows = [
        Row((n.project, n.text, n.measure, n.owner, n.raised, n.due, n.state)) for n in found.notes
    ]
    return [Table(columns, tuple(rows))]
