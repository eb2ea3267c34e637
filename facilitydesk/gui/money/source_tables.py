"""The tables below a fund document: who got what out of it, and what of it has arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QMenu

from facilitydesk.domain.messages import tr
from facilitydesk.gui.money.source_columns import allocation_columns, receipt_columns
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.money import allocations, receipts

if TYPE_CHECKING:
    from facilitydesk.gui.money.funds_page import FundsPage


class OfDocument(RegisterTable):
    """A table of one document's rows; `document_id` is whose, 0 for none."""

    def __init__(self, page: FundsPage, name: str, title: str, **more: Any) -> None:
        self.document_id = 0
        self.word = title
        super().__init__(page, name, title, small=True, search=False, **more)

    def show_document(self, row: Any) -> None:
        document_id = row.id if row is not None else 0
        if document_id != self.document_id:
            self.document_id = document_id
            self.drafts.clear()
            self.model.clear_marks()
            self.storing.version += 1
        name = (row.number or row.fund_name) if row is not None else ""
        whole = (row.number or row.name) if row is not None else ""
        self.panel.export_title = f"{self.word}（{whole}）" if whole else self.word
        self.bar.title.setText(f"{self.word}：{name}" if name else self.word)
        self.reload()


class AllocationsTable(OfDocument):
    """Allocations of one document. Signal `wanted_back(row)`: the whole transfer of it goes."""

    wanted_back = Signal(object)

    def __init__(self, page: FundsPage) -> None:
        source = Source(
            noun=tr("分配"),
            measure=tr("笔"),
            load=lambda desk: (
                allocations.rows(desk, document_id=self.document_id) if self.document_id else ()
            ),
            enter=self._enter,
            delete=allocations.delete,
            required=("project_id", "amount", "day"),
            defaults=lambda: {"day": page.context.desk.today, "kind": "分配"},
            title=lambda row: row.project,
        )
        empty = EmptyState(
            tr("尚未分配"),
            tr("把这份文件的资金分配到项目；可从Excel、WPS表格复制粘贴多行。"),
            [(tr("新增分配"), self.add)],
        )
        columns = allocation_columns(page.projects, page.schools)
        super().__init__(
            page, "allocations", tr("分配"), columns=columns, source=source, empty=empty
        )
        self.view.menu_builders.append(self._whole)

    def _whole(self, menu: QMenu, _index: QModelIndex) -> None:
        row = self.current
        if row is not None and row.transfer_id is not None and not self.context.desk.readonly:
            words = tr("删除整笔“{number}”").format(number=row.number)
            menu.addAction(words).triggered.connect(lambda: self.wanted_back.emit(row))

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        full = [{"document_id": self.document_id, **row} for row in new]
        return allocations.enter(desk, cells, full)


class ReceiptsTable(OfDocument):
    """What arrived of one document."""

    def __init__(self, page: FundsPage) -> None:
        source = Source(
            noun=tr("到位"),
            measure=tr("笔"),
            load=lambda desk: (
                receipts.rows(desk, document_id=self.document_id) if self.document_id else ()
            ),
            enter=self._enter,
            delete=receipts.delete,
            required=("amount", "day"),
            defaults=lambda: {"day": page.context.desk.today, "kind": "到位"},
            title=lambda row: row.voucher or row.day.isoformat(),
        )
        empty = EmptyState(
            tr("尚未到位"),
            tr("登记额度到账的日期、金额和凭证号。"),
            [(tr("登记到位"), self.add)],
        )
        super().__init__(
            page,
            "receipts",
            tr("到位"),
            columns=receipt_columns(page.projects),
            source=source,
            empty=empty,
        )

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        full = [{"document_id": self.document_id, **row} for row in new]
        return receipts.enter(desk, cells, full)
