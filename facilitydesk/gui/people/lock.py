"""The lock: after some minutes without a key or a mouse the windows are covered.

Nothing behind the cover is closed or stored: a half-typed cell keeps its text and its cursor. The
password of the officer who sits uncovers it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.people.fields import card, password_field, tell, trouble_label, wrapped
from facilitydesk.gui.theme import Tone

_WIDTH = 420
_LOOK_MS = 2000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Signal `idle()` when nobody touched the program for `minutes`; 0: never."""

    idle = Signal()

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.minutes = 0
        self._clock = clock
        self._last = clock()
        self._window: QWindow | None = None
        self._typing: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
            app.focusObjectChanged.connect(self._on_typing)
            self._on_window(QGuiApplication.focusWindow())
            self._on_typing(QGuiApplication.focusObject())

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._on_window)
            app.focusObjectChanged.disconnect(self._on_typing)
        self._on_window(None)
        self._on_typing(None)
        self.deleteLater()

    def touched(self) -> None:
        """Somebody is there."""
        self._last = self._clock()

    @Slot()
    def look(self) -> None:
        """Whether the time is up."""
        if self.minutes and self._clock() - self._last >= self.minutes * 60:
            self.touched()
            self.idle.emit()

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        # Only the window with the keyboard is listened to: a filter on the whole application
        # would be called for every painted cell.
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._on_gone)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._on_gone)

    @Slot()
    def _on_gone(self) -> None:
        self._window = None

    @Slot(QObject)
    def _on_typing(self, field: QObject | None) -> None:
        # An input method keeps the keys from the window and tells the field alone.
        if self._typing is not None and isValid(self._typing):  # a field that goes loses it first
            self._typing.removeEventFilter(self)
            self._typing.destroyed.disconnect(self._on_field_gone)
        self._typing = None if field is self._window else field
        if self._typing is not None:
            self._typing.installEventFilter(self)
            self._typing.destroyed.connect(self._on_field_gone)

    @Slot()
    def _on_field_gone(self) -> None:
        self._typing = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.touched()
        return False


class LockScreen(QObject):
    """Covers all windows until the password is given. Signal `opened()`, `switched()` 换人."""

    opened = Signal()
    switched = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self.context = context
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        self._held = QApplication.focusWidget()
        front = QApplication.activeModalWidget() or window
        tops = [
            top
            for top in QApplication.topLevelWidgets()
            if top.isVisible() and (top is front or top.windowType() != Qt.WindowType.ToolTip)
        ]
        self.form = _Form(context.desk.officer)  # after them: it is a window until it is laid out
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)  # before the focus moves: what is typed must stay typed
        self._covers = [_Cover(top, self.form if top is front else None) for top in tops]
        self.form.go.clicked.connect(self.unlock)
        self.form.password.returnPressed.connect(self.unlock)
        self.form.other.clicked.connect(self._on_other)
        self.form.other.setVisible(front is window)
        self.form.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def unlock(self) -> None:
        """Look at the password and uncover."""
        from facilitydesk.services.people import logins

        name, password = self.context.desk.officer, self.form.password.text()
        self.form.go.setEnabled(False)

        def failed(trouble: Trouble) -> None:
            self.form.go.setEnabled(True)
            tell(self.form.trouble, str(trouble), _WIDTH - 80)
            self.form.password.selectAll()
            self.form.password.setFocus()

        self.context.runner.read(
            lambda desk: logins.prove(desk, name, password),
            lambda _post: self.uncover(),
            failed=failed,
        )

    def uncover(self) -> None:
        """Take the covers away and give the keyboard back."""
        app = QApplication.instance()
        for cover in self._covers:
            cover.hide()
            cover.deleteLater()
        self._covers.clear()
        held = self._held
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        if app is not None:
            app.removeEventFilter(self)
        self.opened.emit()
        self.deleteLater()

    @Slot()
    def _on_other(self) -> None:
        self.uncover()
        self.switched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut and watched is self._held:
            return True  # else a grid would store half a number
        if kind in (QEvent.Type.Shortcut, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            # Keys belong to the form; a shortcut of the covered window must not act.
            if kind == QEvent.Type.Shortcut:
                return True
            widget = watched if isinstance(watched, QWidget) else None
            return widget is not None and widget is not self.form and not self._inside(widget)
        return False

    def _inside(self, widget: QWidget) -> bool:
        return self.form.isAncestorOf(widget)


class _Form(QWidget):
    def __init__(self, officer: str) -> None:
        super().__init__()
        title = QLabel(tr("已锁屏"))
        title.setProperty("role", "title")
        text = tr("{officer}的工作原样保留，输入密码后继续。").format(officer=officer)
        words = wrapped(text, _WIDTH - 80)
        self.trouble = trouble_label()
        self.password = password_field(tr("密码"))
        self.go = QPushButton(tr("解锁"))
        self.go.setProperty("primary", True)
        self.other = QPushButton(tr("换人登录"))
        self.other.setProperty("flat", True)
        buttons = QHBoxLayout()
        for button in (self.go, self.other):
            button.setMinimumHeight(36)
            buttons.addWidget(button)
        buttons.addStretch(1)
        frame, inner = card("lock", _WIDTH)
        for widget in (title, words, self.trouble, self.password):
            inner.addWidget(widget)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)


class _Cover(QWidget):
    """An opaque sheet over one window."""

    def __init__(self, top: QWidget, form: QWidget | None) -> None:
        super().__init__(top)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("cover")
        self.setStyleSheet(f"#cover {{ background: {Tone.GROUND}; }}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if form is not None:
            layout.addStretch(2)
            layout.addWidget(form, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addStretch(3)
        if form is not None and not top.isWindow():
            top.setMinimumSize(form.sizeHint())
        self.setGeometry(top.rect())
        top.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self.resize(event.size())
        return super().eventFilter(watched, event)
