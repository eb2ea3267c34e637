"""From nothing to a working window: application, theme, window, then the data.

The window is painted before sqlalchemy is imported and the data file is opened; both happen on a
thread meanwhile. Nothing here or in window.py imports services at module level.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
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

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import theme
from facilitydesk.gui.marks import mark
from facilitydesk.gui.settings import Settings, default_path
from facilitydesk.gui.window import MainWindow

if TYPE_CHECKING:
    from facilitydesk.gui.welcome import Welcome, Wish
    from facilitydesk.services.desk import Desk


Place = Path | str | Callable[[], Path]
"""A data file, a server's URL, or what makes a data file (called on the opening thread)."""


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

    crash.install()
    shell = Shell(settings or Settings(default_path()), officer=officer, banner=banner)
    shell.start(place)
    code = app.exec()
    shell.close()
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

    def __init__(self, settings: Settings, *, officer: str | None = None, banner: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.officer = officer
        self.banner = banner
        self.window = MainWindow(settings)
        self.welcome: Welcome | None = None
        self._place: Place | None = None
        self._thread: Thread | None = None
        self.window.first_painted.connect(self._on_painted)
        self.window.navigation.file_wanted.connect(self._on_file_wanted)
        self.opened.connect(self._on_opened)

    def start(self, place: Place | None) -> None:
        """Show the window; the data follow when it has been painted."""
        last = self.settings.get("window.file")
        self._place = place or (last if isinstance(last, str) and last else None)
        self.officer = self.officer or self.settings.get("window.officer")
        self.window.show()

    def open(self, place: Place) -> None:
        """Open a data file in place of what is open."""
        self._leave()
        self._place = place
        officer = self.officer
        self.window.status.tell(tr("正在打开数据……"))

        def work() -> None:
            try:
                result: object = _open(place, officer)
            except Trouble as trouble:
                result = trouble
            except BaseException as error:  # noqa: BLE001 - handed to the crash dialog below
                result = error
            self.opened.emit(result)

        self._thread = Thread(target=work, name="opening")
        self._thread.start()

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
            self._show_welcome(str(result))
            return
        if isinstance(result, BaseException):
            self._show_welcome("")
            raise result
        self._take(result)  # type: ignore[arg-type]  # the opener hands a Desk, a Trouble or an error

    def _take(self, desk: Desk) -> None:
        from facilitydesk.gui.context import Context
        from facilitydesk.gui.runner import Runner

        runner = Runner(desk, parent=self)
        context = Context(desk, runner, self.settings, parent=self)
        if self.welcome is not None:
            self.window.hide_welcome(self.welcome)
            self.welcome = None
        if not self.banner:  # a throw-away copy is not the file to open next time
            self.settings.set("window.file", str(desk.place))
            self.settings.set("window.officer", desk.officer)
            self.settings.flush()
        banner = self.banner or (held_text(desk) if desk.readonly else "")
        self.window.set_banner(banner)
        self.window.attach(context)
        mark("opened")
        runner.read(_damage, lambda found: self._name_damage(banner, found))

    def _name_damage(self, banner: str, found: tuple[str, ...]) -> None:
        """Closed months that were altered by other means stay in sight, by month and amount."""
        if found:
            self.window.set_banner("\n".join(filter(None, (banner, *found[:_MOST_DAMAGE]))))

    def _leave(self) -> None:
        context = self.window.context
        if context is None:
            return
        self.window.detach()
        context.runner.close()
        context.desk.close()
        context.deleteLater()

    def _show_welcome(self, trouble: str) -> None:
        from facilitydesk.gui.welcome import Welcome

        if self.welcome is None:
            self.welcome = Welcome(self.settings.get("window.officer") or "")
            self.welcome.wished.connect(self._on_wished)
            self.window.show_welcome(self.welcome)
        self.welcome.set_trouble(trouble)

    @Slot()
    def _on_file_wanted(self) -> None:
        context = self.window.context
        if context is None or not self.window.may_leave():
            return
        place = context.desk.place
        self._leave()
        self.window.set_banner("")
        self._show_welcome("")
        if self.welcome is not None:
            self.welcome.set_back(Path(place))

    @Slot(object)
    def _on_wished(self, wish: Wish) -> None:
        from facilitydesk.gui import welcome

        self.officer = wish.officer or self.officer
        self.banner = wish.banner if not wish.back else self.banner
        self.open(lambda: welcome.fulfil(wish))


def _damage(desk: Desk) -> tuple[str, ...]:
    """What closed periods of money no longer add up to; runs on the worker."""
    from facilitydesk.services.money import closing

    return tuple(problem.message for problem in closing.recheck(desk))


def _open(place: Place, officer: str | None) -> Desk:
    """The desk; read-only when another holds the file or its folder cannot be written."""
    from facilitydesk.services import files

    if callable(place):
        place = place()
    try:
        return files.open_desk(place, officer=officer)
    except Trouble as trouble:
        if trouble.code not in {"file.held", "file.read_only"}:
            raise
        desk = files.open_desk(place, officer=officer, readonly=True)
        _WHY_READONLY[id(desk)] = only_reading(trouble)
        return desk


_WHY_READONLY: dict[int, str] = {}


def only_reading(trouble: Trouble) -> str:
    """What the trouble means for a file that is shown all the same."""
    if trouble.code == "file.held":
        words = tr(
            "数据正由{officer}（{host}）使用（{since}起），现以只读方式打开，不能修改；"
            "对方关闭后请重新打开。"
        )
    else:
        words = tr(
            "“{path}”所在位置不可写，现以只读方式打开，不能修改；"
            "需要修改请复制到可写的文件夹后打开。"
        )
    return words.format(**trouble.args_)


def held_text(desk: Desk) -> str:
    """Why a desk is open for reading only."""
    return _WHY_READONLY.get(id(desk), tr("数据以只读方式打开，不能修改。"))
