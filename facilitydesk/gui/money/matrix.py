"""A view of the ledger: named lines against columns that depend on what is asked.

The columns may be sums, years or sources. Ctrl+E exports what is shown, as in every grid; the sums
of all lines stand above it, each rate with both of its ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import FundRate
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money, Percent
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.theme import SMALL_PT, Tone


@dataclass(frozen=True)
class Head:
    """A column: what it is called, what its cells hold, and what opens when one is pressed."""

    key: str
    text: str
    kind: Kind = Kind.MONEY
    width: int = 0
    frozen: bool = False
    tip: str = ""
    opens: Any = None


@dataclass(frozen=True)
class Line:
    """A line: its name and its cells by column key. `opens` is what it is about."""

    id: Any
    cells: Mapping[str, Any]
    words: str = ""
    opens: Any = None
    tips: Mapping[str, str] = field(default_factory=dict)


class MatrixView(QWidget):
    """Signal `opened(line, head)`: a cell was double-clicked or Enter was pressed on it."""

    opened = Signal(object, object)

    def __init__(self, context: Context, name: str, noun: str) -> None:
        super().__init__()
        self.context, self._name, self.noun = context, name, noun
        self.money_scale = WAN
        self.heads: tuple[Head, ...] = ()
        self.panel: GridPanel | None = None
        self.model: GridModel | None = None
        self._only: object = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def put(self, heads: Sequence[Head], lines: Sequence[Line], *, kind: str = "") -> None:
        """Show lines; other columns than before make another grid. `kind` names its widths."""
        if self.panel is None or tuple(heads) != self.heads:
            self._make(tuple(heads), kind)
        assert self.model is not None
        self.model.set_rows(lines)

    def set_money_scale(self, scale: int) -> None:
        self.money_scale = scale
        if self.model is not None:
            self.model.set_money_scale(scale)

    def search(self) -> None:
        if self.panel is not None:
            self.panel.view.setFocus()

    def narrow(self, words: str) -> None:
        """Show only lines whose words fit."""
        if self.model is not None and self.panel is not None:
            self.model.wanted.quick = words
            self.panel.view.rearrange()

    def show_only(self, line_id: object) -> None:
        """Show only the line of this id; None shows all."""
        self._only = line_id
        if self.model is not None and self.panel is not None:
            self._put_only(self.model)
            self.panel.view.rearrange()

    def _put_only(self, model: GridModel) -> None:
        only = self._only
        model.wanted.only = None if only is None else lambda line: line.id == only

    def _make(self, heads: tuple[Head, ...], kind: str) -> None:
        words = self.model.wanted.quick if self.model is not None else ""
        if self.panel is not None:
            self._layout.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self.heads = heads
        self.model = GridModel(
            [_column(head) for head in heads],
            lambda line: line.id,
            self,
            search_text=lambda line: line.words,
        )
        self.model.money_scale = self.money_scale
        self.model.wanted.quick = words
        self._put_only(self.model)
        self.panel = GridPanel(
            self.context, f"{self._name}.{kind}", self.model, title_of=lambda line: line.words
        )
        view = self.panel.view
        view.doubleClicked.connect(self._on_index)
        view.menu_builders.append(self._menu)
        self._layout.addWidget(self.panel, 1)

    def _menu(self, menu: QMenu, index: QModelIndex) -> None:
        menu.addSeparator()
        menu.addAction(tr("查看明细")).triggered.connect(lambda: self._on_index(index))

    def _on_index(self, index: QModelIndex) -> None:
        if self.model is not None and index.isValid():
            self.opened.emit(self.model.row_at(index.row()), self.heads[index.column()])


def _column(head: Head) -> Column:
    def value(line: Line) -> Any:
        found = line.cells.get(head.key)
        if isinstance(found, FundRate):
            percent = found.rate.percent()
            return None if percent is None else Percent.of(percent)
        return found

    def tip(line: Line) -> str:
        found = line.cells.get(head.key)
        if head.key in line.tips:
            return line.tips[head.key]
        return found.explain() if isinstance(found, FundRate) else head.tip

    def ink(line: Line) -> str:
        found = line.cells.get(head.key)
        return Tone.RED if isinstance(found, Money) and found.raw < 0 else Tone.INK

    # A rate has its two places always, so that one can be read below the other.
    return Column(
        key=head.key,
        head=head.text,
        kind=head.kind,
        width=head.width,
        frozen=head.frozen,
        value=value,
        tip=tip,
        ink=ink,
        show=str if head.kind is Kind.PERCENT else None,
    )


class SumsStrip(QWidget):
    """A line of sums, and below it rates that name both of their ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("sums")
        self.setStyleSheet(
            f"#sums {{ background: {Tone.SURFACE}; border-top: 1px solid {Tone.LINE};"
            f" border-bottom: 1px solid {Tone.LINE}; }}"
            f" #sums QLabel[part='word'] {{ color: {Tone.QUIET}; font-size: {SMALL_PT}pt; }}"
            " #sums QLabel[part='figure'] { font-weight: bold; font-size: 12pt; }"
        )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 6, 16, 6)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(0)
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}

    def put(
        self,
        sums: Sequence[tuple[str, Money | None]],
        rates: Sequence[FundRate] = (),
        *,
        money_scale: int = WAN,
    ) -> None:
        """`sums` are (word, money); each rate names both of its ends: 到位率（到位÷下达）."""
        unit = tr("万元") if money_scale == WAN else tr("元")
        cells: list[tuple[str, str, str, str]] = []
        for word, money in sums:
            text = formats.shown(money, Kind.MONEY, money_scale) or "—"
            cells.append((word, f"{word}（{unit}）", text, ""))
        for rate in rates:
            word, ends = rate.kind.term, "÷".join(rate.kind.ends)
            cells.append((word, f"{word}（{ends}）", rate.text(), rate.explain()))
        if list(self._labels) != [key for key, *_ in cells]:
            self._rebuild([key for key, *_ in cells])
        for key, word, text, tip in cells:
            name, figure = self._labels[key]
            name.setText(word)
            figure.setText(text)
            for label in (name, figure):
                label.setToolTip(tip)
            figure.setAccessibleName(f"{word} {text}")

    def text(self, word: str) -> str:
        """The figure under a word. Raises KeyError."""
        return self._labels[word][1].text()

    def tint(self, word: str, ink: str) -> None:
        """Give a figure a colour; red and green stand for what its word says."""
        self._labels[word][1].setStyleSheet(f"color: {ink};")

    def _rebuild(self, keys: Sequence[str]) -> None:
        for pair in self._labels.values():
            for label in pair:
                self._grid.removeWidget(label)
                label.deleteLater()
        self._labels.clear()
        for at, key in enumerate(keys):
            name, figure = QLabel(), QLabel()
            name.setProperty("part", "word")
            figure.setProperty("part", "figure")
            self._grid.addWidget(name, 0, at)
            self._grid.addWidget(figure, 1, at)
            self._labels[key] = (name, figure)
        for n in range(self._grid.columnCount() + 1):
            self._grid.setColumnStretch(n, 1 if n == len(keys) else 0)
