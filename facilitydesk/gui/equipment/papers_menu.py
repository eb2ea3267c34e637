"""打印 on the page of equipment: the papers of the view that is shown, of the school it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from facilitydesk.gui.context import Context

PAPERS = {
    "progress": ("procurement", "equipment_classes"),
    "plans": ("equipment_plan",),
    "batches": ("procurement",),
    "deliveries": ("procurement",),
    "acceptances": ("acceptance", "school_acceptance"),
    "assets": ("labels", "school_labels", "assets", "school_assets"),
    "stock": ("stock_take", "school_stock_take", "stock_differences"),
    "items": ("equipment_classes",),
}
"""The reports that each view leads to."""


class PapersMenu(QMenu):
    """`shown` answers the view and the id of the one school whose rows are shown, or None."""

    def __init__(
        self, context: Context, shown: Callable[[], tuple[str, int | None]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.context, self.shown = context, shown
        self.aboutToShow.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        from facilitydesk.reports.catalogue import report_named

        self.clear()
        view, school_id = self.shown()
        mine = {} if school_id is None else {"school": school_id}
        for name in PAPERS[view]:
            self.addAction(report_named(name).title).triggered.connect(
                lambda _checked=False, name=name: self.context.page_wanted.emit(
                    "reports", {"report": name, **mine}
                )
            )
