"""Debian systems in a folder: to build on an old one, and to try a package on a bare one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from building.common import WORK, BuildError, CannotBuildError, run, say

ROOTS = WORK / "roots"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# Everything below happens in a mount namespace of its own, so that no mount outlives a command.
_ENTER = """
set -e
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/dev/shm" 2>/dev/null || true
[ -z "$2" ] || ip link set lo up 2>/dev/null || true
exec chroot "$1" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive /bin/sh -c "$3"
"""


class Chroot:
    """One system in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, script: str, *, network: bool = False) -> list[str]:
        """The words that run a shell script as root inside."""
        alone = [] if network else ["--net"]
        offline = "" if network else "offline"
        words = ["unshare", "--mount", *alone, "sh", "-c", _ENTER, "sh", str(self.folder)]
        return [*words, offline, script]

    def run(
        self, script: str, *, network: bool = False, log: str = "", seconds: float = 3600
    ) -> None:
        """Run a shell script as root inside; BuildError when it fails."""
        file = WORK / f"log/{log}.log" if log else None
        run(self.command(script, network=network), log=file, seconds=seconds)

    def ask(self, script: str, *, seconds: float = 600) -> tuple[int, str]:
        """Exit code and words of a shell script inside, without network."""
        done = subprocess.run(
            self.command(script),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def install(self, packages: Iterable[str]) -> None:
        """Install Debian packages inside, with what they need, from the network."""
        self.borrow_network()
        words = " ".join(shlex.quote(name) for name in packages)
        apt = "apt-get -qq -o Dpkg::Use-Pty=0"
        self.run(
            f"{apt} update && {apt} -y upgrade && "
            f"{apt} -y --no-install-recommends install {words} && apt-get clean",
            network=True,
            log=f"apt-{self.folder.name}",
        )

    def borrow_network(self) -> None:
        """Give it the way to the network that this machine has: names and proxies."""
        for name in ("etc/resolv.conf", "etc/hosts"):
            source = Path("/", name)
            if source.exists():
                shutil.copyfile(source, self.folder / name)
        (self.folder / "etc/apt/apt.conf.d").mkdir(parents=True, exist_ok=True)
        for source in Path("/etc/apt/apt.conf.d").glob("*prox*"):
            shutil.copyfile(source, self.folder / "etc/apt/apt.conf.d" / source.name)


def pristine(suite: str) -> Chroot:
    """A minimal Debian of this suite as debootstrap leaves it, made once; not to be changed."""
    folder = ROOTS / suite
    if folder.exists():
        return Chroot(folder)
    if os.geteuid() != 0:
        raise CannotBuildError(
            f"root is needed to make a Debian {suite} in a folder: run it with sudo"
        )
    if not shutil.which("debootstrap"):
        raise CannotBuildError("debootstrap is not installed: apt-get install debootstrap")
    say(f"making a minimal Debian {suite} in {folder}")
    unfinished = folder.with_name(f"{suite}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    mirror = os.environ.get("DEBIAN_MIRROR", "")
    keyring = [f"--keyring={KEYRING}"] if Path(KEYRING).exists() else []
    words = ["debootstrap", "--variant=minbase", "--include=ca-certificates", *keyring, suite]
    run(
        [*words, str(unfinished), *filter(None, [mirror])],
        log=WORK / f"log/debootstrap-{suite}.log",
    )
    _add_security(unfinished, suite)
    unfinished.rename(folder)
    return Chroot(folder)


def copy(suite: str, name: str) -> Chroot:
    """A fresh copy of the minimal system, replacing one of that name."""
    source, folder = pristine(suite).folder, ROOTS / name
    remove(folder)
    run(["cp", "-ax", source, folder])
    return Chroot(folder)


def remove(folder: Path) -> None:
    """Remove a system's folder; refuses one that something is mounted in."""
    mounts = Path("/proc/mounts").read_text(encoding="utf-8")
    if f" {folder}/" in mounts:
        raise BuildError(f"something is still mounted in {folder}")
    shutil.rmtree(folder, ignore_errors=True)


def mirror_of(folder: Path) -> str:
    """The address from which this system was made."""
    for line in (folder / "etc/apt/sources.list").read_text(encoding="utf-8").splitlines():
        if line.startswith("deb "):
            return line.split()[1].rstrip("/")
    raise BuildError(f"{folder} names no package source")


def _add_security(folder: Path, suite: str) -> None:
    """Security updates lie beside the main archive, on every mirror under the same name."""
    address = f"{mirror_of(folder)}-security"
    line = f"deb {address} {suite}-security main\n"
    with (folder / "etc/apt/sources.list").open("a", encoding="utf-8") as stream:
        stream.write(line)
