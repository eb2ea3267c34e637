"""PyInstaller's boot loader for Windows, compiled with our word to a Windows that is too old.

The boot loader is what an officer starts; Python's own library does not load on Windows 7, and what
comes up there is a box about a missing DLL. The word is a file more beside the boot loader's
sources, which stay as they are: the locked version's, fetched with their sum demanded.
"""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import setup

from building import pe, sources, wheels
from building.common import (
    ROOT,
    WORK,
    BuildError,
    CannotBuildError,
    build_environment,
    fingerprint,
    run,
    say,
)

WORD = ROOT / "resources/packaging/windows/old_windows.c"
LOWEST = 17763  # Windows 10 1809, which Qt 6 needs; the installer asks for the same
COMPILER = "x86_64-w64-mingw32-gcc"
FOLDER = "Windows-64bit-intel"  # as PyInstaller calls it
# What PyInstaller calls the one with a console and the one without, and where they are made.
MADE = {"run.exe": "release", "runw.exe": "releasew"}
PACKAGE = "pyinstaller"
MARK = "这台电脑的Windows太旧"  # how the word begins, which the installer says too


def put_in(packages: Path) -> None:
    """Compile the boot loader into the PyInstaller that lies in *packages*. Raises BuildError."""
    made = _compiled()
    target = packages / "PyInstaller/bootloader" / FOLDER
    for name in MADE:
        if not (target / name).is_file():
            raise BuildError(f"this PyInstaller has no {FOLDER}/{name} to be replaced")
        shutil.copyfile(made / name, target / name)


def _compiled() -> Path:
    """The folder with both programs; made anew when one of its sources or the compiler changes."""
    if shutil.which(COMPILER) is None:
        raise CannotBuildError(
            f"{COMPILER} is not installed: apt-get install gcc-mingw-w64-x86-64-win32"
        )
    compiler = setup.output([COMPILER, "--version"]).splitlines()[0]
    requirement, sums = locked()
    folder = WORK / "boot-loader"
    stamp = folder / ".ready"
    word = fingerprint(WORD, f"{requirement} {compiler} {LOWEST}".encode())
    if stamp.exists() and stamp.read_text(encoding="utf-8") == word:
        return folder
    # Told the system it is for, PyInstaller compiles nothing while it is only fetched.
    archive = sources.fetched(
        requirement, sums, WORK / "boot-loader-source", tools=True, env={"PYI_PLATFORM": FOLDER}
    )
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(archive) as packed:
        packed.extraction_filter = getattr(tarfile, "data_filter", None)  # see freeze.source
        packed.extractall(folder)
    (source,) = folder.glob(f"{PACKAGE}-*/bootloader")
    shutil.copyfile(WORD, source / "src" / WORD.name)
    say(f"compiling the boot loader of {requirement} with {compiler}")
    run(
        [setup.PYTHON, "./waf", "configure", *(f"build_{each}" for each in MADE.values())],
        cwd=source,
        # No date at all: the boot loader is the same for every commit.
        env=build_environment(CC=COMPILER, CFLAGS=f"-DLOWEST={LOWEST}", SOURCE_DATE_EPOCH="0"),
        log=WORK / "log/boot-loader.log",
        seconds=900,
    )
    for name, place in MADE.items():
        shutil.copyfile(source / "build" / place / name, folder / name)
        if pe.needs(folder / name).machine != pe.AMD64:
            raise BuildError(f"{name} was compiled for another machine")
    stamp.write_text(word, encoding="utf-8")
    return folder


def speaks(program: Path) -> bool:
    """Whether a frozen program begins with our boot loader."""
    return MARK.encode("utf-16-le") in program.read_bytes()


def locked() -> tuple[str, list[str]]:
    """PyInstaller as the lock file names it, and the sums of its archives."""
    lock = wheels.lock_for("windows", only=(PACKAGE,))
    words = lock.read_text(encoding="utf-8").split()
    return words[0], [word.removeprefix("--hash=sha256:") for word in words[1:]]
