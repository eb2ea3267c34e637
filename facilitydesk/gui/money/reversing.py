"""作废 and 退回: what is asked before a payment is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.cells import read_money
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone


class Reversing(QWidget):
    """Signal `wanted(day or None, amount, reason)`; `fail` says why it was refused."""

    wanted = Signal(object, object, str)

    def __init__(self, row: Any, *, whole: bool, today: date) -> None:
        super().__init__()
        self.row, self.whole = row, whole
        left = row.amount - row.reversed
        what = QLabel(
            tr("{day}　{payee}\n{amount} 元　{document}").format(
                day=row.day,
                payee=row.payee,
                amount=f"{row.amount.decimal:,.2f}",
                document=row.document,
            )
        )
        what.setWordWrap(True)
        how = QLabel(
            tr("原记录保留，另记一笔相反的支付，余额恢复。")
            if whole
            else tr("按到账日期登记退回的金额，可以只退一部分。")
        )
        how.setProperty("role", "quiet")
        how.setWordWrap(True)
        self.day, self.amount, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.day.setText("" if whole else today.isoformat())
        self.day.setPlaceholderText(tr("空白：同原支付日期（已结账的为今天）") if whole else "")
        self.amount.setText(f"{left.decimal:,.2f}")
        self.amount.setEnabled(not whole)
        self.reason.setPlaceholderText(tr("必填") if whole else "")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for line, (word, field) in enumerate(
            (
                (tr("日期"), self.day),
                (tr("金额（元）"), self.amount),
                (tr("原因"), self.reason),
            )
        ):
            label = QLabel(word)
            label.setProperty("role", "quiet")
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            grid.addWidget(field, line, 1)
            field.returnPressed.connect(self._on_store)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.hide()
        self.store = button(tr("作废") if whole else tr("登记退回"), primary=True)
        self.store.clicked.connect(self._on_store)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(8)
        for widget in (what, how):
            layout.addWidget(widget)
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addWidget(self.store)
        layout.addStretch(1)

    def begin(self) -> None:
        (self.reason if self.whole else self.amount).setFocus()

    def fail(self, message: str) -> None:
        self.problem.setText(message)
        self.problem.show()

    @Slot()
    def _on_store(self) -> None:
        self.problem.hide()
        text = self.day.text().strip()
        reading = read_date(text)
        day = reading.value.first if reading.value is not None and reading.value.exact else None
        if day is None and (text or not self.whole):
            self.fail(tr("请填写日期，写到日，如 2026-03-05。"))
            return
        money = read_money(self.amount.text()).value
        if not isinstance(money, Money):
            self.fail(tr("请填写金额。"))
            return
        self.wanted.emit(day, money, self.reason.text().strip())
