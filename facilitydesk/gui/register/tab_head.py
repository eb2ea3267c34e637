"""The head of a page with several views: its title, the views side by side, room for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from facilitydesk.gui.context import Context
from facilitydesk.gui.widgets.segments import Segments

Views = Sequence[tuple[Any, str, str]]
"""Key, words and tip of each view."""


class TabHead(QWidget):
    """Signal `view_chosen(key)`."""

    view_chosen = Signal(object)

    def __init__(self, title: str, views: Views, view: Any) -> None:
        super().__init__()
        name = QLabel(title)
        name.setProperty("role", "title")
        self.views = Segments(views, view)
        self.views.chosen.connect(self.view_chosen)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 8, 16, 8)
        self.row.setSpacing(12)
        self.row.addWidget(name)
        self.row.addWidget(self.views)
        self.row.addStretch(1)

    def extend(self, widget: QWidget) -> None:
        """Put one more thing at the right."""
        self.row.addWidget(widget)


def kept_view(context: Context, page: str, views: Views) -> str:
    """The view this PC showed last on a page; the first one where there is none."""
    known = [key for key, *_ in views]
    kept = str(context.setting(f"{page}.view", known[0]))
    return kept if kept in known else str(known[0])
