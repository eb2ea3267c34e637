"""The one QApplication: its look, Qt's own words in Chinese, and when rubbish is looked for."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from facilitydesk import places
from facilitydesk.gui import input_method, theme

_START_MS = 3000


def collect_later() -> None:
    """No search for rubbish until the window works: what a start makes stays (a tenth of its time)."""
    gc.disable()
    QTimer.singleShot(_START_MS, _collect)


def _collect() -> None:
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """The one QApplication with our look."""
    existing = QApplication.instance()
    if existing is None and sys.platform == "linux":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
        input_method.choose(os.environ, Path(folder))
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
    return app


def translate_qt(app: QCoreApplication) -> None:
    """Qt's own texts (buttons of dialogs, menus of fields) in Chinese; takes 25 ms."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
