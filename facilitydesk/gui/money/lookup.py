"""Names of projects, contracts and documents in pick lists, and the ids behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from facilitydesk.domain.cells import Reading, ask, folded
from facilitydesk.domain.matching.texts import document_key


class Lookup:
    """Labels of one kind of thing, each with its id; two of the same name are numbered."""

    def __init__(self, term: str) -> None:
        self.term = term
        self._ids: dict[str, int] = {}
        self._labels: dict[int, str] = {}
        self._short: dict[str, list[int]] = {}

    def take(self, items: Iterable[tuple[int, str, str]]) -> None:
        """(id, label, short name) of everything that can be picked."""
        self._ids.clear()
        self._labels.clear()
        self._short.clear()
        for item_id, label, short in items:
            whole, number = label, 2
            while whole in self._ids:
                whole, number = f"{label}（{number}）", number + 1
            self._ids[whole] = item_id
            self._labels[item_id] = whole
            if short:
                self._short.setdefault(folded(short), []).append(item_id)

    def labels(self) -> Sequence[str]:
        """All labels, for the pick list."""
        return tuple(self._ids)

    def label(self, item_id: Any) -> str:
        """The label of an id; "" for none."""
        if item_id is None:
            return ""
        return self._labels.get(item_id, "") if isinstance(item_id, int) else str(item_id)

    def id_of(self, text: str) -> int | None:
        """The id behind a label or an unmistakable short name."""
        plain = text.strip()
        if plain in self._ids:
            return self._ids[plain]
        found = self._short.get(folded(plain), [])
        return found[0] if len(found) == 1 else None

    def id_of_number(self, number: str) -> int | None:
        """The only thing whose short name is the same 文号, however its brackets are written."""
        key = _key(number)
        same = [ids for short, ids in self._short.items() if _key(short) == key]
        return same[0][0] if key and len(same) == 1 and len(same[0]) == 1 else None

    def read(self, text: str) -> Reading[Any]:
        """What was typed as an id; blank is None; anything else is refused by name."""
        if not text.strip():
            return Reading(None)
        found = self.id_of(text)
        if found is not None:
            return Reading(found)
        several = len(self._short.get(folded(text.strip()), [])) > 1
        code = "ambiguous" if several else "unknown"
        return Reading(None, problem=ask(code, text, term=self.term))

    @property
    def facts(self) -> dict[str, Any]:
        """What a column needs that holds the id and shows the label."""
        return {"choices": self.labels, "show": self.label, "parse": self.read}


_BRACKETS = str.maketrans("[]【】（）()〈〉<>", "〔〕" * 6)


def _key(number: str) -> str:
    """What makes a 文号 the same: neither its brackets nor its blanks."""
    plain = "".join(number.split()).translate(_BRACKETS)
    return document_key(plain) if plain else ""


def document_label(row: Any) -> str:
    """A fund document in a pick list: its number first, since that tells them apart."""
    if not row.number:
        return str(row.name)
    year = f"{row.year}年" if row.year else ""
    return " ".join(part for part in (row.number, row.level, row.fund_name, year) if part)
