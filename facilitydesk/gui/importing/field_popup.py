"""The list below a column's head: which field the column is read as, or 忽略."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitydesk.domain.fields import FIELDS
from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone

_KEY = int(Qt.ItemDataRole.UserRole)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FieldPopup(QFrame):
    """Signal `chosen(key or None)`; None ignores the column.

    `likely` fields stand first; `taken` says which column a field has now.
    """

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        current: str | None,
        *,
        likely: Sequence[str] = (),
        taken: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setStyleSheet(f"#popup {{ background: {Tone.SURFACE}; border: 1px solid #b9c2cc; }}")
        self.setFixedWidth(260)
        self._taken = taken or {}
        self._order: list[str | None] = [None]
        self._order += [key for key in dict.fromkeys((*likely, *FIELDS)) if key in FIELDS]
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("查找字段（名称、拼音首字母）"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setFixedHeight(280)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.list)
        self.words.textChanged.connect(self._on_find)
        self.list.itemClicked.connect(self._take)
        self._fill("")
        for line in range(self.list.count()):
            if self.list.item(line).data(_KEY) == current:
                self.list.setCurrentRow(line)
        self.words.setFocus()

    def choose(self, key: str | None) -> None:
        """Take a field and close."""
        self.close()
        self.chosen.emit(key)

    def _fill(self, words: str) -> None:
        self.list.clear()
        for key in self._order:
            term = tr("忽略此列") if key is None else FIELDS[key].head
            if words and not _fits(words, term):
                continue
            holder = self._taken.get(key or "")
            item = QListWidgetItem(f"{term}　（{holder}列）" if holder else term)
            item.setData(_KEY, key)
            self.list.addItem(item)
        if words and self.list.count():
            self.list.setCurrentRow(0)

    @Slot(str)
    def _on_find(self, text: str) -> None:
        self._fill(text.strip().lower())

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.choose(item.data(_KEY))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            line = self.list.currentRow() + _STEPS[key]
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, line)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        else:
            super().keyPressEvent(event)


def _fits(words: str, term: str) -> bool:
    from facilitydesk.services.pinyin import initials

    return words in term.lower() or any(way.startswith(words) for way in initials(term).split())
