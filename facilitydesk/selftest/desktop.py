"""What the program needs of the desktop: a window, fonts, a way to print, typing Chinese."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from facilitydesk.selftest.bench import Bench, Step, expect

_LINUX = sys.platform.startswith("linux")
_FONTS = ("NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Regular")
# Plugins of Qt by folder: what each system must have, or a part of the program stays dead.
_SCREEN = ("platforms/qxcb", "platforms/qoffscreen") if _LINUX else ("platforms/qwindows",)
_PICTURES = ("imageformats/qjpeg", "imageformats/qsvg", "iconengines/qsvgicon")
_PRINTING = ("printsupport/cupsprintersupport",) if _LINUX else ()
_FCITX_S = 0.5
_TYPING = (
    "platforminputcontexts/ibusplatforminputcontextplugin",
    "platforminputcontexts/composeplatforminputcontextplugin",
)


def window(_bench: Bench) -> str:
    """Paint a window with the program's look, on no screen where there is none."""
    if _LINUX and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QLabel

    from facilitydesk.gui.application import make_application, translate_qt

    app = make_application()
    translate_qt(app)
    label = QLabel("𣗋溪小学 开工率 50.00%")
    label.show()
    app.processEvents()
    expect(not label.grab().isNull(), "窗口没有画出")
    label.close()
    expect(app.translate("QPlatformTheme", "Cancel") == "取消", "Qt 的中文翻译没有载入")
    expect(not app.windowIcon().isNull(), "程序图标没有载入")
    return f"Qt {qVersion()}（{app.platformName()}）"


def fonts(_bench: Bench) -> str:
    """The program's own fonts hold the rare characters; which of the office's fonts the PC has."""
    from facilitydesk.gui import theme
    from facilitydesk.reports.paper.fonts import FontBook, Role
    from facilitydesk.resources import resource

    for name in _FONTS:
        expect(resource(f"fonts/{name}.ttf").is_file(), f"缺少字体 {name}")
    own = FontBook(places=())
    for role in Role:
        for char in "𣗋𬭼䶮㎡":
            expect(own.typeface(role).face_of(char), f"{role.value}缺字 {char}")
    expect(theme.family(), "界面字体没有载入")
    choices = FontBook().choices()
    used = [f"{choice.role.value}＝{choice.used or '自带'}" for choice in choices]
    return f"界面 {theme.family()}；打印 {'，'.join(used)}"


def plugins(_bench: Bench) -> str:
    """Load what Qt needs for screens and pictures, with everything it needs in turn."""
    return f"{_load((*_SCREEN, *_PICTURES))} 个可用"


def printing(_bench: Bench) -> str:
    """Whether Qt can hand paper to the system's printers; none being set up is no fault."""
    _load(_PRINTING)
    from PySide6.QtPrintSupport import QPrinterInfo

    count = len(QPrinterInfo.availablePrinterNames())
    return f"可用，已安装 {count} 台打印机"


def typing(_bench: Bench) -> str:
    """The ways for an input method to reach the program."""
    if not _LINUX:
        return "由 Windows 提供"
    _load(_TYPING)
    return f"ibus、compose、fcitx 可用{'，fcitx 正在运行' if _fcitx_answers() else ''}"


def _fcitx_answers() -> bool:
    """Whether an fcitx of this desktop takes the program's keys."""
    from facilitydesk.gui.fcitx.line import Line, address

    try:
        line = Line(address(os.environ))
        answers = line.wait(_FCITX_S)
        line.close()
    except OSError:
        return False
    return answers


def _load(names: tuple[str, ...]) -> int:
    """Load these plugins; Wrong names the ones that are missing or lack a library."""
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    faults = []
    for name in names:
        room, _, stem = name.partition("/")
        file = folder / room / (f"lib{stem}.so" if _LINUX else f"{stem}.dll")
        loader = QPluginLoader(str(file))
        if not file.exists():
            faults.append(f"缺少 {name}")
        elif not loader.load():
            faults.append(f"{name} 不能载入：{loader.errorString()}")
    expect(not faults, "；".join(faults))
    return len(names)


STEPS: tuple[Step, ...] = (
    ("窗口", window),
    ("字体", fonts),
    ("界面插件", plugins),
    ("打印", printing),
    ("输入法", typing),
)
