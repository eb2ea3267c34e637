"""上级文件: which documents one carries on (转下达), ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr


class ParentsList(QWidget):
    """All other documents; the ticked ones are carried on. Signal `ticked(ids)`."""

    ticked = Signal(object)

    def __init__(self, row: Any, documents: Sequence[Any], *, readonly: bool) -> None:
        super().__init__()
        words = QLabel(tr("勾选本文件转下达的上级文件，可以多选。"))
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setEnabled(not readonly)
        for document in documents:
            if document.id == row.id:
                continue
            item = QListWidgetItem(document.name)
            item.setToolTip(document.name)
            item.setData(Qt.ItemDataRole.UserRole, str(document.id))  # ids are wider than int
            chosen = document.id in row.parents
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(self._on_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.addWidget(words)
        layout.addWidget(self.list, 1)

    @Slot()
    def _on_changed(self) -> None:
        items = [self.list.item(n) for n in range(self.list.count())]
        ids = [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
        self.ticked.emit(ids)
