"""From the dashboard's figures to chart descriptions, each with its hints and the works behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from facilitydesk.domain.messages import tr
from facilitydesk.domain.ranking import rank
from facilitydesk.domain.rates import RateKind
from facilitydesk.domain.rounding import Style
from facilitydesk.gui.dashboard import words
from facilitydesk.reports.paper import charts
from facilitydesk.reports.paper.charts import Chart, Ink
from facilitydesk.services.dashboard import Bar, Curve, Dashboard, StageCount, Target


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with what its panel says and what each part of it opens."""

    title: str
    chart: Chart
    tips: tuple[str, ...] = ()
    works: tuple[tuple[int, ...], ...] = ()
    names: tuple[str, ...] = ()
    note: str = ""


def bars(board: Dashboard, kind: RateKind, *, schools: bool) -> Picture:
    """Townships or schools from the highest rate to the lowest, with the target line."""
    rows = board.schools if schools else board.townships
    target = board.targets.get(kind)
    ordered = [ranked.item for ranked in rank(rows, lambda bar: words.rate_of(bar, kind))]
    places = tr("学校") if schools else tr("乡镇")
    chart = charts.Bars(
        "",
        tuple(_bar(bar, kind, board.style) for bar in ordered),
        None if target is None else Fraction(target.percent.raw, 100_00),
        "" if target is None else tr("目标{percent}").format(percent=words.percent(target)),
    )
    return Picture(
        words.bars_title(rows, kind, target, places),
        chart,
        tuple(_bar_tip(bar, board.style) for bar in ordered),
        tuple(bar.works for bar in ordered),
        tuple(bar.name for bar in ordered),
        note=_target_note(target),
    )


def _bar(bar: Bar, kind: RateKind, style: Style) -> charts.Bar:
    rate = words.rate_of(bar, kind)
    return charts.Bar(bar.name, rate.fraction, rate.text(style))


def _bar_tip(bar: Bar, style: Style) -> str:
    return "\n".join(
        [
            tr("{name}：{count}个项目").format(name=bar.name, count=bar.projects),
            f"{RateKind.START.term} {bar.start.explain(style)}",
            f"{RateKind.COMPLETION.term} {bar.completion.explain(style)}",
        ]
    )


def _target_note(target: Target | None) -> str:
    if target is None:
        return ""
    text = tr("目标线：{day}前{rate}达到{percent}").format(
        day=target.day.isoformat(), rate=target.kind.term, percent=words.percent(target)
    )
    return f"{text}（{target.document}）" if target.document else text


def curve(board: Dashboard) -> Picture:
    """Planned and actual cumulative investment week by week, as shares of the planned money."""
    found: Curve = board.curve
    whole = board.tile(RateKind.INVESTMENT).rate.denominator
    scale = getattr(whole, "raw", 0) or (found.points[-1].planned.raw if found.points else 0)
    title = words.curve_title(found, board.scope.as_of)
    if not found.points or not scale:
        return Picture(title, charts.Curve("", (), ()))
    days = [point.day for point in found.points]
    planned = tuple(
        charts.Point(n, Fraction(point.planned.raw, scale)) for n, point in enumerate(found.points)
    )
    actual = tuple(
        charts.Point(n, None if point.actual is None else Fraction(point.actual.raw, scale))
        for n, point in enumerate(found.points)
    )
    series = (
        charts.Series(tr("计划"), planned, Ink.PLAN, dashed=True),
        charts.Series(tr("实际"), actual, Ink.ACTUAL),
    )
    tips: list[str] = []
    for point in found.points:
        text = tr("截至{day}：计划{planned}万元").format(
            day=point.day.isoformat(), planned=words.wan(point.planned)
        )
        if point.actual is not None:
            text += tr("，实际{actual}万元").format(actual=words.wan(point.actual))
        tips.append(text)
    note = tr("计划＝各单项工程计划投资×已过工期；缺报的周沿用上期。")
    if found.unplanned:
        note += tr("{count}项缺计划日期或计划投资，未计入计划线。").format(
            count=len(found.unplanned)
        )
    return Picture(title, charts.Curve("", series, _ticks(days)), tuple(tips), note=note)


def _ticks(days: Sequence[date]) -> tuple[tuple[int, str], ...]:
    """A label at the first point of a year, quarter or month, as many as can be read."""
    months = [n for n in range(1, len(days)) if days[n].month != days[n - 1].month]
    for step in (1, 3, 6, 12):
        chosen = [n for n in months if (days[n].month - 1) % step == 0]
        if len(chosen) <= 8:
            break
    return tuple((n, f"{days[n].year}-{days[n].month:02}") for n in chosen)


def stages(rows: Sequence[StageCount]) -> Picture:
    """Works by stage, in the order of a work's life."""
    items = tuple(charts.Count(row.term, len(row.works)) for row in rows)
    return Picture(
        words.stages_title(rows),
        charts.Counts("", items),
        tuple(
            tr("{term}：{count}项（{group}）").format(
                term=row.term, count=len(row.works), group=row.group.term
            )
            for row in rows
        ),
        tuple(row.works for row in rows),
        tuple(row.term for row in rows),
    )
