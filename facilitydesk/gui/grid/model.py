"""The model of every grid: rows, columns, marks; texts go in and come out, values are the page's.

What is typed or pasted is read here and handed out by one signal, `edited(edits, label)`: one
signal is one operation and one undo step. The page stores it, puts the rows as they are now
(`put_rows`) and tells what was refused (`refuse`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import WAN
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.formats import sort_key
from facilitydesk.gui.grid.marks import Mark, Marks, Place, Step
from facilitydesk.gui.grid.places import Places, padded
from facilitydesk.gui.grid.rows import Selection, Shelf, arrange

Index = QModelIndex | QPersistentModelIndex
Row = Any
RowId = Any

PAST = int(Qt.ItemDataRole.UserRole) + 1  # the earlier value's text
MARK = int(Qt.ItemDataRole.UserRole) + 2  # Mark or None
COLUMN = int(Qt.ItemDataRole.UserRole) + 3  # Column
ROW = int(Qt.ItemDataRole.UserRole) + 4  # the row itself
_SHOWN = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole]
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WRITE = _READ | Qt.ItemFlag.ItemIsEditable


class Edit(NamedTuple):
    """One cell that was typed or pasted, with the value that was read from the text."""

    row: Row
    column: Column
    value: Any
    text: str


class Typed(NamedTuple):
    """A text for the cell at a shown row and column."""

    row: int
    column: int
    text: str


class GridModel(QAbstractTableModel):
    """Signals: `edited(list[Edit], label)`, `marks_changed()`, `arranged()` after filter or sort."""

    edited = Signal(object, str)
    marks_changed = Signal()
    arranged = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        row_id: Callable[[Row], RowId],
        parent: QObject | None = None,
        *,
        search_text: Callable[[Row], str] | None = None,
        findings: Callable[[Row], Iterable[Problem]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.by_key = {column.key: number for number, column in enumerate(self.columns)}
        self.row_id = row_id
        self.marks = Marks()
        self._entering: Step | None = None  # what is being handed out
        self.wanted = Selection()
        self.readonly = False
        self.closed = ""  # why nothing at all may be entered; said when somebody begins to
        self.money_scale = WAN
        self._search_text = search_text or self._whole_text
        self._findings = findings
        self._found: dict[RowId, dict[str, Mark]] = {}
        self._shelf = Shelf(row_id)
        self._places = Places()

    # --- rows ---------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, also those a filter hides."""
        return self._shelf.all

    def row_at(self, line: int) -> Row:
        """The row shown at a line."""
        return self._shelf.at(line)

    def line_of(self, row_id: RowId) -> int | None:
        """Where a row is shown; None when it is hidden or unknown."""
        return self._shelf.line(row_id)

    def row_of(self, row_id: RowId) -> Row | None:
        return self._shelf.find(row_id)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the same rows with other contents are repainted in place."""
        if self._shelf.same(rows):
            self._places.forget()
            self.put_rows(rows)
            self.repaint()
            return
        self.beginResetModel()
        self._shelf.take(rows)
        self._places.forget()
        self._found.clear()
        self._arrange()
        self.endResetModel()
        self.arranged.emit()

    def put_rows(self, rows: Iterable[Row]) -> None:
        """Replace rows by their ids and repaint the cells that differ. Unknown rows are ignored."""
        shelf, wider = self._shelf, False
        for row in rows:
            row_id = self.row_id(row)
            place = shelf.place(row_id)
            if place is None or shelf.all[place] == row:
                continue
            shelf.all[place] = row
            self._found.pop(row_id, None)
            wider = self._places.widen(self.columns, row, self.money_scale) or wider
            line = shelf.line_of_place(place)
            if line is not None:
                self._repaint(line)
        if wider:
            self.repaint()

    def arrange(self) -> None:
        """Apply filters and order anew."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [(self._shelf.shown[index.row()], index.column()) for index in before]
        self._arrange()
        after = []
        for place, column in places:
            line = self._shelf.line_of_place(place)
            after.append(QModelIndex() if line is None else self.index(line, column))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.arranged.emit()

    def set_money_scale(self, scale: int) -> None:
        """Show money in 元 (1) or 万元 (10 000); nothing stored changes."""
        self.money_scale = scale
        self._places.forget()
        self.repaint()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def cell_text(self, row: Row, column: Column) -> str:
        """What a cell shows (a refused text in its place), for filters and copying."""
        bad = self.marks.bad.get((self.row_id(row), column.key))
        if bad is not None and bad.text is not None:
            return bad.text
        return column.text(column.value(row), self.money_scale)

    def even(self, text: str, column: Column) -> str:
        """A figure of a column with as many places as its finest one, as it is painted."""
        return padded(text, self._places.of(column, self._shelf.all, self.money_scale))

    def texts_of(self, column: Column) -> list[str]:
        """The different texts of a column: numbers by size, words as they come, blanks last."""
        seen = {self.cell_text(row, column): column.value(row) for row in self._shelf.all}
        if column.numeric or column.kind in (Kind.DATE, Kind.STAGE):
            return sorted(seen, key=lambda text: sort_key(seen[text]))
        return sorted(seen, key=lambda text: not text)

    # --- typing -------------------------------------------------------------------------------

    def enter(self, typed: Iterable[Typed], label: str = "") -> int:
        """Read texts and hand the values out as one operation; how many were handed out."""
        edits: list[Edit] = []
        touched: set[int] = set()
        typed = list(typed)
        step = self.marks.begin(
            (self.row_id(self.row_at(line)), self.columns[number].key) for line, number, _ in typed
        )
        for line, number, text in typed:
            row, column = self.row_at(line), self.columns[number]
            place = (self.row_id(row), column.key)
            if self.closed and column.may_edit(row):  # an editor was open when it was closed
                self.marks.refuse(place, Mark("red", self.closed, text, "closed"))
                touched.add(line)
                continue
            if self.readonly or not column.may_edit(row):
                continue
            touched.add(line)
            reading = column.read(text, self.money_scale)
            problem = reading.problem
            if problem is not None and (problem.severity is Severity.RED or reading.value is None):
                self.marks.refuse(place, Mark("red", problem.message, text, problem.code))
                continue
            self.marks.accept(place)
            if problem is not None:
                self.marks.note(place, Mark(problem.severity, problem.message, None, problem.code))
            if _plain(reading.value) != _plain(column.value(row)):
                edits.append(Edit(row, column, reading.value, text))
        if edits:
            step.handed = frozenset((self.row_id(edit.row), edit.column.key) for edit in edits)
            self._entering = step
            self.edited.emit(edits, label)
            self._entering = None
        for line in touched:
            self._repaint(line)
        if touched:
            self.marks_changed.emit()
        return len(edits)

    def step_of(self, places: Iterable[Place]) -> Step:
        """The step that a call storing these cells belongs to: what is being typed, else its own."""
        return self._entering or self.marks.begin(places)

    def refused_last(self) -> list[Place]:
        """The cells typed last where nothing was stored: undo takes back these texts first."""
        step = self.marks.last
        if step is None or step.seq is not None:
            return []
        bad = [place for place in self.marks.bad if place in step.places]
        if any(self.marks.bad[place].severity != "red" for place in bad):
            return []  # they are on their way
        return [p for p in bad if self.row_of(p[0]) is not None and not self._of_row(p)]

    def take_back_refused(self) -> None:
        """Take back the texts of `refused_last`: the cells show again what is stored."""
        self._unmarked([place for place in self.refused_last() if self.marks.accept(place)])

    def undone(self, seq: int) -> None:
        """An operation was undone: the texts that were refused along with it go too."""
        self._unmarked(self.marks.take_back(seq, keep=self._of_row))

    def refuse(self, row_id: RowId, key: str, mark: Mark) -> None:
        """A rule refused what was typed: the text stays in the cell with a red mark."""
        self.marks.refuse((row_id, key), mark)
        self._repaint_row(row_id)
        self.marks_changed.emit()

    def accept(self, row_id: RowId, key: str) -> None:
        """Take the mark of a cell away."""
        if self.marks.accept((row_id, key)):
            self._repaint_row(row_id)
            self.marks_changed.emit()

    def clear_marks(self) -> None:
        """Forget all marks (other data are shown)."""
        self.marks.clear()
        self.repaint()
        self.marks_changed.emit()

    def mark_at(self, row: Row, column: Column) -> Mark | None:
        """The mark of a cell: red ones first, then notes of typing, then findings of rules."""
        row_id = self.row_id(row)
        mark = self.marks.of((row_id, column.key))
        if mark is not None or self._findings is None:
            return mark
        found = self._found.get(row_id)
        if found is None:
            found = self._found[row_id] = {}
            for problem in self._findings(row):
                if problem.field is not None:
                    found.setdefault(problem.field, Mark(problem.severity, problem.message))
        return found.get(column.key)

    # --- inside -------------------------------------------------------------------------------

    def _of_row(self, place: Place) -> bool:
        """Whether a refused text is also the row's, as in a new row that is not stored."""
        mark, row = self.marks.bad.get(place), self.row_of(place[0])
        if mark is None or row is None or place[1] not in self.by_key:
            return False
        column = self.columns[self.by_key[place[1]]]
        return mark.text == column.edit_text(column.value(row), self.money_scale)

    def _unmarked(self, places: Sequence[Place]) -> None:
        for row_id in {row_id for row_id, _ in places}:
            self._repaint_row(row_id)
        if places:
            self.marks_changed.emit()

    def _arrange(self) -> None:
        self._shelf.show(
            arrange(
                self._shelf.all,
                {column.key: column for column in self.columns},
                self.wanted,
                text=self.cell_text,
                search_text=self._search_text,
            )
        )

    def _whole_text(self, row: Row) -> str:
        return " ".join(column.text(column.value(row), self.money_scale) for column in self.columns)

    def _repaint(self, line: int) -> None:
        last = len(self.columns) - 1
        self.dataChanged.emit(self.index(line, 0), self.index(line, last), _SHOWN)

    def _repaint_row(self, row_id: RowId) -> None:
        line = self.line_of(row_id)
        if line is not None:
            self._repaint(line)

    def repaint(self) -> None:
        """Paint all cells anew."""
        if self._shelf.shown:
            last = self.index(len(self._shelf.shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, _SHOWN)

    def _tip(self, row: Row, column: Column) -> str | None:
        mark = self.mark_at(row, column)
        tip = column.tip(row) if column.tip else ""
        return "\n".join(text for text in (mark.message if mark else "", tip) if text) or None

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shelf.shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shelf.at(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell_text(row, column)
        if role == MARK:
            return self.mark_at(row, column)
        if role == PAST:
            return column.text(column.past(row), self.money_scale) if column.past else ""
        if role == COLUMN:
            return column
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.EditRole:
            bad = self.marks.bad.get((self.row_id(row), column.key))
            if bad is not None and bad.text is not None:
                return bad.text
            return column.edit_text(column.value(row), self.money_scale)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        place = (self.row_id(self.row_at(index.row())), self.columns[index.column()].key)
        # A refused text is tried again as it stands: the disk has room again, the school exists.
        if place in self.marks.bad or text != self.data(index, Qt.ItemDataRole.EditRole):
            self.enter([Typed(index.row(), index.column(), text)])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._shelf.at(index.row())
        writable = not (self.readonly or self.closed)
        return _WRITE if writable and self.columns[index.column()].may_edit(row) else _READ

    def close(self, reason: str) -> None:
        """Nothing may be entered any more (or again, with an empty reason)."""
        self.closed = reason
        self.repaint()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            unit = column.unit(self.money_scale)
            return f"{column.head}（{unit}）" if unit else column.head
        return column if role == COLUMN else None


def _plain(value: Any) -> Any:
    """An empty text and None are both blank; 0 is not."""
    return None if value == "" else value
