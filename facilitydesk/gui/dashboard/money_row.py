"""资金 on the dashboard: 到位率 and 支付率 with both ends, and what the rules of money find."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.money_checks import Finding
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.rates import RateKind
from facilitydesk.gui.dashboard.tile import RateTile
from facilitydesk.gui.money.findings import lines_of
from facilitydesk.gui.theme import severity_color
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.services.dashboard import Dashboard

_SHOWN = 4  # findings that are named


class _Line(Link):
    """A finding in one line, shortened with … where it does not fit; its hint says all."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def put(self, text: str) -> None:
        self.whole = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        right = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, right, self.width()))


class MoneyRow(QWidget):
    """Hidden while the file holds no fund document. Signal `page_wanted(page, where)`."""

    page_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {kind: RateTile(kind) for kind in (RateKind.RECEIPT, RateKind.PAYMENT)}
        self.all = Link(tr("查看资金台账"))
        self.all.clicked.connect(self._on_ledger)
        self.panel = Panel(tr("资金检查"), self.all)
        self.lines: list[_Line] = []
        self._targets: list[tuple[str, object]] = []
        for number in range(_SHOWN):
            line = _Line()
            line.clicked.connect(lambda _checked=False, n=number: self._on_line(n))
            self.lines.append(line)
            self.panel.body.addWidget(line)
        self.panel.body.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for tile in self.tiles.values():
            tile.opened.connect(self._on_ledger)
            layout.addWidget(tile, 1)
        layout.addWidget(self.panel, 3)

    def show_board(self, board: Dashboard) -> None:
        """Show the money of a dashboard."""
        self.setVisible(bool(board.money))
        for tile in board.money:
            self.tiles[tile.kind].show_tile(tile, board.targets.get(tile.kind), board.style)
        found = board.money_findings
        counts = [
            f"{severity.term} {number}"
            for severity in Severity
            if (number := sum(each.problem.severity is severity for each in found))
        ]
        words = "　".join(counts) if counts else tr("没有发现问题")
        self.panel.set_title(tr("资金检查：{words}").format(words=words))
        by_rule: dict[str, list[Finding]] = {}
        for each in found:
            by_rule.setdefault(each.rule.name, []).append(each)
        several = list(by_rule.values())[:_SHOWN]
        first = lines_of(same[0] for same in several)
        self._targets = [line.target for line in first]
        for number, link in enumerate(self.lines):
            link.setVisible(number < len(first))
            if number < len(first):
                line, more = first[number], len(several[number])
                count = tr("（{n}项）").format(n=more) if more > 1 else ""
                link.put(f"{line.rule}{count}：{line.text}")
                link.setToolTip(f"{line.text}\n{line.tip}")
                link.set_ink(severity_color(line.severity))

    def _on_line(self, number: int) -> None:
        self.page_wanted.emit(*self._targets[number])

    @Slot()
    def _on_ledger(self) -> None:
        self.page_wanted.emit("funds", {"view": "ledger"})
