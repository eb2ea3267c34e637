"""Which input method is spoken with on Linux: fcitx by the program itself, all others by Qt."""

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
    ("asked", "then", "own"),
    [
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "compose"}, True),
        ({"QT_IM_MODULE": "fcitx4"}, {"QT_IM_MODULE": "compose"}, True),
        ({"QT_IM_MODULE": "fcitx5"}, {"QT_IM_MODULE": "compose"}, True),
        ({"QT_IM_MODULE": "xim"}, {"QT_IM_MODULE": "ibus"}, False),
        ({"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "ibus"}, False),
        ({"QT_IM_MODULE": "compose"}, {"QT_IM_MODULE": "compose"}, False),
        ({"QT_IM_MODULE": "hime"}, {"QT_IM_MODULE": "hime"}, False),
        ({}, {}, False),
        ({"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "compose"}, True),
        ({"XMODIFIERS": "@im=ibus"}, {"QT_IM_MODULE": "ibus"}, False),
        ({"XMODIFIERS": "@im=none"}, {}, False),
        (
            {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "xim"},
            {"QT_IM_MODULE": "compose"},
            True,
        ),
        (
            {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "compose"},
            {"QT_IM_MODULE": "compose"},
            False,
        ),
        ({"XMODIFIERS": "@im=fcitx", "WAYLAND_DISPLAY": "wayland-0"}, {}, False),
        (
            {"QT_IM_MODULE": "fcitx", "WAYLAND_DISPLAY": "wayland-0"},
            {"QT_IM_MODULE": "compose"},
            True,
        ),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;compose"}, True),
        (
            {"QT_IM_MODULES": "wayland;fcitx;ibus", "WAYLAND_DISPLAY": "wayland-0"},
            {"QT_IM_MODULES": "wayland;compose;ibus"},
            False,
        ),
        (
            {"QT_IM_MODULES": "compose", "QT_IM_MODULE": "fcitx"},
            {"QT_IM_MODULES": "compose", "QT_IM_MODULE": "fcitx"},
            False,
        ),
    ],
)
def test_what_is_spoken_with(asked: Environment, then: Environment, own: bool, wheel: Path) -> None:
    desktop = {key: asked[key] for key in ("XMODIFIERS", "WAYLAND_DISPLAY") if key in asked}
    assert choose(asked, wheel) is own
    assert asked == then | desktop


def test_a_qt_that_has_its_own_way_to_fcitx_keeps_it(wheel: Path) -> None:
    folder = wheel / "platforminputcontexts"
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    for name in ("fcitx", "fcitx5"):
        environ = {"QT_IM_MODULE": name}
        assert not choose(environ, wheel)
        assert environ == {"QT_IM_MODULE": name}


def test_the_qt_of_this_program_has_the_way_to_ibus() -> None:
    """On Linux; elsewhere Qt uses the system's input method without a plugin."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    if folder.is_dir():
        assert [*folder.glob("*ibus*")]
