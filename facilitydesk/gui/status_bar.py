"""The line at the bottom: last saved, notices, running job, data file, officer, state of the week."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context, clock_time
from facilitydesk.gui.theme import severity_color
from facilitydesk.gui.widgets.elided import Elided
from facilitydesk.gui.widgets.room import make_room

_NOTICE_MS = 12_000


class StatusBar(QStatusBar):
    """Shows; decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._context: Context | None = None
        self.file_name = ""
        self._red = False
        self.saved = QLabel()
        self.notice = Elided()
        # A long sentence must not push officer and file out; its whole text is in the tip.
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = QProgressBar()
        self.progress.setFixedSize(160, 14)
        self.progress.setTextVisible(False)
        self.job = QLabel()
        self.cancel = QPushButton(tr("取消"))
        self.cancel.setProperty("flat", True)
        self.week = QLabel()
        self.file = QLabel()
        self.officer = QPushButton()
        self.officer.setProperty("flat", True)
        self.officer.setToolTip(tr("换人、锁屏、密码"))
        self.officer.setCursor(Qt.CursorShape.PointingHandCursor)
        self.officer.hide()
        self.addWidget(self.saved)
        self.addWidget(self.notice, 1)
        for widget in (self.job, self.progress, self.cancel):
            self.addPermanentWidget(widget)
            widget.hide()
        for label in (self.week, self.file, self.officer):
            self.addPermanentWidget(label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTICE_MS)
        self._timer.timeout.connect(self.notice.clear)

    def attach(self, context: Context) -> None:
        self._context = context
        place = context.desk.place
        path = Path(place) if not str(place).startswith("postgresql") else None
        self.file_name = path.stem if path else tr("服务器")
        self.file.setText(path.name if path else tr("服务器数据库"))
        self.file.setToolTip(str(path) if path else "")
        self.officer.setText(f"{context.desk.officer}（{context.desk.post.term}）")
        self.officer.show()
        self.saved.setText(tr("只读") if context.desk.readonly else tr("已打开"))
        context.changed.connect(self._on_changed)
        context.notice.connect(self.tell)
        context.scope_changed.connect(self._load_week)
        runner = context.runner
        runner.waiting.connect(self._on_waiting)
        runner.progress.connect(self._on_progress)
        runner.job_ended.connect(self._on_job_ended)
        self.cancel.clicked.connect(runner.cancel)
        make_room(self)
        self._load_week()

    def detach(self) -> None:
        self._context = None
        self.file_name = ""
        for label in (self.saved, self.notice, self.week, self.file):
            label.clear()
        self.officer.hide()

    @Slot(str, str)
    def tell(self, text: str, severity: str = "info") -> None:
        """A notice in the line; red ones stay until the next, or something is stored, or another page."""
        self._red = severity == "red"
        self.notice.setText(text)
        self.notice.setToolTip(text)
        ink = severity_color(severity)
        weight = "bold" if severity == "red" else "normal"
        self.notice.setStyleSheet(f"color: {ink}; font-weight: {weight};")
        if severity == "red":
            self._timer.stop()
        else:
            self._timer.start()

    def page_changed(self) -> None:
        """A refusal on the page that was left says nothing of the next one.

        What must not be missed, as damage or a failed backup, stands in the banner as well.
        """
        if self._red:
            self.notice.clear()

    @Slot(object, object)
    def _on_changed(self, changes: Any, _initiator: object) -> None:
        if self._context is not None:
            at = clock_time(self._context.desk.clock(), "%H:%M")
            self.saved.setText(f"{tr('已保存')} {at}")
            make_room(self)
        if self._red:  # the refusal was about an earlier try
            self.notice.clear()
        if "period_lock" in changes.entities:
            self._load_week()

    @Slot()
    def _load_week(self) -> None:
        context = self._context
        if context is None:
            return
        from facilitydesk.services import locks

        week = context.week

        def show(lock: locks.Lock | None) -> None:
            if self._context is context and context.week == week:
                self.week.setText(
                    tr("本周未提交")
                    if lock is None
                    else f"{tr('本周已提交')}（{lock.officer} {clock_time(lock.at)}）"
                )
                make_room(self)

        def query(desk: Any) -> locks.Lock | None:
            with desk.read() as connection:
                return locks.week_lock(connection, desk.home_id, week)

        context.runner.read(query, show)

    @Slot(int)
    def _on_waiting(self, count: int) -> None:
        if count:
            self.saved.setText(tr("保存中……"))

    @Slot(str, object, object, str)
    def _on_progress(self, title: str, done: int, total: int, text: str) -> None:
        if not title:  # the page shows the progress itself
            return
        self.job.setText(f"{title}　{text}".strip())
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        for widget in (self.job, self.progress, self.cancel):
            widget.show()

    @Slot()
    def _on_job_ended(self) -> None:
        for widget in (self.job, self.progress, self.cancel):
            widget.hide()
