"""Whether the frozen program's own files are those that were built: damaged sticks are common."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from facilitydesk.selftest.bench import Bench, Step, Wrong

ABOUT = "_internal/build.json"


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
    from facilitydesk.services.program import files as program_files

    try:
        found = program_files.compare(folder)
    except OSError:
        raise Wrong(f"缺少文件清单 {program_files.MANIFEST}") from None
    if found.faults:
        raise Wrong("；".join(found.faults))
    return found.listed


def own(_bench: Bench) -> str:
    """The files of the running program."""
    folder = home()
    if folder is None:
        return "从源代码运行，没有文件清单"
    return f"{compare(folder)} 个文件完好"


STEPS: tuple[Step, ...] = (("程序文件", own),)
