"""What must not be entered: shown once on each PC before the first work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.gui.people.fields import card, wrapped
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.theme import Tone

_KEY = "notice.classified"
_WIDTH = 560


def due(settings: Settings) -> bool:
    """Whether this PC has not been told yet."""
    return settings.path is not None and not settings.get(_KEY)


class ClassifiedNotice(QWidget):
    """A sheet over the window until it is acknowledged. Signal `seen()`."""

    seen = Signal()

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self.settings = settings
        self._wanted: QWidget | None = None  # what asked for the keyboard meanwhile
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("notice")
        self.setStyleSheet(f"#notice {{ background: {Tone.GROUND}; }}")
        title = QLabel(tr("使用须知"))
        title.setProperty("role", "title")
        words = wrapped(sentence("notice.classified", {}), _WIDTH - 80, quiet=False)
        also = wrapped(
            tr(
                "数据保存在本机的文件里，不连接网络。登录和岗位用来防止误操作、记明责任，"
                "不加密数据文件；对操作日志的篡改可以发现，但不能阻止。"
            ),
            _WIDTH - 80,
        )
        self.go = QPushButton(tr("我已知晓"))
        self.go.setProperty("primary", True)
        self.go.setMinimumHeight(36)
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addStretch(1)
        frame, inner = card("noticeCard", _WIDTH)
        for widget in (title, words, also):
            inner.addWidget(widget)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.go.clicked.connect(self._on_go)
        self.show()
        self.raise_()
        self.go.setFocus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The page beneath takes the keyboard when its data come; it is not to be seen yet."""
        if now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self._wanted = now
            self.go.setFocus()

    @Slot()
    def _on_go(self) -> None:
        self.settings.set(_KEY, "2026")
        self.settings.flush()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._on_focus)
        self.hide()
        if self._wanted is not None and isValid(self._wanted) and self._wanted.isVisible():
            self._wanted.setFocus()
        self.seen.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False
