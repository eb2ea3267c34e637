"""What a page of the window is: a key, a title, and the tables that make it stale."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitydesk.gui.context import Context


class Page(QWidget):
    """One page of the window; it reloads by `refresh`.

    When it is shown for the first time, when it is shown and stale, and at once when something
    of its `interests` changes while it is visible.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    interests: ClassVar[frozenset[str]] = frozenset()
    follows_scope: ClassVar[bool] = True
    of_money: ClassVar[bool] = False  # exports of its views say when closed balances were altered

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.stale = True
        context.changed.connect(self._on_changed)
        context.scope_changed.connect(self._on_scope_changed)

    def refresh(self) -> None:
        """Load what the page shows. Reading belongs on the runner's worker."""

    def show_where(self, where: dict[str, Any]) -> None:
        """Show a part only, as another page asked: {"works": (ids…), "title": "停工的单项工程"}."""

    def lay_out(
        self,
        head: QWidget,
        middle: QWidget,
        side: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        """Put a page together without gaps: its head, the table with its side panel, a strip."""
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(middle, 1)
        if side is not None:
            row.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(row, 1)
        if below is not None:
            whole.addWidget(below)

    def search(self) -> None:
        """Ctrl+F: put the cursor where the page is searched."""

    def take_focus(self) -> None:
        """Give the keyboard to the page: to its first grid, field or button, else to itself."""
        from facilitydesk.gui.grid.view import GridView

        grids: list[QWidget] = [*self.findChildren(GridView)]
        first = next((grid for grid in grids if grid.isVisibleTo(self)), self._first_in_chain())
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_in_chain(self) -> QWidget | None:
        around = self.nextInFocusChain()
        while around is not None and around is not self:
            tab = around.focusPolicy() & Qt.FocusPolicy.TabFocus
            if (
                self.isAncestorOf(around)
                and tab
                and around.isEnabled()
                and around.isVisibleTo(self)
            ):
                return around
            around = around.nextInFocusChain()
        return None

    def unsaved(self) -> int:
        """How many rows hold something typed that is not stored: refused cells, unfinished rows.

        It goes when the page goes; the window asks before.
        """
        from facilitydesk.gui.grid.panel import GridPanel

        return sum(len(panel.unsaved()) for panel in self.findChildren(GridPanel))

    def mark_stale(self) -> None:
        """Reload now when visible, else when shown next."""
        self.stale = True
        if self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.stale = False
        self.refresh()

    @Slot(object, object)
    def _on_changed(self, changes: Any, initiator: object) -> None:
        if initiator is self or not (changes.entities & self.interests):
            return
        self.mark_stale()

    @Slot()
    def _on_scope_changed(self) -> None:
        if self.follows_scope:
            self.mark_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale and not event.spontaneous():
            self._reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
