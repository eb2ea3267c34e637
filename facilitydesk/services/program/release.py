"""A newer program on a stick: found, compared with its list, signed where this PC demands it.

Nothing is installed here. `program_upgrade` backs the data up, keeps the program of today and hands
over; `program_return` leads back.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from facilitydesk import __version__, atomic, places
from facilitydesk.domain.problems import Trouble

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
KEY = "release-signers"  # in the settings: the customer's key as ssh-keygen reads it
SIGNER, SPACE = "facilitydesk", "facilitydesk"
_NUMBER = r"(\d+(?:\.\d+)+)"


class Kind(StrEnum):
    """How a release reaches this PC."""

    SETUP = "setup"  # the installer of Windows, per user
    PACKAGE = "package"  # the package of Linux, which asks for rights
    FOLDER = "folder"  # a portable program: a folder more beside it


_NAMES = {
    ("win32", Kind.SETUP): re.compile(rf"facilitydesk-{_NUMBER}-setup\.exe"),
    ("linux", Kind.PACKAGE): re.compile(rf"facilitydesk_{_NUMBER}_amd64\.deb"),
    ("win32", Kind.FOLDER): re.compile(rf"facilitydesk_{_NUMBER}_windows_portable\.zip"),
    ("linux", Kind.FOLDER): re.compile(rf"facilitydesk_{_NUMBER}_linux_portable\.zip"),
}


@dataclass(frozen=True)
class Release:
    """A program that was compared; `signed` when its list carries the customer's signature."""

    path: Path
    version: str
    signed: bool
    kind: Kind
    sha256: str


def kind_here(system: str = sys.platform) -> Kind:
    """What this PC's program is upgraded with."""
    if places.portable() is not None:
        return Kind.FOLDER
    return Kind.SETUP if system == "win32" else Kind.PACKAGE


def find(
    folder: Path,
    *,
    system: str = sys.platform,
    current: str = __version__,
    kind: Kind | None = None,
) -> Release:
    """The newest program for this PC in a folder, fit to be installed.

    Raises Trouble: release.nothing, .missing, .no_sums, .not_listed, .damaged, .signature,
    .no_signature, .no_checker, .same, .older, .unreadable; each says that nothing was done.
    """
    try:
        return _find(folder, system, current, kind or kind_here(system))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Trouble("release.unreadable", path=folder, why=why) from error


def lies_in(folder: Path, *, system: str = sys.platform, kind: Kind | None = None) -> bool:
    """Whether a folder looks like one with a release for this PC; nothing is compared."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return False
    pattern = _NAMES.get((system, kind or kind_here(system)))
    return SUMS in names and any(pattern is not None and pattern.fullmatch(n) for n in names)


def _find(folder: Path, system: str, current: str, kind: Kind) -> Release:
    pattern = _NAMES.get((system, kind))
    if pattern is None or not folder.is_dir():
        raise Trouble("release.nothing", folder=folder)
    there = [path.name for path in folder.iterdir() if path.is_file()]
    sums = folder / SUMS
    listed = sums.read_bytes() if sums.is_file() else b""
    wanted = _listed(listed)
    named = [
        (number(match[1]), match[1], name)
        for name in {*there, *wanted}
        if (match := pattern.fullmatch(name))
    ]
    if not named:
        raise Trouble("release.nothing", folder=folder)
    found, version, name = max(named)
    if name not in there:
        raise Trouble("release.missing", folder=folder, name=name)
    if not sums.is_file():
        raise Trouble("release.no_sums", folder=folder)
    signed = _signed(folder, listed)
    if name not in wanted:
        raise Trouble("release.not_listed", name=name)
    if atomic.file_hash(folder / name) != wanted[name]:
        raise Trouble("release.damaged", name=name)
    if found <= number(current):
        same = found == number(current)
        raise Trouble("release.same" if same else "release.older", found=version, current=current)
    return Release(folder / name, version, signed, kind, wanted[name])


def number(version: str) -> tuple[int, ...]:
    """A version as numbers that can be put in order: 0.10 is above 0.9.5."""
    parts = [int(part) for part in re.findall(r"\d+", version)]
    while parts and parts[-1] == 0:
        parts.pop()  # 1.2 and 1.2.0 are the same
    return tuple(parts)


def _listed(sums: bytes) -> dict[str, str]:
    """The sums of a list by name, as sha256sum writes them."""
    found = {}
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition(" ")
        found[name.lstrip(" *")] = digest.lower()
    return found


def _signed(folder: Path, sums: bytes) -> bool:
    """Whether the list is signed with the key of this PC; without a key no signature is asked."""
    key = places.settings_folder() / KEY
    if not key.is_file():
        return False
    signature = folder / SIGNATURE
    if not signature.is_file():
        raise Trouble("release.no_signature", folder=folder)
    checker = shutil.which("ssh-keygen")
    if checker is None:
        raise Trouble("release.no_checker")
    words = [checker, "-Y", "verify", "-f", str(key), "-I", SIGNER, "-n", SPACE]
    done = subprocess.run(  # noqa: S603 - the system's own program, no shell
        [*words, "-s", str(signature)], input=sums, capture_output=True, timeout=60, check=False
    )
    if done.returncode:
        raise Trouble("release.signature")
    return True
