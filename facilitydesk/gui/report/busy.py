"""The note over a preview while it is made: shown after half a second, with 取消."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone

PATIENCE_MS = 500


class BusyNote(QFrame):
    """Stands in the middle of a widget's top. Signal `cancelled()`."""

    cancelled = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("busy")
        self.setStyleSheet(
            f"#busy {{ background: {Tone.SURFACE}; border: 1px solid #c3cad3; border-radius: 4px; }}"
        )
        self.text = QLabel(tr("正在生成预览……"))
        self.bar = QProgressBar()
        self.bar.setFixedSize(120, 10)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(tr("取消"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(16)
        for widget in (self.text, self.bar, self.cancel):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._appear)
        self.cancel.clicked.connect(self.cancelled)
        over.installEventFilter(self)
        self.hide()

    def begin(self) -> None:
        """Work has begun; the note appears when it lasts."""
        self.told(0, 0, "")
        self._timer.start()

    def told(self, done: int, total: int, text: str) -> None:
        """How far the work is."""
        self.text.setText(f"{tr('正在生成预览')}：{text}" if text else tr("正在生成预览……"))
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if self.isVisible():
            self._place()

    def end(self) -> None:
        """Work has ended."""
        self._timer.stop()
        self.hide()

    @Slot()
    def _appear(self) -> None:
        self.show()
        self.raise_()
        self._place()

    def _place(self) -> None:
        over = self.parentWidget()
        self.adjustSize()
        if over is not None:
            self.move((over.width() - self.width()) // 2, 24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
