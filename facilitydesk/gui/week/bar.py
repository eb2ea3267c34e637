"""The tool bar of the week page: counts, search, and what can be done with the week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.week.columns import DRAFT, EXEMPT, MISSING, REPORTED, UNCHANGED


class WeekBar(QWidget):
    """Buttons are public; the page connects them. Signal `part_closed()`: show all works again."""

    part_closed = Signal()

    def __init__(self, quick: QLineEdit) -> None:
        super().__init__()
        title = QLabel(tr("周进度"))
        title.setProperty("role", "title")
        self.counts = QLabel()
        self.counts.setProperty("role", "quiet")
        self.only_missing = _button(tr("只看未报"), tr("只显示本周尚未填报的项目"))
        self.only_missing.setCheckable(True)
        self.unchanged = _button(tr("无变化"), tr("将所选未报项目标记为“无变化”（Ctrl+M）"))
        self.unit = _button("", tr("切换金额单位；只改变显示，数据不变"))
        self.missing = _button(tr("未报名单"), tr("本周未报的学校及联系电话"))
        self.submit = _button(tr("提交本周"), tr("提交后本周数据锁定"))
        self.submit.setProperty("primary", True)
        self.unlock = _button(tr("解锁……"), tr("说明原因后可重新修改"))
        quick.setMinimumWidth(180)
        quick.setMaximumWidth(260)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(title)
        row.addSpacing(4)
        row.addWidget(self.counts)
        row.addStretch(1)
        row.addWidget(quick)
        for button in (
            self.only_missing,
            self.unchanged,
            self.unit,
            self.missing,
            self.submit,
            self.unlock,
        ):
            row.addWidget(button)
        self.lock = QLabel()
        self.lock.setStyleSheet(
            f"background: {Tone.ACCENT_SOFT}; color: {Tone.INK}; padding: 5px 16px;"
        )
        self.part = QPushButton()
        self.part.setStyleSheet(
            f"text-align: left; border: none; border-radius: 0; background: {Tone.AMBER_SOFT};"
            f" color: {Tone.INK}; padding: 5px 16px;"
        )
        self.part.setCursor(Qt.CursorShape.PointingHandCursor)
        self.part.clicked.connect(self.part_closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.part)
        layout.addWidget(self.lock)
        self.lock.hide()
        self.part.hide()
        self.unlock.hide()

    def show_counts(self, states: Sequence[str], *, locked: bool, readonly: bool) -> None:
        """Show how many works are in each state."""
        number = Counter(states)
        parts = [tr("共{count}项").format(count=len(states))]
        parts += [
            f"{state} {number[state]}"
            for state in (MISSING, DRAFT, REPORTED, UNCHANGED, EXEMPT)
            if number[state] or state == MISSING
        ]
        self.counts.setText(" · ".join(parts))
        writable = not locked and not readonly
        self.unchanged.setEnabled(writable and bool(states))
        self.submit.setEnabled(writable and bool(states))
        self.submit.setVisible(not locked)
        self.unlock.setVisible(locked and not readonly)
        self.missing.setEnabled(bool(states))

    def show_unit(self, scale: int) -> None:
        """Name the unit of money on its switch."""
        self.unit.setText(tr("单位：万元") if scale == WAN else tr("单位：元"))

    def set_lock(self, text: str) -> None:
        self.lock.setText(text)
        self.lock.setVisible(bool(text))

    def set_part(self, title: str) -> None:
        """Say that only a part of the works is shown."""
        self.part.setText(tr("只显示：{title}　×").format(title=title))
        self.part.setToolTip(tr("点击显示全部项目"))
        self.part.setVisible(bool(title))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
