"""The lists of the review, each a grid with its columns: problems, rows, differences, schools."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.importing.tick import TickDelegate
from facilitydesk.gui.importing.word import WordDelegate


def _column(key: str, head: str, width: int, **more: Any) -> Column:
    return Column(key=key, head=head, width=width, value=attrgetter(key), **more)


def _tick(head: str, width: int = 120) -> Column:
    return _column("wanted", head, width, kind=Kind.FLAG, editable=True)


_WHERE = (
    _column("sheet", tr("工作表"), 112),
    _column("row", tr("行"), 56, kind=Kind.COUNT),
    _column("cell", tr("单元格"), 76),
)
PROBLEMS = (
    _column("grade", tr("级别"), 72),
    *_WHERE,
    _column("field", tr("字段"), 104),
    _column("value", tr("值"), 150),
    _column("message", tr("说明"), 400, tip=attrgetter("message")),
)
PLANNED = (
    _column("outcome", tr("处理"), 84),
    *_WHERE[:2],
    _column("school", tr("学校名称"), 220),
    _column("project", tr("项目名称"), 240),
    _column("detail", tr("说明"), 300, tip=attrgetter("detail")),
)
DIFFERENT = (
    _tick(tr("以表格为准")),
    *_WHERE,
    _column("project", tr("项目"), 280),
    _column("field", tr("字段"), 190),
    _column("before", tr("现有值"), 170),
    _column("after", tr("表中值"), 170),
)
SCHOOLS = (
    _tick(tr("是同一所学校"), 136),
    _column("name", tr("表中名称"), 240),
    _column("rows", tr("行数"), 64, kind=Kind.COUNT),
    _column("candidate", tr("已登记的学校"), 260),
)
INTERPRETED = (
    _tick(tr("按此读入")),
    *_WHERE,
    _column("field", tr("字段"), 112),
    _column("value", tr("原值"), 260),
    _column("read", tr("读入值"), 260),
)
TOTALS = (
    _column("foots", tr("核对"), 72),
    *_WHERE,
    _column("label", tr("行名"), 120),
    _column("field", tr("字段"), 190),
    *(
        _column(key, head, 140, kind=Kind.COUNT, show=str)
        for key, head in (
            ("declared", tr("表中合计")),
            ("computed", tr("各行之和")),
            ("difference", tr("差额")),
        )
    ),
)


class LineList(QWidget):
    """One list. Signals: `jumped(sheet, cell)` a line was clicked, `ticked(line, on)`."""

    jumped = Signal(str, str)
    ticked = Signal(object, bool)

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column],
        *,
        empty: str,
        how: str = "",
    ) -> None:
        super().__init__()
        self.empty = empty
        self.model = GridModel(columns, row_id=lambda line: line.id)
        self.panel = GridPanel(context, f"import.{name}", self.model, title_of=lambda _line: "")
        self.view = self.panel.view
        self.how = QLabel(how)
        self.how.setProperty("role", "quiet")
        self.how.setContentsMargins(16, 4, 16, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.how)
        layout.addWidget(self.panel, 1)
        self.how.setVisible(bool(how))  # not before: a widget without parent is a window
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setStretchLastSection(not columns[-1].numeric)
        for word in ("grade", "outcome", "foots"):
            if word in self.model.by_key:
                WordDelegate(self.view, word)
        if "wanted" in self.model.by_key:
            self.tick = TickDelegate(self.view, "wanted")
            self.tick.ticked.connect(self.ticked)
        self.view.clicked.connect(self._on_clicked)
        self.view.activated.connect(self._on_clicked)

    @property
    def lines(self) -> Sequence[Any]:
        return self.model.rows

    def set_lines(self, lines: Sequence[Any]) -> None:
        """Show these; the sentence of the list where there are none."""
        self.model.set_rows(lines)
        self.panel.set_empty("" if lines else self.empty)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if not index.isValid() or self.model.columns[index.column()].key == "wanted":
            return
        line = self.model.row_at(index.row())
        cell = getattr(line, "cell", "") or getattr(line, "first", "")
        row = getattr(line, "row", 0)
        if cell or row:
            self.jumped.emit(line.sheet, cell or str(row))
