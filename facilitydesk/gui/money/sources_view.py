"""资金文件: the tree of sources, the documents, and below the allocations and receipts of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.money.arrival_form import ArrivalForm
from facilitydesk.gui.money.carrying_form import CarryForm
from facilitydesk.gui.money.lookup import document_label
from facilitydesk.gui.money.parents import ParentsList
from facilitydesk.gui.money.source_columns import document_columns
from facilitydesk.gui.money.source_tables import AllocationsTable, ReceiptsTable
from facilitydesk.gui.money.surplus_form import SurplusForm
from facilitydesk.gui.money.transfer import TransferForm, Wish
from facilitydesk.gui.money.tree import SourceTree
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.draft import Draft
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.gui.widgets.splits import beside, stacked
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import documents, transfers
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from facilitydesk.gui.money.funds_page import FundsPage
    from facilitydesk.services.money.documents import DocumentRow

_TREE = 296


class SourcesView(QWidget):
    """Signal `moved()`: something here was stored, the checks and the ledger are old."""

    moved = Signal()

    def __init__(self, page: FundsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        context = page.context
        source = Source(
            noun=tr("资金文件"),
            measure=tr("个"),
            load=lambda desk: documents.rows(desk, as_of=context.as_of),
            enter=documents.enter,
            delete=documents.delete,
            required=("fund_name", "amount"),
            defaults=lambda: {"year": context.as_of.year},
            words=_words,
            title=lambda row: row.number or row.fund_name,
        )
        empty = EmptyState(
            tr("还没有资金文件"),
            tr(
                "逐个登记上级和本级下达的资金文件：级次、资金名称、年度、批次、文号和金额，"
                "再把资金分配到项目、登记到位。以后的支付、对账和各项比率都以这里为准。"
            ),
            [(tr("新增资金文件"), self.add), (tr("导入资金台账……"), self._import)],
        )
        self.table = RegisterTable(
            page,
            "fund_documents",
            tr("资金文件"),
            document_columns(page.choices, lambda: context.as_of),
            source,
            empty=empty,
            small=True,
        )
        self.tree = SourceTree(page.choices("levels"))
        self.tree.chosen.connect(self._on_path)
        self.allocations, self.receipts = AllocationsTable(page), ReceiptsTable(page)
        self.transfer_button = button(tr("调剂……"), tr("在项目之间调剂资金，调入与调出合计为零"))
        self.transfer_button.setCheckable(True)
        self.transfer_button.setEnabled(not context.desk.readonly)
        self.transfer_button.toggled.connect(self._on_move)
        self.carry_button = button(tr("结转……"), tr("把年底余额按来源年度结转到下一年"))
        self.surplus_button = button(
            tr("收回、缴回……"), tr("所选项目的结余收回到资金文件，或缴回财政")
        )
        self.share_button = button(tr("按分配到位……"), tr("一笔到位按各项目的分配数分摊"))
        for made, slot in (
            (self.carry_button, self.ask_to_carry),
            (self.surplus_button, self.ask_for_surplus),
            (self.share_button, self.ask_for_arrival),
        ):
            made.setEnabled(not context.desk.readonly)
            made.clicked.connect(slot)
        self.allocations.bar.extend(self.transfer_button)
        self.allocations.bar.extend(self.carry_button)
        self.allocations.bar.extend(self.surplus_button)
        self.receipts.bar.extend(self.share_button)
        self.side = SidePanel(width=480)
        self.allocations.wanted_back.connect(self._withdraw)
        self.transfer = TransferForm(context, page.documents.labels, page.projects.labels)
        self.transfer.wanted.connect(self._on_transfer)
        self.side.closed.connect(self._on_side_closed)
        self._lay_out()
        self.table.current_changed.connect(self._on_document)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_loaded)
        self.table.stored.connect(self.moved)
        self.table.view.menu_builders.append(self._menu)
        for table in (self.allocations, self.receipts):
            table.stored.connect(self._on_below)

    def _lay_out(self) -> None:
        self.below = beside(self.allocations, self.receipts, shares=(5, 3))
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.tree)
        above.addWidget(self.table)
        above.setStretchFactor(1, 1)
        above.setSizes([_TREE, 1000])
        # Over the whole width: the buttons of both tables need more than the tree would leave.
        whole = stacked(above, self.below, shares=(5, 4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(whole, 1)
        layout.addWidget(self.side)

    def reload(self) -> None:
        self.table.reload()

    def set_money_scale(self, scale: int) -> None:
        for table in (self.table, self.allocations, self.receipts):
            table.model.set_money_scale(scale)
        self.tree.money_scale = scale
        self.tree.show_rows(self.table.rows)

    def go_to(self, document_id: int) -> None:
        """Put the cursor on a document."""
        self.tree.show_all()
        self.table.go_to(document_id, "number")

    @Slot()
    def add(self) -> None:
        """A new document; it takes over what is chosen in the tree."""
        self.table.add()

    @Slot()
    def _import(self) -> None:
        self.context.page_wanted.emit("exchange", {"import": "funding"})

    @Slot()
    def _on_loaded(self) -> None:
        rows = self.table.rows
        self.tree.setVisible(bool(rows) and self.side.isHidden())
        self.below.setVisible(bool(rows))
        self.tree.show_rows(rows)
        self.page.documents.take((row.id, document_label(row), row.number) for row in rows)
        self._on_document(self.table.current)

    @Slot(object)
    def _on_path(self, path: tuple[str, ...]) -> None:
        tree = self.tree
        self.table.model.wanted.only = (
            (lambda row: isinstance(row, Draft) or tree.fits(path, row)) if path else None
        )
        self.table.view.rearrange()

    @Slot(object)
    def _on_document(self, row: DocumentRow | None) -> None:
        if row is None and self.table.rows:
            return  # the cursor is in a new document: what is below stays in sight
        self.allocations.show_document(row)
        self.receipts.show_document(row)

    @Slot(object)
    def _on_below(self, _result: object) -> None:
        """Sums of the documents stand above."""
        self.table.reload()
        self.moved.emit()

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        row: DocumentRow | None = self.table.current
        if row is not None:
            menu.addAction(tr("上级文件……")).triggered.connect(lambda: self.show_parents(row))

    def show_parents(self, row: DocumentRow) -> None:
        """Open the list of the documents that one carries on."""
        listing = ParentsList(row, self.table.rows, readonly=self.context.desk.readonly)

        def store(ids: Sequence[int]) -> None:
            self.context.runner.do(
                lambda desk: documents.set_parents(desk, row.id, ids),
                done=lambda _changes: self.table.reload(),
                initiator=self.page,
            )

        listing.ticked.connect(store)
        self.side.open(tr("上级文件　{number}").format(number=row.number), listing)
        self._open_side()

    def _open_side(self) -> None:
        """The side takes the room of the tree."""
        self.tree.hide()
        self.receipts.hide()
        self.side.show()

    @Slot()
    def _on_side_closed(self) -> None:
        self.transfer_button.setChecked(False)
        self.tree.show()
        self.receipts.show()

    @Slot()
    def ask_to_carry(self) -> None:
        """Open 结转 at the right."""
        self._beside(
            tr("结转（按来源年度）"), CarryForm(self.context, self._moved, self.page.projects.label)
        )

    @Slot()
    def ask_for_surplus(self) -> None:
        """Open 收回、缴回 for the share of the cursor."""
        document, share = self.table.current, self.allocations.current
        if document is None or share is None:
            self.allocations.panel.note.tell(tr("请先选择要收回或缴回的那一行分配。"), "yellow")
            return
        label = self.page.projects.label(share.project_id) or share.project
        form = SurplusForm(self.context, document, share, self._moved, label)
        self._beside(tr("收回、缴回结余"), form)

    @Slot()
    def ask_for_arrival(self) -> None:
        """Open 按分配到位 for the document of the cursor."""
        document = self.table.current
        if document is not None:
            name = self.page.projects.label
            form = ArrivalForm(self.context, document, self._moved, name)
            self._beside(tr("按分配数登记到位"), form)

    def _beside(self, title: str, form: QWidget) -> None:
        self.transfer_button.setChecked(False)
        self.side.open(title, form)
        self._open_side()

    def _moved(self, word: str) -> None:
        """Something was stored at the right: close it, and show what became of it."""
        self.side.leave()
        told = tr("{word}；按 Ctrl+Z 可以撤销。").format(word=word)
        self.allocations.panel.note.tell(told, "info")
        for table in (self.table, self.allocations, self.receipts):
            table.storing.version += 1
        self.reload()
        self.moved.emit()

    @Slot(bool)
    def _on_move(self, on: bool) -> None:
        if not on:
            self.side.hide()
            self.tree.show()
            self.receipts.show()
            return
        current = self.allocations.current
        document: DocumentRow | None = self.table.current
        if self.side.content is not None and self.side.content is not self.transfer:
            self.transfer = TransferForm(
                self.context, self.page.documents.labels, self.page.projects.labels
            )
            self.transfer.wanted.connect(self._on_transfer)
        if self.side.content is not self.transfer:
            self.side.open(tr("资金调剂（合计须为零）"), self.transfer)
        self._open_side()
        self.transfer.offer(
            self.page.documents.label(document.id) if document else None,
            self.page.projects.label(current.project_id) if current else None,
        )

    @Slot(object)
    def _withdraw(self, row: Any) -> None:
        """Delete the whole transfer or carrying-over a row belongs to."""
        transfer_id, number = row.transfer_id, row.number
        self.context.runner.do(
            lambda desk: transfers.withdraw(desk, transfer_id),
            done=lambda _changes: self._moved(tr("已删除整笔“{n}”").format(n=number)),
            failed=lambda trouble: self.allocations.panel.note.tell(str(trouble), "red"),
            initiator=self.page,
        )

    @Slot(object)
    def _on_transfer(self, wish: Wish) -> None:
        page = self.page
        moves = []
        for move in wish.moves:
            document = page.documents.id_of(move.document or "")
            project = page.projects.id_of(move.project or "")
            if document is None or project is None:
                what = move.document if document is None else move.project
                self.transfer.fail(tr("没有找到“{what}”，请从列表中选择。").format(what=what))
                return
            assert move.amount is not None
            moves.append(transfers.Move(document, project, move.amount))

        def done(_result: Any) -> None:
            self.transfer.clear()
            self.allocations.panel.note.tell(tr("已登记调剂；按 Ctrl+Z 可以撤销。"), "info")
            self.reload()
            self.moved.emit()

        def failed(trouble: Trouble) -> None:
            problems = getattr(trouble, "problems", ())
            words = "\n".join(problem.message for problem in problems) or str(trouble)
            self.transfer.fail(words)

        self.context.runner.do(
            lambda desk: _transfer(desk, wish, moves), done=done, failed=failed, initiator=page
        )


def _transfer(desk: Desk, wish: Wish, moves: Sequence[transfers.Move]) -> Any:
    return transfers.move(desk, day=wish.day, number=wish.number, moves=moves, reason=wish.reason)


def _words(row: DocumentRow) -> str:
    parts = (row.number, row.level, row.fund_name, initials(row.fund_name), row.issuer)
    return " ".join((*parts, row.batch, str(row.year or "")))
