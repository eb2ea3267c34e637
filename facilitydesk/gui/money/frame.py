"""What the pages of money share: a head with the page's views, and the unit of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN
from facilitydesk.gui.context import Context
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.tab_head import TabHead


class Head(TabHead):
    """Title, views, room for more, and 单位. Signal `scale_changed(scale)`."""

    scale_changed = Signal(int)

    def __init__(
        self, context: Context, title: str, views: Sequence[tuple[Any, str, str]], view: Any
    ) -> None:
        super().__init__(title, views, view)
        self.context = context
        self.scale = WAN if context.setting("money.scale", WAN) == WAN else 1
        self.unit = button(_unit(self.scale), tr("切换金额单位；只改变显示，数据不变"))
        self.unit.clicked.connect(self._on_unit)
        self.row.addWidget(self.unit)

    def extend(self, widget: QWidget) -> None:
        """Put one more thing before the unit."""
        self.row.insertWidget(self.row.count() - 1, widget)

    @Slot()
    def _on_unit(self) -> None:
        self.scale = 1 if self.scale == WAN else WAN
        self.context.set_setting("money.scale", self.scale)
        self.unit.setText(_unit(self.scale))
        self.scale_changed.emit(self.scale)


def _unit(scale: int) -> str:
    return tr("单位：万元") if scale == WAN else tr("单位：元")
