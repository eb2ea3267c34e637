"""The locked packages as wheels for one system, whatever system this is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import setup

from building.common import ROOT, WORK, BuildError, run

LINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
LINUX += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]
WINDOWS = ["win_amd64"]
_FACTS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
_PYTHON = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
_MARKER = re.compile(r"(\w+) (==|!=) '([^']*)'")


def lock_for(
    target: str, names: Sequence[str] = ("requirements-build.txt",), only: Sequence[str] = ()
) -> Path:
    """A copy of lock files that holds what *target* ("linux", "windows") needs, without markers.

    *only* keeps just these packages.
    pip judges markers by the machine it runs on, not by the one it downloads for.
    """
    kept: dict[str, str] = {}
    for lock in names:
        text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            requirement, _, hashes = line.partition(" --hash")
            package, _, marker = requirement.partition(";")
            name = package.partition("==")[0].strip()
            if holds(marker.strip(), target) and (not only or name in only):
                kept[package.strip()] = f"{package.strip()} --hash{hashes}"
    made = WORK / f"lock-{target}-{len(kept)}.txt"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("\n".join(kept.values()) + "\n", encoding="utf-8")
    return made


def holds(marker: str, target: str) -> bool:
    """Whether a requirement's condition holds on *target*; BuildError for one we cannot judge."""
    if not marker:
        return True
    found = _MARKER.fullmatch(marker)
    facts = {**_FACTS[target], **_PYTHON}
    if found is None or found[1] not in facts:
        raise BuildError(f"the condition {marker!r} of a lock file is not understood")
    return (facts[found[1]] == found[3]) == (found[2] == "==")


def download(
    target: str,
    folder: Path,
    names: Sequence[str] = ("requirements-build.txt",),
    python: str = "3.11",
) -> None:
    """Fetch the locked wheels for a CPython on *target* into a folder, hashes checked."""
    lock = lock_for(target, names)
    folder.mkdir(parents=True, exist_ok=True)
    command: list[str | Path] = [
        setup.PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "download",
    ]
    command += ["--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", lock]
    command += ["--implementation", "cp", "--python-version", python, "-d", folder]
    command += [f"--abi={abi}" for abi in (f"cp{python.replace('.', '')}", "abi3", "none")]
    command += [f"--platform={name}" for name in (LINUX if target == "linux" else WINDOWS)]
    run(command, log=WORK / f"log/wheels-{target}.log")
