"""From the commit to the folder with the program: PyInstaller, then what the folder shall also hold.

On Linux the release is frozen inside the old Debian (`release`); `plain` freezes on this machine,
needs its glibc and is for trying things out.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import setup

from building import interpreter, wheels
from building.common import (
    DIST,
    ROOT,
    WORK,
    BuildError,
    CannotBuildError,
    build_environment,
    commit,
    commit_day,
    fingerprint,
    run,
    say,
    sha256,
    version,
)

NAME = "facilitydesk"
MANIFEST = "SHA256SUMS"  # of the folder's own files, as sha256sum writes them
ABOUT = "build.json"
STARTER = ROOT / "resources/packaging/facilitydesk.sh"
# Compiled by us, or by those who forgot it: these still hold their symbol tables.
STRIPPED = ("libpython*.so*", "libsqlite3.so*", "libssl.so*", "libcrypto.so*")
STRIPPED_IN = ("python3.*/lib-dynload", "sqlalchemy", "PIL", "python_calamine", "pypdfium2_raw")
# Debian brings it in a package of its own; an interpreter that was made with it has it loaded.
SHARED = "import ctypes, sysconfig as s; ctypes.CDLL(s.get_config_var('INSTSONAME'))"
LIBRARY = "import sysconfig; print(f'libpython{sysconfig.get_python_version()}')"


def source(folder: Path) -> None:
    """The files of the commit, nothing of the checkout beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "archive", "--format=tar", commit()], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        # By attribute: the argument came with 3.11.4, and Debian 12 has 3.11.2.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)


def release() -> Path:
    """The folder for old office desktops, frozen without network on Debian 11."""
    system = interpreter.prepared()
    opt = system.folder / "opt"
    for name in ("source", "wheels", "venv", "dist", "work"):
        shutil.rmtree(opt / name, ignore_errors=True)
    source(opt / "source")
    fetched = WORK / "wheels-linux"
    wheels.download("linux", fetched)
    shutil.copytree(fetched, opt / "wheels")
    shutil.copyfile(wheels.lock_for("linux"), opt / "lock.txt")
    words = " ".join(f"{name}={value}" for name, value in build_environment().items())
    say("freezing the program on Debian 11 without network")
    system.run(
        f"set -e; export {words} PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1; cd /opt/source\n"
        f"{interpreter.PREFIX}/bin/python3.11 -m venv /opt/venv\n"
        "/opt/venv/bin/pip install -q --no-deps --require-hashes --find-links /opt/wheels"
        " -r /opt/lock.txt\n"
        "/opt/venv/bin/python -m PyInstaller --noconfirm --clean --distpath /opt/dist"
        " --workpath /opt/work build.spec\n" + strip_lines(f"/opt/dist/{NAME}"),
        log="freeze-release",
        seconds=1800,
    )
    bundle = DIST / "linux" / NAME
    shutil.rmtree(bundle.parent, ignore_errors=True)
    bundle.parent.mkdir(parents=True)
    shutil.move(opt / "dist" / NAME, bundle)
    finish(bundle, interpreter.versions(system))
    return bundle


def plain() -> Path:
    """The folder for this machine and newer ones, in dist/facilitydesk."""
    if not shutil.which("objdump"):  # PyInstaller reads libraries with it
        raise CannotBuildError("objdump is not installed: apt-get install binutils")
    python = _own_environment()
    copy = WORK / "source"
    source(copy)
    say("freezing the program on this machine")
    command: list[str | Path] = [
        python,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--distpath",
        DIST,
        "--workpath",
    ]
    run(
        [*command, WORK / "work", "build.spec"],
        cwd=copy,
        env=build_environment(),
        log=WORK / "log/freeze-plain.log",
        seconds=1800,
    )
    bundle = DIST / NAME
    if shutil.which("strip"):
        run(["sh", "-c", strip_lines(str(bundle))])
    finish(bundle, {})
    return bundle


def finish(bundle: Path, versions: dict[str, object], *, starters: bool = True) -> None:
    """Add what tells where the folder comes from, how it is started, and its files' sums."""
    about = {
        "version": version(),
        "commit": commit(),
        "date": commit_day(),
        "made_with": versions,
    }
    inner = bundle / "_internal"
    (inner / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    for name in (f"{NAME}.sh", f"{NAME}-cli") if starters else ():
        shutil.copyfile(STARTER, bundle / name)
        (bundle / name).chmod(0o755)
    for path in bundle.rglob("*"):
        if path.is_symlink():
            if not path.exists():
                path.unlink()  # points at something that was left out
        else:
            started = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if started else 0o644)
    (bundle / MANIFEST).write_text(manifest(bundle), encoding="utf-8")


def manifest(bundle: Path) -> str:
    """A line for each file but the list itself, ordered by name."""
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    names = sorted(path.relative_to(bundle).as_posix() for path in files)
    lines = [f"{sha256(bundle / name)}  {name}\n" for name in names if name != MANIFEST]
    return "".join(lines)


def size(folder: Path) -> float:
    """MiB of the files in a folder, links not counted."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 1024**2


def strip_lines(bundle: str) -> str:
    """Shell lines that take the symbol tables out of a bundle's libraries."""
    tests = " -o ".join(f"-name '{name}'" for name in STRIPPED)
    inner = f"{bundle}/_internal"
    parts = " ".join(STRIPPED_IN)
    return (
        f"find {inner} -maxdepth 1 -type f \\( {tests} \\) -exec strip -s {{}} +\n"
        f"cd {inner}; for part in {parts}; do [ ! -d $part ] ||"
        " find $part -name '*.so' -exec strip -s {} +; done\n"
    )


def _own_environment() -> Path:
    """A Python with exactly the locked packages and PyInstaller; made when the lock changes."""
    lock = ROOT / "requirements-build.txt"
    python = WORK / "venv/bin/python"
    stamp = WORK / "venv/.ready"
    word = fingerprint(lock)
    if stamp.exists() and stamp.read_text() == word:
        return python
    base = setup.base_python()
    if not setup.runs(base, SHARED):
        name = setup.output([base, "-c", LIBRARY])
        raise CannotBuildError(
            f"{base} has no shared library, which PyInstaller needs (Debian's own: apt-get install"
            f" {name})"
        )
    say(f"making an environment for PyInstaller with {base}")
    run([base, "-m", "venv", "--clear", WORK / "venv"])
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
    ]
    try:
        run([*pip, "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", lock])
    except BuildError as failure:
        raise CannotBuildError(f"the packages of {lock.name}: {failure}") from None
    stamp.write_text(word)
    return python
