"""What a table says of itself and the officer may change: kind, date, programme, hidden rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import LooseDate
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.interchange.book import Table

KINDS = {key: tr(term) for key, term in LIST_KINDS.items()}
_DAYED = frozenset({"bottom_lines"})  # what was found on a day
_PROGRESS = frozenset({"stage", "progress", "started_area", "completed_area", "invested"})


class Facts(QWidget):
    """Signals, each with the new value: `kind_changed`, `as_of_changed` (date or None),
    `programme_changed` (name or None), `hidden_changed`, `wanted_changed` (this table or not)."""  # noqa: D205,D209 - one thought

    kind_changed = Signal(str)
    as_of_changed = Signal(object)
    programme_changed = Signal(object)
    hidden_changed = Signal(bool)
    wanted_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setStyleSheet("font-weight: bold;")
        self.title.setWordWrap(True)
        self.kind = SteadyList()
        for key, term in KINDS.items():
            self.kind.addItem(term, key)
        self.as_of = QLineEdit()
        self.as_of.setFixedWidth(116)
        self.as_of_note = QLabel()
        self.as_of_note.setStyleSheet(f"color: {Tone.AMBER};")
        self.programme = SteadyList()
        self.programme.setEditable(True)
        self.programme.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.programme.setMinimumWidth(264)
        self.unit = QLabel()
        self.hidden = QCheckBox()
        self.wanted = QCheckBox(tr("导入此表"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.wanted)
        for word, widget in (
            (tr("类型"), self.kind),
            (tr("截至日期"), self.as_of),
            ("", self.as_of_note),
            (tr("专项"), self.programme),
            (tr("单位"), self.unit),
        ):
            if word:
                label = QLabel(word)
                label.setProperty("role", "quiet")
                line.addWidget(label)
            line.addWidget(widget)
            if widget is not self.as_of:
                line.addSpacing(8)
        line.addWidget(self.hidden)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addLayout(line)
        self.kind.activated.connect(self._on_kind)
        self.as_of.editingFinished.connect(self._on_as_of)
        self.programme.activated.connect(self._on_programme)
        line_edit = self.programme.lineEdit()
        if line_edit is not None:
            line_edit.editingFinished.connect(self._on_programme)
        self.hidden.toggled.connect(self.hidden_changed)
        self.wanted.toggled.connect(self.wanted_changed)
        self._day: date | None = None
        self._programme: str | None = None

    def set_programmes(self, names: Sequence[str], chosen: str | None, found: str) -> None:
        """The programmes that exist; `found` is what applies when none is chosen here."""
        blocked = QSignalBlocker(self.programme)
        self.programme.clear()
        self.programme.addItem(found, None)
        for name in names:
            self.programme.addItem(name, name)
        self._programme = chosen
        if chosen is None:
            self.programme.setCurrentIndex(0)
        elif chosen in names:
            self.programme.setCurrentIndex(1 + list(names).index(chosen))
        else:
            self.programme.setEditText(chosen)
        line = self.programme.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        self.programme.setToolTip(self.programme.currentText())
        del blocked

    def show_table(
        self, table: Table, *, wanted: bool, several: bool, hidden: bool, hidden_sheets: int = 0
    ) -> None:
        """Show a table's facts; `hidden_sheets` of the book wait for the officer's yes."""
        blocked = [QSignalBlocker(w) for w in (self.kind, self.as_of, self.hidden, self.wanted)]
        self.title.setText(table.title or tr("（无标题）"))
        self.kind.setCurrentIndex(self.kind.findData(table.kind))
        self._day = table.as_of
        self.as_of.setText(table.as_of.isoformat() if table.as_of else "")
        self.as_of.setPlaceholderText(tr("未写明"))
        self.as_of.setStyleSheet("")
        keys = {column.key for column in table.columns}
        words = tr("有进度栏，请填写截至日期") if keys & _PROGRESS else ""
        if table.kind in _DAYED and "check_date" not in keys:
            words = tr("请填写核查截至的日期")
        self.as_of_note.setText(words if table.as_of is None else "")
        self.as_of_note.setVisible(bool(self.as_of_note.text()))
        self.unit.setText(table.unit or tr("未写明"))
        counts = (
            (sum(row.hidden for row in table.rows), tr("行")),
            (sum(column.hidden and column.key is not None for column in table.columns), tr("列")),
            (hidden_sheets, tr("张工作表")),
        )
        parts = [f"{count}{word}" for count, word in counts if count]
        self.hidden.setText(tr("隐藏的{parts}也导入").format(parts="、".join(parts)))
        self.hidden.setVisible(bool(parts) or hidden)
        self.hidden.setChecked(hidden)
        self.wanted.setVisible(several)
        self.wanted.setChecked(wanted)
        del blocked

    @Slot(int)
    def _on_kind(self, number: int) -> None:
        self.kind_changed.emit(str(self.kind.itemData(number)))

    @Slot()
    def _on_as_of(self) -> None:
        text = self.as_of.text().strip()
        found = read_date(text).value if text else None
        if text and not isinstance(found, LooseDate):
            self.as_of.setStyleSheet(f"border: 1px solid {Tone.RED};")
            self.as_of_note.setText(tr("请写成 2026-03-05 或 2026-03"))
            self.as_of_note.show()
            return
        day = found.last if isinstance(found, LooseDate) else None
        if day != self._day:
            self._day = day
            self.as_of_changed.emit(day)

    @Slot()
    def _on_programme(self) -> None:
        text = self.programme.currentText().strip()
        chosen = None if not text or text == self.programme.itemText(0) else text
        if chosen != self._programme:
            self._programme = chosen
            self.programme_changed.emit(chosen)
