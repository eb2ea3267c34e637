"""合同: the contracts, and of the chosen one its changes, measurements and three amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.places import evened
from facilitydesk.gui.money.contract_columns import (
    change_columns,
    contract_columns,
    measurement_columns,
    share_columns,
)
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.rate_bar import RateBar
from facilitydesk.gui.widgets.splits import beside, stacked
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.money import contract_parts, contract_shares, contracts
from facilitydesk.services.money.contracts import ContractRow
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from facilitydesk.gui.money.payments_page import PaymentsPage


@dataclass(frozen=True)
class Shown:
    """A contract with what was invested in its project."""

    row: ContractRow
    invested: Money | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


class ContractsView(QWidget):
    """Signals: `moved()` something was stored; `payments_wanted(contract)`."""

    moved = Signal()
    payments_wanted = Signal(object)

    def __init__(self, page: PaymentsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("合同"),
            measure=tr("份"),
            load=self._load,
            enter=contracts.enter,
            delete=lambda desk, ids: [contracts.delete(desk, each) for each in ids],
            required=("name", "project_id"),
            words=_words,
        )
        empty = EmptyState(
            tr("还没有合同"),
            tr(
                "登记各项目的施工、采购合同：合同价、预付款和进度款比例、质保金、农民工工资专户。"
                "支付时选合同，完成投资、计量和支付就能并排核对。"
            ),
            [(tr("新增合同"), self.add)],
        )
        self.table = RegisterTable(
            page,
            "contracts",
            tr("合同"),
            contract_columns(page.projects),
            source,
            empty=empty,
            small=True,
        )
        self.changes = _Parts(
            page,
            "contract_changes",
            (tr("合同变更"), tr("笔")),
            columns=change_columns(),
            calls=(contract_parts.changes, contracts.enter_changes, contracts.delete_changes),
        )
        self.measured = _Parts(
            page,
            "measurements",
            (tr("计量"), tr("期")),
            columns=measurement_columns(),
            calls=(
                contract_parts.measured,
                contracts.enter_measured,
                contracts.delete_measured,
            ),
        )
        self.beside = Beside()
        self.beside.paid_wanted.connect(self._on_payments)
        self.shares = _Parts(
            page,
            "contract_shares",
            (tr("资金安排"), tr("笔")),
            columns=share_columns(page.documents),
            calls=(contract_shares.rows, contract_shares.enter, contract_shares.delete),
            required=("document_id", "amount", "day"),
        )
        self.below = beside(
            self.beside, self.shares, self.changes, self.measured, shares=(4, 5, 4, 3)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stacked(self.table, self.below, shares=(3, 2)))
        self.table.current_changed.connect(self._on_contract)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_loaded)
        self.table.stored.connect(self.moved)
        for parts in (self.shares, self.changes, self.measured):
            parts.stored.connect(self._on_parts)

    def _load(self, desk: Desk) -> Sequence[Any]:
        as_of = self.context.as_of
        built = contract_parts.invested(desk, as_of=as_of)
        return [Shown(row, built.get(row.project_id)) for row in contracts.rows(desk, as_of=as_of)]

    def set_money_scale(self, scale: int) -> None:
        for table in (self.table, self.shares, self.changes, self.measured):
            table.model.set_money_scale(scale)
        self.beside.money_scale = scale
        self.beside.put(self.table.current)

    @Slot()
    def add(self) -> None:
        """A new contract."""
        self.table.add()

    @Slot()
    def _on_loaded(self) -> None:
        self.below.setVisible(bool(self.table.rows))
        self.page.take_contracts(self.table.rows)
        self._on_contract(self.table.current)

    @Slot(object)
    def _on_contract(self, row: Any) -> None:
        if row is None and self.table.rows:
            return
        self.shares.show_contract(row)
        self.changes.show_contract(row)
        self.measured.show_contract(row)
        self.beside.put(row)

    @Slot(object)
    def _on_parts(self, _result: object) -> None:
        self.table.reload()
        self.moved.emit()

    @Slot()
    def _on_payments(self) -> None:
        if self.table.current is not None:
            self.payments_wanted.emit(self.table.current)


class _Parts(RegisterTable):
    """Changes, measurements or reserved money of one contract."""

    def __init__(
        self,
        page: PaymentsPage,
        name: str,
        words: tuple[str, str],
        *,
        columns: Any,
        calls: Any,
        required: tuple[str, ...] = ("day", "amount"),
    ) -> None:
        self.contract_id = 0
        noun, measure = words
        read, enter, delete = calls

        def store(desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]) -> Edited:
            full = [{"contract_id": self.contract_id, **row} for row in new]
            stored: Edited = enter(desk, cells, full)
            return stored

        source = Source(
            noun=noun,
            measure=measure,
            load=lambda desk: read(desk, self.contract_id) if self.contract_id else (),
            enter=store,
            delete=delete,
            required=required,
            defaults=lambda: {"day": page.context.desk.today},
            title=lambda row: row.number or row.day.isoformat(),
        )
        super().__init__(page, name, noun, columns, source, small=True, search=False)

    def show_contract(self, row: Any) -> None:
        contract_id = row.id if row is not None else 0
        if contract_id != self.contract_id:
            self.contract_id = contract_id
            self.drafts.clear()
            self.model.clear_marks()
            self.storing.version += 1
        self.reload()


class Beside(QWidget):
    """完成投资, 累计计量 and 累计支付 against the contract's sum. Signal `paid_wanted()`."""

    paid_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.money_scale = WAN
        self.title = QLabel()
        self.title.setStyleSheet("font-weight: bold;")
        self.title.setMinimumWidth(1)
        self.sums = QLabel()
        self.sums.setProperty("role", "quiet")
        self.sums.setWordWrap(True)
        self.link = Link(tr("查看这份合同的支付"))
        self.link.clicked.connect(self.paid_wanted)
        self.lines: dict[str, tuple[RateBar, QLabel]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, (key, word) in enumerate(
            (
                ("invested", tr("完成投资")),
                ("measured", tr("累计计量")),
                ("paid", tr("累计支付")),
            )
        ):
            bar, figure = RateBar(), QLabel()
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(word), line, 0)
            grid.addWidget(bar, line, 1)
            grid.addWidget(figure, line, 2)
            self.lines[key] = (bar, figure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(grid)
        layout.addWidget(self.sums)
        layout.addWidget(self.link)
        layout.addStretch(1)

    def put(self, row: Any) -> None:
        """Show a contract; None shows nothing."""
        self.setEnabled(row is not None)
        if row is None:
            return
        self.title.setText(row.name)
        self.title.setToolTip(row.name)
        whole = row.settled_amount or row.revised
        texts = evened([self._money(getattr(row, key)) for key in self.lines])
        for text, (key, (bar, figure)) in zip(texts, self.lines.items(), strict=True):
            value: Money | None = getattr(row, key)
            share = None
            if value is not None and whole is not None and whole.raw:
                share = Fraction(value.raw, whole.raw)
            bar.set_value(share)
            percent = "" if share is None else f"　{round(share * 1000) / 10:.1f}%"
            figure.setText(text + percent)
        unit = tr("万元") if self.money_scale == WAN else tr("元")
        parts = [tr("合同价 {v}").format(v=self._money(row.amount))]
        if row.changes:
            parts.append(
                tr("变更 {n}笔 {v}，调整后 {r}").format(
                    n=row.changes, v=self._money(row.changed), r=self._money(row.revised)
                )
            )
        if row.settled_amount:
            parts.append(tr("审定结算价 {v}").format(v=self._money(row.settled_amount)))
        parts.append(tr("未付 {v}").format(v=self._money(row.unpaid)))
        if row.retention:
            held = tr("质保金 {v}").format(v=self._money(row.retention))
            due = tr("（{d}到期）").format(d=row.retention_due) if row.retention_due else ""
            parts.append(held + due)
        self.sums.setText(tr("单位：{u}　").format(u=unit) + "　".join(parts))

    def _money(self, value: Money | None) -> str:
        return "—" if value is None else formats.shown(value, Kind.MONEY, self.money_scale)


def _words(row: Any) -> str:
    parts = (row.name, row.number, row.party, row.project)
    return " ".join((*parts, initials(row.project), initials(row.party)))
