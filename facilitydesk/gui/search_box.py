"""Search over everything (Ctrl+K): schools and projects by name, pinyin initials or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context

if TYPE_CHECKING:
    from facilitydesk.services.search import Hit

_WAIT_MS = 120
_LINE = 28


class SearchBox(QLineEdit):
    """The field in the top bar with its list of hits; Enter goes to the page of the hit.

    Signal `left()`: Escape, the keyboard belongs to the page again.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("搜索（Ctrl+K）"))
        self.setToolTip(tr("按名称、拼音首字母或代码查找学校和项目"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(140)
        self.setMaximumWidth(280)
        self._context: Context | None = None
        self._hits: tuple[Hit, ...] = ()
        self.hits = QListWidget()
        self.hits.setWindowFlags(Qt.WindowType.ToolTip)
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setFocusProxy(self)
        self.hits.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self.hits.itemClicked.connect(self._go)
        self.installEventFilter(self)

    def attach(self, context: Context) -> None:
        self._context = context

    def detach(self) -> None:
        self._context = None
        self.hits.hide()
        self.clear()

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.hits.hide()

    @Slot()
    def _ask(self) -> None:
        words = self.text().strip()
        if self._context is None or not words:
            return
        from facilitydesk.services import search

        def take(hits: tuple[Hit, ...]) -> None:
            if self.text().strip() == words:
                self._show(hits)

        self._context.runner.read(lambda desk: search.find(desk, words), take)

    def _show(self, hits: tuple[Hit, ...]) -> None:
        self._hits = hits
        self.hits.clear()
        for hit in hits:
            line = QListWidgetItem(
                f"{hit.kind}　{hit.title}" + (f"　·　{hit.place}" if hit.place else "")
            )
            line.setSizeHint(QSize(0, _LINE))
            self.hits.addItem(line)
        if not hits:
            item = QListWidgetItem(tr("没有找到"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setSizeHint(QSize(0, _LINE))
            self.hits.addItem(item)
        self.hits.setCurrentRow(0 if hits else -1)
        width = max(self.width(), 420)
        self.hits.resize(width, min(len(hits) or 1, 12) * _LINE + 4)
        corner = self.mapToGlobal(QPoint(self.width() - width, self.height() + 2))
        self.hits.move(corner)
        self.hits.show()

    @Slot()
    def _go(self) -> None:
        row = self.hits.currentRow()
        if self._context is None or not 0 <= row < len(self._hits):
            return
        hit = self._hits[row]
        self.hits.hide()
        self.clear()
        self._context.page_wanted.emit(hit.page, hit.where)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hits.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.hits.isVisible():
                step = 1 if key == Qt.Key.Key_Down else -1
                count = max(1, self.hits.count())
                self.hits.setCurrentRow((self.hits.currentRow() + step) % count)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                return True
            if key == Qt.Key.Key_Escape:
                self.hits.hide()
                self.clear()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
