"""The menus of a grid: of a cell, and of the heads (which columns are shown)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.keys import open_filter

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView


def cell_menu(view: GridView, index: QModelIndex) -> QMenu:
    """The menu of a cell; pages add their entries by `view.menu_builders`."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    hands = view.hands
    for text, keys, slot in (
        (tr("复制"), "Ctrl+C", hands.copy),
        (tr("粘贴"), "Ctrl+V", hands.paste),
        (tr("向下填充"), "Ctrl+D", hands.fill_down),
        (tr("清除内容"), "Delete", hands.clear),
    ):
        menu.addAction(f"{text}\t{keys}").triggered.connect(slot)
    column = view.grid.columns[index.column()]
    text = view.grid.cell_text(view.grid.row_at(index.row()), column)
    short = text if len(text) <= 12 else text[:12] + "…"
    menu.addSeparator()
    only = menu.addAction(tr("只看“{value}”").format(value=short or tr("空白")))
    only.triggered.connect(lambda: view.set_filter(column.key, frozenset({text})))
    by_column = menu.addAction(tr("排序与筛选……") + "\tAlt+Shift+↓")
    by_column.triggered.connect(lambda: open_filter(view, index))
    for build in view.menu_builders:
        build(menu, index)
    return menu


def head_menu(view: GridView) -> QMenu:
    """Which columns are shown."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, column in enumerate(view.grid.columns):
        action = QAction(column.head, menu)
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(number))
        action.setEnabled(not column.frozen)
        action.toggled.connect(lambda on, number=number: view.show_column(number, on=on))
        menu.addAction(action)
    return menu


def pop(menu: QMenu, point: QPoint) -> None:
    """Show a menu; if it is empty, nothing."""
    if not menu.isEmpty():
        menu.popup(point)
