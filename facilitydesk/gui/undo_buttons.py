"""Undo and redo with the name of the step, and the list of steps to go back to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import runner
from facilitydesk.gui.context import Context, clock_time
from facilitydesk.gui.widgets.room import make_room

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.journal.undoing import Changes, Step, Steps

_LISTED = 20  # as many as a screen of 768 pixels shows in one column
_WAIT_MS = 150
_LETTERS = 6


class UndoButtons(QWidget):
    """Two buttons; the first has a drop-down list: choosing a step undoes all down to it."""

    def __init__(self) -> None:
        super().__init__()
        self._context: Context | None = None
        self.steps: Steps | None = None
        self._large: frozenset[int] = frozenset()  # steps that take long
        self.back = QToolButton()
        self.back.setText(tr("撤销"))
        self.back.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.list = QMenu(self)
        self.list.setToolTipsVisible(True)
        self.back.setMenu(self.list)
        self.forth = QToolButton()
        self.forth.setText(tr("重做"))
        for button in (self.back, self.forth):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setEnabled(False)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.setStyleSheet("QToolButton { padding-right: 22px; }")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.back)
        layout.addWidget(self.forth)
        # While somebody types fast, the list is read once after the last cell: a read that is
        # open makes the next commit wait.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._load)
        self.back.clicked.connect(self.undo)
        self.forth.clicked.connect(self.redo)
        self.list.aboutToShow.connect(self._fill)
        self.list.triggered.connect(self._on_chosen)

    def attach(self, context: Context) -> None:
        self._context = context
        context.changed.connect(self._on_changed)
        self._timer.start()  # the page reads its rows first

    def detach(self) -> None:
        self._context = None
        self.steps = None
        self._show()

    @Slot()
    def undo(self) -> None:
        """Take back the last step."""
        from facilitydesk.services.journal import undoing

        self._walk(tr("撤销"), undoing.undo_last, self.steps.undo if self.steps else ())

    @Slot()
    def redo(self) -> None:
        """Bring back the step undone last."""
        from facilitydesk.services.journal import undoing

        self._walk(tr("重做"), undoing.redo_last, self.steps.redo if self.steps else ())

    def _walk(self, word: str, act: Callable[..., Any], waiting: Sequence[Step]) -> None:
        """A cell goes back at once; what takes long (an import) as a job that can be stopped."""
        context = self._context
        if context is None:
            return
        if waiting and waiting[0].seq in self._large:
            desk = context.desk
            context.runner.job(word, lambda step: act(desk, step), self._told)
        else:
            context.runner.do(act, done=self._told)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        if self._context is None:
            return
        from facilitydesk.services.journal import undoing

        seq, desk = action.data(), self._context.desk

        def work(step: runner.Step) -> tuple[list[Changes], Exception | None]:
            done: list[Changes] = []
            try:
                undoing.undo_to(desk, seq, step, done.append)
            except (Trouble, runner.Cancelled) as stopped:
                if not done:
                    raise
                return done, stopped  # what was taken back so far must be shown
            return done, None

        self._context.runner.job(tr("撤销"), work, self._told_of_all)

    def _told(self, changes: Changes) -> None:
        if self._context is not None:
            self._context.notice.emit(tr("已") + changes.label, "info")

    def _told_of_all(self, walked: tuple[list[Changes], Exception | None]) -> None:
        """What the line at the foot says of several steps, and of those that stayed."""
        done, stopped = walked
        if self._context is None or not done:
            return
        if stopped is None and len(done) == 1:
            self._told(done[0])
            return
        words = tr("已撤销{n}步").format(n=len(done))
        if stopped is None:
            first = done[-1].label.partition("：")[2]
            self._context.notice.emit(words + tr("，最早的一步：") + first, "info")
        elif isinstance(stopped, Trouble):
            self._context.notice.emit(words + tr("，其余没有撤销：") + str(stopped), "yellow")
        else:
            self._context.notice.emit(words + tr("，其余已按您的要求停止撤销。"), "yellow")

    @Slot(object, object)
    def _on_changed(self, _changes: object, _initiator: object) -> None:
        self._timer.start()

    @Slot()
    def _load(self) -> None:
        if self._context is not None:

            def read(desk: Desk) -> tuple[Steps, frozenset[int]]:
                from facilitydesk.services.journal import undoing  # on the worker

                steps = undoing.steps(desk)
                return steps, undoing.large(desk, (*steps.undo[:1], *steps.redo[:1]))

            self._context.runner.read(read, self._take)

    def _take(self, found: tuple[Steps, frozenset[int]]) -> None:
        self.steps, self._large = found
        self._show()

    def _show(self) -> None:
        writable = self._context is not None and not self._context.desk.readonly
        undo = self.steps.undo if self.steps and writable else ()
        redo = self.steps.redo if self.steps and writable else ()
        self.back.setEnabled(bool(undo))
        self.forth.setEnabled(bool(redo))
        self.back.setText(_named(tr("撤销"), undo[0].label if undo else ""))
        self.forth.setText(_named(tr("重做"), redo[0].label if redo else ""))
        self.back.setToolTip(
            tr("撤销：") + undo[0].label + tr("（Ctrl+Z）") if undo else tr("没有可撤销的操作")
        )
        self.forth.setToolTip(
            tr("重做：") + redo[0].label + tr("（Ctrl+Y）") if redo else tr("没有可重做的操作")
        )
        make_room(self, self.parentWidget())

    @Slot()
    def _fill(self) -> None:
        self.list.clear()
        for step in (self.steps.undo if self.steps else ())[:_LISTED]:
            at = clock_time(step.at)
            action = self.list.addAction(f"{at}　{step.label}")
            action.setData(step.seq)
            action.setToolTip(tr("撤销到这一步（含这一步）"))


_WEEK = re.compile(r"^\d{4}年第\d+周")


def _named(word: str, label: str) -> str:
    """撤销 进度: the step's name without its week, short; the tooltip has all of it."""
    short = _WEEK.sub("", label)
    short = short if len(short) <= _LETTERS else short[: _LETTERS - 1] + "…"
    return f"{word} {short}".strip()
