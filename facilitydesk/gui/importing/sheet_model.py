"""A sheet as it stands in the file, with what each row and column is read as; cells can be typed over.

The model shows; a typed text goes out by `corrected(texts)` and comes back with the book that was
recognised again.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from facilitydesk.domain.fields import FIELDS
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column as GridColumn
from facilitydesk.gui.grid.model import COLUMN, Index
from facilitydesk.gui.importing.sheet_rows import Finding, RowKind, kinds_of
from facilitydesk.gui.theme import Tone, font
from facilitydesk.interchange.book import Table
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.grid import Day, Number, cell_name, column_name

FINDING = int(Qt.ItemDataRole.UserRole) + 10  # Finding or None
KIND = int(Qt.ItemDataRole.UserRole) + 11  # RowKind
CORRECTED = int(Qt.ItemDataRole.UserRole) + 12  # whether the cell was typed over
_MOST_COLUMNS = 200


class SheetModel(QAbstractTableModel):
    """Signal `corrected({(row, column): text})`: cells were typed over, counted from 0."""

    corrected = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self.columns: dict[int, Column] = {}
        self.findings: Mapping[str, Finding] = {}
        self.originals: Mapping[tuple[int, int], str] = {}
        self.read_as: Mapping[str, str] = {}
        self.readonly = False
        self._kinds: list[RowKind] = []
        self._width = 0
        self._bold = font(bold=True)
        self._editor = GridColumn(key="cell", head="", value=lambda _row: None, editable=True)

    def set_table(
        self,
        table: Table | None,
        findings: Mapping[str, Finding],
        originals: Mapping[tuple[int, int], str],
        refused: AbstractSet[int] = frozenset(),
    ) -> None:
        """Show a table in its sheet; the same sheet is repainted in place.

        `originals`: what stood in the cells that were typed over. `refused`: rows that stay out.
        """
        rows = table.source.rows if table else []
        width = min(max((len(row) for row in rows), default=0), _MOST_COLUMNS)
        same = (
            self.table is not None
            and table is not None
            and len(self.table.source.rows) == len(table.source.rows)
            and width == self._width
            and self.table.source.name == table.source.name
        )
        if not same:
            self.beginResetModel()
        self.table, self._width = table, width
        self.columns = {column.index: column for column in table.columns} if table else {}
        self._kinds = kinds_of(table, refused=refused) if table else []
        self.findings, self.originals = findings, originals
        self.read_as = {change.cell: change.read for change in table.changes} if table else {}
        if not same:
            self.endResetModel()
        elif self._kinds:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._kinds) - 1, width - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, width - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._kinds) - 1)

    def kind(self, row: int) -> RowKind:
        return self._kinds[row]

    def text(self, row: int, column: int) -> str:
        """The cell as it is read: the correction where there is one."""
        cell = self.table.source.cell(row, column) if self.table else None
        if isinstance(cell, Day):
            return cell[:10] if cell[10:].strip("T:0. ") == "" else str(cell)
        if isinstance(cell, bool):
            return tr("是") if cell else tr("否")
        return "" if cell is None else str(cell)

    def numeric(self, row: int, column: int) -> bool:
        """Whether the file holds a number there."""
        cell = self.table.source.cell(row, column) if self.table else None
        return isinstance(cell, Number)

    def enter(self, texts: Mapping[tuple[int, int], str]) -> None:
        """Type over cells; texts that stand there already are left."""
        changed = {
            place: text.strip()
            for place, text in texts.items()
            if not self.readonly
            and 0 <= place[0] < len(self._kinds)
            and 0 <= place[1] < self._width
            and text.strip() != self.text(*place).strip()
        }
        if changed:
            self.corrected.emit(changed)

    def tip(self, row: int, column: int) -> str:
        """Findings, what the cell is read as, and what stood there before."""
        name = cell_name(row, column)
        lines = []
        if name in self.findings:
            lines.append(self.findings[name].text)
        if read := self.read_as.get(name):
            lines.append(tr("读入值：") + read)
        if (row, column) in self.originals:
            lines.append(tr("原值：") + (self.originals[row, column] or tr("（空白）")))
        text = self.text(row, column)
        if not lines and len(text) > 12:
            lines.append(text)
        return "\n".join(lines)

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._kinds)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == FINDING:
            return self.findings.get(cell_name(row, column))
        if role == KIND:
            return self._kinds[row]
        if role == CORRECTED:
            return (row, column) in self.originals
        if role == COLUMN:
            return self._editor
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(row, column) or None
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(QColor(self._kinds[row].tint))
        if role == Qt.ItemDataRole.FontRole and self._kinds[row] in (
            RowKind.HEAD,
            RowKind.TOTAL,
            RowKind.SUBTOTAL,
        ):
            return self._bold
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.enter({(index.row(), index.column()): str(value)})
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.readonly else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return column_name(section)
            if role == Qt.ItemDataRole.ToolTipRole:
                return self._column_tip(section)
            return None
        if not 0 <= section < len(self._kinds):
            return None
        kind = self._kinds[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{kind.word}  {section + 1}".strip()
        if role == Qt.ItemDataRole.ForegroundRole and kind is RowKind.REFUSED:
            return QBrush(QColor(Tone.RED))
        return None

    def _column_tip(self, section: int) -> str | None:
        column = self.columns.get(section)
        if column is None:
            return None
        read = FIELDS[column.key].term if column.key else tr("忽略")
        lines = [column.head, tr("读作：") + read]
        if column.unit:
            note = tr("（表中未写，按数值大小推断）") if column.assumed_unit else ""
            lines.append(tr("单位：") + column.unit + note)
        if column.hidden:
            lines.append(tr("此列在文件中是隐藏的"))
        return "\n".join(lines)
