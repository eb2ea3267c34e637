"""Where the program's own files lie: in a checkout, in a wheel and in a frozen bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen)] if frozen else []
    places += [_HERE / "_data", _HERE.parent]
    for place in places:
        if (place / "resources").is_dir() and (place / "db").is_dir():
            return place
    raise RuntimeError("the folders db and resources are missing from this installation")


def db_folder() -> Path:
    """The folder with the migrations and the reference data."""
    return _root() / "db"


def resource(name: str) -> Path:
    """A file or folder below resources/, such as 'fonts/NotoSansSC-Regular.ttf'."""
    return _root() / "resources" / name


def changelog() -> Path:
    """What is new in each version, in Chinese."""
    return _root() / "CHANGELOG.md"
