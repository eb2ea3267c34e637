"""Every locked package as a file, for PCs that run the program from its sources without network.

The folder also holds the program's own wheel, an installing script and a page that says in
Chinese how to use both. One folder serves Linux and Windows and Python 3.11 to 3.13.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import setup

from building import freeze, wheels
from building.common import DIST, ROOT, WORK, build_environment, run, say, sha256, version

FOLDER = DIST / "wheelhouse"
PYTHONS = ("3.11", "3.12", "3.13")
BACKEND = ("hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers")
HELD = ROOT / "resources/packaging/wheelhouse"  # the scripts and the page


def make(_arguments: list[str]) -> None:
    """Download the wheels, build ours, write the lists."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    packages = FOLDER / "packages"
    for target in ("linux", "windows"):
        for python in PYTHONS:
            wheels.download(target, packages, ("requirements.txt",), python)
    shutil.copyfile(ROOT / "requirements.txt", FOLDER / "requirements.txt")
    for source in sorted(HELD.iterdir()):
        shutil.copyfile(source, FOLDER / source.name)
    (FOLDER / "install.sh").chmod(0o755)
    own = _own_wheel()
    shutil.copyfile(own, FOLDER / own.name)
    names = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(FOLDER).as_posix()}\n" for path in names]
    (FOLDER / freeze.MANIFEST).write_text("".join(lines), encoding="utf-8")
    say(f"{FOLDER}: {len(names)} files, {freeze.size(FOLDER):.0f} MiB")


def _own_wheel() -> Path:
    """The program itself as a wheel, from the commit."""
    copy = WORK / "source-wheel"
    freeze.source(copy)
    made = WORK / "wheel"
    shutil.rmtree(made, ignore_errors=True)
    tools = WORK / "hatchling"
    if not tools.exists():
        pip: list[str | Path] = [
            setup.PYTHON,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            "install",
        ]
        lock = wheels.lock_for("linux", ("requirements-dev.txt",), only=BACKEND)
        run([*pip, "-q", "--target", tools, "--require-hashes", "--no-deps", "-r", lock])
    run(
        [setup.PYTHON, "-m", "hatchling", "build", "-t", "wheel", "-d", made],
        cwd=copy,
        env=build_environment(PYTHONPATH=str(tools)),
        log=WORK / "log/wheel.log",
    )
    return made / f"facilitydesk-{version()}-py3-none-any.whl"
