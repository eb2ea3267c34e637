"""The columns that stay at the left: a second view of the same model laid over the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from facilitydesk.gui.grid.delegate import GridDelegate
from facilitydesk.gui.grid.header import GridHeader
from facilitydesk.gui.theme import ROW, Tone

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView


def own_viewport(view: QTableView) -> None:
    """Give a view a viewport made here.

    Asking for Qt's own makes PySide look up what kind of widget it is, which loads the classes of
    all widgets (9 ms of the start).
    """
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    view.setViewport(viewport)


class FrozenView(QTableView):
    """Shows the frozen columns only; keys and focus belong to the main view."""

    def __init__(self, main: GridView) -> None:
        super().__init__(main)
        self._main = main
        self._widths: list[int] = []
        own_viewport(self)
        self.setModel(main.model())
        self.setSelectionModel(main.selectionModel())
        self.setHorizontalHeader(GridHeader(self))
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setFixedHeight(main.horizontalHeader().height())
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(GridDelegate(self))
        self.setFocusProxy(main)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet(f"FrozenView {{ border-right: 2px solid {Tone.FAINT}; }}")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger  # the main view hands its keys on to `edit`
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        main.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        main.horizontalHeader().sectionResized.connect(self._on_resized)
        self.horizontalHeader().sectionResized.connect(self._on_own_resized)

    def edit(self, index: QModelIndex | QPersistentModelIndex, *rest: Any) -> Any:
        hands = self._main.hands
        if hands.begins(*rest) and index.isValid():
            here = self._main.grid.index(index.row(), index.column())
            if hands.refused(here):
                return False
        return super().edit(index, *rest)

    @property
    def frozen(self) -> list[int]:
        """The frozen columns of the model."""
        columns = self._main.grid.columns
        return [number for number, column in enumerate(columns) if column.frozen]

    def width_of_columns(self) -> int:
        """How much of the main view they cover."""
        return sum(
            self._main.columnWidth(number)
            for number in self.frozen
            if not self._main.isColumnHidden(number)
        )

    def follow(self) -> None:
        """Take columns, widths and place from the main view."""
        main, frozen = self._main, set(self.frozen)
        for number in range(len(main.grid.columns)):
            self.setColumnHidden(number, number not in frozen or main.isColumnHidden(number))
            if number in frozen and not main.isColumnHidden(number):
                self.setColumnWidth(number, main.columnWidth(number))
        self.setVisible(bool(frozen))
        self.fit()

    def fit(self) -> None:
        """Lie exactly over the main view, also when its scroll bars come and go."""
        main = self._main
        self.horizontalHeader().setFixedHeight(main.horizontalHeader().height())
        left = main.verticalHeader().width() + main.frameWidth()
        height = main.viewport().height() + main.horizontalHeader().height()
        self.setGeometry(left, main.frameWidth(), self.width_of_columns() + 2, height)
        self.verticalScrollBar().setValue(main.verticalScrollBar().value())

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        """The wheel over the frozen columns scrolls the main view; a clipped value does not."""
        theirs = self._main.verticalScrollBar()
        if self.verticalScrollBar().maximum() == theirs.maximum():
            theirs.setValue(value)

    @Slot(int, int)
    def _on_range(self, _low: int, _high: int) -> None:
        # New rows reach the two views one after the other; the main view's place counts.
        self.verticalScrollBar().setValue(self._main.verticalScrollBar().value())

    @Slot(int, int, int)
    def _on_resized(self, _section: int, _old: int, _new: int) -> None:
        self.follow()

    @Slot(int, int, int)
    def _on_own_resized(self, section: int, _old: int, new: int) -> None:
        if new > 0 and self._main.columnWidth(section) != new:
            self._main.setColumnWidth(section, new)

    @Slot(QPoint)
    def _on_menu(self, point: QPoint) -> None:
        self._main.show_menu(self.indexAt(point), self.viewport().mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._main.keyPressEvent(event)
