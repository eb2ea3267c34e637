"""未开工 12 · 在建 30 · 停工 2 · 完工 40: the states with their counts, each a filter."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from facilitydesk.domain.stages import StageGroup
from facilitydesk.gui.projects.columns import STATE_INK
from facilitydesk.gui.register.table import RegisterTable
from facilitydesk.services.projects import rows as project_rows

_SHEET = (
    "QPushButton {{ border: 1px solid transparent; background: transparent; padding: 1px 6px;"
    " color: {ink}; }}"
    "QPushButton:hover {{ background: #e6ebf1; }}"
    "QPushButton:checked {{ background: #dfeafa; border-color: #1f5fae; }}"
)


class StateFilter(QWidget):
    """Every project is in exactly one state, so the counts add up to all projects."""

    def __init__(self, table: RegisterTable) -> None:
        super().__init__()
        self._table = table
        self.buttons: dict[StageGroup, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for group in StageGroup:
            made = QPushButton()
            made.setCheckable(True)
            made.setStyleSheet(_SHEET.format(ink=STATE_INK[group]))
            made.clicked.connect(self._on_clicked)
            layout.addWidget(made)
            self.buttons[group] = made
        table.model.arranged.connect(self._follow)

    @Slot()
    def recount(self) -> None:
        """Count the projects anew."""
        counted = project_rows.counts(self._table.rows)
        for group, made in self.buttons.items():
            made.setText(f"{group.term} {counted[group]}")
            made.setVisible(counted[group] > 0)
        self._follow()

    @Slot()
    def _on_clicked(self) -> None:
        chosen = [group.term for group, made in self.buttons.items() if made.isChecked()]
        self._table.view.set_filter("state", frozenset(chosen) if chosen else None)

    @Slot()
    def _follow(self) -> None:
        """Press what the column's filter says, also when it was set in the head."""
        chosen = self._table.model.wanted.chosen.get("state", frozenset())
        for group, made in self.buttons.items():
            made.setChecked(group.term in chosen)
