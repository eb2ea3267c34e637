"""Which input method Qt is to speak with on Linux, chosen before the application is made.

Qt's packages bring the way to ibus, none to fcitx: what a desktop asks for by `QT_IM_MODULE=fcitx`
is not there, and only Latin letters would arrive. fcitx5 also speaks the language of ibus, so that
way is taken instead. Where nobody answers, keys arrive as they would have without it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

# What desktops ask for: XIM is no longer spoken by Qt 6 at all.
_FOREIGN = frozenset({"fcitx", "fcitx5", "xim"})
_IBUS = "ibus"


def choose(environ: MutableMapping[str, str], plugins: Path) -> None:
    """Change what the environment asks of Qt where Qt has no plugin for it.

    `plugins` is the folder of Qt's plugins. What Qt can do, and what is unknown here, stays.
    """
    asked = [name for name in environ.get("QT_IM_MODULES", "").split(";") if name]
    if asked:
        if any(_is_foreign(name, plugins) for name in asked) and _IBUS not in asked:
            environ["QT_IM_MODULES"] = ";".join([*asked, _IBUS])
        return
    name = environ.get("QT_IM_MODULE", "")
    if _is_foreign(name, plugins) or (not name and _x11_asks(environ)):
        environ["QT_IM_MODULE"] = _IBUS


def _is_foreign(name: str, plugins: Path) -> bool:
    """Whether this is a known input method for which Qt has no plugin here."""
    found = (plugins / "platforminputcontexts").glob(f"lib{name.rstrip('5')}*")
    return name in _FOREIGN and not any(found)


def _x11_asks(environ: MutableMapping[str, str]) -> bool:
    """Whether the desktop names an input method for X11 only; under Wayland Qt has its own way."""
    named = environ.get("XMODIFIERS", "").removeprefix("@im=")
    return not environ.get("WAYLAND_DISPLAY") and named in {"fcitx", "fcitx5", _IBUS}
