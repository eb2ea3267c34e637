"""The road of a register table's edits: typed cells and new rows to the service, answers back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facilitydesk.domain.problems import Problem
from facilitydesk.gui.grid import storing
from facilitydesk.gui.grid.marks import Mark
from facilitydesk.gui.grid.model import Edit as Typed
from facilitydesk.gui.register.draft import Draft
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited

if TYPE_CHECKING:
    from facilitydesk.gui.register.table import RegisterTable

_Texts = dict[tuple[int, str], Typed]  # what was typed, by place in the grid


@dataclass(frozen=True)
class Stored:
    """What a call changed and refused, and the rows as they are now."""

    changes: Any
    edited: Edited
    rows: Sequence[Any]


class Storing:
    """Stores for one table. `version` counts, so that an older reading is not shown."""

    def __init__(self, table: RegisterTable) -> None:
        self._table = table
        self.version = 0

    def store(self, typed: Sequence[Typed], _label: str = "") -> None:
        """Store typed or pasted cells, and new rows that are complete, as one operation."""
        table = self._table
        cells = [
            Edit(one.row.id, one.column.key, one.value, one.row.revision or None)
            for one in typed
            if not isinstance(one.row, Draft)
        ]
        ready = self._ready([one for one in typed if isinstance(one.row, Draft)])
        texts = {
            (table.place_of(one.row), one.column.key): one
            for one in typed
            if not isinstance(one.row, Draft) or one.row.id in {draft.id for draft in ready}
        }
        if cells or ready:
            self._enter(cells, ready, texts)

    def _ready(self, typed: Iterable[Typed]) -> list[Draft]:
        """Keep what was typed into new rows; those whose required cells are filled now."""
        table = self._table
        by_draft: dict[int, dict[str, Any]] = {}
        for one in typed:
            by_draft.setdefault(one.row.id, {})[one.column.key] = one.value
        changed = []
        for draft_id, values in by_draft.items():
            draft = table.drafts[draft_id] = table.drafts[draft_id].having(values)
            changed.append(draft)
        table.model.put_rows(changed)
        if changed and table.source.together:
            changed = list(table.drafts.values())
        return [draft for draft in changed if not draft.missing]

    def _enter(self, cells: list[Edit], drafts: list[Draft], texts: _Texts) -> None:
        table, source = self._table, self._table.source
        new = [draft.values for draft in drafts]
        ids = list(dict.fromkeys(cell.row_id for cell in cells))

        def work(desk: Desk) -> Stored:
            assert source.enter is not None  # no column of such a table can be typed into
            edited = source.enter(desk, cells, new)
            if source.some is None:
                return Stored(edited.changes, edited, source.load(desk))
            touched = [*ids, *(row_id for row_id in edited.added if row_id is not None)]
            return Stored(edited.changes, edited, source.some(desk, touched))

        def done(stored: Stored) -> None:
            self.version += 1
            sent = {draft.id for draft in drafts}
            for place in list(table.model.marks.bad):
                if place in texts or place[0] in sent:
                    table.model.accept(*place)
            for draft, row_id in zip(drafts, stored.edited.added, strict=True):
                if row_id is not None:
                    table.places[row_id] = draft.id
                    table.drafts.pop(draft.id, None)
            table.model.put_rows(stored.rows)
            self._tell(stored.edited, drafts, texts)
            table.recount()
            if table.current is not None and table.current.id in stored.edited.added:
                table.current_changed.emit(table.current)  # the cursor stands where the draft was
            table.stored.emit(stored)

        storing.store(
            table.context, table.model, texts, work,
            done=done, failed=table.reload, initiator=table.page,
        )  # fmt: skip

    def _tell(self, edited: Edited, drafts: Sequence[Draft], texts: _Texts) -> None:
        """Mark what was refused at its cell, and say above the grid what is doubtful."""
        table = self._table
        for item in edited.rejected:
            if item.position is not None:
                place = drafts[item.position].id
            else:
                place = table.places.get(item.row_id or 0, item.row_id or 0)
            key = item.field if item.field in table.model.by_key else table.model.columns[0].key
            one = texts.get((place, key or ""))
            text = one.text if one is not None else self._draft_text(drafts, place, key or "")
            value = one.value if one is not None else None
            mark = Mark("red", item.problem.message, text, item.problem.code, value)
            table.model.refuse(place, key or "", mark)
        doubtful: tuple[Problem, ...] = edited.changes.problems
        if doubtful:
            table.panel.note.tell("　".join(dict.fromkeys(p.message for p in doubtful)), "yellow")

    def _draft_text(self, drafts: Sequence[Draft], place: int, key: str) -> str:
        """What stands in a new row's cell that was filled in an earlier step."""
        column = self._table.model.columns[self._table.model.by_key[key]]
        for draft in drafts:
            if draft.id == place and draft.values.get(key) is not None:
                return column.edit_text(draft.values[key], self._table.model.money_scale)
        return ""
