"""A package proves itself on a minimal Debian without network, as an office PC would see it.

What it depends on is installed first from files, then the package; an unprivileged officer runs
the self-test, opens the window and does a day's work; removal must leave the officer's data and
nothing else.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from building import chroot, screen, trial_upgrade
from building.chroot import Chroot
from building.common import DIST, WORK, BuildError, say

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


def package(deb: Path, suite: str, older: Path | None = None) -> None:
    """Install, use and remove the package on one release of Debian. Raises BuildError.

    With an *older* package that is installed and used first, upgraded by the program itself, and
    gone back to.
    """
    say(f"\n== {deb.name} on a minimal Debian {suite}")
    system = ready(deb, suite, f"trial-{suite}")
    before = files(system)
    if older is not None:
        trial_upgrade.there_and_back(system, older, deb)
    offline(system, "dpkg -i /opt/program.deb", "dpkg -i")
    said = offline(system, as_officer("facilitydesk-cli selftest"), "self-test", seconds=120)
    say(said.rstrip())
    offline(system, as_officer(window("offscreen")), "window on no screen", seconds=60)
    screen.by_keyboard(
        system, as_officer(f"exec timeout 100 facilitydesk /home/{OFFICER}/窗口.fdk"), DIST / f"trial-{suite}.png",
        before=as_officer("facilitydesk-cli new 窗口.fdk --demo"),
        after=as_officer("facilitydesk-cli log 窗口.fdk --json"),
    )  # fmt: skip
    say(offline(system, as_officer(DAY), "a day's work", seconds=120).rstrip())
    offline(system, "dpkg -r facilitydesk && dpkg -P facilitydesk", "dpkg -r")
    left = sorted(files(system) ^ before)
    home = system.folder / f"home/{OFFICER}"
    if left:
        raise BuildError(f"after removal these differ: {left[:10]}")
    if not (home / "临溪县.fdk").exists():
        raise BuildError("the officer's data are gone")
    kept = sorted(path.relative_to(home).as_posix() for path in home.rglob("*.fdk"))
    say(f"removed; nothing is left but the officer's: {'、'.join(kept)}")
    chroot.remove(system.folder)


def ready(deb: Path, suite: str, name: str) -> Chroot:
    """A minimal Debian with what the package depends on, the package beside it, and an officer."""
    system = chroot.copy(suite, name)
    shutil.copyfile(deb, system.folder / "opt/program.deb")
    book = Path(__file__).parents[2] / "resources/selftest/projects.xls"
    shutil.copyfile(book, system.folder / "opt/项目表.xls")
    system.borrow_network()
    system.run(
        f"rm -f /etc/apt/apt.conf.d/docker-clean; apt-get -qq update && "
        "apt-get -qq -y --no-install-recommends --download-only install /opt/program.deb && "
        f"useradd -m {OFFICER}",
        network=True,
        log=f"{name}-download",
    )
    offline(system, "dpkg -i $(ls /var/cache/apt/archives/*.deb) >/dev/null", "its Depends")
    return system


def window(platform: str) -> str:
    """A shell line: open the window on the demonstration data until it has shown it, then end."""
    return (
        f"FACILITYDESK_MARKS=quit QT_QPA_PLATFORM={platform} timeout 40 facilitydesk --demo 2>&1"
        " | tee /tmp/marks; grep -q '^@opened' /tmp/marks"
    )


def as_officer(script: str) -> str:
    quoted = script.replace("'", "'\\''")
    return f"su {OFFICER} -s /bin/sh -c 'cd; export HOME=/home/{OFFICER} LC_ALL=C.UTF-8; {quoted}'"


def offline(system: Chroot, script: str, name: str, *, seconds: float = 600, code: int = 0) -> str:
    """Run it inside without network; its words. Raises BuildError unless it ends with *code*."""
    begun = time.monotonic()
    ended, words = system.ask(script, seconds=seconds)
    if ended != code:
        (WORK / "log").mkdir(parents=True, exist_ok=True)
        raise BuildError(f"{name} ended with {ended}:\n{words[-3000:]}")
    say(f"ok  {name} ({time.monotonic() - begun:.1f} s)")
    return words


def files(system: Chroot) -> set[str]:
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
