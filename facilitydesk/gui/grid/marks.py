"""Marks on cells: texts that were not stored (red), and findings about stored values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Place = tuple[Any, str]  # row id, column key


@dataclass(frozen=True)
class Mark:
    """A remark on a cell. `text` is what was typed and not stored (red marks only)."""

    severity: str  # "red", "yellow", "blue"
    message: str
    text: str | None = None
    code: str = ""
    value: Any = None  # what the text was read as, when a rule and not the reading refused it


class Marks:
    """The marks of one grid, kept until the cell is typed anew or the grid shows other data."""

    def __init__(self) -> None:
        self.bad: dict[Place, Mark] = {}
        self.notes: dict[Place, Mark] = {}

    def of(self, place: Place) -> Mark | None:
        """The mark to show at a cell, red before others."""
        return self.bad.get(place) or self.notes.get(place)

    def refuse(self, place: Place, mark: Mark) -> None:
        self.notes.pop(place, None)
        self.bad[place] = mark

    def note(self, place: Place, mark: Mark) -> None:
        self.bad.pop(place, None)
        self.notes[place] = mark

    def accept(self, place: Place) -> bool:
        """Take the mark of a cell away; whether there was one."""
        gone = (self.bad.pop(place, None), self.notes.pop(place, None))
        return gone != (None, None)

    def rows_refused(self) -> set[Any]:
        """The ids of the rows with a text that is not stored."""
        return {row_id for (row_id, _), mark in self.bad.items() if mark.text is not None}

    def clear(self) -> None:
        self.bad.clear()
        self.notes.clear()
