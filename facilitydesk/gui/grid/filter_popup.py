"""The small window below a head: sort, and choose which values are shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone

BLANK = tr("（空白）")
_LISTED = 2000


class FilterPopup(QFrame):
    """Signals: `sorted(descending)`, `unsorted()`, `filtered(texts or None)`; None shows all."""

    sorted = Signal(bool)
    unsorted = Signal()
    filtered = Signal(object)

    def __init__(
        self, parent: QWidget, texts: Iterable[str], chosen: frozenset[str] | None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setStyleSheet(f"#popup {{ background: {Tone.SURFACE}; border: 1px solid #b9c2cc; }}")
        self.setFixedWidth(260)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("查找值"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setFixedHeight(240)
        for text in list(texts)[:_LISTED]:
            item = QListWidgetItem(text or BLANK)
            item.setData(Qt.ItemDataRole.UserRole, text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            on = chosen is None or text in chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        up = QPushButton(tr("升序(&S)"))
        down = QPushButton(tr("降序(&O)"))
        no = QPushButton(tr("原序(&R)"))
        all_, none = QPushButton(tr("全选(&A)")), QPushButton(tr("全不选(&N)"))
        self.apply = QPushButton(tr("确定"))
        self.apply.setProperty("primary", True)
        self.apply.setDefault(True)
        self.clear = QPushButton(tr("清除筛选(&C)"))
        self.clear.setEnabled(chosen is not None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(_row(up, down, no))
        layout.addWidget(self.words)
        layout.addLayout(_row(all_, none))
        layout.addWidget(self.list)
        layout.addLayout(_row(self.clear, self.apply))
        up.clicked.connect(self._on_up)
        down.clicked.connect(self._on_down)
        no.clicked.connect(self._on_no)
        all_.clicked.connect(self._on_all)
        none.clicked.connect(self._on_none)
        self.words.textChanged.connect(self._on_find)
        self.apply.clicked.connect(self._on_apply)
        self.clear.clicked.connect(self._on_clear)
        self.words.setFocus()

    def check(self, text: str, *, on: bool) -> None:
        """Tick or untick a value."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(Qt.ItemDataRole.UserRole) == text:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the words into the list; Enter presses the button it is on, else 确定."""
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (held if isinstance(held, QPushButton) else self.apply).click()
        elif event.key() == Qt.Key.Key_Down and held is self.words:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            shown = [n for n in range(self.list.count()) if not self.list.item(n).isHidden()]
            if shown and self.list.currentRow() not in shown:
                self.list.setCurrentRow(shown[0])
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_find(self, text: str) -> None:
        looked = text.strip().lower()
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(bool(looked) and looked not in item.text().lower())

    @Slot()
    def _on_apply(self) -> None:
        items = [self.list.item(n) for n in range(self.list.count())]
        narrowed = bool(self.words.text().strip())
        texts = frozenset(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked and not (narrowed and item.isHidden())
        )
        everything = len(texts) == len(items)
        self.close()
        self.filtered.emit(None if everything or not texts else texts)

    @Slot()
    def _on_clear(self) -> None:
        self.close()
        self.filtered.emit(None)

    @Slot()
    def _on_up(self) -> None:
        self.close()
        self.sorted.emit(False)

    @Slot()
    def _on_down(self) -> None:
        self.close()
        self.sorted.emit(True)

    @Slot()
    def _on_no(self) -> None:
        self.close()
        self.unsorted.emit()

    @Slot()
    def _on_all(self) -> None:
        self._tick(Qt.CheckState.Checked)

    @Slot()
    def _on_none(self) -> None:
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        for number in range(self.list.count()):
            item = self.list.item(number)
            if not item.isHidden():
                item.setCheckState(state)


def _row(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
