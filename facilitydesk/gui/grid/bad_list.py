"""The list of cells that were not stored, below the grid: a click jumps there.

Where a rule asks for a reason (a cumulative figure falls, a stage goes back), the reason is typed
right here; with it the value is stored. Ctrl+Tab leads from the grid into the list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.marks import Mark, Place
from facilitydesk.gui.grid.model import Typed
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.theme import Tone

REASON_CODES = frozenset({"week.falls", "week.stage_back"})
WORLD_CODES = frozenset(
    {
        "disk.full",
        "db.busy",
        "db.io",
        "db.cut",
        "db.gone",
        "file.moved",
        "file.missing",
        "file.read_only",
    }
)
"""Not what was typed is wrong: it can be stored as it stands when the disk has room again."""


class BadList(QWidget):
    """Hidden while there is nothing to list.

    Signal `reasoned(row id, column key, mark, reason)`: a reason was typed for a refused value.
    """

    reasoned = Signal(object, str, object, str)

    def __init__(self, view: GridView, title_of: Callable[[Any], str]) -> None:
        super().__init__()
        self._view = view
        self._title_of = title_of
        self.places: list[Place] = []
        self._listed: list[tuple[Place, Mark]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("bad")
        self.setStyleSheet(
            f"#bad {{ background: {Tone.SURFACE}; border-top: 2px solid {Tone.RED}; }}"
        )
        self.head = QLabel()
        self.head.setStyleSheet(f"color: {Tone.RED}; font-weight: bold; padding: 6px 16px;")
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels(
            [tr("位置"), tr("填写内容"), tr("说明"), tr("更正原因（填写后回车保存）")]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        head = self.table.horizontalHeader()
        head.setStyleSheet(
            f"QHeaderView::section {{ background: {Tone.GROUND}; color: {Tone.QUIET}; border: none;"
            " padding: 3px 0 3px 16px; }"
        )
        self.table.setStyleSheet("QTableWidget::item { padding-left: 14px; }")
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for number, width in ((0, 300), (1, 120), (3, 230)):
            self.table.setColumnWidth(number, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.again = QPushButton(tr("重试"))
        self.again.setToolTip(tr("再次保存因磁盘、U盘或占用而没有存下的内容"))
        self.again.clicked.connect(self.retry)
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 16, 2)
        line.addWidget(self.head, 1)
        line.addWidget(self.again)
        layout.addLayout(line)
        layout.addWidget(self.table)
        self.table.setTabKeyNavigation(False)
        self.table.installEventFilter(self)
        self.table.cellClicked.connect(self._on_clicked)
        view.grid.marks_changed.connect(self.reload)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """List what is refused now; a reason that is being typed stays."""
        bad = self._view.grid.marks.bad
        places = [
            place
            for place, mark in bad.items()
            if mark.severity == "red" and self._view.grid.row_of(place[0]) is not None
        ]
        self.setVisible(bool(places))
        self.again.setVisible(any(bad[place].code in WORLD_CODES for place in places))
        self.head.setText(
            tr("{count}个单元格未保存，请更正（点击可跳转；不影响继续填写）").format(
                count=len(places)
            )
        )
        listed = [(place, bad[place]) for place in places]
        if listed != self._listed:  # a reason that is being typed must not be disturbed
            kept = {
                place: self._reason_box(n).text()
                for n, (place, _) in enumerate(self._listed)
                if self._has_box(n)
            }
            self.places, self._listed = places, listed
            self.table.setRowCount(len(places))
            for line, (place, mark) in enumerate(listed):
                self._fill(line, place, mark, kept.get(place, ""))
        self.setFixedHeight(34 + 30 + 32 * min(max(len(places), 1), 4) + 4)

    @Slot()
    def retry(self) -> None:
        """Hand in once more, as one step, what the world and no rule kept from being stored."""
        grid, typed = self._view.grid, []
        for line in range(grid.rowCount()):
            row_id = grid.row_id(grid.row_at(line))
            for (place_id, key), mark in grid.marks.bad.items():
                if place_id == row_id and mark.code in WORLD_CODES and mark.text is not None:
                    typed.append(Typed(line, grid.by_key[key], mark.text))
        grid.enter(typed)

    def _fill(self, line: int, place: Place, mark: Mark, reason: str) -> None:
        grid = self._view.grid
        column = grid.columns[grid.by_key[place[1]]] if place[1] in grid.by_key else None
        title = self._title_of(grid.row_of(place[0]))
        where = f"{title} · {column.head}" if column else title
        texts = (where, mark.text or "", mark.message)
        for number, text in enumerate(texts):
            item = QTableWidgetItem(text.replace("\n", " "))
            item.setToolTip(text)
            self.table.setItem(line, number, item)
        if mark.code == "stale":
            self.table.setCellWidget(line, 3, self._choice(place, mark))
        elif mark.code in REASON_CODES:
            box = QLineEdit(reason)
            box.setPlaceholderText(tr("如：上周误填，经核实更正"))
            box.returnPressed.connect(lambda: self._on_reason(place, mark, box))
            box.installEventFilter(self)
            self.table.setCellWidget(line, 3, box)
        else:
            self.table.removeCellWidget(line, 3)

    def _choice(self, place: Place, mark: Mark) -> QWidget:
        """Another officer was faster: both values stand in the line, and one is taken."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(14, 2, 8, 2)
        row.setSpacing(8)
        for word, tip, take in (
            (tr("用我的"), tr("以我填写的内容为准"), lambda: self.take_mine(place, mark)),
            (tr("用对方的"), tr("放弃我填写的内容"), lambda: self.take_theirs(place)),
        ):
            button = QPushButton(word)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(take)
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def take_mine(self, place: Place, mark: Mark) -> None:
        """Store what was typed, over the value that was seen meanwhile."""
        grid = self._view.grid
        for line in range(grid.rowCount()):
            if grid.row_id(grid.row_at(line)) == place[0] and mark.text is not None:
                grid.enter([Typed(line, grid.by_key[place[1]], mark.text)])
                return

    def take_theirs(self, place: Place) -> None:
        """Leave the other officer's value."""
        self._view.grid.accept(*place)

    def _has_box(self, line: int) -> bool:
        return isinstance(self.table.cellWidget(line, 3), QLineEdit)

    def _reason_box(self, line: int) -> QLineEdit:
        widget = self.table.cellWidget(line, 3)
        if isinstance(widget, QLineEdit):
            return widget
        raise LookupError(line)

    def reason_box(self, place: Place) -> QLineEdit:
        """The field for the reason of a listed cell. Raises LookupError where none is asked."""
        return self._reason_box(self.places.index(place))

    def _on_reason(self, place: Place, mark: Mark, box: QLineEdit) -> None:
        reason = box.text().strip()
        if reason:
            self._view.go_to(*place)
            self.reasoned.emit(place[0], place[1], mark, reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Tab leads here from the grid: Enter goes to the reason or the cell, Escape back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._view.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if isinstance(watched, QLineEdit):
                    watched.returnPressed.emit()  # the field itself would hand the key on to us
                else:
                    self._on_enter(max(0, self.table.currentRow()))
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self, line: int) -> None:
        if self._has_box(line):
            self._reason_box(line).setFocus()
        else:
            self._on_clicked(line, 0)

    @Slot(int, int)
    def _on_clicked(self, line: int, column: int) -> None:
        if column != 3 and 0 <= line < len(self.places):
            self._view.go_to(*self.places[line])
