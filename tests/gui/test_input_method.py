"""Which input method is asked of Qt on Linux: fcitx5 answers as ibus where Qt has no way to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from facilitydesk.gui.input_method import choose

Environment = dict[str, str]


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Qt's plugins as its packages bring them."""
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    for name in ("compose", "ibus"):
        (folder / f"lib{name}platforminputcontextplugin.so").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx5"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "xim"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "compose"}, {"QT_IM_MODULE": "compose"}),
        ({"QT_IM_MODULE": "hime"}, {"QT_IM_MODULE": "hime"}),
        ({}, {}),
        ({"XMODIFIERS": "@im=fcitx"}, {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=ibus"}, {"XMODIFIERS": "@im=ibus", "QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=none"}, {"XMODIFIERS": "@im=none"}),
        (
            {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "compose"},
            {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "compose"},
        ),
        (
            {"XMODIFIERS": "@im=fcitx", "WAYLAND_DISPLAY": "wayland-0"},
            {"XMODIFIERS": "@im=fcitx", "WAYLAND_DISPLAY": "wayland-0"},
        ),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;fcitx;ibus"}),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, {"QT_IM_MODULES": "wayland;fcitx;ibus"}),
        (
            {"QT_IM_MODULES": "compose", "QT_IM_MODULE": "fcitx"},
            {"QT_IM_MODULES": "compose", "QT_IM_MODULE": "fcitx"},
        ),
    ],
)
def test_what_qt_is_asked_for(asked: Environment, then: Environment, wheel: Path) -> None:
    choose(asked, wheel)
    assert asked == then


def test_a_qt_that_has_its_own_way_to_fcitx_keeps_it(wheel: Path) -> None:
    folder = wheel / "platforminputcontexts"
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    for name in ("fcitx", "fcitx5"):
        environ = {"QT_IM_MODULE": name}
        choose(environ, wheel)
        assert environ == {"QT_IM_MODULE": name}


def test_the_qt_of_this_program_has_the_way_to_ibus() -> None:
    """On Linux; elsewhere Qt uses the system's input method without a plugin."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    if folder.is_dir():
        assert [*folder.glob("*ibus*")]
