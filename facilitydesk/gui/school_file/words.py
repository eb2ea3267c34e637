"""What the cards of one school say: rows of texts and links made of its file."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money, Quantity
from facilitydesk.domain.rounding import Style, amount
from facilitydesk.gui.grid import formats
from facilitydesk.gui.school_file.sheet import Cell, Head
from facilitydesk.gui.theme import Tone
from facilitydesk.services.school_file import SchoolFile

Rows = tuple[list[Head], list[list[Cell | str]], str]
MOST = 12  # rows of a card; the rest stands on its page
_GRADE_INK = {"D": Tone.RED, "C": Tone.AMBER, "B": Tone.AMBER}


def area(value: Quantity | None) -> str:
    """Square metres, '' where nothing is known."""
    return "" if value is None else amount(value)


def wan(value: Money | int | None) -> str:
    """万元 to the last 分, at least two places; '' where nothing is known."""
    return formats.shown(Money(value) if isinstance(value, int) else value, Kind.MONEY)


def count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _more(rows: list[Any], whole: int, measure: str) -> str:
    if whole <= len(rows):
        return ""
    return tr("共{whole}{measure}，此处列出前{shown}{measure}").format(
        whole=whole, measure=measure, shown=len(rows)
    )


def facts(found: SchoolFile) -> Rows:
    """The register's facts, two beside each other."""
    school = found.school
    pairs = [
        (tr("标识码"), school.code),
        (tr("类别"), school.kind),
        (tr("乡镇"), school.township),
        (tr("城乡"), school.origin),
        (tr("上级学校"), school.parent),
        (tr("状态"), school.status),
        (tr("校长"), school.principal),
        (tr("联系人"), " ".join(filter(None, (school.contact, school.phone)))),
        (tr("占地面积"), f"{area(school.land_area)} ㎡" if school.land_area is not None else ""),
        (
            tr("运动场地"),
            f"{area(school.sports_area)} ㎡" if school.sports_area is not None else "",
        ),
    ]
    rows: list[list[Cell | str]] = []
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        rows.append([Cell(left[0], ink=Tone.QUIET), left[1] or "—"])
        rows[-1] += [Cell(right[0], ink=Tone.QUIET), right[1] or "—"]
    below = tr("别名：") + "、".join(school.aliases) if school.aliases else ""
    if school.note:
        below = "　".join(filter(None, (below, tr("备注：") + school.note)))
    return [Head("")] * 4, rows, below


def years(found: SchoolFile) -> Rows:
    """The yearly facts."""
    heads = [Head(tr("年度"))]
    heads += [Head(w, True) for w in (tr("在校生"), tr("寄宿生"), tr("班数"), tr("教职工"))]
    rows: list[list[Cell | str]] = [
        [f"{y.year}", count(y.students), count(y.boarders), count(y.classes), count(y.staff)]
        for y in found.years
    ]
    return heads, rows, "" if rows else tr("还没有填报年度数据")


def buildings(found: SchoolFile) -> Rows:
    """Standing buildings, the dangerous ones in the colour of their grade."""
    heads = [Head(tr("编号")), Head(tr("单体建筑")), Head(tr("结构")), Head(tr("建成")),
             Head(tr("面积"), True), Head(tr("危房等级"), True)]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for each in found.buildings[:MOST]:
        title = f"{found.school.name} {each.name}"
        to = ("buildings", {"buildings": (each.id,), "title": title})
        grade = Cell(
            tr("{grade}级").format(grade=each.danger_grade) if each.danger_grade else "",
            ink=_GRADE_INK.get(each.danger_grade, ""),
        )
        name = Cell(each.name or each.room_kind or "—", to)
        rows.append([each.number, name, each.structure, each.built, area(each.area), grade])
    below = _more(rows, len(found.buildings), tr("栋"))
    return heads, rows, below if rows else tr("没有登记单体建筑")


def area_years(found: SchoolFile) -> Rows:
    """期初, 增, 减, 期末 of each year."""
    mine = {"school": found.school.id, "title": found.school.name}
    to = ("buildings", {"view": "movements", **mine})
    heads = [Head(tr("年度")), Head(tr("期初"), True), Head(tr("增加"), True),
             Head(tr("减少"), True), Head(tr("期末"), True)]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for y in found.areas[-6:]:
        gained = y.gained + y.measured if y.measured.raw > 0 else y.gained
        lost = y.lost + y.measured if y.measured.raw < 0 else y.lost
        rows.append(
            [f"{y.year}", area(y.opening), area(gained), area(lost), Cell(area(y.closing), to)]
        )
    return heads, rows, "" if rows else tr("没有填期初面积，面积按单体建筑合计")


def works(found: SchoolFile) -> Rows:
    """Projects and works: stage, areas, investment."""
    heads = [Head(tr("项目")), Head(tr("年度")), Head(tr("形象进度")), Head(tr("规划㎡"), True),
             Head(tr("竣工㎡"), True), Head(tr("计划万元"), True, amount=True), Head(tr("投资完成"), True)]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for each in found.works[:MOST]:
        to = ("projects", {"projects": (each.project_id,), "title": each.label})
        stage = Cell(each.stage, ink=Tone.QUIET if each.state.dropped else "")
        rows.append(
            [
                Cell(each.label, to), str(each.state.year or ""), stage, area(each.planned_area),
                area(each.completed_area), wan(each.planned_investment),
                each.investment_rate.text(Style()),
            ]
        )  # fmt: skip
    below = _more(rows, len(found.works), tr("项"))
    return heads, rows, below if rows else tr("没有登记项目")


