"""From nothing to a working window: application, theme, window, then the data.

The window is painted before sqlalchemy is imported and the data file is opened; both happen on a
thread meanwhile. Nothing here or in window.py imports services at module level.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import theme
from facilitydesk.gui.marks import mark
from facilitydesk.gui.opening import (
    Place,
    damage,
    held_text,
    is_backup,
    lent_as,
    meanwhile,
    open_place,
)
from facilitydesk.gui.settings import Settings, default_path
from facilitydesk.gui.watch import Banners, Watch
from facilitydesk.gui.window import MainWindow

if TYPE_CHECKING:
    from facilitydesk.gui.backups.keeper import Keeper
    from facilitydesk.gui.context import Context
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
    if hook.faults is not None:
        hook.faults.stop()
    return code


def collect_later() -> None:
    """No search for rubbish until the window works: what a start makes stays (a tenth of its time)."""
    gc.disable()
    QTimer.singleShot(_START_MS, _collect)


def _collect() -> None:
    gc.freeze()
    gc.enable()


_START_MS = 3000
_MOST_DAMAGE = 3  # lines of the banner
_TOLD_EVERY = 0.1  # seconds between two lines about progress


def run_demo() -> int:
    """Open the window on a throw-away copy of the demonstration data."""
    from facilitydesk.gui import welcome

    return run_window(welcome.demonstration, banner=welcome.DEMO_BANNER)


def make_application() -> QApplication:
    """The one QApplication with our look."""
    existing = QApplication.instance()
    app = (
        existing
        if isinstance(existing, QApplication)
        else QApplication([*sys.argv[:1], *theme.STYLE])
    )
    app.setApplicationName("facilitydesk")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("facilitydesk")  # by which Linux desktops find icon and name
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.apply(app)
    return app


def translate_qt(app: QCoreApplication) -> None:
    """Qt's own texts (buttons of dialogs, menus of fields) in Chinese; takes 25 ms."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)


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
        self._returning: Path | None = None  # the file to come back to after a look or a failure
        self.welcome: Welcome | None = None
        self.last_crash: Path | None = None  # the report of a process that died
        self._took = False  # a file was open in this window
        self._place: Place | None = None
        self._thread: Thread | None = None
        self._told = 0.0
        self.window.first_painted.connect(self._on_painted)
        self.window.navigation.file_wanted.connect(self._on_file_wanted)
        self.opened.connect(self._on_opened)
        self.progressed.connect(self.window.status.tell)

    def start(self, place: Place | None) -> None:
        """Show the window; the data follow when it has been painted."""
        last = self.settings.get("window.file")
        self._place = place or (last if isinstance(last, str) and last else None)
        self.officer = self.officer or self.settings.get("window.officer")
        self.window.show()

    def open(self, place: Place, *, readonly: bool = False) -> None:
        """Open a data file in place of what is open."""
        self._leave()
        self._place = place
        officer = self.officer
        self.window.status.tell(tr("正在打开数据……"))

        def work() -> None:
            from facilitydesk.services.progress import watched

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
        self._take(result)  # type: ignore[arg-type]  # the opener hands a Desk, a Trouble or an error

    def _on_trouble(self, trouble: Trouble) -> None:
        if trouble.code == "open.already_here" and not self._took and self.welcome is None:
            sys.stderr.write(f"{trouble}\n")  # the other window has come forward
            self.window.close()
            return
        self._show_welcome(str(trouble))
        if self.welcome is not None:
            broken = trouble.code in {"file.damaged", "file.missing"}
            place = self._place if isinstance(self._place, str | Path) else None
            self.welcome.set_broken(Path(place) if broken and place else None)
            if self._returning is not None:
                self.welcome.set_back(self._returning)
        if trouble.code == "medium.not_here":
            self._on_medium(trouble)

    def _on_medium(self, trouble: Trouble) -> None:
        """A stick, a share, a synchronised folder: work on a copy, or look only."""
        from facilitydesk.gui import lending
        from facilitydesk.services import loans

        origin = Path(trouble.args_["path"])
        kept = loans.waiting(origin) is not None  # the officer has decided before
        way = lending.Way.COPY if kept else lending.ask(self.window, trouble)
        if way is lending.Way.COPY:
            self.open(lambda: loans.fetch(origin).copy)
        elif way is lending.Way.LOOK:
            self.open(origin, readonly=True)

    def _take(self, desk: Desk) -> None:
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
            self.settings.set("window.file", str(lent.origin if lent else desk.place))
            self.settings.set("window.officer", desk.officer)
            self.settings.flush()
        banner = self.banner or (held_text(desk) if desk.readonly else "")
        self.banners.clear()
        self.banners.put("file", banner)
        if lent is not None:
            from facilitydesk.gui import lending

            self.banners.put("lent", lending.banner(lent))
        self.window.attach(context)
        mark("opened")
        self.watch = Watch(context, self.window, self.banners)
        if not self.banner:  # demonstration data are thrown away
            from facilitydesk.gui.backups.keeper import Keeper

            self.keeper = Keeper(context, self.banners, self)
        context.restore_wanted.connect(self.restore)
        context.look_wanted.connect(self.look_at)
        if not a_backup:
            self._returning = None
        self._tell_of_last_time(context)
        runner.read(damage, self._name_damage)

    def _tell_of_last_time(self, context: Context) -> None:
        """That the program died, and that settings of this PC were unreadable; once each."""
        if self.last_crash is not None:
            self.banners.put("crash", sentence("crash.last", {"path": self.last_crash}))
            self.last_crash = None
        if self.settings.set_aside is not None:
            told = sentence("settings.bad", {"path": self.settings.set_aside})
            context.notice.emit(told, "yellow")
            self.settings.set_aside = None

    def _name_damage(self, found: tuple[str, ...]) -> None:
        """Closed months that were altered by other means stay in sight, by month and amount."""
        self.banners.put("closing", "\n".join(found[:_MOST_DAMAGE]))

    def _leave(self) -> None:
        context = self.window.context
        if context is None:
            return
        if self.watch is not None:
            self.watch.close()
            self.watch = None
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            keeper.close()
        self.window.detach()
        context.runner.close()
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
            self.welcome.restore_wanted.connect(self._on_restore_wanted)
            self.window.show_welcome(self.welcome)
        self.welcome.set_trouble(trouble)

    @Slot(object, object)
    def restore(self, data_file: Path, source: Path) -> None:
        """Go back to a backup and open the file again; the present one is kept beside it."""
        officer = self.officer or ""
        if self.window.context is not None:
            officer = self.window.context.desk.officer
            if not self.window.may_leave():
                return
        self._returning = data_file

        def restored() -> Path:
            from facilitydesk.services import files, progress, restoring

            done = restoring.restore(
                data_file, source, officer=officer or files.account_name(), step=progress.watcher()
            )
            return done.data_file

        self.open(restored)

    @Slot(object)
    def look_at(self, source: Path) -> None:
        """Show a backup without changing it; 切换数据文件 leads back."""
        context = self.window.context
        if context is not None:
            if not self.window.may_leave():
                return
            if isinstance(context.desk.place, Path) and self._returning is None:
                self._returning = context.desk.place
        self.open(source, readonly=True)

    @Slot(object)
    def _on_restore_wanted(self, chosen: Path) -> None:
        """From the first page: the backups of a file that is damaged or gone."""
        from facilitydesk.gui.backups.dialog import RestoreDialog
        from facilitydesk.services import backups

        data_file = backups.data_file_of(chosen)
        dialog = RestoreDialog(data_file, self.window)
        if dialog.exec():
            if self.welcome is not None:
                self.officer = self.welcome.officer.text().strip() or self.officer
            if dialog.chosen is not None:
                self.restore(data_file, dialog.chosen)
            elif dialog.looked is not None:
                self._returning = data_file
                self.look_at(dialog.looked)
        dialog.deleteLater()

    @Slot()
    def _on_file_wanted(self) -> None:
        context = self.window.context
        if context is None or not self.window.may_leave():
            return
        place = self._returning or context.desk.place
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
