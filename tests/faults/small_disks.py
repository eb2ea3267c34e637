"""Real small file systems for tests; only root may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """A tmpfs with mount options (size=200k, ro, …); the test is left out without the right."""
    place.mkdir(exist_ok=True)
    if os.name == "nt" or os.getuid() != 0 or _mount("-t", "tmpfs", "-o", options, place) != 0:
        pytest.skip("a small file system can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    """Change a mounted file system, such as to read-only."""
    assert _mount("-o", f"remount,{options}", place) == 0


def _mount(*words: object) -> int:
    kind = [] if "remount" in str(words) else ["tmpfs"]
    *options, place = words
    command = ["mount", *map(str, options), *kind, str(place)]
    return subprocess.run(command, check=False, capture_output=True).returncode
