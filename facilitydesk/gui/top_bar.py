"""The top bar that all pages share: county, programme, date, week, search, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import week_end, week_label
from facilitydesk.gui.context import Context
from facilitydesk.gui.search_box import SearchBox
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.undo_buttons import UndoButtons
from facilitydesk.gui.widgets.room import make_room
from facilitydesk.gui.widgets.steady import SteadyDay, SteadyList

if TYPE_CHECKING:
    from facilitydesk.services.scope import Outline


class TopBar(QWidget):
    """What it says goes to the context; what the context says is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"TopBar {{ background: {Tone.SURFACE}; border-bottom: 1px solid {Tone.LINE}; }}"
        )
        self.setFixedHeight(48)
        self._context: Context | None = None
        self.county = QLabel()
        self.county.setStyleSheet("font-weight: bold;")
        self.programme = SteadyList()
        self.programme.setMinimumWidth(140)
        self.programme.setToolTip(tr("只看一个专项"))
        self.as_of = SteadyDay()
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.as_of.setKeyboardTracking(False)
        self.as_of.setFixedWidth(116)
        self.as_of.setToolTip(tr("截至日期：各页面的数字都按这一天计算"))
        self.week = QLabel()
        self.week.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.earlier = self._arrow("‹", tr("上一周（Ctrl+PgUp）"))
        self.later = self._arrow("›", tr("下一周（Ctrl+PgDown）"))
        self.search = SearchBox()
        self.undo_buttons = UndoButtons()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.county)
        layout.addWidget(self.programme)
        layout.addSpacing(8)
        layout.addWidget(QLabel(tr("截至")))
        layout.addWidget(self.as_of)
        layout.addSpacing(8)
        layout.addWidget(self.earlier)
        layout.addWidget(self.week)
        layout.addWidget(self.later)
        layout.addStretch(1)
        layout.addWidget(self.search, 2)
        layout.addSpacing(8)
        layout.addWidget(self.undo_buttons)
        self.programme.activated.connect(self._on_programme)
        self.as_of.dateChanged.connect(self._on_date)
        self.earlier.clicked.connect(self.previous_week)
        self.later.clicked.connect(self.next_week)
        self.setEnabled(False)

    def attach(self, context: Context) -> None:
        """Follow a context."""
        self._context = context
        context.scope_changed.connect(self._show_scope)
        context.changed.connect(self._on_changed)
        self.search.attach(context)
        self.undo_buttons.attach(context)
        self.setEnabled(True)
        self._show_scope()
        self._load()

    def detach(self) -> None:
        """Forget the context."""
        self._context = None
        self.search.detach()
        self.undo_buttons.detach()
        self.setEnabled(False)

    @Slot()
    def focus_search(self) -> None:
        self.search.begin()

    @Slot()
    def undo(self) -> None:
        self.undo_buttons.undo()

    @Slot()
    def redo(self) -> None:
        self.undo_buttons.redo()

    @Slot()
    def previous_week(self) -> None:
        if self._context is not None:
            self._context.step_week(-1)

    @Slot()
    def next_week(self) -> None:
        if self._context is not None:
            self._context.step_week(1)

    def _load(self) -> None:
        if self._context is not None:
            from facilitydesk.services import scope

            self._context.runner.read(scope.outline, self._show_outline)

    def _show_outline(self, outline: Outline) -> None:
        context = self._context
        if context is None:
            return
        self.county.setText(outline.home)
        with QSignalBlocker(self.programme):
            self.programme.clear()
            self.programme.addItem(tr("全部专项"), None)
            for number, programme in enumerate(outline.programmes, 1):
                self.programme.addItem(programme.short_name or programme.name, programme.id)
                tip = Qt.ItemDataRole.ToolTipRole
                self.programme.setItemData(number, programme.name, tip)
        self._show_scope()

    @Slot()
    def _show_scope(self) -> None:
        context = self._context
        if context is None:
            return
        first, last = context.week, week_end(context.week)
        span = f"{first.month}.{first.day}—{last.month}.{last.day}"
        self.week.setText(f"{week_label(first)}（{span}）")
        with QSignalBlocker(self.as_of):
            day = context.as_of
            self.as_of.setDate(QDate(day.year, day.month, day.day))
        wanted = context.programme_id
        found = [n for n in range(self.programme.count()) if self.programme.itemData(n) == wanted]
        with QSignalBlocker(self.programme):
            self.programme.setCurrentIndex(found[0] if found else 0)
        make_room(self)

    @Slot(int)
    def _on_programme(self, index: int) -> None:
        if self._context is not None:
            self._context.set_scope(programme_id=self.programme.itemData(index))

    @Slot(QDate)
    def _on_date(self, day: QDate) -> None:
        if self._context is not None:
            self._context.set_scope(as_of=day.toPython())

    @Slot(object, object)
    def _on_changed(self, changes: object, _initiator: object) -> None:
        if getattr(changes, "entities", frozenset()) & {"programme", "region"}:
            self._load()

    @staticmethod
    def _arrow(sign: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(tip)
        button.setProperty("flat", True)
        return button
