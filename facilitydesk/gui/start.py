"""From nothing to a working window: application, theme, window, then the data.

The window is painted before sqlalchemy is imported and the data file is opened; both happen on a
thread meanwhile. Nothing here or in window.py imports services at module level.
"""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QObject,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication

from facilitydesk import places
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.application import collect_later, make_application, translate_qt
from facilitydesk.gui.backups.ways import Ways
from facilitydesk.gui.marks import mark
from facilitydesk.gui.opening import (
    Place,
    held_text,
    is_backup,
    lent_as,
    meanwhile,
    open_place,
)
from facilitydesk.gui.program.ways import ProgramWays
from facilitydesk.gui.remembered import Settings, default_path
from facilitydesk.gui.watch import Banners, Watch
from facilitydesk.gui.window import MainWindow

if TYPE_CHECKING:
    from facilitydesk.gui.backups.keeper import Keeper
    from facilitydesk.gui.people.sitting import Sitting
    from facilitydesk.gui.welcome import Welcome, Wish
    from facilitydesk.services.desk import Desk


def run_window(
    place: Place | None,
    *,
    officer: str | None = None,
    settings: Settings | None = None,
    banner: str = "",
) -> int:
    """Open the window on a data file (None: the last one, else the welcome page) until it is
    closed; returns the exit code. `banner` is a line that stays above the pages."""  # noqa: D205,D209 - one thought
    app = make_application()
    collect_later()
    from facilitydesk.gui import crash

    hook = crash.install()
    shell = Shell(settings or Settings(default_path()), officer=officer, banner=banner)
    shell.start(place)
    shell.last_crash = hook.last
    code = app.exec()
    shell.close()
    shell.program.finish()
    if hook.faults is not None:
        hook.faults.stop()
    return code


_TOLD_EVERY = 0.1  # seconds between two lines about progress


def run_demo() -> int:
    """Open the window on a throw-away copy of the demonstration data."""
    from facilitydesk.gui import welcome

    return run_window(welcome.demonstration, banner=welcome.DEMO_BANNER)


