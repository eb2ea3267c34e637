"""Whether the frozen program's own files are those that were built: damaged sticks are common."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from facilitydesk.selftest.bench import Bench, Step, Wrong

MANIFEST = "SHA256SUMS"  # beside the program, one line a file as sha256sum writes it
ABOUT = "_internal/build.json"
_SHOWN = 5


def home() -> Path | None:
    """The folder of the frozen program; None when it runs from its sources."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def built() -> dict[str, object] | None:
    """Version, commit and date of the build; None where there was none."""
    folder = home()
    if folder is None or not (folder / ABOUT).is_file():
        return None
    return dict(json.loads((folder / ABOUT).read_text(encoding="utf-8")))


def compare(folder: Path) -> int:
    """Compare a folder with its list and return the number of files. Raises Wrong."""
    listed: dict[str, str] = {}
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except OSError:
        raise Wrong(f"缺少文件清单 {MANIFEST}") from None
    for line in lines:
        wanted, _, name = line.partition("  ")
        listed[name] = wanted
    changed, missing = [], []
    for name, wanted in listed.items():
        try:
            with (folder / name).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            missing.append(name)
        else:
            if found != wanted:
                changed.append(name)
    # Beside the program a portable folder also keeps data; inside, nothing may be added.
    inner = [path for path in (folder / "_internal").rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix() for path in inner if not path.is_symlink()}
    added = sorted(names - listed.keys())
    faults = [
        f"{word} {len(found)} 个文件：{'、'.join(found[:_SHOWN])}"
        for word, found in (("已改动", changed), ("缺少", missing), ("多出", added))
        if found
    ]
    if faults:
        raise Wrong("；".join(faults))
    return len(listed)


def own(_bench: Bench) -> str:
    """The files of the running program."""
    folder = home()
    if folder is None:
        return "从源代码运行，没有文件清单"
    return f"{compare(folder)} 个文件完好"


STEPS: tuple[Step, ...] = (("程序文件", own),)
