"""The sentences of the dashboard: changes with names, hints, titles that say their point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import WORKS_PLAN, Rate, RateKind
from facilitydesk.domain.rounding import Style, amount, digits, grouped
from facilitydesk.domain.stages import StageGroup
from facilitydesk.services.dashboard import Bar, Change, Curve, Named, StageCount, Target, Tile

_TRIMMED = Style(trim_zeros=True)
_NOTHING = "±0"
_MANY = 12  # names in a hint; more would fill the screen


def change_text(change: Change, tile: Tile) -> str:
    """The change in a few signs: +2, +1,234.5万元, +0.35点."""
    if tile.kind in (RateKind.START, RateKind.COMPLETION):
        return signed(Fraction(change.count), places=0)
    if change.money is not None:
        text = signed(Fraction(change.money.raw, 100 * 10_000))
        return text if text == _NOTHING else f"{text}万元"
    return "—"


def signed(value: Fraction, *, places: int = 2) -> str:
    """A difference with its sign; nothing changed is ±0."""
    text = digits(value, Style(places=places, trim_zeros=True))
    if text == "0":
        return _NOTHING
    return grouped(text) if text.startswith("-") else f"+{grouped(text)}"


def change_tip(change: Change, tile: Tile) -> str:
    """Since when, by how many points, and who was newly started or completed."""
    what = {RateKind.START: tr("开工"), RateKind.COMPLETION: tr("竣工")}.get(tile.kind, "")
    lines = [tr("与{day}相比").format(day=change.since.isoformat())]
    if change.points is not None:
        lines[0] += tr("：{points}个百分点").format(points=signed(change.points))
    if change.more:
        lines += [tr("新{what}：").format(what=what), *_names(change.more)]
    if change.fewer:
        lines += [tr("不再计入{what}：").format(what=what), *_names(change.fewer)]
    return "\n".join(lines)


def _names(named: Sequence[Named]) -> list[str]:
    lines = [f"· {each.text}" for each in named[:_MANY]]
    if len(named) > _MANY:
        lines.append(tr("……共{count}个").format(count=len(named)))
    return lines


def basis_lines(rate: Rate, style: Style) -> tuple[str, str]:
    """A rate's explanation in two short lines below its percent: the figures, then their basis."""
    figures = rate.explain(style).partition("，")[0][len(rate.text(style)) :].strip()
    if rate.plan == tr("下达数"):  # money: the notes name both ends
        return figures, "，".join(rate.notes)
    plan = rate.plan or tr("无规划数")
    if rate.plan == WORKS_PLAN:
        plan = tr("在库规划数之和")
    return figures, "，".join([rate.basis.term, plan, *rate.notes])


def percent(target: Target) -> str:
    """The target as it is spoken of: 90%."""
    return digits(Fraction(target.percent.raw, 100), _TRIMMED) + "%"


def rate_of(bar: Bar, kind: RateKind) -> Rate:
    """The rate of a bar that is shown."""
    return bar.start if kind is RateKind.START else bar.completion


def bars_title(bars: Sequence[Bar], kind: RateKind, target: Target | None, places: str) -> str:
    """竣工率低于目标（90%）的乡镇：5个; without a target the best and the last."""
    known = [
        (rate.fraction, bar.name)
        for bar in bars
        if (rate := rate_of(bar, kind)).fraction is not None
    ]
    if not known:
        return tr("各{places}{rate}").format(places=places, rate=kind.term)
    if target is not None:
        mark = Fraction(target.percent.raw, 100_00)
        below = sum(1 for value, _ in known if value is not None and value < mark)
        words = {"rate": kind.term, "target": percent(target), "places": places, "count": below}
        if below:
            return tr("{rate}低于目标（{target}）的{places}：{count}个").format(**words)
        return tr("各{places}{rate}均达到目标（{target}）").format(**words)
    low, last = min(known, key=lambda pair: pair[0] or Fraction(0))
    text = digits((low or Fraction(0)) * 100, Style(places=2, trim_zeros=True))
    return tr("{rate}最低的{places}：{name}（{low}%）").format(
        rate=kind.term, places=places, name=last, low=text
    )


def curve_title(curve: Curve, day: date) -> str:
    """How far actual investment is from the plan on the day."""
    now = [point for point in curve.points if point.actual is not None and point.day <= day]
    if not now or now[-1].actual is None:
        return tr("计划与实际完成投资")
    planned, actual = now[-1].planned, now[-1].actual
    if not planned:
        return tr("累计完成投资{money}万元").format(money=wan(actual))
    gap = actual - planned
    if gap.raw < 0:
        return tr("累计完成投资比计划少{money}万元").format(money=wan(-gap))
    return tr("累计完成投资比计划多{money}万元").format(money=wan(gap))


def wan(money: Money) -> str:
    """Money in 万元 with no more places than it needs."""
    return amount(money, "万元", Style(places=2, trim_zeros=True))


def stages_title(stages: Iterable[StageCount]) -> str:
    """Which stage holds most of the works under way."""
    under_way = Counter(
        {stage.term: len(stage.works) for stage in stages if stage.group is StageGroup.UNDER_WAY}
    )
    if not under_way:
        return tr("单项工程按形象进度")
    term, most = under_way.most_common(1)[0]
    return tr("在建单项工程{total}项，“{term}”最多：{most}项").format(
        total=under_way.total(), term=term, most=most
    )
