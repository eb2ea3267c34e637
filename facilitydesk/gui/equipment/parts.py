"""A table above and what hangs on its current row below, as the views of equipment are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import beside, stacked
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited

Load = Callable[[Desk, int], Sequence[Any]]
Action = tuple[str, Callable[[], object]]


class Service(Protocol):
    """A module of services/equipment that keeps one list."""

    @property
    def rows(self) -> Callable[[Desk], Sequence[Any]]: ...

    @property
    def enter(
        self,
    ) -> Callable[[Desk, Sequence[Edit], Sequence[Mapping[str, object]]], Edited]: ...

    @property
    def delete(self) -> Callable[[Desk, Sequence[int]], Any]: ...


def register(
    page: Page,
    name: str,
    words: tuple[str, str],
    columns: Sequence[Column],
    service: Service,
    *,
    empty: tuple[str, str, Sequence[Action]],
    required: tuple[str, ...],
    load: Callable[[Desk], Sequence[Any]] | None = None,
    **facts: Any,
) -> RegisterTable:
    """The upper table of a view; `words` are noun and measure word, `facts` go into its Source.

    New rows are dated today unless `defaults` says otherwise.
    """
    noun, measure = words
    source = Source(
        noun=noun,
        measure=measure,
        load=load or service.rows,
        enter=service.enter,
        delete=service.delete,
        required=required,
        **{"defaults": lambda: {"day": page.context.desk.today}, **facts},
    )
    head, text, actions = empty
    return RegisterTable(
        page, name, "", columns, source, empty=EmptyState(head, text, list(actions)), small=True
    )


Enter = Callable[[Desk, int, Sequence[Edit], Sequence[Mapping[str, object]]], Edited]


class Part(RegisterTable):
    """The rows of one parent: a batch's list, a delivery's lines."""

    def __init__(
        self,
        page: Page,
        name: str,
        words: tuple[str, str],
        columns: Sequence[Column],
        load: Load,
        enter: Enter,
        *,
        delete: Callable[[Desk, Sequence[int]], Any] | None = None,
        required: tuple[str, ...] = (),
        addable: bool = False,
        together: bool = False,
        title: Callable[[Any], str] = str,
    ) -> None:
        self.parent_id = 0
        noun, measure = words
        source = Source(
            noun=noun,
            measure=measure,
            load=lambda desk: load(desk, self.parent_id) if self.parent_id else (),
            enter=lambda desk, cells, new: enter(desk, self.parent_id, cells, new),
            delete=delete,
            required=required,
            addable=addable,
            together=together,
            title=title,
        )
        super().__init__(page, name, noun, columns, source, small=True, search=False)

    def insert(self, widget: QWidget) -> None:
        """Put a widget between the bar and the table."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, widget)

    def show_parent(self, parent: Any) -> None:
        """Show what hangs on a row; None shows nothing."""
        parent_id = parent.id if parent is not None else 0
        if parent_id != self.parent_id:
            self.parent_id = parent_id
            self.drafts.clear()
            self.model.clear_marks()
            self.panel.note.hide()
            self.storing.version += 1
        self.setEnabled(bool(parent_id))
        self.reload()


class View(QWidget):
    """A view of the page: `table` above, parts below. Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: Page, table: RegisterTable, parts: Sequence[RegisterTable]) -> None:
        super().__init__()
        self.page, self.context, self.table, self.parts = page, page.context, table, parts
        self._wanted = 0
        self.below = beside(*parts)
        self.below.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stacked(table, self.below, shares=(1, 1)))
        table.current_changed.connect(self._on_current)
        table.loaded.connect(self._on_loaded)
        table.stored.connect(self._on_stored)
        for part in parts:
            part.stored.connect(self._on_part)

    @Slot()
    def add(self) -> None:
        """A new row."""
        self.table.add()

    def reload(self) -> None:
        """Read everything anew."""
        self.table.reload()

    def go_to(self, row_id: int) -> None:
        """Put the cursor on a row, now or when it is read."""
        self._wanted = row_id
        self._go()

    def set_money_scale(self, scale: int) -> None:
        for table in (self.table, *self.parts):
            table.model.set_money_scale(scale)

    def show_parts(self, row: Any) -> None:
        """Show what hangs on the current row."""
        for part in self.parts:
            if isinstance(part, Part):
                part.show_parent(row)

    def deed(
        self, text: str, tip: str, act: Callable[[Desk, Any], Any], told: str, *, on: RegisterTable
    ) -> QPushButton:
        """A button that calls a service for the current row of `table` and reloads."""
        made = button(text, tip)
        made.setEnabled(not self.context.desk.readonly)
        on.bar.extend(made)

        def run() -> None:
            row = self.table.current
            if row is None:
                on.panel.note.tell(tr("请先在上表中选择一行。"), "yellow")
                return
            self.run(lambda desk: act(desk, row), told, on=on)

        made.clicked.connect(run)
        return made

    def run(
        self, action: Callable[[Desk], Any], told: str, *, on: RegisterTable | None = None
    ) -> None:
        """Call a service, tell what it did above a table, and reload."""
        at = on or self.table

        def done(result: Any) -> None:
            for table in (self.table, *self.parts):
                table.storing.version += 1
            count = len(getattr(result, "added", ()))
            at.panel.note.tell(told.format(n=count), "info")
            self.reload()
            self.moved.emit()

        def failed(trouble: Trouble) -> None:
            at.panel.note.tell(str(trouble), "red")

        self.context.runner.do(action, done=done, failed=failed, initiator=self.page)

    @Slot(object)
    def _on_current(self, row: Any) -> None:
        if row is not None or not self.table.rows:
            self.show_parts(row)

    @Slot()
    def _on_loaded(self) -> None:
        self.below.setVisible(bool(self.table.rows) and bool(self.parts))
        if self._wanted:
            self._go()
        elif self.table.model.rowCount() and not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        self._on_current(self.table.current)

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self._on_loaded()
        self.moved.emit()

    @Slot(object)
    def _on_part(self, _result: object) -> None:
        self.table.reload()
        self.moved.emit()

    def _go(self) -> None:
        line = self.table.model.line_of(self.table.places.get(self._wanted, self._wanted))
        if line is not None:
            self.table.view.setCurrentIndex(self.table.model.index(line, 0))
            self._wanted = 0
