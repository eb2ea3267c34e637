"""The one QApplication: its look, Qt's own words in Chinese, and when rubbish is looked for."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

from facilitydesk import places
from facilitydesk.domain import collecting
from facilitydesk.gui import input_method, theme

_START_MS = 3000
_EVERY_MS = 1000
_INPUT_MS = 200


def collect_later(parent: QObject | None = None) -> QTimer:
    """No search for rubbish until the window works: what a start makes stays (a tenth of its time).

    From then on this thread looks for it, and no other ever: a dialog that hangs in a circle of
    its own must not be destroyed on the worker's thread, where Qt's timers cannot be stopped.
    """
    gc.disable()
    timer = QTimer(parent or QCoreApplication.instance())
    timer.setSingleShot(True)
    timer.timeout.connect(gc.freeze)
    timer.timeout.connect(partial(_go_on, timer))
    timer.start(_START_MS)
    return timer


def _go_on(timer: QTimer) -> None:
    timer.timeout.disconnect()
    timer.setSingleShot(False)
    timer.timeout.connect(collect)
    timer.start(_EVERY_MS)


def collect() -> None:
    """Look through what is due, by Python's own counts and measures."""
    if collecting.held():
        return
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def make_application() -> QApplication:
    """The one QApplication with our look."""
    existing = QApplication.instance()
    fcitx = False
    if existing is None and sys.platform == "linux":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
        fcitx = input_method.choose(os.environ, Path(folder))
    app = (
        existing
        if isinstance(existing, QApplication)
        else QApplication([*sys.argv[:1], *theme.STYLE])
    )
    if places.portable() is not None:  # what Qt's own dialogs remember
        own = str(places.settings_folder())
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, own)
    app.setApplicationName("facilitydesk")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("facilitydesk")  # by which Linux desktops find icon and name
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.apply(app)
    if fcitx:
        QTimer.singleShot(_INPUT_MS, app, partial(_speak_fcitx, app))
    return app


def _speak_fcitx(app: QApplication) -> None:
    """Typing by fcitx; loaded only here, after the window was painted (50 ms)."""
    from facilitydesk.gui.fcitx.client import FcitxClient

    FcitxClient(app)


def translate_qt(app: QCoreApplication) -> None:
    """Qt's own texts (buttons of dialogs, menus of fields) in Chinese; takes 25 ms."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
