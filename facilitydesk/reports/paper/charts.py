"""The charts of screen and paper: a frozen description, and where its marks stand.

`draw` computes shapes in a rectangle of the given size, y downward from the top left; the window
paints them with QPainter, paper.py's Page with PDF operators, so both show the same figure. Bars
past 100 % are drawn past the mark; the target is a line; labels stand at the bars, not in a legend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Ink(StrEnum):
    """What a shape is; screen and paper choose the same colour for it."""

    TEXT = "text"
    MUTED = "muted"
    GRID = "grid"
    AXIS = "axis"
    BAR = "bar"
    OVER = "over"  # the part of a bar past 100 %
    BEHIND = "behind"  # a bar below the target
    TARGET = "target"
    PLAN = "plan"
    ACTUAL = "actual"
    PAPER = "paper"  # the ground of the page


# Chosen so that neighbours differ in grey print too.
COLOURS: dict[Ink, str] = {
    Ink.TEXT: "#1f2328",
    Ink.MUTED: "#5b636d",
    Ink.GRID: "#d9dde2",
    Ink.AXIS: "#7a828c",
    Ink.BAR: "#2f6db5",
    Ink.OVER: "#123f78",
    Ink.BEHIND: "#8fb3dd",
    Ink.TARGET: "#b3261e",
    Ink.PLAN: "#7a828c",
    Ink.ACTUAL: "#2f6db5",
    Ink.PAPER: "#ffffff",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value (1 is 100 %; None where there is no plan) and its text."""

    label: str
    value: Fraction | None
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from high to low with a mark at 100 % and a target line."""

    title: str
    bars: tuple[Bar, ...]
    target: Fraction | None = None
    target_text: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place of the x axis; None interrupts the line."""

    x: int
    y: Fraction | None


@dataclass(frozen=True, slots=True)
class Series:
    """One line of an S-curve; the label stands at its end."""

    label: str
    points: tuple[Point, ...]
    ink: Ink = Ink.ACTUAL
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over time; `ticks` are the labelled places of the x axis. Values are shares, 1 = 100 %."""

    title: str
    series: tuple[Series, ...]
    ticks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many things are in a state."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Columns that count: works by stage."""

    title: str
    items: tuple[Count, ...]
    unit: str = "项"


Chart = Bars | Curve | Counts


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle. `index` is the bar's place in the description, for clicks."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    index: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float = 1.0
    dashed: bool = False


class Anchor(StrEnum):
    """Which end of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Words:
    """A text whose middle line is at y."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = Ink.TEXT
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape = Rect | Line | Words
Measure = Callable[[str, float], float]  # width of a text at a size


def draw(
    chart: Chart, width: float, height: float, measure: Measure, *, size: float = 9
) -> tuple[Shape, ...]:
    """The shapes of a chart in a rectangle; `size` is that of its texts."""
    title = Words(0, size * 0.8, chart.title, size * 1.15, bold=True)
    top = top_of(chart, size)
    match chart:
        case Bars():
            body = _bars(chart, width, top, height, measure, size)
        case Curve():
            body = _curve(chart, width, top, height, measure, size)
        case Counts():
            body = _counts(chart, width, top, height, measure, size)
    return (title, *body) if chart.title else tuple(body)


def top_of(chart: Chart, size: float) -> float:
    """Where the figure begins below its title; a chart whose panel says the title has none."""
    if chart.title:
        return size * 2.2
    # Without a title the marks of bars stand above them: a long list scrolls away from its foot.
    return size * (1.9 if isinstance(chart, Bars) else 0.6)


def foot_of(chart: Bars, height: float, size: float) -> float:
    """Where the bars end."""
    return height - size * (1.6 if chart.title else 0.3)


def span(chart: Curve, width: float, measure: Measure, size: float = 9) -> tuple[float, float]:
    """Where the time axis of a curve begins and ends."""
    ends = max([0.0] + [measure(series.label, size) for series in chart.series])
    return measure("100%", size) + size * 0.6, width - ends - size * 0.8


