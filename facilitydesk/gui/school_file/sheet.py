"""A small table of one card: texts that can be selected and copied, names that lead further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy

from facilitydesk.gui.grid.places import evened
from facilitydesk.gui.theme import Tone


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, where it leads (page, where), its colour and whether it is a number."""

    text: str
    to: tuple[str, dict[str, Any]] | None = None
    ink: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; numbers stand at the right, the points of amounts below each other."""

    text: str
    number: bool = False
    amount: bool = False


class Sheet(QLabel):
    """Shows one table. Signal `page_wanted(page, where)` when a link is pressed."""

    page_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._targets: list[tuple[str, dict[str, Any]]] = []
        self.linkActivated.connect(self._on_link)

    def show_rows(
        self, heads: Sequence[Head], rows: Sequence[Sequence[Cell | str]], below: str = ""
    ) -> None:
        """Show rows below heads; `below` is a quiet line under them."""
        self._targets = []
        lines = []
        rows = _even(heads, rows)
        if any(head.text for head in heads):
            cells = "".join(
                f"<td align='{_side(head)}' style='color:{Tone.QUIET}; padding:2px 6px 2px 0;"
                f" border-bottom:1px solid {Tone.LINE};'>{escape(head.text)}</td>"
                for head in heads
            )
            lines.append(f"<tr>{cells}</tr>")
        for row in rows:
            shown = "".join(
                f"<td align='{_side(head)}' style='padding:2px 6px 2px 0;'>{self._html(cell)}</td>"
                for head, cell in zip(heads, row, strict=True)
            )
            lines.append(f"<tr>{shown}</tr>")
        text = f"<table width='100%' cellspacing='0'>{''.join(lines)}</table>" if rows else ""
        if below:
            text += f"<div style='color:{Tone.QUIET};'>{escape(below)}</div>"
        self.setText(text)

    def _html(self, cell: Cell | str) -> str:
        one = Cell(cell) if isinstance(cell, str) else cell
        text = escape(one.text).replace("\n", "<br>")
        style = f"color:{one.ink};" if one.ink else ""
        if one.bold:
            style += "font-weight:bold;"
        if one.to is not None:
            self._targets.append(one.to)
            colour = one.ink or Tone.ACCENT
            return (
                f"<a href='{len(self._targets) - 1}'"
                f" style='text-decoration:none; color:{colour};'>{text}</a>"
            )
        return f"<span style='{style}'>{text}</span>" if style else text

    @Slot(str)
    def _on_link(self, number: str) -> None:
        self.page_wanted.emit(*self._targets[int(number)])

    @property
    def targets(self) -> list[tuple[str, dict[str, Any]]]:
        """Where the links lead, in order."""
        return list(self._targets)


def _even(
    heads: Sequence[Head], rows: Sequence[Sequence[Cell | str]]
) -> Sequence[Sequence[Cell | str]]:
    even = [[Cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    for place, head in enumerate(heads):
        if head.amount:
            texts = evened([row[place].text for row in even])
            for row, text in zip(even, texts, strict=True):
                row[place] = replace(row[place], text=text)
    return even


def _side(head: Head) -> str:
    return "right" if head.number else "left"
