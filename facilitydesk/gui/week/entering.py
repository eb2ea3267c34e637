"""The road of the week page's edits: typed cells to the service, and what became of them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import week_label
from facilitydesk.gui.grid import storing
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.marks import Mark
from facilitydesk.gui.grid.model import Edit
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell, Entered, SheetRow

if TYPE_CHECKING:
    from facilitydesk.gui.week.page import WeekPage


@dataclass(frozen=True)
class Stored:
    """What a call changed, what it refused, and the rows as they are now."""

    changes: Any
    entered: Entered | None
    rows: tuple[SheetRow, ...]


class WeekEntering:
    """Stores for one page. `version` counts the edits, so that an older reading is not shown."""

    def __init__(self, page: WeekPage) -> None:
        self._page = page
        self.version = 0

    def store(self, edits: Sequence[Edit], verb: str) -> None:
        """Store typed or pasted cells as one operation."""
        cells = [
            Cell(edit.row.work_id, edit.column.key, edit.value, edit.row.revision) for edit in edits
        ]
        texts = {(edit.row.work_id, edit.column.key): edit for edit in edits}
        counted = verb and len(cells) > 1
        self._enter(cells, texts, (lambda n: self._label(verb, n)) if counted else None)

    def with_reason(self, work_id: int, key: str, mark: Mark, reason: str) -> None:
        """Store a refused value together with the reason why it falls."""
        row = self._page.model.row_of(work_id)
        if row is None:
            return
        # Other refused cells of the work may need the same reason; one operation for all.
        model = self._page.model
        mine = {
            place: bad
            for place, bad in model.marks.bad.items()
            if place[0] == work_id and bad.code == mark.code
        }
        mine[(work_id, key)] = mark
        cells = [Cell(work_id, name, bad.value) for (_, name), bad in mine.items()]
        cells.append(Cell(work_id, "reason", reason))
        texts = {
            place: Edit(row, model.columns[model.by_key[place[1]]], bad.value, bad.text or "")
            for place, bad in mine.items()
        }
        label = self._label(tr("更正"), 1)
        self._enter(cells, texts, lambda _stored: label)

    def restore(self, work_id: int, column: Column, value: Any) -> None:
        """Put an earlier value of a cell back."""
        row = self._page.model.row_of(work_id)
        if row is None:
            return
        text = column.edit_text(value, self._page.model.money_scale)
        cell = Cell(work_id, column.key, value)
        label = self._label(tr("恢复{head}").format(head=column.head), 1)
        place = (work_id, column.key)

        def shown() -> None:
            self._page.deeds.show_history(row, column.key)

        self._enter(
            [cell], {place: Edit(row, column, value, text)}, lambda _stored: label, then=shown
        )

    def unchanged(self, work_ids: Sequence[int]) -> None:
        """Report "no change"."""
        wanted = self._page.monday
        self._do(lambda desk: week.mark_unchanged(desk, wanted, work_ids), work_ids)

    def clear(self, work_ids: Sequence[int]) -> None:
        """Take this week's entries away."""
        wanted = self._page.monday
        if work_ids:
            self._do(lambda desk: week.clear(desk, wanted, work_ids), work_ids)

    def _label(self, verb: str, count: int) -> str:
        label = f"{week_label(self._page.monday)}{verb}"
        return f"{label}（{count}格）" if count > 1 else label

    def _do(self, action: Callable[[Desk], Any], work_ids: Sequence[int]) -> None:
        wanted = self._page.monday

        def work(desk: Desk) -> Stored:
            return Stored(action(desk), None, week.rows(desk, wanted, work_ids))

        self._page.context.runner.do(work, done=self._done, initiator=self._page)

    def _enter(
        self,
        cells: Sequence[Cell],
        texts: dict[tuple[int, str], Edit],
        label: Callable[[int], str] | None,
        *,
        then: Callable[[], None] | None = None,
    ) -> None:
        page, wanted = self._page, self._page.monday
        work_ids = list({cell.work_id for cell in cells})

        def work(desk: Desk) -> Stored:
            entered = week.enter(desk, wanted, cells, label=label)
            return Stored(entered.changes, entered, week.rows(desk, wanted, work_ids))

        def done(stored: Stored) -> None:
            for place in texts:
                if place in page.model.marks.bad:
                    page.model.accept(*place)
            self._done(stored)
            self._refused(stored, texts)
            if then is not None:
                then()

        storing.store(
            page.context, page.model, texts, work,
            done=done, failed=page.mark_stale, initiator=page,
        )  # fmt: skip

    def _done(self, stored: Stored) -> None:
        self.version += 1
        self._page.model.put_rows(stored.rows)
        self._page.recount()

    def _refused(self, stored: Stored, texts: dict[tuple[int, str], Edit]) -> None:
        entered = stored.entered
        if entered is None:
            return
        for finding in entered.rejected:
            key = finding.field or ""
            edit = texts.get((finding.work_id, key))
            if edit is None:
                continue
            problem = finding.problem
            mark = Mark("red", problem.message, edit.text, problem.code, edit.value)
            self._page.model.refuse(finding.work_id, key, mark)
