"""Room for a text that has just changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def make_room(*widgets: QWidget | None) -> None:
    """Lay these widgets out now, the inner ones first.

    Qt does it with the next turn of its events; a busy PC may paint before, and a name that has
    just come stands there cut off.
    """
    for widget in widgets:
        layout = widget.layout() if widget is not None else None
        if layout is not None:
            layout.activate()
