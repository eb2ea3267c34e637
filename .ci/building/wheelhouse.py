"""Every locked package as a file, for PCs that run the program from its sources without network.

The folder also holds the program's own wheel, an installing script and a page that says in
Chinese how to use both. One folder serves Linux and Windows and Python 3.11 to 3.13.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import setup

from building import chroot, freeze, wheels
from building.common import (
    DIST,
    ROOT,
    WORK,
    BuildError,
    build_environment,
    run,
    say,
    sha256,
    version,
)

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


def prove() -> None:
    """Install from the folder on a minimal Debian 12 without network, and run the self-test."""
    if not FOLDER.exists():
        raise BuildError(f"{FOLDER} does not exist: python3 .ci/build wheelhouse")
    say("\n== the wheelhouse on a minimal Debian bookworm")
    system = chroot.copy("bookworm", "trial-wheelhouse")
    system.install(["python3", "python3-venv", *setup.QT_LIBRARIES.values()])
    shutil.copytree(FOLDER, system.folder / "opt/离线 安装")
    code, words = system.ask(
        "cd '/opt/离线 安装' && sha256sum --quiet -c SHA256SUMS && useradd -m officer &&"
        " su officer -s /bin/sh -c 'export HOME=/home/officer;"
        " sh install.sh && ~/facilitydesk/bin/facilitydesk selftest'"
    )
    say(words.rstrip())
    if code:
        raise BuildError(f"the installation ended with {code}")
    chroot.remove(system.folder)


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
