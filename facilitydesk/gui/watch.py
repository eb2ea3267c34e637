"""What the window watches while a data file is open, beside the officer's work.

Another start of the same file on this PC asks for the window; the file may be taken away or
replaced; and in the background the file is looked through for damage, and the program's own files
for what a virus scanner took away.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble

if TYPE_CHECKING:
    from facilitydesk.gui.context import Context
    from facilitydesk.gui.window import MainWindow
    from facilitydesk.services.datafile.inspection import Findings

LOOK_MS = 500
INSPECT_AFTER_MS = 1500  # the first page is filled by then
DEEP_EVERY_DAYS = 7
_CHECKED = "checked.deep"
_MOST = 3  # faults in the banner
_LONG = 1.0  # seconds after which a running check is worth a line


class Banners:
    """The lines above the pages, each under a key of its own."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._lines: dict[str, str] = {}
        self._offer: tuple[str, str] | None = None

    def put(self, key: str, text: str) -> None:
        """A line that stays; empty: it goes."""
        if self._lines.get(key, "") == text:
            return
        if text:
            self._lines[key] = text
        else:
            self._lines.pop(key)
        self._show()

    def offer(self, words: str, page: str) -> None:
        """A way to a page at the end of the lines."""
        self._offer = (words, page)
        self._show()

    def _show(self) -> None:
        self._window.set_banner("\n".join(self._lines.values()))
        if self._offer is not None:
            self._window.offer_in_banner(*self._offer)

    def clear(self) -> None:
        self._lines.clear()
        self._offer = None
        self._window.set_banner("")


class Watch(QObject):
    """Watches one open data file until `close`."""

    _inspected = Signal(object)
    _program = Signal(str)  # what is wrong with the program's own files

    def __init__(self, context: Context, window: MainWindow, banners: Banners) -> None:
        super().__init__(window)
        self.context, self.window, self.banners = context, window, banners
        self._going = True
        self._thread: Thread | None = None
        self._started = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._inspected.connect(self._on_inspected)
        self._program.connect(lambda text: self.banners.put("program", text))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self.look)
        desk = context.desk
        if desk.recovered:
            context.notice.emit(sentence("file.recovered", {}), "yellow")
        if isinstance(desk.place, Path):
            self._timer.start()
            self._warn()
            QTimer.singleShot(INSPECT_AFTER_MS, self, self.inspect)

    def close(self) -> None:
        """Stop watching; a check under way is broken off."""
        self._going = False
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        self.deleteLater()

    @Slot()
    def look(self) -> None:
        """Come forward when asked; say so when the file is not at its place any more."""
        if not self._going:
            return
        from facilitydesk.services.datafile import holding

        desk = self.context.desk
        if holding.asked_to_raise(desk):
            self._come_forward()
        moved = "" if desk.present() else sentence("file.moved", {"path": desk.place})
        self.banners.put("moved", moved)
        running = self._thread is not None and self._thread.is_alive()
        if running and time.monotonic() - self._started > _LONG:
            self.banners.put("inspect", tr("正在后台检查数据文件，可以照常填报。"))

    def _come_forward(self) -> None:
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)
        self.context.notice.emit(tr("该数据文件已在此窗口中打开，没有再开第二个窗口。"), "info")

    def _warn(self) -> None:
        from facilitydesk.services.datafile import surroundings

        desk = self.context.desk
        found = {
            "room": surroundings.room_warning(Path(desk.place)),
            "clock": surroundings.clock_warning(desk),
        }
        for key, warning in found.items():
            self.banners.put(key, "" if warning is None else warning.message)

    @Slot()
    def inspect(self) -> None:
        """Look through the file on a thread of its own."""
        if not self._going or self._thread is not None:
            return
        from facilitydesk.services.datafile import inspection
        from facilitydesk.services.program import files as program_files

        desk, deep = self.context.desk, self._deep_is_due()

        def work() -> None:
            try:
                own = program_files.own(whole=deep)
                if own is not None and self._going:
                    self._program.emit(str(own))
                found = inspection.inspect(desk, deep=deep, going_on=lambda: self._going)
            except inspection.StoppedError:
                return
            except Trouble as trouble:
                self._tell(trouble)
            except BaseException:  # noqa: BLE001 - a bug: shown by the crash dialog
                sys.excepthook(*sys.exc_info())
            else:
                self._tell(found)

        self._started = time.monotonic()
        self._thread = Thread(target=work, name="inspection")
        self._thread.start()

    def _tell(self, found: object) -> None:
        if self._going:
            self._inspected.emit(found)

    def _deep_is_due(self) -> bool:
        if self.context.desk.unclean:
            return True
        kept = self.context.setting(_CHECKED, {})
        last = kept.get(str(self.context.desk.place)) if isinstance(kept, dict) else None
        try:
            return (
                abs((self.context.desk.today - date.fromisoformat(str(last))).days)
                >= DEEP_EVERY_DAYS
            )
        except ValueError:
            return True

    @Slot(object)
    def _on_inspected(self, found: Findings | Trouble) -> None:
        self.banners.put("inspect", "")
        if isinstance(found, Trouble):  # it cannot be read at all
            self._stop((str(found),))
            return
        if found.faults:
            self._stop(found.faults)
            return
        desk = self.context.desk
        if found.deep and found.complete:
            kept = self.context.setting(_CHECKED, {})
            checked = dict(kept) if isinstance(kept, dict) else {}
            checked[str(desk.place)] = desk.today.isoformat()
            self.context.set_setting(_CHECKED, checked)
        if desk.unclean:
            desk.unclean = False  # told once; who sits down next need not hear it
            self.context.notice.emit(sentence("open.unclean", {}), "info")

    def _stop(self, faults: tuple[str, ...]) -> None:
        """Damage must not grow: nothing is written any more, and the way to a backup is shown."""
        trouble = Trouble("open.damaged", first="；".join(faults[:_MOST]))
        self.context.stop_writing(trouble)
        self.banners.put("damage", str(trouble))
        self.banners.offer(tr("从备份恢复"), "restore")
        self.context.notice.emit(str(trouble), "red")