class Shell(QObject):
    """Holds the window and the open data file together, and changes from one file to another."""

    opened = Signal(object)  # Desk or Trouble, from the opening thread
    progressed = Signal(str)  # how far an upgrade or a restore has come

    def __init__(self, settings: Settings, *, officer: str | None = None, banner: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.officer = officer
        self.banner = banner
        self.window = MainWindow(settings)
        self.banners = Banners(self.window)
        self.watch: Watch | None = None
        self.keeper: Keeper | None = None
        self.ways = Ways(self)
        self.program = ProgramWays(self)
        self.returning: Path | None = None  # the file to come back to after a look or a failure
        self.welcome: Welcome | None = None
        self.last_crash: Path | None = None  # the report of a process that died
        self._took = False  # a file was open in this window
        self._place: Place | None = None
        self._thread: Thread | None = None
        self._told = 0.0
        self._sitting: Sitting | None = None
        self.window.first_painted.connect(self._on_painted)
        self.window.navigation.file_wanted.connect(self._on_file_wanted)
        self.opened.connect(self._on_opened)
        self.progressed.connect(self.window.status.tell)

    def start(self, place: Place | None) -> None:
        """Show the window; the data follow when it has been painted."""
        last = self.settings.get("window.file")
        self._place = place or (places.recalled(last) if isinstance(last, str) and last else None)
        self.officer = self.officer or self.settings.get("window.officer")
        self.window.show()

    def open(self, place: Place, *, readonly: bool = False) -> None:
        """Open a data file in place of what is open."""
        self._leave()
        self._place = place
        officer = self.officer
        self.window.status.tell(tr("正在打开数据……"))

        def work() -> None:
            from facilitydesk.services.datafile.progress import watched

            try:
                with watched(self._step):
                    result: object = open_place(place, officer, readonly=readonly)
            except Trouble as trouble:
                result = trouble
            except BaseException as error:  # noqa: BLE001 - handed to the crash dialog below
                result = error
            self.opened.emit(result)

        self._thread = Thread(target=work, name="opening")
        self._thread.start()

    def _step(self, done: int, total: int, text: str) -> None:
        """Called on the opening thread, often."""
        now = time.monotonic()
        if now - self._told >= _TOLD_EVERY or done == total:
            self._told = now
            self.progressed.emit(f"{text} {100 * done // total if total else 0}%")

    def close(self) -> None:
        """Give the data file back and write what this PC remembers."""
        if self._thread is not None:
            self._thread.join()
        self._leave()
        self.settings.flush()

    @Slot()
    def _on_painted(self) -> None:
        QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        mark("painted")
        app = QApplication.instance()
        if app is not None:
            translate_qt(app)
        if not self.settings.get("notice.classified"):
            from facilitydesk.gui.people.notice import ClassifiedNotice, due

            if due(self.settings):
                notice = ClassifiedNotice(self.window, self.settings)
                notice.seen.connect(self.window.keyboard_to_page)
        if self._place is None:
            self._show_welcome("")
        else:
            self.open(self._place)

    @Slot(object)
    def _on_opened(self, result: object) -> None:
        self.window.status.notice.clear()
        if isinstance(result, Trouble):
            self._on_trouble(result)
            return
        if isinstance(result, BaseException):
            self._show_welcome("")
            raise result
        self._take(result)

    def _on_trouble(self, trouble: Trouble) -> None:
        if trouble.code == "open.already_here" and not self._took and self.welcome is None:
            sys.stderr.write(f"{trouble}\n")  # the other window has come forward
            self.window.close()
            return
        asked = trouble.code == "medium.not_here"  # its question stands in a window of its own
        self._show_welcome("" if asked else str(trouble))
        if self.welcome is not None:
            broken = trouble.code in {
                "file.damaged",
                "file.incomplete",
                "file.missing",
                "file.too_new",
            }
            place = self._place if isinstance(self._place, str | Path) else None
            self.welcome.set_broken(Path(place) if broken and place else None)
            if self.returning is not None:
                self.welcome.set_back(self.returning)
        if asked:
            self._on_medium(trouble)

    def _on_medium(self, trouble: Trouble) -> None:
        """A stick, a share, a synchronised folder: work on a copy, or look only."""
        from facilitydesk.gui import lending
        from facilitydesk.services.datafile import loans

        origin = Path(trouble.args_["path"])
        kept = loans.waiting(origin) is not None  # the officer has decided before
        way = lending.Way.COPY if kept else lending.ask(self.window, trouble)
        if way is lending.Way.COPY:
            self.open(lambda: loans.fetch(origin).copy)
        elif way is lending.Way.LOOK:
            self.open(origin, readonly=True)

    @property
    def sitting(self) -> Sitting:
        """Who sits at the window; made when a file is there, the window appears sooner."""
        if self._sitting is None:
            from facilitydesk.gui.people.sitting import Sitting

            self._sitting = Sitting(self.window)
            self._sitting.seated.connect(self._take)
            self._sitting.left.connect(self._on_login_left)
            self._sitting.rise.connect(self._on_rise)
        return self._sitting

    @Slot(object)
    def _take(self, desk: Desk) -> None:
        if desk.login and not desk.officer:
            if self.welcome is not None:
                self.window.hide_welcome(self.welcome)
                self.welcome = None
            self.sitting.ask(desk, str(self.settings.get("window.officer") or ""))
            return
        from facilitydesk.gui import told_on_opening
        from facilitydesk.gui.context import Context
        from facilitydesk.gui.runner import Runner

        runner = Runner(desk, parent=self)
        context = Context(desk, runner, self.settings, parent=self)
        if self.welcome is not None:
            self.window.hide_welcome(self.welcome)
            self.welcome = None
        self._took = True
        lent = lent_as(desk)
        a_backup = is_backup(desk)
        if not self.banner and not a_backup:  # a throw-away copy is not the file to open next time
            self.settings.set("window.file", places.kept(lent.origin if lent else desk.place))
            self.settings.set("window.officer", desk.officer)
            self.settings.flush()
        banner = self.banner or (held_text(desk) if desk.readonly else "")
        self.banners.clear()
        self.banners.put("file", banner)
        if lent is not None:
            from facilitydesk.gui import lending

            self.banners.put("lent", lending.banner(lent))
        self.window.attach(context)
        self.sitting.attach(context)
        mark("opened")
        self.watch = Watch(context, self.window, self.banners)
        if not self.banner:  # demonstration data are thrown away
            from facilitydesk.gui.backups.keeper import Keeper

            self.keeper = Keeper(context, self.banners, self)
        context.restore_wanted.connect(self.ways.restore)
        context.look_wanted.connect(self.ways.look_at)
        context.program_wanted.connect(self.program.want)
        if not a_backup:
            self.returning = None
        told_on_opening.of_last_time(context, self.banners, self.last_crash)
        self.last_crash = None
        self.program.tell(context)
        told_on_opening.of_damage(context, self.window, self.banners)
        if not a_backup:  # that it ends earlier is what it is for
            told_on_opening.of_journal(context, self.banners)

    @Slot()
    def _on_login_left(self) -> None:
        """From the log-in page to another file."""
        desk = self.sitting.give_up()
        if desk is not None:
            desk.close()
        self._show_welcome("")

    @Slot(str)
    def _on_rise(self, name: str) -> None:
        """换人: the file stays open, another officer takes the seat."""
        context = self.window.context
        if context is None or not self.window.may_leave():
            return
        from facilitydesk.services.people import logins

        desk = context.desk
        self._stand_up()
        context.runner.close()
        context.deleteLater()
        try:
            if desk.login:
                logins.leave(desk)
            else:
                logins.enter(desk, name, "")
        except Trouble as trouble:
            self.window.status.tell(str(trouble), "red")
        self._take(desk)

    def _stand_up(self) -> Keeper | None:
        """Take away what hangs on the officer; the keeper that was closed, if there was one."""
        if self.watch is not None:
            self.watch.close()
            self.watch = None
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            keeper.close()
        self.sitting.detach()
        self.window.detach()
        return keeper

    def _leave(self) -> None:
        if self._sitting is not None:
            waiting = self._sitting.give_up()
            if waiting is not None:
                waiting.close()
        context = self.window.context
        if context is None:
            return
        keeper = self._stand_up()
        context.runner.close()
        if not self.banner and context.desk.stopped is None and not is_backup(context.desk):
            from facilitydesk.gui.people import heads

            with contextlib.suppress(Trouble):
                heads.remember(self.settings, context.desk)
        last = keeper.on_close() if keeper is not None else None
        trouble = meanwhile(self.window, last) if last is not None else None
        context.desk.close()
        if trouble is not None:
            self.window.status.tell(str(trouble), "red")
        context.deleteLater()
        if isinstance(context.desk.place, Path) and lent_as(context.desk) is not None:
            from facilitydesk.gui import lending

            self.window.status.tell(lending.bring_back(self.window, context.desk.place))

    def _show_welcome(self, trouble: str) -> None:
        from facilitydesk.gui.welcome import Welcome

        if self.welcome is None:
            self.welcome = Welcome(self.settings.get("window.officer") or "")
            self.welcome.wished.connect(self._on_wished)
            self.welcome.restore_wanted.connect(self.ways.from_first_page)
            self.welcome.upgrade_wanted.connect(self.program.upgrade)
            self.window.show_welcome(self.welcome)
        self.welcome.set_trouble(trouble)

    @Slot()
    def _on_file_wanted(self) -> None:
        context = self.window.context
        if context is None or not self.window.may_leave():
            return
        place = self.returning or context.desk.place
        self._leave()
        self.banners.clear()
        self._show_welcome("")
        if self.welcome is not None:
            self.welcome.set_back(Path(place))

    @Slot(object)
    def _on_wished(self, wish: Wish) -> None:
        from facilitydesk.gui import welcome

        self.officer = wish.officer or self.officer
        self.banner = wish.banner if not wish.back else self.banner
        self.open(lambda: welcome.fulfil(wish))
