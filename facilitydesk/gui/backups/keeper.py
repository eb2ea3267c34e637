"""Backups made while a data file is open: every half hour when something changed, and on closing.

They run on a thread of their own and wait for a pause in typing; the plain workbook is written by a
child process, so that the window never has to share its breath. A failed one stays in sight.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble

if TYPE_CHECKING:
    from facilitydesk.gui.context import Context
    from facilitydesk.gui.watch import Banners
    from facilitydesk.services.datafile.backups import Copy, Reason
    from facilitydesk.services.desk import Desk

LOOK_MS = 20_000
QUIET_S = 10.0  # without an edit before a timed backup begins
IMPATIENT_S = 900.0  # after so long it begins all the same
FIRST_MS = 4000
LATER_MS = 20_000  # what is told after a crash is read before the reminder takes its place
BOOK_EVERY_S = 4 * 3600.0
_KEY, _SECOND = "backup", "backup.second"


class Keeper(QObject):
    """Looks after the backups of one open data file until `close`."""

    ended = Signal(object)  # Copy or Trouble

    def __init__(self, context: Context, banners: Banners, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context, self.banners = context, banners
        self.restoring = False  # the file is left for a restore
        self._going = True
        self._thread: Thread | None = None
        self._book: subprocess.Popen[bytes] | None = None
        self._written = 0.0  # when the plain workbook was begun last
        now = time.monotonic()
        self._done, self._began, self._edited = now, now, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        desk = context.desk
        self.active = isinstance(desk.place, Path) and not desk.readonly
        if self.active:
            context.changed.connect(self._on_changed)
            self._timer.start()
            QTimer.singleShot(FIRST_MS, self, self._begin)

    @Slot()
    def look(self) -> None:
        """Make the backup that is due, when nobody is typing."""
        now = time.monotonic()
        if not self._going or self._busy() or self._edited <= self._done:
            return
        due = self._done + self._interval()
        quiet = now - self._edited >= QUIET_S
        if now >= due and (quiet or now >= due + IMPATIENT_S):
            from facilitydesk.services.datafile.backups import Reason

            self.start(Reason.TIMER)

    def start(self, reason: Reason) -> bool:
        """Make a backup on a thread of its own; False while one is being made."""
        if self._busy() or not self.active or self.context.desk.stopped is not None:
            return False
        desk = self.context.desk

        def work() -> None:
            try:
                result: object = _make(desk, reason)
            except Trouble as trouble:
                result = trouble
            except BaseException:  # noqa: BLE001 - a bug: shown by the crash dialog
                sys.excepthook(*sys.exc_info())
                return
            if self._going:
                self.ended.emit(result)

        self._began = time.monotonic()
        self._thread = Thread(target=work, name="backup")
        self._thread.start()
        return True

    def close(self) -> None:
        """Stop looking; a backup under way is finished."""
        self._going = False
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        if self._book is not None and self._book.poll() is None:
            self._book.terminate()
            self._book.wait()
        self.deleteLater()

    def on_close(self) -> Callable[[], Trouble | None] | None:
        """What is to be done when the file is closed: a backup, when there is something new."""
        desk = self.context.desk
        if not self.active or desk.stopped is not None or not desk.present():
            return None
        from facilitydesk.services.datafile import backups

        reason = backups.Reason.RESTORE if self.restoring else backups.Reason.CLOSE

        def work() -> Trouble | None:
            try:
                if backups.changed(desk):
                    _make(desk, reason)
            except Trouble as trouble:
                return trouble
            return None

        return work

    def _interval(self) -> float:
        from facilitydesk.services import settings

        with contextlib.suppress(Trouble):
            return 60.0 * int(settings.load(self.context.desk).values["backup.minutes"])
        return 1800.0

    def _busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @Slot()
    def _begin(self) -> None:
        """Some seconds after the window works."""
        if not self._going:
            return
        from facilitydesk.services.datafile import backups, second_place

        desk = self.context.desk
        backups.guard(desk)

        def told(found: tuple[Trouble | None, bool]) -> None:
            reminder, changed = found
            if reminder is not None and reminder.code == "backup.second_old":
                self.banners.put(_SECOND, str(reminder))
            elif reminder is not None:
                text = str(reminder)
                later = LATER_MS if desk.unclean or desk.recovered else 0
                QTimer.singleShot(later, self, lambda: self.context.notice.emit(text, "yellow"))
            if changed:  # by another program or the command line: due in half an hour
                self._edited = time.monotonic()

        self.context.runner.read(
            lambda desk: (second_place.second_overdue(desk), backups.changed(desk)), told
        )

    @Slot(object, object)
    def _on_changed(self, _changes: object, _initiator: object) -> None:
        self._edited = time.monotonic()

    @Slot(object)
    def _on_ended(self, result: Copy | Trouble) -> None:
        if not self._going:
            return
        if isinstance(result, Trouble):
            if result.code == "backup.busy":
                return  # the next look tries again
            self._done = time.monotonic() - self._interval() + 300  # again in five minutes
            self.banners.put(_KEY, str(result))
            self.context.notice.emit(str(result), "red")
            return
        self._done = self._began
        self.context.backed_up.emit()
        self.banners.put(_KEY, "")
        self.context.notice.emit(
            tr("已备份并核对（第{number}号，{reason}）。").format(
                number=result.number, reason=result.reason.term
            ),
            "info",
        )
        if time.monotonic() - self._written >= BOOK_EVERY_S or not self._written:
            self._write_book(result)

    def _write_book(self, copy: Copy) -> None:
        if self._book is not None and self._book.poll() is None:
            return
        self._written = time.monotonic()
        with contextlib.suppress(OSError):
            self._book = book_writer(copy.path, copy.path.parent)


def book_writer(copy: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A child that writes 数据副本.xlsx from a backup."""
    import facilitydesk
    from facilitydesk.services.people import passes

    if getattr(sys, "frozen", False):
        console = Path(sys.executable).with_name("facilitydesk-cli" + Path(sys.executable).suffix)
        command = [str(console)]
    else:
        command = [sys.executable, "-X", "utf8", "-m", "facilitydesk"]
    package = str(Path(facilitydesk.__file__).resolve().parent.parent)
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    key = ""
    with contextlib.suppress(sqlite3.Error, OSError):
        key = passes.of(copy)
    child = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "write-data-copy", str(copy), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    if child.stdin is not None:
        with contextlib.suppress(OSError), child.stdin:
            child.stdin.write(key.encode())
    return child


def _make(desk: Desk, reason: Reason) -> Copy:
    from facilitydesk.services.datafile import backups, second_place

    made = backups.back_up(desk, reason)
    backups.keep_papers(desk, made.path.parent)
    second_place.to_second(desk, made)
    return made
