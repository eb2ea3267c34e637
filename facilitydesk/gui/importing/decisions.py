"""What the officer does to a draft: each slot changes one thing and says that it did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from facilitydesk.gui.importing import reviewed
from facilitydesk.gui.importing.draft import Draft, original, table_id
from facilitydesk.gui.importing.lines import Different, Interpreted, SchoolGuess
from facilitydesk.gui.importing.recognised import RecognisedView
from facilitydesk.gui.importing.reviewed import ReviewView
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.sheet_view import SheetView
from facilitydesk.interchange.book import Table


class Decisions(QObject):
    """Holds the draft. Signal `changed()`: the book must be recognised again."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self.table: Table | None = None  # the one that is shown

    def listen(self, model: SheetModel, recognised: RecognisedView, review: ReviewView) -> None:
        """Connect the views."""
        model.corrected.connect(self._on_corrected)
        for sheet in (recognised.sheet, review.sheet):
            self._listen_sheet(sheet)
        facts = recognised.facts
        facts.kind_changed.connect(self._on_kind)
        facts.as_of_changed.connect(self._on_as_of)
        facts.programme_changed.connect(self._on_programme)
        facts.hidden_changed.connect(self._on_hidden)
        facts.wanted_changed.connect(self._on_wanted)
        review.ticked.connect(self._on_ticked)

    def _listen_sheet(self, sheet: SheetView) -> None:
        sheet.mapped.connect(self._on_mapped)
        sheet.unmapped.connect(self._on_unmapped)
        sheet.restored.connect(self._on_restored)

    @Slot(object)
    def _on_corrected(self, texts: Mapping[tuple[int, int], str]) -> None:
        if self.draft is not None and self.table is not None:
            for (row, column), text in texts.items():
                self.draft.correct((self.table.sheet, row, column), text)
            self.changed.emit()

    @Slot(object)
    def _on_restored(self, places: Collection[tuple[int, int]]) -> None:
        if self.draft is not None and self.table is not None:
            for row, column in places:
                place = (self.table.sheet, row, column)
                self.draft.correct(place, original(self.draft.raw, place))
            self.changed.emit()

    @Slot(str, object)
    def _on_mapped(self, letter: str, key: str | None) -> None:
        if self.draft is not None and self.table is not None:
            self.draft.map_column(self.table, letter, key)
            self.changed.emit()

    @Slot()
    def _on_unmapped(self) -> None:
        if self.draft is not None and self.table is not None:
            self.draft.forget_columns(self.table)
            self.changed.emit()

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        if self.draft is not None and self.table is not None:
            self.draft.kinds[self.table.sheet] = kind
            self.changed.emit()

    @Slot(object)
    def _on_as_of(self, day: date | None) -> None:
        if self.draft is not None and self.table is not None:
            self.draft.dates[table_id(self.table)] = day
            self.changed.emit()

    @Slot(object)
    def _on_programme(self, name: str | None) -> None:
        if self.draft is not None:
            self.draft.programme = name
            self.changed.emit()

    @Slot(bool)
    def _on_hidden(self, on: bool) -> None:
        if self.draft is not None:
            self.draft.hidden = on
            self.changed.emit()

    @Slot(bool)
    def _on_wanted(self, on: bool) -> None:
        if self.draft is not None and self.table is not None:
            if on:
                self.draft.left_out.discard(table_id(self.table))
            else:
                self.draft.left_out.add(table_id(self.table))
            self.changed.emit()

    @Slot(str, object, bool)
    def _on_ticked(self, which: str, line: Any, on: bool) -> None:
        draft = self.draft
        if draft is None:
            return
        if which == reviewed.INTERPRETED and isinstance(line, Interpreted):
            (draft.refused.discard if on else draft.refused.add)(line.id)
        elif which == reviewed.DIFFERENT and isinstance(line, Different):
            (draft.update.add if on else draft.update.discard)(line.id)
        elif which == reviewed.SCHOOLS and isinstance(line, SchoolGuess):
            if on:
                draft.same_school[line.name] = line.school_id
                draft.guesses[line.name] = replace(line, wanted=True)
            else:
                draft.same_school.pop(line.name, None)
        else:
            return
        self.changed.emit()
