"""The sections of a bulletin: 开工, 竣工, 设备购置, 存在问题, 工作要求, each figure with its basis."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from facilitydesk.domain.periods import week_label
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate, RateKind
from facilitydesk.domain.rounding import digits
from facilitydesk.domain.stages import StageGroup
from facilitydesk.reports.bulletin_data import BulletinData, rate_of, unit_word
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import Block, Figure, Heading, Paragraph, Run, Value
from facilitydesk.services.dashboard.shapes import LitWork, Target

_NUMBERS = "一二三四五六七八九十"
_NAMED = 5  # works named in the text; the others stand in the annex
_DONE = {RateKind.START: "已开工", RateKind.COMPLETION: "已竣工"}


def sections(data: BulletinData) -> tuple[Block, ...]:
    """The text of the bulletin from its first sentence to the demands."""
    whole, subject = data.asked.home.whole, data.asked.subject
    purpose = f"为切实掌握{whole}{subject}进展，推动各项任务按期完成，"
    blocks: list[Block] = [Paragraph((f"{purpose}现将{data.asked.up_to}的工程进展情况通报如下。",))]
    parts = [
        ("开工情况", _starts(data)),
        ("竣工情况", _completions(data)),
        ("设备购置情况", _procurement(data)),
        ("存在问题", _problems(data)),
        ("工作要求", _demands(data)),
    ]
    number = 0
    for title, paragraphs in parts:
        said = list(paragraphs)
        if said:
            blocks.append(Heading(f"{_NUMBERS[number]}、{title}"))
            blocks += said
            number += 1
    return tuple(blocks)


def _starts(data: BulletinData) -> Iterator[Block]:
    asked, found = data.asked, data.counts
    yield Paragraph(
        (
            f"{asked.up_to}，{asked.home.whole}{asked.subject}共有",
            _count(data, "项目数", "个项目", found.projects),
            "，已开工（含已竣工）",
            _count(data, "开工项目数", "个", found.started, sums=True),
            "，其中在建",
            _count(data, "在建项目数", "个", found.groups[StageGroup.UNDER_WAY]),
            "、停工",
            _count(data, "停工项目数", "个", found.groups[StageGroup.STOPPED]),
            "、竣工",
            _count(data, "竣工项目数", "个", found.groups[StageGroup.COMPLETED], sums=True),
            "；尚未开工",
            _count(data, "未开工项目数", "个", found.groups[StageGroup.NOT_STARTED]),
            "。",
            *_rate_sentence(data, RateKind.START),
            *_plan(data),
        )
    )
    yield from _rate_list(data, RateKind.START)


def _plan(data: BulletinData) -> tuple[Run, ...]:
    if not data.plan:
        return ()
    basis = f"{data.asked.day}有效的规划版本"
    return ("规划数采用“", Figure("规划版本", data.plan, basis, data.plan), "”。")


def _completions(data: BulletinData) -> Iterator[Block]:
    yield Paragraph((f"{data.asked.up_to}，", *_rate_sentence(data, RateKind.COMPLETION)))
    yield from _rate_list(data, RateKind.COMPLETION)
    rate = data.rate(RateKind.INVESTMENT)
    if rate.denominator:
        yield Paragraph(
            (
                f"{data.asked.home.whole}累计完成投资",
                _numerator(data, RateKind.INVESTMENT),
                "，占计划投资",
                _denominator(data, RateKind.INVESTMENT),
                "的",
                _rate(data, RateKind.INVESTMENT),
                f"{_compared(data, RateKind.INVESTMENT)}。",
            )
        )


def _procurement(data: BulletinData) -> Iterator[Block]:
    rate = data.rate(RateKind.PROCUREMENT)
    if not rate.denominator and not rate.numerator:
        yield Paragraph((f"{data.asked.up_to}，未安排设备购置任务。",))
        return
    yield Paragraph(
        (
            f"{data.asked.up_to}，规划设备购置资金",
            _denominator(data, RateKind.PROCUREMENT),
            "，已完成设备购置",
            _numerator(data, RateKind.PROCUREMENT),
            "，采购完成率",
            _rate(data, RateKind.PROCUREMENT),
            f"{_compared(data, RateKind.PROCUREMENT)}。",
        )
    )
    yield from _rate_list(data, RateKind.PROCUREMENT)


def _rate_sentence(data: BulletinData, kind: RateKind) -> tuple[Run, ...]:
    rate = data.rate(kind)
    planned = {
        Basis.AREA: "规划校舍建设面积",
        Basis.COUNT: "规划项目",
        Basis.MONEY: "计划投资",
    }[rate.basis]
    done = {
        Basis.AREA: f"{_DONE[kind]}面积",
        Basis.COUNT: f"{_DONE[kind]}项目",
        Basis.MONEY: f"{_DONE[kind]}项目的计划投资",
    }[rate.basis]
    # 面积开工率 and 项目开工率 are two measures with two names.
    name = {Basis.AREA: "面积", Basis.COUNT: "项目", Basis.MONEY: "投资"}[rate.basis] + kind.term
    return (
        planned,
        _denominator(data, kind),
        f"，{done}",
        _numerator(data, kind),
        f"，{name}",
        _rate(data, kind),
        f"{_compared(data, kind)}。",
    )


def _rate_list(data: BulletinData, kind: RateKind) -> Iterator[Block]:
    """由高到低依次是：甲镇（95.2%）、乙镇（88.2%）…; units without a plan are named behind."""
    if len(data.groups) < 2:
        return
    ranked = data.ranked(kind)
    runs: list[Run] = []
    for each in ranked:
        rate = rate_of(each.item.figures, kind)
        if each.rank is None:
            continue
        runs += ["、" if runs else "", f"{each.item.name}（"]
        name = f"{each.item.name}{kind.term}"
        runs += [Figure(name, data.asked.percent(rate), rate.explain(data.asked.style), rate), "）"]
    if not runs:
        return
    without = [each.item.name for each in ranked if each.rank is None]
    tail = f"；{'、'.join(without)}无规划任务" if without else ""
    word = unit_word(data.asked)
    yield Paragraph((f"各{word}{kind.term}由高到低依次是：", *runs, f"{tail}。"))


def _problems(data: BulletinData) -> Iterator[Block]:
    found = [
        *_behind(data, RateKind.START),
        *_behind(data, RateKind.COMPLETION),
        *_lit(data),
        *_silent(data),
        *_open_issues(data),
        *_corrected(data),
    ]
    if not found:
        yield Paragraph(("本期未发现需要通报的问题。",))
    for number, runs in enumerate(found, 1):
        prefix = f"{number}." if len(found) > 1 else ""
        yield Paragraph((prefix, *runs) if prefix else runs)


def _behind(data: BulletinData, kind: RateKind) -> Iterator[tuple[Run, ...]]:
    """The units below the target line; without one, below the rate of the whole."""
    if len(data.groups) < 2:
        return
    target = data.board.targets.get(kind)
    mark = data.rate(kind).fraction
    if target:
        mark = Fraction(target.percent.raw, 10_000)
        words = f"低于{_target_words(target)}"
    else:
        words = f"低于{data.asked.home.whole}平均水平"
    if mark is None:
        return
    low = [
        each.item.name
        for each in data.ranked(kind)
        if (share := rate_of(each.item.figures, kind).fraction) is not None and share < mark
    ]
    if low:
        yield (f"{kind.term}{words}的{unit_word(data.asked)}有{len(low)}个：{'、'.join(low)}。",)


def _target_words(target: Target) -> str:
    goal = digits(target.percent.decimal).rstrip("0").rstrip(".")
    source = f"（{target.document}）" if target.document else ""
    return f"{chinese_date(target.day)}前达到{goal}%的目标{source}"


def _lit(data: BulletinData) -> Iterator[tuple[Run, ...]]:
    red = [work for work in data.board.warned if work.light.value == "red"]
    if not red:
        return
    named = "；".join(_told(work) for work in red[:_NAMED])
    more = "等" if len(red) > _NAMED else ""
    yield (
        "进度严重滞后的单项工程有",
        _count(data, "严重滞后单项工程数", "项", len(red)),
        f"：{named}{more}。",
    )


def _told(work: LitWork) -> str:
    reason = f"（{work.reasons[0]}）" if work.reasons else ""
    return f"{work.name}{reason}"


def _silent(data: BulletinData) -> Iterator[tuple[Run, ...]]:
    report = data.board.reporting
    if not report.missing:
        return
    schools = len({line.names.school_id for line in data.missing})
    style = data.asked.style
    yield (
        f"{week_label(report.week)}有",
        _count(data, "未填报单项工程数", "项", len(report.missing)),
        f"单项工程未按时填报进度，涉及{schools}所学校，填报率",
        Figure("填报率", report.rate.text(style), report.rate.explain(style), report.rate),
        "，名单附后。",
    )


def _open_issues(data: BulletinData) -> Iterator[tuple[Run, ...]]:
    if data.issues:
        late = f"，其中{len(data.overdue)}个已超过整改期限" if data.overdue else ""
        count = _count(data, "未销号问题数", "个", len(data.issues))
        yield ("问题台账中尚有", count, f"问题未销号{late}，详见附件。")


def _corrected(data: BulletinData) -> Iterator[tuple[Run, ...]]:
    if data.corrections:
        count = _count(data, "更正处数", "处", len(data.corrections))
        since = chinese_date(data.asked.since)
        yield (f"{since}以来更正累计数", count, "，更正前后数字及原因详见附件。")


def _demands(data: BulletinData) -> Iterator[Block]:
    for line in data.asked.options.demands.splitlines():
        if line.strip():
            yield Paragraph((line.strip(),))


# --- figures with their basis


def _count(data: BulletinData, name: str, word: str, value: int, *, sums: bool = False) -> Figure:
    basis = f"{name}{value}{word[:1]}，{data.asked.up_to}，{data.asked.subject}，按项目登记统计"
    return Figure(name, f"{value}{word}", basis, value, sums)


def _rate(data: BulletinData, kind: RateKind) -> Figure:
    rate = data.rate(kind)
    return Figure(kind.term, data.asked.percent(rate), rate.explain(data.asked.style), rate)


def _numerator(data: BulletinData, kind: RateKind) -> Figure:
    rate = data.rate(kind)
    name = {
        RateKind.INVESTMENT: "累计完成投资",
        RateKind.PROCUREMENT: "已完成设备购置",
    }.get(kind, f"{_DONE.get(kind, '')}{_measure(rate)}")
    return Figure(
        name, data.asked.figure(rate.numerator), _source(data, rate), rate.numerator, True
    )


def _denominator(data: BulletinData, kind: RateKind) -> Figure:
    rate = data.rate(kind)
    name = {RateKind.INVESTMENT: "计划投资", RateKind.PROCUREMENT: "规划设备购置资金"}.get(
        kind, f"规划{_measure(rate)}"
    )
    value: Value = rate.denominator
    return Figure(name, data.asked.figure(rate.denominator), _source(data, rate), value)


def _measure(rate: Rate) -> str:
    if isinstance(rate.denominator, Area):
        return "面积"
    return "投资" if isinstance(rate.denominator, Money) else "项目"


def _source(data: BulletinData, rate: Rate) -> str:
    return rate.explain(data.asked.style)


def _compared(data: BulletinData, kind: RateKind) -> str:
    """'，比2016年11月底提高3.25个百分点'; nothing where there is nothing to compare with."""
    points = data.change(kind)
    if points is None or not data.before.reported:
        return ""
    shown = digits(abs(points), data.asked.style)
    since = chinese_date(data.asked.since)
    if not Fraction(shown):
        return f"，与{since}持平"
    return f"，比{since}{'提高' if points > 0 else '下降'}{shown}个百分点"