def equipment(found: SchoolFile) -> Rows:
    """By class in the unit of the class and in 万元."""
    heads = [Head(tr("类别")), Head(tr("计划"), True), Head(tr("合同"), True), Head(tr("验收"), True),
             Head(tr("验收万元"), True, amount=True), Head(tr("完成率"), True), Head(tr("资产卡片"), True)]  # fmt: skip
    to = ("equipment", {"school": found.school.id, "title": found.school.name})
    rows: list[list[Cell | str]] = []
    for each in found.equipment:
        steps = each.progress
        cards = tr("{cards}张").format(cards=each.cards) if each.cards else ""
        rows.append(
            [
                f"{each.kind.term}（{each.kind.unit}）", count(steps.planned.quantity),
                count(steps.contracted.quantity), count(steps.accepted.quantity),
                wan(steps.accepted.money), each.rate.text(Style()), Cell(cards, to if cards else None),
            ]
        )  # fmt: skip
    below = tr("完成率以{moment}金额计").format(moment=found.moment.term)
    return heads, rows, below if rows else tr("没有设备计划、采购和资产")


def equipment_view(found: SchoolFile) -> str:
    """Where the school's equipment is seen: its cards, or the plan while it has none."""
    return "assets" if any(line.cards for line in found.equipment) else "plans"


def money(found: SchoolFile) -> Rows:
    """下达 分配 到位 支付 指标结余 by source, in 万元."""
    words = (tr("下达"), tr("分配"), tr("到位"), tr("支付"), tr("指标结余"))
    heads = [Head(tr("来源（万元）")), *(Head(word, True, amount=True) for word in words)]
    to = ("funds", {"school": found.school.id, "title": found.school.name, "sources": True})
    rows: list[list[Cell | str]] = []
    lines = [(line.name, line.flow) for line in found.money]
    if len(lines) > 1:
        lines.append((tr("合计"), found.flow))
    for place, (name, flow) in enumerate(lines):
        total = place == len(found.money)
        received = wan(flow.received) if flow.received else ""
        cells = (wan(flow.issued), wan(flow.allocated), received, wan(flow.paid), wan(flow.unpaid))
        first = Cell(name, None if total else to, bold=total)
        rows.append([first, *(Cell(text, bold=total) for text in cells)])
    note = tr("到位只计注明到本校的到账；指标结余为分配减支付")
    return heads, rows, note if rows else tr("没有分配到本校的资金")


def norms(found: SchoolFile) -> Rows:
    """Norms whose figures are known, those with a gap in red; then the bottom lines."""
    to = ("norms", {"view": "gaps", "school": found.school.id, "title": found.school.name})
    heads = [
        Head(tr("标准")),
        Head(tr("要求"), True),
        Head(tr("现状"), True),
        Head(tr("差额"), True),
    ]
    known = [line for line in found.norms if not line.missing]
    rows: list[list[Cell | str]] = [
        [Cell(n.term, to), n.norm, n.actual, Cell(n.short, ink="" if n.met else Tone.RED)]
        for n in known
    ]
    missing = [line.term for line in found.norms if line.missing]
    below = tr("缺少数据：{terms}").format(terms="、".join(missing)) if missing else ""
    return heads, rows, below


def bottom(found: SchoolFile) -> Rows:
    """What the bottom lines come to, and those that are not met."""
    to = ("norms", {"view": "bottom", "school": found.school.id, "title": found.school.name})
    checked = [line for line in found.bottom if line.state]
    if not checked:
        return [Head("")], [], tr("底线要求还没有核查")
    parts = [f"{state.value} {found.bottom_count(state.value)}" for state in State]
    if left := found.bottom_count(""):
        parts.append(tr("未核查 {count}").format(count=left))
    failed = [line for line in checked if line.state == State.FAILED.value]
    rows: list[list[Cell | str]] = [[Cell(tr("底线要求：") + "　".join(parts), to)]]
    rows += [[Cell(f"{line.number}. {line.name}", ink=Tone.RED)] for line in failed[:MOST]]
    return [Head("")], rows, _more(rows[1:], len(failed), tr("条"))


def notes(found: SchoolFile) -> Rows:
    """Open problems, then what the last weekly entries say."""
    heads = [Head(tr("问题")), Head(tr("项目")), Head(tr("责任人")), Head(tr("状态"))]
    rows: list[list[Cell | str]] = []
    for each in found.notes[:MOST]:
        to = ("problems", {"projects": (each.project_id,), "title": each.project})
        ink = Tone.RED if each.overdue else ""
        rows.append(
            [Cell(_short(each.text), to), each.project, each.owner, Cell(each.state, ink=ink)]
        )
    told = {each.project_id for each in found.notes}
    for work in found.live_works:
        if work.problem and not work.state.completed and work.project_id not in told:
            to = ("projects", {"projects": (work.project_id,), "title": work.label})
            rows.append([Cell(_short(work.problem), to), work.label, "", tr("周报反映")])
    return heads, rows, _more(rows, len(found.notes), tr("条")) if rows else tr("没有未销号的问题")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
