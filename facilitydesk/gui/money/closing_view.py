"""结账: the months, quarters and years of money, what they came to, and which are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import Period, PeriodKind, period_of
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.people.unlock import unlock
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.money import allocations, closing, payments, receipts
from facilitydesk.services.people.second import Second

_QUARTERS = ("一", "二", "三", "四")


@dataclass(frozen=True)
class Row:
    """A month, quarter or year with what was booked in it."""

    id: str
    kind: PeriodKind
    period: Period
    name: str
    allocated: Money
    received: Money
    paid: Money
    count: int
    closed: str  # who closed it and when; empty while it is open
    ended: bool

    @property
    def state(self) -> str:
        if self.closed:
            return tr("已结账")
        return tr("未结账") if self.ended else tr("未到期")


class ClosingView(QWidget):
    """Signal `moved()`: something was closed or opened again."""

    moved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        columns = [
            Column(key="name", head=tr("期间"), value=lambda row: row.name, width=150, frozen=True),
            Column(
                key="state",
                head=tr("状态"),
                value=lambda row: row.state,
                width=90,
                ink=lambda row: Tone.GREEN if row.closed else Tone.INK,
            ),
            Column(
                key="closed",
                head=tr("结账人和时间"),
                value=lambda row: row.closed or None,
                width=190,
            ),
            *(
                Column(
                    key=key,
                    head=head,
                    value=attrgetter(key),
                    kind=Kind.MONEY,
                    width=128,
                )
                for key, head in (
                    ("allocated", tr("分配")),
                    ("received", tr("到位")),
                    ("paid", tr("支付")),
                )
            ),
            Column(
                key="count",
                head=tr("支付笔数"),
                value=lambda row: row.count,
                kind=Kind.COUNT,
                width=84,
            ),
        ]
        self.model = GridModel(columns, lambda row: row.id, self)
        self.panel = GridPanel(context, "closing", self.model, title_of=lambda row: row.name)
        self.panel.view.menu_builders.append(self._menu)
        self.years = SteadyList()
        this = context.desk.today.year
        for year in range(this, this - 6, -1):
            self.years.addItem(tr("{year}年").format(year=year), year)
        self.years.currentIndexChanged.connect(self.reload)
        words = QLabel(tr("结账后，该期间的金额和日期不能修改；确需更正的，写明原因解锁后再改。"))
        words.setProperty("role", "quiet")
        self.close_button = button(tr("结账"), tr("结清所选期间"), primary=True)
        self.open_button = button(tr("解锁……"), tr("写明原因，重新打开所选期间"))
        self.close_button.clicked.connect(self.ask_to_close)
        self.open_button.clicked.connect(self.ask_to_open)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(self.years)
        bar.addWidget(words)
        bar.addStretch(1)
        bar.addWidget(self.open_button)
        bar.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.panel, 1)
        self.panel.view.selectionModel().currentRowChanged.connect(self._fit)

    @property
    def current(self) -> Row | None:
        index = self.panel.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    @Slot()
    def reload(self) -> None:
        """Read the chosen year."""
        year = int(self.years.currentData())

        def take(rows: Sequence[Row]) -> None:
            self.model.set_rows(rows)
            self._fit()

        self.context.runner.read(lambda desk: _read(desk, year), take)

    def set_money_scale(self, scale: int) -> None:
        self.model.set_money_scale(scale)

    @Slot()
    def ask_to_close(self) -> None:
        """Close the period of the cursor, after a question."""
        row = self.current
        if row is None:
            return
        question = tr("结清{name}？").format(name=row.name)
        details = tr("支付 {n} 笔、{sum} 元。结账后金额和日期不能修改。").format(
            n=row.count, sum=f"{row.paid.decimal:,.2f}"
        )
        if confirm(self, question, details, yes=tr("结账"), no=tr("暂不结账")):
            self.close_period(row)

    def close_period(self, row: Row) -> None:
        """Close it."""
        self.context.runner.do(
            lambda desk: closing.close(desk, row.kind, row.period.first),
            done=lambda _changes: self._told(tr("已结账"), row),
            failed=lambda trouble: self.panel.note.tell(str(trouble), "red"),
        )

    @Slot()
    def ask_to_open(self) -> None:
        """Open it again, with a reason and a second officer where one is wanted."""
        row = self.current
        if row is None:
            return

        def deed(desk: Desk, reason: str, second: Second | None) -> Any:
            return closing.reopen(desk, row.kind, row.period.first, reason, second)

        effect = tr("解锁后，{name}的金额可以更正，更正后请再次结账。").format(name=row.name)
        if row.kind is not PeriodKind.MONTH:
            effect += tr("其中另行结账的期间不随之解锁。")
        unlock(
            self,
            self.context,
            tr("解锁{name}").format(name=row.name),
            effect,
            deed,
            done=lambda _changes: self._told(tr("已解锁"), row),
        )

    def _told(self, word: str, row: Row) -> None:
        self.panel.note.tell(f"{word}：{row.name}", "info")
        self.reload()
        self.moved.emit()

    @Slot()
    def _fit(self) -> None:
        row, desk = self.current, self.context.desk
        may_close = row is not None and row.ended and not row.closed
        allow(self.close_button, desk, "money.close", on=may_close)
        allow(self.open_button, desk, "money.reopen", on=row is not None and bool(row.closed))

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        menu.addSeparator()
        for made in (self.close_button, self.open_button):
            action = menu.addAction(made.text())
            action.setEnabled(made.isEnabled())
            action.triggered.connect(made.click)


def _read(desk: Desk, year: int) -> Sequence[Row]:
    shut = {}
    for each in closing.closed(desk):
        at = each.at.astimezone(BEIJING)
        shut[each.period.first, each.period.last] = f"{each.officer}　{at:%Y-%m-%d %H:%M}"
    given = [(row.day, row.amount) for row in allocations.rows(desk)]
    came = [(row.day, row.amount) for row in receipts.rows(desk)]
    paid = [
        (row.day, row.amount)
        for row in payments.rows(desk, first=date(year, 1, 1), last=date(year, 12, 31))
    ]
    rows = []
    for kind, starts in (
        (PeriodKind.MONTH, range(1, 13)),
        (PeriodKind.QUARTER, range(1, 13, 3)),
        (PeriodKind.YEAR, (1,)),
    ):
        for month in starts:
            period = period_of(kind, date(year, month, 1))
            rows.append(
                Row(
                    f"{kind.value}{month}",
                    kind,
                    period,
                    _name(kind, period),
                    _sum(given, period),
                    _sum(came, period),
                    _sum(paid, period),
                    sum(period.first <= day <= period.last for day, _ in paid),
                    shut.get((period.first, period.last), ""),
                    period.last < desk.today,
                )
            )
    return rows


def _sum(rows: Sequence[tuple[date, Money]], period: Period) -> Money:
    return Money(sum(money.raw for day, money in rows if period.first <= day <= period.last))


def _name(kind: PeriodKind, period: Period) -> str:
    year = period.first.year
    if kind is PeriodKind.YEAR:
        return tr("{year}年度").format(year=year)
    if kind is PeriodKind.QUARTER:
        return tr("{year}年第{q}季度").format(year=year, q=_QUARTERS[(period.first.month - 1) // 3])
    return tr("{year}年{month}月").format(year=year, month=period.first.month)
