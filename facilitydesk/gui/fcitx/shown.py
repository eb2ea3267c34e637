"""What fcitx composes as Qt's fields show it, and where on the screen a field writes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QPalette,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QWidget

from facilitydesk.gui.fcitx.line import Composing

_ENABLED, _HINTS, _PLACE = (
    Qt.InputMethodQuery.ImEnabled,
    Qt.InputMethodQuery.ImHints,
    Qt.InputMethodQuery.ImCursorRectangle,
)
# fcitx's marks of a piece.
_HIGHLIGHT = 1 << 4
_NOT_KEPT = 1 << 5


def event_of(composing: Composing) -> QInputMethodEvent:
    """The event that shows it in a field, the chosen part marked."""
    attributes, text = [], ""
    for piece, marks in composing.pieces:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        if marks & _HIGHLIGHT:
            palette = QGuiApplication.palette()
            look.setBackground(palette.brush(QPalette.ColorRole.Highlight))
            look.setForeground(palette.brush(QPalette.ColorRole.HighlightedText))
        attributes.append(
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat, _units(text), _units(piece), look
            )
        )
        text += piece
    before = text.encode()[: max(composing.cursor, 0)].decode(errors="ignore")
    cursor = QInputMethodEvent.AttributeType.Cursor
    attributes.append(QInputMethodEvent.Attribute(cursor, _units(before), 1, None))
    return QInputMethodEvent(text, attributes)


def kept_of(composing: Composing) -> str:
    """What stays in the field when the composition is broken off by leaving it."""
    return "".join(piece for piece, marks in composing.pieces if not marks & _NOT_KEPT)


def place_to_write() -> QRect | None:
    """Where on the screen the field with the keyboard writes; None: nothing is composed in it.

    A password is nobody else's business, and the keys of an open menu are not the field's.
    """
    field, popup = QGuiApplication.focusObject(), QApplication.activePopupWidget()
    if not isinstance(field, QWidget):
        return None
    if popup is not None and not popup.isAncestorOf(field) and popup.focusProxy() is None:
        return None
    query = QInputMethodQueryEvent(_ENABLED | _HINTS | _PLACE)
    QCoreApplication.sendEvent(field, query)
    hidden = Qt.InputMethodHint(query.value(_HINTS) or 0) & Qt.InputMethodHint.ImhHiddenText
    if hidden or not query.value(_ENABLED):
        return None
    return place_on_screen(field, query.value(_PLACE))


def place_on_screen(field: QWidget, cursor: QRect | QRectF) -> QRect:
    """A place in a field in the screen's own pixels, which fcitx counts in also at 150 %."""
    own = cursor if isinstance(cursor, QRectF) else QRectF(cursor)
    ratio = field.devicePixelRatioF()
    screen = field.screen().geometry().topLeft().toPointF()
    corner = field.mapToGlobal(own.topLeft()) - screen
    return QRectF(screen + corner * ratio, own.size() * ratio).toRect()


def _units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2
