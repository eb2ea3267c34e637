"""A new row that is not stored yet, and columns that show stored rows and drafts alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from operator import attrgetter
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.register_terms import register_field
from facilitydesk.gui.grid.column import Column

_numbers = count(-1, -1)


@dataclass(frozen=True)
class Draft:
    """A row being written: stored as soon as its required cells are filled."""

    id: int = field(default_factory=lambda: next(_numbers))
    values: Mapping[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    revision: int = 0

    def having(self, typed: Mapping[str, Any]) -> Draft:
        return replace(self, values={**self.values, **typed})

    @property
    def missing(self) -> frozenset[str]:
        """The required cells that are still blank."""
        return frozenset(key for key in self.required if self.values.get(key) in (None, ""))


def column(
    key: str, value: Callable[[Any], Any] | None = None, *, new: bool = True, **more: Any
) -> Column:
    """A column of the register: term and kind come from the declared field, or are both given.

    `value(row)` is asked for stored rows only (by default the row's attribute of that name); a
    draft shows what was typed. `new`: whether a new row can be filled here.
    """
    of_row = value or attrgetter(key)
    tip, ink, editable = (more.pop(name, None) for name in ("tip", "ink", "editable"))

    def shown(row: Any) -> Any:
        return row.values.get(key) if isinstance(row, Draft) else of_row(row)

    def may(row: Any) -> bool:
        if isinstance(row, Draft):
            return new
        return bool(editable(row) if callable(editable) else editable)

    def ghost(row: Any) -> Any:
        return tr("必填") if isinstance(row, Draft) and key in row.required else None

    facts: dict[str, Any] = dict(more)
    if not {"head", "kind"} <= facts.keys():
        declared = register_field(key)
        facts = {"head": declared.term, "kind": declared.kind, **facts}
    if tip is not None:
        facts["tip"] = lambda row: "" if isinstance(row, Draft) else tip(row)
    if ink is not None:
        facts["ink"] = lambda row: _INK if isinstance(row, Draft) else ink(row)
    return Column(
        key=key, value=shown, editable=may if editable or new else False, ghost=ghost, **facts
    )


_INK = "#1c2530"
