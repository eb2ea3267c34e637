"""A virtual screen on which a program inside a root is used with the keyboard, as an officer would.

The screen belongs to this machine and is reached through its socket; without Xvfb and xdotool it is
said that the window was not opened on a screen.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from building.chroot import Chroot
from building.common import BuildError, run, say

SECONDS = 60
PAUSE = 2.5  # seconds an officer looks at a page; enough for a busy machine
_CLIENT_MESSAGE = 33


def by_keyboard(system: Chroot, script: str, picture: Path, *, before: str, after: str) -> None:
    """Open the window of a data file, look at every page, add a school, close. Raises BuildError.

    *before* makes the file, *after* prints its journal as JSON; the school must stand in it.
    """
    if not there():
        say("NOTE: Xvfb or xdotool is not installed; the window was not used on a screen")
        return
    code, words = system.ask(before)
    if code:
        raise BuildError(f"no data file for the window: {words}")
    with _screen(system) as display:
        begun = time.monotonic()
        child = subprocess.Popen(
            _inside(system, script, display), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            window = _window(display, child)
            _use(display)
            if shutil.which("import"):
                run(["import", "-display", display, "-window", "root", picture])
            ask_to_close(display, int(window))
            words = child.communicate(timeout=SECONDS)[0].decode("utf-8", "replace")
        finally:
            child.kill()
        if child.returncode:
            raise BuildError(f"the window ended with {child.returncode}: {words[-3000:]}")
        if "@opened" not in words or "Traceback" in words:
            raise BuildError(f"the window said: {words[-3000:]}")
    code, words = system.ask(after)
    if code or "Wang" not in json.dumps(json.loads(words), ensure_ascii=False):
        raise BuildError(f"what was typed is not in the journal ({code}): {words[-1500:]}")
    say(f"ok  used with the keyboard on a screen ({time.monotonic() - begun:.1f} s)")


def there() -> bool:
    """Whether this machine has what is needed."""
    return shutil.which("Xvfb") is not None and shutil.which("xdotool") is not None


def _use(display: str) -> None:
    """Every page once; on the page of schools a row is added in the grid."""
    tool(display, "key", "space")  # the notice of the first start
    time.sleep(PAUSE)
    for number in (1, 2, 3, 5, 6, 7, 8, 9, 4):
        tool(display, "key", f"alt+{number}")
        time.sleep(PAUSE)
    time.sleep(PAUSE)
    for words in (["key", "Insert"], ["type", "--delay", "60", "Wang School"], ["key", "Return"]):
        tool(display, *words)
        time.sleep(PAUSE)


def _window(display: str, child: subprocess.Popen[bytes]) -> str:
    """The window's number once its data are there."""
    for _ in range(SECONDS * 2):
        if child.poll() is not None:
            assert child.stdout is not None
            raise BuildError(f"no window: {child.stdout.read().decode('utf-8', 'replace')[-2000:]}")
        found = tool(display, "search", "--onlyvisible", "--name", "教育项目管理").split()
        names = {number: tool(display, "getwindowname", number) for number in found}
        opened = [number for number, name in names.items() if "—" in name]
        if opened:
            tool(display, "windowfocus", opened[0])
            time.sleep(1)
            return opened[0]
        time.sleep(0.5)
    raise BuildError("no window appeared on the screen")


def ask_to_close(display: str, window: int) -> None:
    """What the desktop's own button for closing sends."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    protocols, delete = (
        x11.XInternAtom(opened, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
    )
    event = (ctypes.c_long * 24)()  # XClientMessageEvent: type, …, window, message, format, data
    event[0], event[4], event[5], event[6], event[7], event[8] = (
        *(_CLIENT_MESSAGE, window, protocols, 32, delete, 0),
    )
    x11.XSendEvent(opened, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(opened)


def tool(display: str, *words: str) -> str:
    """What xdotool says to some words."""
    done = subprocess.run(
        ["xdotool", *words],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.stdout


def _inside(system: Chroot, script: str, display: str) -> list[str]:
    command = system.command(
        f"export DISPLAY={display} QT_QPA_PLATFORM=xcb FACILITYDESK_MARKS=1; {script}"
    )
    at = command.index("sh") + 2
    command[at] = f'mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"\n{command[at]}'
    return command


@contextmanager
def _screen(system: Chroot) -> Iterator[str]:
    entered = system.folder / "tmp/.X11-unix"
    entered.mkdir(mode=0o1777, exist_ok=True)
    with server() as display:
        yield display


@contextmanager
def server() -> Iterator[str]:
    """A screen as large as an office PC's, by the name that programs call it."""
    number = 200 + os.getpid() % 700
    child = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    try:
        socket = Path(f"/tmp/.X11-unix/X{number}")
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        yield f":{number}"
    finally:
        child.terminate()
        child.wait()
