"""What stands between the keyboard and the fields while fcitx is the input method.

Keys arrive at the window first, before any shortcut and any field: there they are offered to
fcitx. What fcitx does not keep goes on as if nobody had asked.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QSocketNotifier,
    QTimer,
    Slot,
)
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QWindow,
)
from shiboken6 import isValid

from facilitydesk.gui.fcitx import shown
from facilitydesk.gui.fcitx.line import Committed, Composing, Heard, Line, Presence, address

_AGAIN_MS = 5000  # a desktop that is still starting may be too busy to answer


class Asked(NamedTuple):
    """A key that fcitx was asked about before the shortcuts, and whether it keeps it."""

    key: int
    code: int
    time_ms: int
    kept: bool


class FcitxClient(QObject):
    """Lives as long as the application; without fcitx or a bus it does nothing."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._line: Line | None = None
        self._watch: QSocketNotifier | None = None
        self._field: QObject | None = None
        self._place: tuple[int, ...] = ()
        self._composing: Composing | None = None
        self._asked: Asked | None = None
        self._pause_ms = _AGAIN_MS
        app.focusWindowChanged.connect(self._on_window)
        app.focusObjectChanged.connect(self._on_field)
        app.inputMethod().cursorRectangleChanged.connect(self._tell_place)
        self._begin()

    def close(self) -> None:
        """The connection ends; keys are keys."""
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
        if self._line is not None:
            self._line.close()
        self._line = self._watch = None
        self._break_off()

    @Slot()
    def _begin(self) -> None:
        """Connect to the desktop's bus, where fcitx may also appear later."""
        try:
            self._line = Line(address(os.environ))
        except OSError:
            self._lose()
            return
        notifier = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_arrived)
        self._watch = notifier
        self._on_window(QGuiApplication.focusWindow())
        self._on_field(QGuiApplication.focusObject())
        self._on_arrived()

    def _lose(self) -> None:
        """The bus does not answer: keys are keys, until it does; each pause doubles the last."""
        self.close()
        QTimer.singleShot(self._pause_ms, self, self._begin)
        self._pause_ms *= 2

    # --- keys ---------------------------------------------------------------------------------

    def _offer(self, event: QKeyEvent) -> bool:
        """Whether fcitx keeps a key that is meant for the field; it is done then."""
        line, symbol = self._line, event.nativeVirtualKey()
        if line is None or not line.ready or not symbol or not self._tell_place():
            return False
        try:
            kept = line.key(
                symbol,
                event.nativeScanCode(),
                event.nativeModifiers(),
                released=event.type() == QEvent.Type.KeyRelease,
                time_ms=event.timestamp(),
            )
        except OSError:
            self._lose()
            return False
        self._hand_out()
        QTimer.singleShot(0, self, self._on_arrived)  # what came together with the answer
        return kept

    def _offer_once(self, event: QKeyEvent) -> bool:
        """The same for a key that comes twice, for the shortcuts and for the field."""
        asked, self._asked = self._asked, None
        same = (event.key(), event.nativeScanCode(), event.timestamp())
        if event.type() == QEvent.Type.KeyPress and asked is not None and asked[:3] == same:
            return asked.kept
        kept = self._offer(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            self._asked = Asked(*same, kept)
        return kept

    def _break_off(self) -> None:
        """The composition ends here: its letters stay in the field, as they are shown."""
        if self._composing is None:
            return
        kept = shown.kept_of(self._composing)
        self._composing = None
        self._send(QInputMethodEvent("", []), kept)
        self._tell("Reset")

    # --- what fcitx says ----------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Give what was heard to the field that has the keyboard."""
        while self._line is not None and self._line.heard:
            self._hear(self._line.heard.pop(0))

    def _hear(self, heard: Heard) -> None:
        if isinstance(heard, Committed):
            self._composing = None
            self._send(QInputMethodEvent("", []), heard.text)
        elif isinstance(heard, Composing):
            if not heard.pieces and self._composing is None:
                return
            self._composing = heard if heard.pieces else None
            self._send(shown.event_of(heard))
        elif isinstance(heard, Presence):
            self._place = ()
            if heard.here:
                self._on_field(QGuiApplication.focusObject())
            else:
                self._break_off()
        self._tell_place()

    def _send(self, event: QInputMethodEvent, chosen: str = "") -> None:
        if chosen:
            event.setCommitString(chosen)
        field = QGuiApplication.focusObject()
        if field is not None:
            QCoreApplication.sendEvent(field, event)

    # --- what fcitx is told -------------------------------------------------------------------

    def _tell(self, method: str, signature: str = "", body: tuple[int, ...] = ()) -> None:
        if self._line is None:
            return
        try:
            self._line.tell(method, signature, body)
        except OSError:
            self._lose()

    @Slot()
    def _tell_place(self) -> bool:
        """Whether there is a field to compose in; fcitx is told where, when that has changed."""
        place = shown.place_to_write()
        if place is None:
            return False
        told = (place.x(), place.y(), place.width(), place.height())
        if told != self._place and self._line is not None and self._line.ready:
            self._place = told
            self._tell("SetCursorRect", "iiii", told)
        return True

    # --- slots --------------------------------------------------------------------------------

    @Slot()
    def _on_arrived(self) -> None:
        if self._line is None:
            return
        try:
            self._line.read()
        except OSError:
            self._lose()
            return
        self._hand_out()

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    @Slot(QObject)
    def _on_field(self, field: QObject | None) -> None:
        before, self._field = self._field, field
        if before is not None and before is not field and isValid(before):
            before.removeEventFilter(self)
        self._composing = None
        if field is None or shown.place_to_write() is None:
            self._tell("FocusOut")
            return
        if before is not field:
            self._tell("Reset")
        field.installEventFilter(self)
        self._tell("FocusIn")
        self._tell_place()

    # --- Qt -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusAboutToChange:
            self._break_off()
        elif not watched.isWindowType():
            return False
        elif kind == QEvent.Type.MouseButtonPress:
            self._break_off()
        elif isinstance(event, QKeyEvent) and self._offer_once(event):
            event.accept()
            return True
        return False
