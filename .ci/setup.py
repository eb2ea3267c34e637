"""Make the checkout ready to run: system libraries, ``.venv``, locked packages.

Standard library only, because it runs before anything is installed. Every part looks first
whether its work is already done, so that the second start costs a fraction of a second.
"""

from __future__ import annotations  # lets older Pythons read this file and be told in words

import ctypes
import hashlib
import io
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
RUNTIME = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"  # holds everything of RUNTIME too
VERSIONS = ((3, 13), (3, 12), (3, 11))
KNOWN_TROUBLE = 3

# What Qt's wheels link on Linux but do not bring, by Debian package. Newer releases call
# libglib2.0-0 libglib2.0-0t64, which provides the old name, so that apt finds it either way; so
# they do with libcups2, without which nothing is printed.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

VENV_PACKAGE = "import sysconfig; print(f'python{sysconfig.get_python_version()}-venv')"

LAUNCHER = """\
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m facilitydesk "$@"
"""


class SetupError(Exception):
    """A cause outside the project, told in one sentence."""


def say(text: str) -> None:
    print(text, flush=True)


def prepare(lock: Path) -> None:
    """Leave ``.venv`` holding what *lock* says; raise SetupError where that cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may lack Chinese
    ready = stamp_holds(lock)
    base = "" if ready or runs(str(PYTHON), "import pip, sysconfig") else base_python()
    packages = missing_libraries()
    if base and not runs(base, "import ensurepip, venv"):
        packages.append(output([base, "-c", VENV_PACKAGE]))
    install_system_packages(packages)
    if base:
        make_venv(base)
    if not ready:
        install_packages(lock)
        link_checkout()
        for done in {lock, RUNTIME}:
            stamp_of(done).write_text(fingerprint(done))


def base_python() -> str:
    """The interpreter that makes the environment: this one, if the program supports it."""
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for major, minor in VERSIONS:
        name = f"{major}.{minor}"
        for command in (["py", f"-{name}"],) if WINDOWS else ([f"python{name}"],):
            if shutil.which(command[0]):
                answer = output([*command, "-c", "import sys; print(sys.executable)"])
                if answer:
                    return answer
    raise SetupError(
        f"需要 Python 3.11 至 3.13，当前为 {sysconfig.get_python_version()}。"
        "Python 3.11, 3.12 or 3.13 is needed."
    )


def missing_libraries() -> list[str]:
    """Debian packages whose libraries the loader cannot find; empty where apt is not in charge."""
    if not sys.platform.startswith("linux"):
        return []
    sonames = [soname for soname in QT_LIBRARIES if not loads(soname)]
    if sonames and not shutil.which("apt-get"):
        say(f"注意: 找不到这些系统库。 These libraries were not found: {' '.join(sonames)}")
        return []
    return sorted({QT_LIBRARIES[soname] for soname in sonames})


def loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install with apt when that needs no password, else name the line that does it."""
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise SetupError(f"这个 Python 缺少 venv 模块。 This Python lacks venv: {packages}")
    words = ["install", "-y", "--no-install-recommends", *packages]
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not (shutil.which("sudo") and succeeds([*sudo, "true"])):
        raise SetupError(
            "缺少系统库，请由管理员运行一次下面这一行，然后重试。\n"
            "System libraries are missing; run this line once, then try again:\n\n"
            f"  sudo apt-get update && sudo apt-get {' '.join(words)}\n"
        )
    say(f"installing {len(packages)} system packages: {' '.join(packages)}")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    succeeds([*apt, "update"])  # one unreachable source must not matter; install decides
    done = subprocess.run(
        [*apt, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        say(done.stdout.decode(errors="replace"))
        raise SetupError("apt-get 未能安装系统库。 apt-get could not install the libraries.")


def make_venv(python: str) -> None:
    say(f"making {VENV.name} with {python}")
    if not succeeds([python, "-m", "venv", "--clear", str(VENV)], show=True):
        raise SetupError("无法建立 .venv。 The virtual environment could not be made.")


def install_packages(lock: Path) -> None:
    say(f"installing the packages of {lock.name} (the first time some 150 MB)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    pip += [] if sys.stdout.isatty() else ["--quiet"]
    if not succeeds([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock)], show=True):
        raise SetupError(
            "未能安装程序包，请检查网络后重试。 The packages could not be installed; "
            "check the network and try again."
        )


def link_checkout() -> None:
    """Put the checkout on the environment's path and a ``facilitydesk`` command beside Python.

    A relative .pth does what an editable install would, without copying ``resources`` and
    without breaking in folders with Chinese names, which Python 3.11 on Windows reads as ANSI.
    """
    site = Path(
        output([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    )
    (site / "facilitydesk.pth").write_text(os.path.relpath(ROOT, site) + "\n", encoding="ascii")
    if WINDOWS:
        (VENV / "Scripts/facilitydesk.cmd").write_text('@"%~dp0python.exe" -m facilitydesk %*\n')
        return
    command = VENV / "bin/facilitydesk"
    command.write_text(LAUNCHER)
    command.chmod(0o755)


def stamp_of(lock: Path) -> Path:
    return VENV / f".ready-{lock.stem}"


def stamp_holds(lock: Path) -> bool:
    stamp = stamp_of(lock)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(lock)


def fingerprint(lock: Path) -> str:
    """A word that changes with the lock file, this file and the environment's interpreter."""
    version = output([str(PYTHON), "-I", "-S", "-c", "import sys; print(sys.version)"])
    parts = (lock.read_bytes(), Path(__file__).read_bytes(), version.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def runs(python: str, code: str) -> bool:
    return succeeds([python, "-c", code])


def succeeds(command: list[str], *, show: bool = False) -> bool:
    """Whether *command* ran and ended with 0; its output is shown only on request."""
    quiet = None if show else subprocess.DEVNULL
    try:
        return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0
    except OSError:
        return False


def output(command: list[str]) -> str:
    """The first words of *command* on stdout, empty when it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
