"""One description, one geometry: bars past the mark, targets, labels that stay inside."""

from __future__ import annotations

from fractions import Fraction

import pytest

from facilitydesk.reports.paper import charts
from facilitydesk.reports.paper.charts import (
    Anchor,
    Bar,
    Bars,
    Chart,
    Count,
    Counts,
    Curve,
    Ink,
    Line,
    Point,
    Rect,
    Series,
    Words,
)
from facilitydesk.reports.paper.page import Document, Picture, Sheet
from tests.reports.papers import pages

WIDTH, HEIGHT = 400.0, 200.0


def measure(text: str, size: float) -> float:
    return sum(size * (0.5 if char.isascii() else 1) for char in text)


def bars(*values: Fraction | None, target: Fraction | None = None) -> Bars:
    made = tuple(
        Bar(f"第{n}镇", value, "—" if value is None else f"{float(value):.0%}")
        for n, value in enumerate(values)
    )
    return Bars("开工率", made, target, "目标90%")


def drawn(chart: Chart) -> tuple[charts.Shape, ...]:
    return charts.draw(chart, WIDTH, HEIGHT, measure)


def test_a_bar_past_100_percent_is_drawn_past_the_mark() -> None:
    shapes = drawn(bars(Fraction(6, 5), Fraction(1), Fraction(1, 2)))
    over = [s for s in shapes if isinstance(s, Rect) and s.ink is Ink.OVER]
    inside = [s for s in shapes if isinstance(s, Rect) and s.ink is Ink.BAR]
    (past,) = over
    whole = inside[0].width
    assert past.index == 0
    assert past.x == pytest.approx(inside[0].x + whole)
    assert past.width == pytest.approx(whole / 5)
    assert inside[1].width == pytest.approx(whole)
    assert inside[2].width == pytest.approx(whole / 2)


def test_a_unit_without_a_plan_has_a_dash_and_no_bar() -> None:
    shapes = drawn(bars(None, Fraction(1, 2)))
    assert {s.index for s in shapes if isinstance(s, Rect) and s.index >= 0} == {1}
    assert any(isinstance(s, Words) and s.text == "—" for s in shapes)


def test_bars_below_the_target_differ_and_the_target_is_a_line() -> None:
    shapes = drawn(bars(Fraction(95, 100), Fraction(1, 2), target=Fraction(9, 10)))
    inks = {s.index: s.ink for s in shapes if isinstance(s, Rect) and s.index >= 0}
    assert inks == {0: Ink.BAR, 1: Ink.BEHIND}
    (line,) = [s for s in shapes if isinstance(s, Line) and s.ink is Ink.TARGET]
    assert line.dashed


def test_the_words_of_marks_never_touch() -> None:
    shapes = drawn(bars(Fraction(1), target=Fraction(99, 100)))
    shown = [s.text for s in shapes if isinstance(s, Words)]
    assert "目标90%" in shown
    assert "100%" not in [s.text for s in shapes if isinstance(s, Words) and s.ink is Ink.MUTED]


def curve() -> Curve:
    plan = tuple(Point(week, Fraction(week, 50)) for week in range(53))
    actual = tuple(Point(week, Fraction(week, 60) if week < 40 else None) for week in range(53))
    return Curve(
        "进度",
        (Series("计划", plan, Ink.PLAN, dashed=True), Series("实际", actual)),
        ((0, "1月"), (26, "7月"), (52, "12月")),
    )


def test_an_s_curve_ends_where_the_weeks_end() -> None:
    lines = [s for s in drawn(curve()) if isinstance(s, Line) and s.ink in (Ink.PLAN, Ink.ACTUAL)]
    plan, actual = lines
    assert len(plan.points) == 53
    assert len(actual.points) == 40
    assert plan.points[-1][1] < actual.points[-1][1], "104 % stands above 65 %"


def test_columns_count_and_zero_has_no_column() -> None:
    chart = Counts("阶段", (Count("主体施工", 8), Count("停工", 0), Count("已完工", 4)))
    tall = {s.index: s.height for s in drawn(chart) if isinstance(s, Rect)}
    assert set(tall) == {0, 2}
    assert tall[0] == pytest.approx(2 * tall[2])


@pytest.mark.parametrize(
    "chart",
    [
        bars(*(Fraction(n, 10) for n in range(1, 14)), target=Fraction(9, 10)),
        bars(),
        curve(),
        Curve("空", (), ()),
        Counts("阶段", tuple(Count(f"很长的形象进度名称{n}", n) for n in range(20))),
        Counts("空", ()),
    ],
)
def test_nothing_leaves_the_rectangle(chart: Chart) -> None:
    for shape in drawn(chart):
        if isinstance(shape, Rect):
            assert shape.x >= -1
            assert shape.x + shape.width <= WIDTH + 2
            assert shape.y + shape.height <= HEIGHT + 1
        elif isinstance(shape, Words):
            wide = measure(shape.text, shape.size)
            left = (
                shape.x - wide * {Anchor.START: 0, Anchor.MIDDLE: 0.5, Anchor.END: 1}[shape.anchor]
            )
            assert left >= -2
            assert left + wide <= WIDTH + 2, shape
            assert 0 <= shape.y <= HEIGHT


def test_a_chart_prints_its_title_and_labels() -> None:
    picture = Picture(bars(Fraction(6, 5), Fraction(1, 2)))
    (shown,) = pages(Document("图", (Sheet("图", (picture,)),)))
    assert "开工率" in shown
    assert "第0镇" in shown
    assert "120%" in shown
