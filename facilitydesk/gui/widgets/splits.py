"""Tables beside or below each other with a handle between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def stacked(*widgets: QWidget, shares: Sequence[int] = ()) -> QSplitter:
    """Below each other; `shares` says how they divide the height."""
    return _split(Qt.Orientation.Vertical, widgets, shares)


def beside(*widgets: QWidget, shares: Sequence[int] = ()) -> QSplitter:
    """Next to each other; `shares` says how they divide the width."""
    return _split(Qt.Orientation.Horizontal, widgets, shares)


def _split(
    orientation: Qt.Orientation, widgets: Sequence[QWidget], shares: Sequence[int]
) -> QSplitter:
    split = QSplitter(orientation)
    for widget in widgets:
        split.addWidget(widget)
    for place, share in enumerate(shares):
        split.setStretchFactor(place, share)
    split.setChildrenCollapsible(False)  # a table dragged away could not be found again
    return split
