"""A batch in short: its chain of states, and what was contracted, came, was accepted and paid."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.words.equipment_terms import BatchState
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.places import evened
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.rate_bar import RateBar
from facilitydesk.services.equipment.batches import BatchRow, warnings

_CHAIN = (
    BatchState.PLANNED,
    BatchState.TENDER,
    BatchState.CONTRACTED,
    BatchState.DELIVERED,
    BatchState.ACCEPTED,
    BatchState.PAID,
)
_PART = {
    BatchState.PART_DELIVERED: BatchState.DELIVERED,
    BatchState.PART_ACCEPTED: BatchState.ACCEPTED,
}


class BatchCard(QWidget):
    """Signal `wanted(view)`: the deliveries or acceptances of the batch."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.money_scale = WAN
        self.row: BatchRow | None = None
        self.chain: dict[BatchState, QLabel] = {}
        steps = QVBoxLayout()
        steps.setSpacing(3)
        for state in _CHAIN:
            label = QLabel(state.value)
            self.chain[state] = label
            steps.addWidget(label)
        self.lines: dict[str, tuple[RateBar, QLabel]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        words = (
            ("contracted", tr("合同")), ("delivered", tr("到货")), ("accepted", tr("验收")),
            ("paid", tr("付款")),
        )  # fmt: skip
        for line, (key, word) in enumerate(words):
            bar, text = RateBar(), QLabel()
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.setMinimumWidth(128)
            grid.addWidget(QLabel(word), line, 0)
            grid.addWidget(bar, line, 1)
            grid.addWidget(text, line, 2)
            self.lines[key] = (bar, text)
        self.facts, self.problems = QLabel(), QLabel()
        for label in (self.facts, self.problems):
            label.setWordWrap(True)
        self.facts.setProperty("role", "quiet")
        self.problems.setStyleSheet(f"color: {Tone.RED};")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(steps)
        layout.addLayout(grid)
        layout.addWidget(self.facts)
        layout.addWidget(self.problems)
        for view, said in (("deliveries", tr("查看到货")), ("acceptances", tr("查看验收"))):
            link = Link(said)
            link.clicked.connect(lambda _checked=False, view=view: self.wanted.emit(view))
            layout.addWidget(link)
        layout.addStretch(1)

    def put(self, row: Any) -> None:
        """Show a batch; None shows nothing."""
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self._put_chain(row.state)
        known = {
            key: row.paid if key == "paid" else getattr(row.progress, key).money
            for key in self.lines
        }
        texts = evened([self._text(money) for money in known.values()])
        for text, (key, (bar, label)) in zip(texts, self.lines.items(), strict=True):
            money = known[key]
            rate = Rate(money, row.money or None, Basis.MONEY, tr("批次清单"))
            bar.set_value(rate.fraction)
            label.setText(f"{text}　{rate.text()}")
            label.setToolTip(rate.explain())
        unit = tr("万元") if self.money_scale == WAN else tr("元")
        facts = [
            tr("清单 {n}项　{m} {u}").format(n=row.items, m=self._text(row.money), u=unit),
            tr("学校 {n}所").format(n=row.schools),
            row.method,
            row.supplier,
            row.contract or row.contract_number,
            row.document,
        ]
        self.facts.setText("\n".join(part for part in facts if part))
        told = [problem.message for problem in warnings(row)]
        if row.open_quantity:
            what = (
                tr("尚有{n}件未分配到学校。") if row.open_quantity > 0 else tr("分校数量超出清单。")
            )
            told.append(what.format(n=row.open_quantity))
        self.problems.setText("\n".join(told))
        self.problems.setVisible(bool(told))

    def _put_chain(self, state: BatchState) -> None:
        """Steps that are done are ticked, a step that is done in part says so."""
        here = _PART.get(state, state)
        at = _CHAIN.index(here)
        for n, (step, label) in enumerate(self.chain.items()):
            part = step is here and state in _PART
            done = n < at or (step is here and not part)
            mark = "✓" if done else "◐" if part else "○"
            label.setText(f"{mark}　{state.value if part else step.value}")
            ink = Tone.ACCENT if step is here else Tone.INK if done else Tone.FAINT
            weight = "bold" if step is here else "normal"
            label.setStyleSheet(f"color: {ink}; font-weight: {weight};")

    def _text(self, money: Money) -> str:
        return formats.shown(money, Kind.MONEY, self.money_scale)
