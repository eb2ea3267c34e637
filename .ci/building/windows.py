"""The program for Windows 10 and later: frozen, looked at, packed, installed and removed for proof.

Everything comes from the commit, the lock files and CPython as its foundation signed it. On Linux
the Windows programs of the chain run under wine, so that no Windows is needed; neither is any of it
proof for a real Windows.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path

import setup

from building import (
    boot_loader,
    freeze,
    gate_windows,
    portable,
    python_windows,
    trial_windows,
    wheels,
    wine,
)
from building.common import (
    DIST,
    ROOT,
    WORK,
    BuildError,
    CannotBuildError,
    build_environment,
    epoch,
    run,
    say,
    version,
)

SCRIPT = ROOT / "resources/packaging/windows/facilitydesk.nsi"


def make(arguments: list[str]) -> None:
    """Build the installer and the portable folder; *arguments* may hold "prove" alone."""
    begun = time.monotonic()
    if arguments != ["prove"]:
        bundle = freeze_it()
        gate_windows.examine(bundle)
        say(f"{bundle}: {freeze.size(bundle):.0f} MiB, {time.monotonic() - begun:.0f} s")
        pack(bundle)
        portable.make_windows(bundle)
        say(f"everything took {time.monotonic() - begun:.0f} s")
    trial_windows.prove(installer())


def installer() -> Path:
    return DIST / f"facilitydesk-{version()}-setup.exe"


def freeze_it() -> Path:
    """The folder with the two programs, in dist/windows."""
    machine = wine.Machine(WORK / "wine")
    machine.prepare()
    python = python_windows.folder(WORK / "cpython-windows")
    fetched = WORK / "wheels-windows"
    say("fetching the locked packages for Windows")
    wheels.download("windows", fetched)
    _put_in(fetched, python)
    boot_loader.put_in(python / "Lib/site-packages")
    copy = WORK / "source-windows"
    freeze.source(copy)
    made, work = WORK / "dist-windows", WORK / "work-windows"
    for folder in (made, work):
        shutil.rmtree(folder, ignore_errors=True)
    say("freezing the program for Windows")
    machine.run(
        [
            *(python / "python.exe", "-m", "PyInstaller", "--noconfirm", "--clean"),
            *("--distpath", made, "--workpath", work, "build.spec"),
        ],
        cwd=copy,
        env=build_environment(PYTHONDONTWRITEBYTECODE="1", PYTHONUTF8="1"),
        seconds=1500,
        log="freeze-windows",
    )
    machine.end()
    bundle = DIST / "windows" / freeze.NAME
    shutil.rmtree(bundle.parent, ignore_errors=True)
    bundle.parent.mkdir(parents=True)
    shutil.move(made / freeze.NAME, bundle)
    freeze.finish(bundle, {"python": _version_of(python)}, starters=False)
    return bundle


def _put_in(fetched: Path, python: Path) -> None:
    """Unpack the wheels into CPython's folder, hashes checked once more; nothing of them runs."""
    command: list[str | Path] = [setup.PYTHON, "-m", "pip", "--disable-pip-version-check"]
    command += ["--no-input", "install", "--quiet", "--no-deps", "--require-hashes", "--no-index"]
    command += ["--only-binary=:all:", "--no-compile", "--find-links", fetched]
    command += ["--implementation", "cp", "--python-version", "3.11", "--platform", "win_amd64"]
    command += ["--abi=cp311", "--abi=abi3", "--abi=none", "--target", python / "Lib/site-packages"]
    command += ["-r", wheels.lock_for("windows")]
    run(command, log=WORK / "log/packages-windows.log")


def _version_of(python: Path) -> str:
    """The number in python311.dll, which holds it as text of two bytes a sign."""
    found = re.search(rb"3\0\.\x001\x001\0\.\0((?:\d\0)+)", (python / "python311.dll").read_bytes())
    return f"3.11.{found[1].decode('utf-16-le')}" if found else "3.11"


def pack(bundle: Path) -> Path:
    """The installer: one file, per user, silent where asked. Raises BuildError."""
    if shutil.which("makensis") is None:
        raise CannotBuildError("makensis is not installed: apt-get install nsis")
    target = installer()
    target.unlink(missing_ok=True)
    numbers = (version().split(".") + ["0"] * 4)[:4]
    facts = {
        "SOURCE": bundle,
        "OUT": target,
        "VERSION": version(),
        "NUMBERS": ".".join(part if part.isdecimal() else "0" for part in numbers),
        "LOWEST": boot_loader.LOWEST,
        "ICON": ROOT / "resources/icons/facilitydesk.ico",
        "KILOBYTES": round(freeze.size(bundle) * 1024),
    }
    _same_dates(bundle)
    say("packing the installer")
    words: list[str | Path] = ["makensis", "-V2", "-INPUTCHARSET", "UTF8"]
    words += [f"-D{name}={value}" for name, value in facts.items()]
    run([*words, SCRIPT], env=build_environment(), log=WORK / "log/makensis.log", seconds=900)
    say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    if target.stat().st_size < 1_000_000:
        raise BuildError(f"{target} is too small to hold the program")
    return target


def _same_dates(bundle: Path) -> None:
    """One date for every file, so that one commit gives one installer."""
    moment = epoch()
    for path in [*bundle.rglob("*"), bundle]:
        os.utime(path, (moment, moment))