def place_at(
    chart: Chart, x: float, y: float, width: float, height: float, *, size: float = 9
) -> int | None:
    """Which bar or column a point belongs to: its whole row or column, for clicks and hints."""
    match chart:
        case Bars():
            top = top_of(chart, size)
            pitch = (foot_of(chart, height, size) - top) / max(len(chart.bars), 1)
            at, count = int((y - top) // pitch) if pitch > 0 else -1, len(chart.bars)
        case Counts():
            count = len(chart.items)
            at = int(x // (width / max(count, 1)))
        case Curve():
            return None
    return at if 0 <= at < count else None


def cut(text: str, room: float, size: float, measure: Measure) -> str:
    """The text, shortened with … where it is wider than the room."""
    if measure(text, size) <= room:
        return text
    while text and measure(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def _bars(
    chart: Bars, width: float, top: float, height: float, measure: Measure, size: float
) -> list[Shape]:
    if not chart.bars:
        return []
    names = min(max(measure(bar.label, size) for bar in chart.bars), width * 0.35)
    values = max(measure(bar.text, size) for bar in chart.bars)
    x0, x1 = names + size * 0.6, width - values - size * 0.6
    highest = max([Fraction(1)] + [bar.value for bar in chart.bars if bar.value is not None])
    if chart.target is not None:
        highest = max(highest, chart.target)
    scale = (x1 - x0) / float(highest)
    foot = foot_of(chart, height, size)
    pitch = (foot - top) / len(chart.bars)
    thick = min(pitch * 0.68, size * 1.5)
    whole = x0 + scale
    shapes: list[Shape] = [
        Line(((whole, top), (whole, foot)), Ink.AXIS, 0.8),
        Line(((x0, top), (x0, foot)), Ink.AXIS, 0.8),
    ]
    marks: list[tuple[float, str, Ink]] = [(x0, "0", Ink.MUTED), (whole, "100%", Ink.MUTED)]
    texts: list[Words] = []
    for index, bar in enumerate(chart.bars):
        middle = top + (index + 0.5) * pitch
        label = cut(bar.label, names, size, measure)
        shapes.append(Words(names, middle, label, size, anchor=Anchor.END))
        end = x0
        if bar.value is not None and bar.value > 0:
            end = x0 + scale * float(bar.value)
            behind = chart.target is not None and bar.value < chart.target
            ink = Ink.BEHIND if behind else Ink.BAR
            y = middle - thick / 2
            shapes.append(Rect(x0, y, min(end, whole) - x0, thick, ink, index))
            if end > whole:
                shapes.append(Rect(whole, y, end - whole, thick, Ink.OVER, index))
        texts.append(Words(end + size * 0.4, middle, bar.text, size))
    if chart.target is not None:
        x = x0 + scale * float(chart.target)
        shapes.append(Line(((x, top - size * 0.3), (x, foot)), Ink.TARGET, 1.0, dashed=True))
        marks.append((x, chart.target_text, Ink.TARGET))
    for words in texts:  # a line that runs behind a figure is interrupted there
        wide = measure(words.text, size)
        tall = size * 1.1
        shapes += [Rect(words.x - 1, words.y - tall / 2, wide + 2, tall, Ink.PAPER), words]
    return shapes + _marks(marks, foot + size * 0.9 if chart.title else size * 0.8, measure, size)


def _marks(
    marks: list[tuple[float, str, Ink]], y: float, measure: Measure, size: float
) -> list[Shape]:
    """The words of an axis; the later ones win where two would touch."""
    shapes: list[Shape] = []
    taken: list[tuple[float, float]] = []
    for x, text, ink in reversed(marks):
        half = measure(text, size * 0.9) / 2 + size * 0.2
        if all(x + half < left or x - half > right for left, right in taken):
            taken.append((x - half, x + half))
            shapes.append(Words(x, y, text, size * 0.9, ink, Anchor.MIDDLE))
    return shapes


def _curve(
    chart: Curve, width: float, top: float, height: float, measure: Measure, size: float
) -> list[Shape]:
    points = [point for series in chart.series for point in series.points]
    if not points:
        return []
    x0, x1 = span(chart, width, measure, size)
    foot = height - size * 1.8
    first, last = min(point.x for point in points), max(point.x for point in points)
    highest = max([Fraction(1)] + [point.y for point in points if point.y is not None])
    across = (x1 - x0) / max(last - first, 1)
    up = (foot - top) / float(highest)
    shapes: list[Shape] = []
    quarters = int(highest * 4)
    for quarter in range(quarters + 1):
        y = foot - up * quarter / 4
        ink = Ink.AXIS if quarter in (0, 4) else Ink.GRID
        shapes.append(Line(((x0, y), (x1, y)), ink, 0.8 if ink is Ink.AXIS else 0.5))
        words = f"{quarter * 25}%"
        shapes.append(Words(x0 - size * 0.4, y, words, size * 0.9, Ink.MUTED, Anchor.END))
    marks = [(x0 + (x - first) * across, text, Ink.MUTED) for x, text in reversed(chart.ticks)]
    shapes += _marks(marks, foot + size, measure, size)
    labels: list[tuple[float, float, Series]] = []
    for series in chart.series:
        run: list[tuple[float, float]] = []
        for point in (*series.points, Point(last, None)):
            if point.y is not None:
                run.append((x0 + (point.x - first) * across, foot - up * float(point.y)))
                continue
            if run:
                shapes.append(Line(tuple(run), series.ink, 1.6, series.dashed))
                end = run[-1]
            run = []
        if any(point.y is not None for point in series.points):
            labels.append((end[1], end[0], series))
    labels.sort(key=lambda label: label[:2])
    at = -size
    for wish, x, series in labels:
        at = max(wish, at + size * 1.2)
        shapes.append(Words(x + size * 0.5, at, series.label, size, series.ink, bold=True))
    return shapes


def _counts(
    chart: Counts, width: float, top: float, height: float, measure: Measure, size: float
) -> list[Shape]:
    if not chart.items:
        return []
    pitch = width / len(chart.items)
    highest = max([1] + [item.count for item in chart.items])
    longest = max(len(item.label) for item in chart.items)
    per = max(longest if longest * size <= pitch else int(pitch // size), 1)  # signs in a row
    rows = min(-(-longest // per), 4)
    foot = height - size * (0.6 + 1.2 * rows)
    up = (foot - top - size * 1.4) / highest
    thick = min(pitch * 0.62, size * 4)
    shapes: list[Shape] = [Line(((0, foot), (width, foot)), Ink.AXIS, 0.8)]
    for index, item in enumerate(chart.items):
        middle = (index + 0.5) * pitch
        tall = up * item.count
        if item.count:
            shapes.append(Rect(middle - thick / 2, foot - tall, thick, tall, Ink.BAR, index))
        ink = Ink.TEXT if item.count else Ink.MUTED
        count = f"{item.count}{chart.unit}" if item.count else "0"
        shapes.append(Words(middle, foot - tall - size * 0.8, count, size, ink, Anchor.MIDDLE))
        for row in range(rows):
            part = item.label[row * per : (row + 1) * per]
            y = foot + size * (0.9 + 1.2 * row)
            if part:
                part = cut(part, pitch, size, measure)
                shapes.append(Words(middle, y, part, size, Ink.MUTED, Anchor.MIDDLE))
    return shapes
