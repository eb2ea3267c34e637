"""The one place that wires everything: a command line word leads to the commands, else the window.

Nothing heavy is imported here: the window must be painted before the store is loaded.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from facilitydesk import handover, places

COMMANDS = frozenset(
    ("new import figures report verify backup restore upgrade program data-copy log").split()  # noqa: SIM905 - as the manual lists them
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 refused, 2 wrong usage, 3 trouble."""
    words = list(sys.argv[1:] if argv is None else argv)
    first = words[0] if words else ""
    code = handover.pass_on(words)
    if code is not None:
        return code
    told = places.begin()
    if told:
        return _cannot_begin(told, words)
    if first == "selftest":
        from facilitydesk.selftest import run

        return run(words[1:])
    if first == "read-workbook":  # the frozen program reads foreign files in a child of itself
        from facilitydesk.interchange.child import main as read_workbook

        return read_workbook(words[1:])
    if first == "write-data-copy":  # a child of the window, so that it never has to wait
        from facilitydesk.cli.data_copy import in_child

        return in_child(words[1:])
    if first in COMMANDS or first in {"-h", "--help", "--version"}:
        from facilitydesk.cli import run as run_command

        return run_command(words)
    return _window(words)


def _cannot_begin(told: str, words: list[str]) -> int:
    """A portable program whose folder cannot be written: one sentence where it will be seen."""
    if sys.stderr is not None:
        sys.stderr.write(told + "\n")
    if (not words or words[0].endswith(".fdk")) and _screen():
        from PySide6.QtWidgets import QMessageBox

        from facilitydesk.gui.application import make_application

        app = make_application()
        QMessageBox.critical(None, "教育项目管理", told)
        app.quit()
    return 3


def _window(words: list[str]) -> int:
    officer = None
    if "--officer" in words[:-1]:
        at = words.index("--officer")
        officer = words[at + 1]
        del words[at : at + 2]
    demo = words == ["--demo"]
    if not demo and (len(words) > 1 or (words and words[0].startswith("-"))):
        sys.stderr.write("用法：facilitydesk [数据文件] [--demo] [--officer 姓名]；命令见 --help\n")
        return 2
    if not _screen():
        from facilitydesk.domain.messages import sentence

        sys.stderr.write(sentence("screen.none", {}) + "\n")
        return 3
    gc.disable()  # already while Qt is imported; gui/application.py collects by itself
    from facilitydesk.gui.start import run_demo, run_window

    return run_demo() if demo else run_window(words[0] if words else None, officer=officer)


def _screen() -> bool:
    """Whether there is somewhere to draw; Qt would otherwise abort with words for developers."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in wanted)
