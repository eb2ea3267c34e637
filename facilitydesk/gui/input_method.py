"""Which input method is spoken with on Linux, chosen before the application is made.

Qt's packages bring the way to ibus, none to fcitx: what a desktop asks for by `QT_IM_MODULE=fcitx`
is not there, and only Latin letters would arrive. To fcitx 4 and fcitx 5 the program has a way of
its own (gui/fcitx). Where nobody answers, keys arrive as they would have without it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

_FCITX = frozenset({"fcitx", "fcitx4", "fcitx5"})
_IBUS = "ibus"
# XIM is no longer spoken by Qt 6 at all: what it stands for is named for X11.
_XIM = "xim"
# Qt's own way for dead keys, which it takes when nothing is asked for.
_PLAIN = "compose"
_WAYLAND = "wayland"


def choose(environ: MutableMapping[str, str], plugins: Path) -> bool:
    """Whether the program is to speak with fcitx itself; the environment then asks Qt for nothing.

    `plugins` is the folder of Qt's plugins. What Qt can do, and what is unknown here, stays.
    """
    asked = [name for name in environ.get("QT_IM_MODULES", "").split(";") if name]
    if asked:
        names = [_meant(name, environ) for name in asked]
        own = any(_is_ours(name, plugins) for name in names)
        qt = [_PLAIN if _is_ours(name, plugins) else name for name in names]
        environ["QT_IM_MODULES"] = ";".join(qt)
        # Under Wayland the desktop's own way comes first, where Qt finds it.
        return own and not (_WAYLAND in asked and environ.get("WAYLAND_DISPLAY"))
    name = _meant(environ.get("QT_IM_MODULE", ""), environ)
    own = _is_ours(name, plugins)
    if name:
        environ["QT_IM_MODULE"] = _PLAIN if own else name
    return own


def _is_ours(name: str, plugins: Path) -> bool:
    """Whether this is fcitx, and Qt has no plugin for it here."""
    return name in _FCITX and not any((plugins / "platforminputcontexts").glob("libfcitx*"))


def _meant(name: str, environ: MutableMapping[str, str]) -> str:
    """What is named for X11 where Qt is asked for nothing else; Wayland has its own way."""
    if name not in {"", _XIM} or (not name and environ.get("WAYLAND_DISPLAY")):
        return name
    named = environ.get("XMODIFIERS", "").removeprefix("@im=")
    return named if named in {*_FCITX, _IBUS} else _IBUS if name else ""
