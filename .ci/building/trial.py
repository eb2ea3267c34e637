"""A package proves itself on a minimal Debian without network, as an office PC would see it.

What it depends on is installed first from files, then the package; an unprivileged officer runs
the self-test, opens the window and does a day's work; removal must leave the officer's data and
nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from building import chroot
from building.chroot import Chroot
from building.common import DIST, WORK, BuildError, run, say

SUITES = ("bullseye", "bookworm", "trixie")
OFFICER = "officer"
DAY = f"""
set -e
cd /home/{OFFICER}
facilitydesk-cli new 临溪县.fdk --demo
facilitydesk-cli import 临溪县.fdk /opt/项目表.xls --kind projects
facilitydesk-cli figures 临溪县.fdk | head -n 3
facilitydesk-cli report 临溪县.fdk bulletin --as-of 2026-03-13 --out 通报.pdf
facilitydesk-cli report 临溪县.fdk progress_table --as-of 2026-03-13 --out 进度表.xlsx
facilitydesk-cli verify 临溪县.fdk
head -c 5 通报.pdf; echo; ls -s 通报.pdf 进度表.xlsx
"""


def package(deb: Path, suite: str) -> None:
    """Install, use and remove the package on one release of Debian. Raises BuildError."""
    say(f"\n== {deb.name} on a minimal Debian {suite}")
    system = chroot.copy(suite, f"trial-{suite}")
    shutil.copyfile(deb, system.folder / "opt/program.deb")
    book = Path(__file__).parents[2] / "resources/selftest/projects.xls"
    shutil.copyfile(book, system.folder / "opt/项目表.xls")
    system.borrow_network()
    system.run(
        f"rm -f /etc/apt/apt.conf.d/docker-clean; apt-get -qq update && "
        "apt-get -qq -y --no-install-recommends --download-only install /opt/program.deb && "
        f"useradd -m {OFFICER}",
        network=True,
        log=f"trial-{suite}-download",
    )
    _offline(system, "dpkg -i $(ls /var/cache/apt/archives/*.deb) >/dev/null", "its Depends")
    before = _files(system)
    _offline(system, "dpkg -i /opt/program.deb", "dpkg -i")
    said = _offline(system, _as_officer("facilitydesk-cli selftest"), "self-test", seconds=120)
    say(said.rstrip())
    _offline(system, _as_officer(window("offscreen")), "window on no screen", seconds=60)
    _on_screen(system, suite)
    say(_offline(system, _as_officer(DAY), "a day's work", seconds=120).rstrip())
    _offline(system, "dpkg -r facilitydesk && dpkg -P facilitydesk", "dpkg -r")
    left = sorted(_files(system) ^ before)
    home = system.folder / f"home/{OFFICER}"
    if left:
        raise BuildError(f"after removal these differ: {left[:10]}")
    if not (home / "临溪县.fdk").exists():
        raise BuildError("the officer's data are gone")
    kept = sorted(path.relative_to(home).as_posix() for path in home.rglob("*.fdk"))
    say(f"removed; nothing is left but the officer's: {'、'.join(kept)}")
    chroot.remove(system.folder)


def window(platform: str) -> str:
    """A shell line: open the window on the demonstration data until it has shown it, then end."""
    return (
        f"FACILITYDESK_MARKS=quit QT_QPA_PLATFORM={platform} timeout 40 facilitydesk --demo 2>&1"
        " | tee /tmp/marks; grep -q '^@opened' /tmp/marks"
    )


def _on_screen(system: Chroot, suite: str) -> None:
    """The window on a virtual screen of this machine, reached through its socket."""
    if not shutil.which("Xvfb"):
        say("NOTE: Xvfb is not installed; the window was not opened on a screen")
        return
    number = 200 + os.getpid() % 700
    screen = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    try:
        socket = Path(f"/tmp/.X11-unix/X{number}")
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        # xterm's rule of thumb does not hold here: nobody but us may reach this screen.
        entered = system.folder / "tmp/.X11-unix"
        entered.mkdir(mode=0o1777, exist_ok=True)
        script = _as_officer(
            f"export DISPLAY=:{number}; (FACILITYDESK_MARKS=1 QT_QPA_PLATFORM=xcb timeout 25 "
            "facilitydesk --demo > /tmp/marks 2>&1 || true); cat /tmp/marks; "
            "grep -q '^@opened' /tmp/marks"
        )
        command = system.command(script)
        at = command.index("sh") + 2
        command[at] = f'mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"\n{command[at]}'
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        time.sleep(15)
        picture = DIST / f"trial-{suite}.png"
        if shutil.which("import"):
            run(["import", "-display", f":{number}", "-window", "root", picture])
        words = child.communicate(timeout=60)[0].decode("utf-8", "replace")
        if child.returncode:
            raise BuildError(f"the window did not open on a screen: {words}")
        say(f"ok  window on a screen ({' '.join(words.split())})")
    finally:
        screen.terminate()
        screen.wait()


def _as_officer(script: str) -> str:
    quoted = script.replace("'", "'\\''")
    return f"su {OFFICER} -s /bin/sh -c 'cd; export HOME=/home/{OFFICER} LC_ALL=C.UTF-8; {quoted}'"


def _offline(system: Chroot, script: str, name: str, *, seconds: float = 600) -> str:
    begun = time.monotonic()
    code, words = system.ask(script, seconds=seconds)
    if code:
        (WORK / "log").mkdir(parents=True, exist_ok=True)
        raise BuildError(f"{name} ended with {code}:\n{words[-3000:]}")
    say(f"ok  {name} ({time.monotonic() - begun:.1f} s)")
    return words


def _files(system: Chroot) -> set[str]:
    """All files but the package system's own notes, the officer's home, logs and caches."""
    passed = ("var/lib/dpkg", "var/log", "var/cache", f"home/{OFFICER}", "tmp", "proc", "dev")
    found = set()
    for folder, folders, names in os.walk(system.folder):
        inner = Path(folder).relative_to(system.folder).as_posix()
        folders[:] = [
            name for name in folders if f"{inner}/{name}".removeprefix("./") not in passed
        ]
        found |= {f"{inner}/{name}" for name in (*folders, *names)}
    return found
