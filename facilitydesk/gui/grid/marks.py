"""Marks on cells: texts that were not stored (red), and findings about stored values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


@dataclass(eq=False)
class Step:
    """Cells that were typed or pasted at once: what was refused of them goes with what was stored."""

    places: frozenset[Place]
    handed: frozenset[Place] = frozenset()  # those with a new value that could be read
    seq: int | None = None  # the operation that stored them; None: nothing was stored (yet)


class Marks:
    """The marks of one grid, kept until the cell is typed anew or the grid shows other data.

    They go as well when the step they came with is undone.
    """

    def __init__(self) -> None:
        self.bad: dict[Place, Mark] = {}
        self.notes: dict[Place, Mark] = {}
        self.last: Step | None = None
        self._steps: dict[Place, Step] = {}  # what was typed into a cell last

    def begin(self, places: Iterable[Place]) -> Step:
        """Cells are typed or pasted at once; from now on they belong to this step."""
        self.last = step = Step(frozenset(places))
        self._steps.update(dict.fromkeys(step.places, step))
        return step

    def take_back(self, seq: int, keep: Callable[[Place], bool] | None = None) -> list[Place]:
        """An operation was undone: its cells lose their marks, but for those to keep. Which did."""
        return [
            place
            for place, step in self._steps.items()
            if step.seq == seq and not (keep and keep(place)) and self.accept(place)
        ]

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
        self.last = None
        self._steps.clear()
