"""The sources as a tree: level, fund, year; each with what was given, what is left of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.places import evened
from facilitydesk.gui.theme import ROW, Tone, font

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PATH = Qt.ItemDataRole.UserRole
_KEYS: tuple[Callable[[Any], str], ...] = (
    lambda row: row.level or tr("未填级次"),
    lambda row: row.fund_name or tr("未填资金名称"),
    lambda row: tr("{year}年").format(year=row.year) if row.year else tr("未填年度"),
)
Path = tuple[str, ...]


class SourceTree(QTreeWidget):
    """Rows have level, fund_name, year, amount and remaining. Signal `chosen(path)`, () for all."""

    chosen = Signal(object)

    def __init__(self, order: Callable[[], Sequence[str]]) -> None:
        """`order` are the levels in their order."""
        super().__init__()
        self._order = order
        self.money_scale = WAN
        self.setColumnCount(3)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(tr("资金来源"))
        self.setStyleSheet(
            f"QTreeView {{ background: {Tone.SURFACE}; }} QTreeView::item {{ height: {ROW - 4}px; }}"
            f" QTreeView::item:selected {{ background: {Tone.ACCENT_SOFT}; color: {Tone.INK}; }}"
        )
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number in (1, 2):
            head.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        self._heads()
        self.currentItemChanged.connect(self._on_current)

    @property
    def path(self) -> Path:
        """What is chosen."""
        item = self.currentItem()
        return tuple(item.data(0, _PATH)) if item is not None else ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these documents; what was chosen and open stays so."""
        chosen = self.path
        closed = {tuple(item.data(0, _PATH)) for item in self._items() if not item.isExpanded()}
        known = {tuple(item.data(0, _PATH)) for item in self._items()}
        self._heads()
        self.blockSignals(True)
        self.clear()
        whole = self._item(self.invisibleRootItem(), (), tr("全部"), rows)
        self._fill(whole, (), rows)
        self._even()
        for item in self._items():
            path = tuple(item.data(0, _PATH))
            item.setExpanded(path not in closed if path in known else len(path) < 2)
            if path == chosen:
                self.setCurrentItem(item)
        if self.currentItem() is None:
            self.setCurrentItem(whole)
        self.blockSignals(False)

    def show_all(self) -> None:
        """Choose the whole."""
        whole = self.topLevelItem(0)
        if whole is not None:
            self.setCurrentItem(whole)

    def fits(self, path: Path, row: Any) -> bool:
        """Whether a document belongs below a place of the tree."""
        return all(key(row) == word for key, word in zip(_KEYS, path, strict=False))

    def _fill(self, parent: QTreeWidgetItem, path: Path, rows: Sequence[Any]) -> None:
        if len(path) == len(_KEYS):
            return
        groups: dict[str, list[Any]] = {}
        for row in rows:
            groups.setdefault(_KEYS[len(path)](row), []).append(row)
        order = {word: n for n, word in enumerate(self._order())} if not path else {}
        for word in sorted(groups, key=lambda word: (order.get(word, len(order)), word)):
            here = (*path, word)
            self._fill(self._item(parent, here, word, groups[word]), here, groups[word])

    def _item(
        self, parent: QTreeWidgetItem, path: Path, word: str, rows: Sequence[Any]
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent)
        item.setData(0, _PATH, list(path))
        item.setText(0, word)
        item.setToolTip(0, tr("{word}：{n}个文件").format(word=word, n=len(rows)))
        for number, key in ((1, "amount"), (2, "remaining")):
            values = [getattr(row, key) for row in rows]
            total = Money(sum(value.raw for value in values if value is not None))
            item.setText(number, formats.shown(total, Kind.MONEY, self.money_scale))
            item.setTextAlignment(number, _RIGHT)
        if len(path) < 2:
            for number in range(3):
                item.setFont(number, font(bold=not path))
        return item

    def _even(self) -> None:
        """The points of a column stand below each other."""
        items = self._items()
        for number in (1, 2):
            texts = evened([item.text(number) for item in items])
            for item, text in zip(items, texts, strict=True):
                item.setText(number, text)

    def _heads(self) -> None:
        unit = tr("万元") if self.money_scale == WAN else tr("元")
        self.setHeaderLabels([tr("资金来源"), tr("下达 {u}").format(u=unit), tr("未分配")])
        for number in (1, 2):
            self.headerItem().setTextAlignment(number, _RIGHT)

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                found.append(item)
                waiting[:0] = [item.child(n) for n in range(item.childCount())]
        return found

    @Slot()
    def _on_current(self) -> None:
        self.chosen.emit(self.path)
