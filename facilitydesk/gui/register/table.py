"""A table of the register: the shared grid with new rows, storing, deleting and its bar.

A page says in a Source where its rows come from and which services store them; typing, pasting,
refused cells, new rows and refused deletions are handled here, the same on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import RegisterBar
from facilitydesk.gui.register.draft import Draft
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.storing import Storing
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited


@dataclass(frozen=True)
class Source:
    """Where rows come from and how they are changed.

    `load(desk)` reads all rows (on the worker); `some(desk, ids)` those that an edit touched, by
    default all; `enter(desk, cells, new rows)` stores, None where nothing is typed. Rows have `id`
    and `revision`.
    """

    noun: str
    measure: str
    load: Callable[[Desk], Sequence[Any]]
    enter: Callable[[Desk, Sequence[Edit], Sequence[Mapping[str, object]]], Edited] | None = None
    delete: Callable[[Desk, Sequence[int]], Any] | None = None
    some: Callable[[Desk, Sequence[int]], Sequence[Any]] | None = None
    required: tuple[str, ...] = ()
    defaults: Callable[[], Mapping[str, Any]] = dict
    addable: bool = True
    together: bool = False  # new rows wait for each other: all complete ones are stored at once
    words: Callable[[Any], str] | None = None  # what the search field searches in
    title: Callable[[Any], str] = field(default=lambda row: str(row.name))


class RegisterTable(QWidget):
    """Signals: `stored(result)` after a change of its own, `current_changed(row or None)`,
    `loaded()` when the rows were read."""  # noqa: D205,D209 - one thought

    stored = Signal(object)
    current_changed = Signal(object)
    loaded = Signal()

    def __init__(
        self,
        page: Page,
        name: str,
        title: str,
        columns: Sequence[Column],
        source: Source,
        *,
        empty: EmptyState | None = None,
        small: bool = False,
        search: bool = True,
    ) -> None:
        super().__init__()
        self._search, self._small = search, small
        self._read = False
        self.page, self.source = page, source
        self.context = page.context
        self.drafts: dict[int, Draft] = {}
        self.places: dict[int, int] = {}  # id of a stored row → id of the draft it came from
        self.storing = Storing(self)
        self.model = GridModel(columns, self.place_of, self, search_text=self._words)
        self.model.wanted.keep = lambda row: isinstance(row, Draft)
        self.panel = GridPanel(
            self.context,
            name,
            self.model,
            title_of=self._title,
            add_rows=self._add_many if source.addable else None,
        )
        self.panel.begun = self.begun
        self.view = self.panel.view
        self.bar = RegisterBar(title, source.noun, self.panel.quick, small=small)
        self.empty = empty
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.panel, 1)
        if empty is not None:
            layout.addWidget(empty, 1)
            empty.hide()
        writable = not self.context.desk.readonly
        self.bar.add.setVisible(source.addable)
        self.bar.add.setEnabled(writable)
        self.bar.remove.setVisible(source.delete is not None)
        self._connect()

    # --- rows ---------------------------------------------------------------------------------

    @property
    def rows(self) -> list[Any]:
        """The stored rows, hidden ones too."""
        return [row for row in self.model.rows if not isinstance(row, Draft)]

    @property
    def current(self) -> Any:
        """The row of the cursor; None on a draft or without rows."""
        index = self.view.currentIndex()
        row = self.model.row_at(index.row()) if index.isValid() else None
        return None if isinstance(row, Draft) else row

    def place_of(self, row: Any) -> int:
        """What the grid calls a row: a new one keeps the place and the marks of its draft."""
        row_id: int = row.id
        return self.places.get(row_id, row_id)

    def reload(self) -> None:
        """Read the rows anew."""
        version = self.storing.version

        def take(rows: Sequence[Any]) -> None:
            if version == self.storing.version:
                self.show_rows(rows)
            else:
                self.reload()  # something was stored while this was being read

        self.context.runner.read(self.source.load, take)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, and new ones that were begun."""
        index = self.view.currentIndex()
        here = self.model.row_at(index.row()) if index.isValid() else None
        # A row that was begun stays; one nobody wrote into goes when the cursor has left it.
        begun = self.begun()
        self.drafts = {
            key: draft for key, draft in self.drafts.items() if here == draft or key in begun
        }
        self._read = True
        self._set([*rows, *self.drafts.values()])
        self.loaded.emit()

    def begun(self) -> set[int]:
        """The new rows into which something was written."""
        defaults = dict(self.source.defaults())
        return {
            key
            for key, draft in self.drafts.items()
            if any(defaults.get(name) != value for name, value in draft.values.items())
        }

    def _set(self, rows: Sequence[Any]) -> None:
        index = self.view.currentIndex()
        at = (
            (self.place_of(self.model.row_at(index.row())), index.column())
            if index.isValid()
            else None
        )
        self.model.set_rows(rows)
        line = self.model.line_of(at[0]) if at is not None else None
        if at is not None and line is not None and self.view.currentIndex().row() != line:
            self.view.setCurrentIndex(self.model.index(line, at[1]))
        self.recount()

    def go_to(self, row_id: int, key: str = "") -> bool:
        """Put the cursor on a stored row."""
        first = self.model.columns[self.view.shown_columns()[0]].key
        return self.view.go_to(self.places.get(row_id, row_id), key or first)

    @Slot()
    def recount(self) -> None:
        """Show how many rows there are and are shown; the empty state where there are none."""
        whole, drafts = len(self.model.rows), len(self.drafts)
        self.bar.show_counts(
            self.model.rowCount() - drafts,
            whole - drafts,
            self.source.measure,
            filtered=bool(self.model.wanted.chosen or self.model.wanted.quick),
        )
        if self.empty is not None and self._read:  # before that nobody knows whether it is empty
            self.panel.setVisible(whole > 0)
            self.empty.setVisible(whole == 0)
            self.bar.setVisible(whole > 0 or not self._small)
        self.panel.quick.setVisible(self._search and whole > 0)
        self.bar.remove.setEnabled(whole > 0 and not self.model.readonly)

    # --- what the officer does ----------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """A new row at the end, the cursor in its first cell; stored when it is complete."""
        if not self.source.addable or self.model.readonly:
            return
        draft = self._drafted(1)[0]
        key = next(
            column.key
            for number in self.view.shown_columns()
            if (column := self.model.columns[number]).may_edit(draft)
            and draft.values.get(column.key) in (None, "")
        )
        self.view.go_to(draft.id, key)

    def _add_many(self, count: int) -> None:
        self._drafted(count)

    def _drafted(self, count: int) -> list[Draft]:
        required = frozenset(self.source.required)
        made = [Draft(values=dict(self.source.defaults()), required=required) for _ in range(count)]
        self.drafts |= {draft.id: draft for draft in made}
        self._set([*self.rows, *self.drafts.values()])
        return made

    @Slot()
    def remove(self) -> None:
        """Delete the selected rows; where one is in use the sentence stands above the grid."""
        chosen = self.view.selected_rows()
        if self.source.delete is None or not chosen or self.model.readonly:
            return
        dropped = [row.id for row in chosen if isinstance(row, Draft)]
        for draft_id in dropped:
            self.drafts.pop(draft_id, None)
            for place in [place for place in self.model.marks.bad if place[0] == draft_id]:
                self.model.accept(*place)
        stored = [row for row in chosen if not isinstance(row, Draft)]
        if stored:
            self._delete(stored)
        else:
            self._set([*self.rows, *self.drafts.values()])

    def _delete(self, rows: Sequence[Any]) -> None:
        ids = [row.id for row in rows]
        delete = self.source.delete
        line = self.view.currentIndex().row()

        def done(result: Any) -> None:
            self.storing.version += 1
            kept = [row for row in self.model.rows if row.id not in ids]
            self._set(kept)
            if self.model.rowCount():
                last = min(line, self.model.rowCount() - 1)
                column = max(0, self.view.currentIndex().column())
                self.view.setCurrentIndex(self.model.index(last, column))
            what = (
                f"“{self._title(rows[0])}”" if len(ids) == 1 else f"{len(ids)}{self.source.measure}"
            )
            text = tr("已删除{noun}{what}；按 Ctrl+Z 可以撤销。")
            self.panel.note.tell(text.format(noun=self.source.noun, what=what), "info")
            self.stored.emit(result)

        def failed(trouble: Trouble) -> None:
            self.panel.note.tell(str(trouble), "red")

        assert delete is not None
        self.context.runner.do(
            lambda desk: delete(desk, ids), done=done, failed=failed, initiator=self.page
        )

    def search(self) -> None:
        """Ctrl+F."""
        self.panel.quick.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panel.quick.selectAll()

    # --- inside -------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.model.edited.connect(self.storing.store)
        self.model.arranged.connect(self.recount)
        self.bar.add.clicked.connect(self.add)
        self.bar.remove.clicked.connect(self.remove)
        self.bar.filters_cleared.connect(self._on_filters_cleared)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.view.menu_builders.append(self._menu)
        for keys, slot in (("Ins", self.add), ("Ctrl+Del", self.remove)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    @Slot()
    def _on_filters_cleared(self) -> None:
        only = self.model.wanted.only
        self.panel.quick.clear()
        self.view.clear_filters()
        self.model.wanted.only = only  # the chip above the grid has its own way back
        self.view.rearrange()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self.current)

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        if self.model.readonly:
            return
        menu.addSeparator()
        if self.source.addable:
            menu.addAction(
                tr("新增{noun}").format(noun=self.source.noun) + "\tInsert"
            ).triggered.connect(self.add)
        if self.source.delete is not None:
            menu.addAction(tr("删除所选行") + "\tCtrl+Delete").triggered.connect(self.remove)

    def _title(self, row: Any) -> str:
        if isinstance(row, Draft):
            return tr("新增{noun}").format(noun=self.source.noun)
        return self.source.title(row)

    def _words(self, row: Any) -> str:
        if isinstance(row, Draft):
            return ""
        if self.source.words is not None:
            return self.source.words(row)
        return " ".join(self.model.cell_text(row, column) for column in self.model.columns)
