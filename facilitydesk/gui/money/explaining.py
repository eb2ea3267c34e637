"""未达账项: why entries stay open on one side, and when they will be cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.steady import SteadyList

REASONS = (
    tr("已开支付令，国库次月支付"),
    tr("国库已付，凭证未到账"),
    tr("退票，待重新支付"),
    tr("付错收款人，待退回重付"),
    tr("国库重复支付，待退回"),
    tr("非本部门资金，待国库更正"),
    tr("登记有误，待更正"),
)


class Explaining(QWidget):
    """Signals: `wanted(reason, day)`; `taken_back()` the explanation is to be removed."""

    wanted = Signal(str, object)
    taken_back = Signal()

    def __init__(self, entries: Sequence[Entry], last: date) -> None:
        """`last` is the month's last day: what is open is mostly cleared in the next."""
        super().__init__()
        total = Money(sum(entry.amount.raw for entry in entries))
        what = QLabel(
            tr("{n}笔，合计 {sum} 元\n{payees}").format(
                n=len(entries),
                sum=f"{total.decimal:,.2f}",
                payees="、".join(dict.fromkeys(entry.payee for entry in entries)),
            )
        )
        what.setWordWrap(True)
        self.reason, self.day = SteadyList(), QLineEdit()
        self.reason.setEditable(True)
        self.reason.addItems(REASONS)
        self.reason.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        known = next((entry for entry in entries if entry.open_reason), None)
        self.reason.setCurrentText(known.open_reason if known else "")
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("从列表中选择或填写"))
            line.returnPressed.connect(self._on_store)
        day = known.expected if known and known.expected else last + timedelta(days=15)
        self.day.setText(day.isoformat())
        self.day.returnPressed.connect(self._on_store)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for number, (word, field) in enumerate(
            ((tr("原因"), self.reason), (tr("预计到账"), self.day))
        ):
            label = QLabel(word)
            label.setProperty("role", "quiet")
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.hide()
        self.store = button(tr("登记未达账项"), primary=True)
        self.store.clicked.connect(self._on_store)
        self.remove = button(tr("取消说明"))
        self.remove.setVisible(known is not None)
        self.remove.clicked.connect(self.taken_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(what)
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addWidget(self.store)
        layout.addWidget(self.remove)
        layout.addStretch(1)

    def fail(self, message: str) -> None:
        self.problem.setText(message)
        self.problem.show()

    @Slot()
    def _on_store(self) -> None:
        self.problem.hide()
        reason = self.reason.currentText().strip()
        reading = read_date(self.day.text())
        day = reading.value.first if reading.value is not None and reading.value.exact else None
        if not reason:
            self.fail(tr("请填写原因。"))
        elif day is None:
            self.fail(tr("请填写预计到账的日期，写到日，如 2026-03-05。"))
        else:
            self.wanted.emit(reason, day)
