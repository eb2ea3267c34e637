"""Two lists side by side: the ledger at the left, the treasury's list at the right.

The cursor in one list shows the partners in the other, with the reason below. The space key ticks
what is selected: the proposed match of the row, or, with rows selected in both lists, these as
one match by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.pairing_side import Entry, Side
from facilitydesk.gui.widgets.splits import beside


class Pairing(QWidget):
    """Both lists. Signals: `tick_wanted(payments, lines)` rows of each side to be ticked or, where
    all of them are ticked, unticked; `pointed(entry)` the row of the cursor."""  # noqa: D205,D209 - one thought

    tick_wanted = Signal(object, object)
    pointed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.payments = Side(context, "reconcile.ledger", tr("账面支付"), tr("项目"))
        self.lines = Side(context, "reconcile.treasury", tr("国库支付明细"), tr("摘要"))
        self.active = self.payments  # where the officer picked last
        self._quiet = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(beside(self.payments, self.lines))
        for here, there in ((self.payments, self.lines), (self.lines, self.payments)):
            here.moved.connect(self._follower(here, there))
            here.space.connect(self.tick)

    def put(self, payments: Sequence[Entry], lines: Sequence[Entry]) -> None:
        """Show these entries; the cursor and the filters stay."""
        same = True
        self._quiet = True
        for side, entries in ((self.payments, payments), (self.lines, lines)):
            same = same and [e.id for e in entries] == [e.id for e in side.entries]
            side.model.set_rows(entries)
            side.recount()
        if not same:  # one list in a new order is narrowed anew: then so is the other
            for side in (self.payments, self.lines):
                side.view.rearrange()
                side.recount()
        self._quiet = False
        if not same:
            self._begin()

    def narrow(self, fits: Callable[[Entry], bool] | None) -> None:
        """Show only the entries that fit."""
        self._quiet = True
        for side in (self.payments, self.lines):
            side.model.wanted.only = fits
            side.view.rearrange()
            side.recount()
        self._quiet = False
        self._begin()

    def _begin(self) -> None:
        """Nothing is picked yet: the cursor is in the ledger, its partner is pointed out."""
        self.active = self.payments
        self.payments.touched, self.payments.pointed = False, frozenset()
        entry = self.payments.current
        group = entry.group if entry is not None else None
        self.lines.point_out(
            frozenset(e.id for e in self.lines.entries if group is not None and e.group == group)
        )

    @property
    def chosen(self) -> tuple[list[Entry], list[Entry]]:
        """The rows that are marked at the left and at the right."""
        return self.payments.selected, self.lines.selected

    @Slot()
    def tick(self) -> None:
        """The space key."""
        self.tick_wanted.emit(*self.chosen)

    def go_on(self) -> None:
        """Put the cursor of the list that has it on the next row that is not ticked."""
        side = self.active
        line = side.view.currentIndex().row()
        done = {entry.id for entry in (*self.payments.selected, *self.lines.selected)}
        for at in range(line + 1, side.model.rowCount()):
            entry = side.model.row_at(at)
            if not entry.ticked and entry.id not in done:
                side.view.walk.go(at, max(0, side.view.currentIndex().column()))
                return

    def _follower(self, here: Side, there: Side) -> Callable[[], None]:
        def follow() -> None:
            entry = here.current
            if entry is None or self._quiet:
                return
            pointed = here.pointed
            here.pointed, here.touched, self.active = frozenset(), True, here
            if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
                # Rows are being picked on both sides by hand, in place of the proposed partners.
                if pointed:
                    here.point_out(frozenset(row.id for row in here.selected) - pointed)
                    here.pointed, here.touched = frozenset(), True
                return
            group = {row.group for row in here.selected if row.group is not None}
            if group:
                there.point_out(frozenset(row.id for row in there.entries if row.group in group))
            elif not there.touched:
                there.point_out(frozenset())  # what is picked there by hand stays picked
            self.pointed.emit(entry)

        return follow
