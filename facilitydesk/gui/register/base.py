"""A page of the register around one table: loading, search, and showing only a part."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import Slot

from facilitydesk.gui.context import Context
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.draft import Draft
from facilitydesk.gui.register.table import RegisterTable
from facilitydesk.services.desk import Desk

Names = dict[str, tuple[str, ...]]


class RegisterPage(Page):
    """A subclass makes `self.table` and says by `names` what its pick lists offer."""

    table: RegisterTable

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.names: Names = {}
        self._part_title = ""

    def read_names(self, _desk: Desk) -> Names:
        """The pick lists by name; runs on the worker."""
        return {}

    def choices(self, name: str) -> Callable[[], tuple[str, ...]]:
        """A column's pick list."""
        return lambda: self.names.get(name, ())

    def refresh(self) -> None:
        def take(names: Names) -> None:
            self.names = names

        self.context.runner.read(self.read_names, take)
        self.table.reload()

    def search(self) -> None:
        self.table.search()

    def show_only(self, fits: Callable[[Any], bool] | None, title: str) -> None:
        """Show the stored rows that fit, with a chip that says so; None shows all."""
        self._part_title = title if fits is not None else ""
        narrow(self.table, fits)
        self.show_chip()

    def show_ids(self, ids: Collection[int], title: str) -> None:
        """Show the rows of these ids; one of them alone gets the cursor."""
        known = frozenset(ids)
        self.show_only(lambda row: row.id in known, title)
        if self.table.model.rowCount():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    @Slot()
    def show_chip(self) -> None:
        """The chip with the number of rows it stands for."""
        shown = self.table.model.rowCount() - len(self.table.drafts)
        self.table.bar.set_part(self._part_title, self.part_count(shown))

    def part_count(self, shown: int) -> str:
        """How many the chip stands for."""
        return f"{shown}{self.table.source.measure}"

    @Slot()
    def show_all(self) -> None:
        """Take the chip away."""
        self.show_only(None, "")

    def follow_table(self) -> None:
        """Connect the chip of the table; called once the table is made."""
        self.table.bar.part_closed.connect(self.show_all)
        self.table.model.arranged.connect(self.show_chip)


def narrow(table: RegisterTable, fits: Callable[[Any], bool] | None) -> None:
    """Show the stored rows of a table that fit, without filters and search; None shows all."""
    wanted = table.model.wanted
    if fits is None:
        wanted.only = None
    else:
        table.panel.quick.clear()
        wanted.chosen.clear()
        wanted.quick = ""
        wanted.only = lambda row: isinstance(row, Draft) or fits(row)
    table.view.rearrange()
