"""What a scene stands on: a window on a fresh copy of the demonstration data, on a fixed day.

A scene is a function of a Stage, decorated with its name, in a module of tests/shots/scenes:

    @scene("week-history")
    def history(stage: Stage) -> None:
        page = stage.open("week")
        ...

What it leaves on the screen is the picture. `stage.during(call)` takes the picture while a dialog
is open; a scene that returns a widget has it drawn over the window.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QPoint, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from facilitydesk.gui.application import make_application, translate_qt
from facilitydesk.gui.context import Context
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.report.paper_view import PaperView
from facilitydesk.gui.runner import Runner
from facilitydesk.gui.window import MainWindow
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from tests.gui.desks import AtOnce, settle
from tests.shots import scenes

if TYPE_CHECKING:
    from facilitydesk.gui.page import Page

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # Wednesday of week 11, 10:00 in Beijing
TODAY = date(2026, 3, 11)
OFFICER = "王敏"
_EXPECTED = ("This plugin does not support",)  # what the offscreen platform says of itself

Act = Callable[["Stage"], QWidget | None]


@dataclass(frozen=True)
class Scene:
    """One picture: its file's name and what happens before it is taken."""

    name: str
    act: Act


_scenes: dict[str, Scene] = {}


def scene(name: str) -> Callable[[Act], Act]:
    """Declares a scene."""

    def declare(act: Act) -> Act:
        if name in _scenes:
            raise ValueError(f"two scenes are called {name}")
        _scenes[name] = Scene(name, act)
        return act

    return declare


def load_scenes() -> list[Scene]:
    """All scenes, module by module, in the order they are written."""
    for module in sorted(info.name for info in pkgutil.iter_modules(scenes.__path__)):
        importlib.import_module(f"{scenes.__name__}.{module}")
    return list(_scenes.values())


@dataclass
class Stage:
    """One scene's window. `desk` and `context` are made when first asked for."""

    folder: Path  # for this scene alone
    size: tuple[int, int]
    demo: Path
    settings: Settings = field(default_factory=lambda: Settings(None))
    picture: QPixmap | None = None
    _window: MainWindow | None = None
    _context: Context | None = None

    @property
    def window(self) -> MainWindow:
        """The window, shown at the size of the picture."""
        if self._window is None:
            self._window = MainWindow(self.settings)
            self._window.resize(*self.size)
            self._window.show()
            settle()
        return self._window

    def desk(self, *, readonly: bool = False, empty: bool = False) -> Desk:
        """A desk on the demonstration data, or on an empty file."""
        path = self.folder / "临溪县.fdk"
        if empty:
            return files.create(
                path, home="临溪县", home_code="510999", officer=OFFICER, clock=lambda: NOW
            )
        shutil.copyfile(self.demo, path)
        return files.open_desk(path, officer=OFFICER, readonly=readonly, clock=lambda: NOW)

    def context(self, desk: Desk | None = None) -> Context:
        """The window's context; without a desk, on the demonstration data."""
        if self._context is None:
            desk = desk or self.desk()
            runner = Runner(desk, worker=AtOnce(), jobs=AtOnce())
            self._context = Context(desk, runner, self.settings)
        return self._context

    def open(self, page: str, desk: Desk | None = None) -> Page:
        """The window on a page."""
        context = self.context(desk)
        if self.window.context is None:
            self.window.attach(context, page=page)
        else:
            self.window.open_page(page)
        self.settle()
        return self.window.page(page)

    def settle(self) -> None:
        """Let everything load and draw."""
        for _ in range(3):
            settle()
            for view in self.window.findChildren(PaperView):
                view.source.wait()
        settle()

    def during(self, call: Callable[[], Any]) -> None:
        """Take the picture while a dialog that `call` opens is on the screen, then close it."""

        def take() -> None:
            dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            if dialog is None:
                raise RuntimeError("no dialog was opened")
            settle()
            self.picture = self.composed(dialog)
            if isinstance(dialog, QDialog):
                dialog.reject()
            else:
                dialog.close()

        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(take)
        timer.start(0)
        call()
        if self.picture is None:  # a popup does not wait
            timer.stop()
            take()

    def composed(self, over: QWidget | None = None) -> QPixmap:
        """The window, with a dialog or popup over it where it stands on the screen."""
        picture = self.window.grab()
        if over is None or over is self.window:
            return picture
        window = self.window
        if isinstance(over, QDialog):
            at = QPoint(
                (window.width() - over.width()) // 2, (window.height() - over.height()) // 3
            )
        else:
            at = window.mapFromGlobal(over.mapToGlobal(QPoint(0, 0)))
        painter = QPainter(picture)
        if isinstance(over, QDialog):
            painter.fillRect(window.rect(), QColor(28, 37, 48, 60))
            painter.fillRect(over.rect().translated(at).adjusted(-1, -1, 1, 1), QColor("#7c8793"))
        painter.drawPixmap(at, over.grab())
        painter.end()
        return picture

    def close(self) -> None:
        """Take everything away again."""
        if self._window is not None:
            if self._window.context is not None:
                self._window.detach()
            self._window.close()
            self._window.deleteLater()
        settle()
        if self._context is not None:
            self._context.runner.close()
            self._context.desk.close()
            self._context.deleteLater()
        settle()


def run(folder: Path, size_name: str, size: tuple[int, int], only: Sequence[str]) -> int:
    """Write the pictures of one size; 1 when a scene failed or Qt complained."""
    said: list[str] = []

    def note(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if not any(word in text for word in _EXPECTED):
            said.append(text)

    qInstallMessageHandler(note)
    application = make_application()
    translate_qt(application)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="facilitydesk-shots-") as private:
        demo = _demonstration(Path(private))
        for each in load_scenes():
            if only and not any(each.name.startswith(name) for name in only):
                continue
            said.clear()
            started = time.monotonic()
            try:
                with _stage(Path(private), size, demo) as stage:
                    _take(stage, each, folder / f"{each.name}-{size_name}.png")
            except Exception:  # noqa: BLE001 - told below; the other scenes are still wanted
                failed += 1
                traceback.print_exc()
            took = time.monotonic() - started
            for text in dict.fromkeys(said):
                failed += 1
                print(f"{each.name}: Qt: {text}", file=sys.stderr)
            print(f"{size_name} {each.name} {took:.1f} s", flush=True)
    application.quit()
    return 1 if failed else 0


def _take(stage: Stage, each: Scene, path: Path) -> None:
    caught: list[BaseException] = []
    hook = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: caught.append(error)
    try:
        over = each.act(stage)
        stage.settle()
        picture = stage.picture or stage.composed(over)
        if over is not None:
            over.close()
    finally:
        sys.excepthook = hook
    if caught:
        raise caught[0]
    if not picture.save(str(path)):
        raise OSError(f"{path} could not be written")


@contextlib.contextmanager
def _stage(private: Path, size: tuple[int, int], demo: Path) -> Iterator[Stage]:
    folder = Path(tempfile.mkdtemp(dir=private))
    stage = Stage(folder, size, demo)
    try:
        yield stage
    finally:
        stage.close()
        shutil.rmtree(folder, ignore_errors=True)


def _demonstration(private: Path) -> Path:
    from facilitydesk.services.demo import demo_copy

    return demo_copy(private, today=TODAY)
