"""A chart on the screen: the shapes of reports/paper/charts.py drawn with QPainter, with hints and clicks.

The description is the one that goes on paper. Each bar or column can be hovered (its hint says
how the figure came about), clicked, and reached with the arrow keys; Enter chooses it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from facilitydesk.gui import theme
from facilitydesk.gui.theme import Tone
from facilitydesk.reports.paper import charts
from facilitydesk.reports.paper.charts import (
    Anchor,
    Bars,
    Chart,
    Counts,
    Curve,
    Ink,
    Line,
    Rect,
    Words,
)

# On screen red, amber and green belong to the lights, so the target line is plain ink.
_TONES = {
    Ink.TEXT: Tone.INK,
    Ink.MUTED: Tone.QUIET,
    Ink.GRID: "#e8ebef",
    Ink.AXIS: "#a5aeb9",
    Ink.BAR: Tone.ACCENT,
    Ink.OVER: "#123f78",
    Ink.BEHIND: "#8fb3dd",
    Ink.TARGET: Tone.INK,
    Ink.PLAN: "#7c8793",
    Ink.ACTUAL: Tone.ACCENT,
    Ink.PAPER: Tone.SURFACE,
}


class ChartView(QWidget):
    """Draws one chart.

    `chosen(index)` tells which bar, column or point was clicked, `pointed(hint)` what the arrow
    keys stand on (an empty hint: they have left).
    """

    chosen = Signal(object)
    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.tips: Sequence[str] = ()
        self.current: int | None = None  # under the keyboard
        self._hovered: int | None = None
        self._fonts: dict[tuple[float, bool], tuple[QFont, QFontMetricsF]] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 80)

    def set_chart(self, chart: Chart, tips: Sequence[str] = (), *, name: str = "") -> None:
        """Show a chart; `tips` are the hints of its bars, columns or points, `name` is read aloud."""
        self.chart, self.tips = chart, tips
        self.current = self._hovered = None
        self.setAccessibleName(name or chart.title)
        self.updateGeometry()
        self.update()

    @property
    def text_size(self) -> float:
        """The height of its texts in pixels."""
        return theme.SMALL_PT * self.logicalDpiY() / 72

    def height_for(self, bars: int) -> int:
        """How high a chart of so many bars must be to be read."""
        return round(self.text_size * 1.55) * bars + round(self.text_size * 2.4)

    def count(self) -> int:
        """How many bars, columns or points can be chosen."""
        match self.chart:
            case Bars(bars=bars):
                return len(bars)
            case Counts(items=items):
                return len(items)
            case Curve(series=series):
                return max((len(line.points) for line in series), default=0)
        return 0

    def index_at(self, place: QPointF) -> int | None:
        """What lies under a place: a bar or column with its whole row, the nearest point."""
        chart = self.chart
        if chart is None:
            return None
        if isinstance(chart, Curve):
            x0, x1 = charts.span(chart, self.width(), self._measure, self.text_size)
            count = self.count()
            if count == 0 or not x0 - 4 <= place.x() <= x1 + 4:
                return None
            share = (place.x() - x0) / max(x1 - x0, 1)
            return min(max(round(share * (count - 1)), 0), count - 1)
        return charts.place_at(
            chart, place.x(), place.y(), self.width(), self.height(), size=self.text_size
        )

    def _measure(self, text: str, size: float) -> float:
        return self._font(size, bold=False)[1].horizontalAdvance(text)

    def _font(self, size: float, *, bold: bool) -> tuple[QFont, QFontMetricsF]:
        if (size, bold) not in self._fonts:
            font = theme.font(bold=bold)
            font.setPixelSize(max(round(size), 1))
            self._fonts[(size, bold)] = font, QFontMetricsF(font)
        return self._fonts[(size, bold)]

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.chart is None:
            return
        painter = QPainter(self)
        shapes = charts.draw(
            self.chart, self.width(), self.height(), self._measure, size=self.text_size
        )
        for shape in shapes:
            match shape:
                case Rect():
                    painter.fillRect(self._crisp(shape), theme.color(_TONES[shape.ink]))
                case Line():
                    self._draw_line(painter, shape)
                case Words():
                    self._draw_words(painter, shape)
        self._draw_mark(painter)

    def _crisp(self, shape: Rect) -> QRectF:
        """The rectangle on whole pixels of the screen, so that its edges are sharp at 150 %."""
        ratio = self.devicePixelRatioF()
        left, top = round(shape.x * ratio), round(shape.y * ratio)
        right = max(round((shape.x + shape.width) * ratio), left + 1)
        bottom = max(round((shape.y + shape.height) * ratio), top + 1)
        return QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)

    def _draw_line(self, painter: QPainter, line: Line) -> None:
        straight = len({x for x, _ in line.points}) == 1 or len({y for _, y in line.points}) == 1
        pen = QPen(theme.color(_TONES[line.ink]), 1 if straight else line.width + 0.4)
        if line.dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
        nudge = 0.5 if straight else 0.0
        points = [
            QPointF(round(x) + nudge, round(y) + nudge) if straight else QPointF(x, y)
            for x, y in line.points
        ]
        painter.drawPolyline(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _draw_words(self, painter: QPainter, words: Words) -> None:
        font, metrics = self._font(words.size, bold=words.bold)
        wide = metrics.horizontalAdvance(words.text)
        share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[words.anchor]
        painter.setFont(font)
        painter.setPen(theme.color(_TONES[words.ink]))
        base = words.y + metrics.capHeight() / 2
        painter.drawText(QPointF(words.x - share * wide, base), words.text)

    def _draw_mark(self, painter: QPainter) -> None:
        """The frame around what the mouse or the keyboard points at."""
        for index, tone in ((self._hovered, "#c3cad3"), (self._focused(), Tone.ACCENT)):
            area = self._area(index) if index is not None else None
            if area is not None:
                painter.setPen(QPen(theme.color(tone), 1))
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _focused(self) -> int | None:
        return self.current if self.hasFocus() else None

    def _area(self, index: int) -> QRectF | None:
        chart, size = self.chart, self.text_size
        match chart:
            case Bars(bars=bars) if bars:
                top = charts.top_of(chart, size)
                pitch = (charts.foot_of(chart, self.height(), size) - top) / len(bars)
                return QRectF(0, round(top + index * pitch), self.width(), round(pitch))
            case Counts(items=items) if items:
                pitch = self.width() / len(items)
                return QRectF(round(index * pitch), 0, round(pitch), self.height())
            case Curve():
                x0, x1 = charts.span(chart, self.width(), self._measure, size)
                at = x0 + (x1 - x0) * index / max(self.count() - 1, 1)
                return QRectF(round(at), charts.top_of(chart, size), 1, self.height() - size * 2.4)
        return None

    # --- mouse and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            hand = index is not None and not isinstance(self.chart, Curve)
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.index_at(QPointF(event.pos()))
            if index is not None and index < len(self.tips):
                QToolTip.showText(event.globalPos(), self.tips[index], self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.current = index
            self.update()
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Left: -1,
        }
        key, last = Qt.Key(event.key()), self.count() - 1
        if last < 0:
            super().keyPressEvent(event)
        elif key in steps:
            at = -1 if self.current is None else self.current
            self._go(min(max(at + steps[key], 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.current is not None:
                self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _go(self, index: int) -> None:
        self.current = index
        self.update()
        self.pointed.emit(self.tips[index] if index < len(self.tips) else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.current is None and self.count() and not isinstance(self.chart, Curve):
            self.current = 0
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        self.pointed.emit("")
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        bars = len(self.chart.bars) if isinstance(self.chart, Bars) else 0
        return QSize(420, self.height_for(bars) if bars else 180)
