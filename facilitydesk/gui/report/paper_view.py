"""The pages of a PDF on the screen, one below the other, exactly as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from facilitydesk.gui.report.pages_source import PagesSource
from facilitydesk.gui.theme import Tone
from facilitydesk.reports.paper.letter import Place

GAP = 16  # between pages and around them
_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_DESK = "#e3e7ec"


class Fit(Enum):
    """How large pages are shown: to the width, wholly, or by a factor (1.0 is the paper's size)."""

    WIDTH = "width"
    PAGE = "page"


Zoom = Fit | float


class PaperView(QAbstractScrollArea):
    """Signals: `page_changed(n)` the page in the middle, from 0; `zoom_changed()`."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = PagesSource(self)
        self.source.ready.connect(self._on_ready)
        self.zoom: Zoom = Fit.WIDTH
        self.page = 0
        self.places: tuple[Place, ...] = ()
        self.message = ""
        self._rects: list[QRectF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def pages(self) -> int:
        return len(self.source.sizes)

    @property
    def factor(self) -> float:
        """The zoom as a factor of the paper's size."""
        return self._factor()

    def show_pdf(
        self, pdf: bytes | None, places: Sequence[Place] = (), *, message: str = ""
    ) -> None:
        """Show another PDF; the same page stays in view where it exists.

        `message` stands in the place of the pages when there are none.
        """
        page = self.page
        self.message = message
        self.source.open(pdf)
        self.places = tuple(places)
        self._lay_out()
        self.go_to(min(page, max(0, self.pages - 1)))
        self.page_changed.emit(self.page)
        self.viewport().update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Fit to width or page, or a factor; the page in view stays in view."""
        page = self.page
        self.zoom = zoom
        self._lay_out()
        self.go_to(page)
        self.zoom_changed.emit()
        self.viewport().update()

    def step_zoom(self, steps: int) -> None:
        """The next larger or smaller factor."""
        now = self._factor()
        larger = [step for step in _STEPS if step > now * 1.01]
        smaller = [step for step in _STEPS if step < now * 0.99]
        self.set_zoom((larger or [_STEPS[-1]])[0] if steps > 0 else (smaller or [_STEPS[0]])[-1])

    def go_to(self, page: int) -> None:
        """Bring the top of a page into view."""
        if 0 <= page < len(self._rects):
            sheet = self._rects[page]
            self.verticalScrollBar().setValue(int(sheet.top()) - GAP)
            middle = sheet.center().x() - self.viewport().width() / 2
            self.horizontalScrollBar().setValue(int(middle))
            self._note_page()

    # --- layout -------------------------------------------------------------------------------

    def _points(self) -> float:
        """Logical pixels a point at 100 %."""
        return self.logicalDpiX() / 72

    def _factor(self) -> float:
        if not isinstance(self.zoom, Fit):
            return self.zoom
        if not self.source.sizes:
            return 1.0
        room = self._room()
        width = max(size[0] for size in self.source.sizes) * self._points()
        across = max(0.1, (room.width() - 2 * GAP) / width)
        if self.zoom is Fit.WIDTH:
            return min(across, _STEPS[-1])
        height = max(size[1] for size in self.source.sizes) * self._points()
        return max(0.1, min(across, (room.height() - 2 * GAP) / height))

    def _room(self) -> QSize:
        """The view without a vertical bar, whether it is shown now or not."""
        size = self.maximumViewportSize()
        return QSize(size.width() - self.verticalScrollBar().sizeHint().width(), size.height())

    def _lay_out(self) -> None:
        scale = self._factor() * self._points()
        sizes = [(round(w * scale), round(h * scale)) for w, h in self.source.sizes]
        widest = max((width for width, _ in sizes), default=0)
        whole = max(widest + 2 * GAP, self.viewport().width())
        top = float(GAP)
        self._rects = []
        for width, height in sizes:
            self._rects.append(QRectF((whole - width) // 2, top, width, height))
            top += height + GAP
        view = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, widest + 2 * GAP - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(24)
        down.setRange(0, max(0, int(top) - view.height()) if sizes else 0)
        down.setPageStep(view.height())
        down.setSingleStep(48)

    def _origin(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _note_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        page = next((n for n, rect in enumerate(self._rects) if rect.bottom() + GAP > middle), 0)
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)

    @Slot()
    def _on_scrolled(self) -> None:
        self.source.forget_wishes()
        self._note_page()
        self.viewport().update()

    @Slot(int)
    def _on_ready(self, page: int) -> None:
        if page < len(self._rects):
            shown = self._rects[page].translated(-self._origin())
            self.viewport().update(shown.toAlignedRect())

    def _basis_at(self, point: QPointF) -> tuple[str, QRect] | None:
        """The basis of the figure under the mouse, and where the figure stands."""
        spot = point + self._origin()
        scale = self._factor() * self._points()
        for place in self.places:
            if place.page >= len(self._rects):
                continue
            sheet = self._rects[place.page]
            area = QRectF(place.x, place.y, place.width, place.height)
            on_screen = QRectF(
                sheet.x() + area.x() * scale,
                sheet.y() + area.y() * scale,
                area.width() * scale,
                area.height() * scale,
            )
            if on_screen.contains(spot):
                told = f"{place.figure.name}：{place.figure.basis}"
                return told, on_screen.translated(-self._origin()).toAlignedRect()
        return None

    # --- Qt -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        page, before = self.page, self.verticalScrollBar().value()
        self._lay_out()
        if isinstance(self.zoom, Fit):
            if before:
                self.go_to(page)
            self.zoom_changed.emit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(_DESK))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._rects and self.message:
            painter.setPen(QColor(Tone.QUIET))
            room = self.viewport().rect().adjusted(48, 48, -48, -48)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self.message)
        ratio = self.devicePixelRatioF()
        scale = self._factor() * self._points() * ratio
        origin = self._origin()
        for number, sheet in enumerate(self._rects):
            rect = sheet.translated(-origin)
            if not rect.intersects(QRectF(self.viewport().rect())):
                continue
            painter.fillRect(rect.translated(0, 2).adjusted(-1, 0, 1, 1), QColor("#c9d0d8"))
            painter.fillRect(rect, QColor("#ffffff"))
            image = self.source.image(number, scale)
            if image is None:
                painter.setPen(QColor(Tone.QUIET))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "……")
            elif abs(image.width() - rect.width() * ratio) <= 2:
                image.setDevicePixelRatio(ratio)  # pixel for pixel: no blur
                corner = rect.topLeft()
                x, y = round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio
                painter.drawImage(QPointF(x, y), image)
            else:
                painter.drawImage(rect, image)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.step_zoom(1 if turned > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.pages - 1)
        elif key == Qt.Key.Key_PageDown:
            self.go_to(self.page + 1)
        elif key == Qt.Key.Key_PageUp:
            self.go_to(max(0, self.page - 1))
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._basis_at(QPointF(event.pos()))
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), found[0], self.viewport(), found[1])
            return True
        return super().viewportEvent(event)
