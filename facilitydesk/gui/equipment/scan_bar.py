"""The field a scanner types into: the number and Enter count a card, with a sound and a mark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.page import Page
from facilitydesk.gui.theme import Tone
from facilitydesk.services.equipment import scanning
from facilitydesk.services.equipment.scanning import Scanned


class ScanBar(QWidget):
    """Signal `scanned(result)`: a label was counted. `stock_take` answers the chosen one's id."""

    scanned = Signal(object)

    def __init__(self, page: Page, stock_take: Callable[[], int | None]) -> None:
        super().__init__()
        self.page, self.stock_take = page, stock_take
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("扫描标签，或输入资产编号后按回车"))
        self.edit.setFixedWidth(260)
        self.edit.setEnabled(not page.context.desk.readonly)
        self.edit.returnPressed.connect(self._on_entered)
        self.told = QLabel()
        self.told.setObjectName("scanned")
        label = QLabel(tr("扫码盘点"))
        label.setBuddy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(8)
        layout.addWidget(label)
        layout.addWidget(self.edit)
        layout.addWidget(self.told, 1)
        page.context.changed.connect(self._on_changed)

    @Slot(object, object)
    def _on_changed(self, changes: Any, _initiator: object) -> None:
        if changes.walked:  # the label that was counted last may be counted no more
            self.clear()

    def clear(self) -> None:
        """Another stock-take was chosen: nothing was scanned for it yet."""
        self.told.clear()
        self.told.setStyleSheet("")

    @Slot()
    def _on_entered(self) -> None:
        text, chosen = self.edit.text().strip(), self.stock_take()
        self.edit.clear()  # the scanner goes on at once
        if not text:
            return
        if chosen is None:
            self._tell(tr("请先在上表中选择一次盘点。"), wrong=True)
            return

        def done(found: Scanned) -> None:
            count = tr("{n}/{of}").format(n=found.counted, of=found.expected)
            what = f"{found.number}　{found.name}　{count}"
            words = tr("已盘点过：") if found.again else tr("✓ 已盘点：")
            self._tell(words + what, wrong=False, again=found.again)
            self.scanned.emit(found)

        def failed(trouble: Trouble) -> None:
            self._tell(str(trouble), wrong=True)

        self.page.context.runner.do(
            lambda desk: scanning.scan(desk, chosen, text),
            done=done, failed=failed, initiator=self.page,
        )  # fmt: skip

    def _tell(self, text: str, *, wrong: bool, again: bool = False) -> None:
        ink, ground = (
            (Tone.RED, Tone.RED_SOFT)
            if wrong
            else (Tone.AMBER, Tone.AMBER_SOFT)
            if again
            else (Tone.GREEN, Tone.GREEN_SOFT)
        )
        self.told.setText(text)
        self.told.setStyleSheet(
            f"color: {ink}; background: {ground}; border-radius: 3px; padding: 3px 8px;"
        )
        if wrong or again:
            QApplication.beep()


def chosen_id(row: Any) -> int | None:
    """The id of a stored row; None where there is none."""
    return None if row is None or not getattr(row, "id", 0) else row.id
