"""A newer program on a stick: found, compared with its list, signed where this PC demands it.

Nothing is installed here. The data are backed up before, so that the version of today has the data
of today to go back to; each upgrade of a data file makes its own copy in 升级前备份 besides.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from facilitydesk import __version__, places
from facilitydesk.domain.problems import Trouble

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
KEY = "release-signers"  # in the settings: the customer's key as ssh-keygen reads it
SIGNER, SPACE = "facilitydesk", "facilitydesk"
_NAMES = {
    "win32": re.compile(r"facilitydesk-(\d+(?:\.\d+)+)-setup\.exe"),
    "linux": re.compile(r"facilitydesk_(\d+(?:\.\d+)+)_amd64\.deb"),
}


@dataclass(frozen=True)
class Release:
    """An installer that was compared; `signed` when its list carries the customer's signature."""

    path: Path
    version: str
    signed: bool

    @property
    def command(self) -> str:
        """What installs it: on Linux that needs rights, on Windows it does not."""
        return f'"{self.path}"' if self.path.suffix == ".exe" else f"sudo dpkg -i '{self.path}'"


def find(folder: Path, *, system: str = sys.platform, current: str = __version__) -> Release:
    """The newest installer for this system in a folder, fit to be started.

    Raises Trouble: release.nothing, .no_sums, .not_listed, .damaged, .signature, .no_signature,
    .no_checker, .not_newer, .unreadable; each says that nothing was done.
    """
    try:
        return _find(folder, system, current)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Trouble("release.unreadable", path=folder, why=why) from error


def _find(folder: Path, system: str, current: str) -> Release:
    pattern = _NAMES.get(system)
    named = [
        (_number(match[1]), match[1], path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if pattern is not None and (match := pattern.fullmatch(path.name)) and path.is_file()
    ]
    if not named:
        raise Trouble("release.nothing", folder=folder)
    number, version, path = max(named)
    sums = folder / SUMS
    if not sums.is_file():
        raise Trouble("release.no_sums", folder=folder)
    listed = sums.read_bytes()
    signed = _signed(folder, listed)
    wanted = _listed(listed, path.name)
    if wanted is None:
        raise Trouble("release.not_listed", name=path.name)
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != wanted:
            raise Trouble("release.damaged", name=path.name)
    if number <= _number(current):
        raise Trouble("release.not_newer", found=version, current=current)
    return Release(path, version, signed)


def _number(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"\d+", version)]
    while parts and parts[-1] == 0:
        parts.pop()  # 1.2 and 1.2.0 are the same
    return tuple(parts)


def _listed(sums: bytes, name: str) -> str | None:
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, listed = line.partition(" ")
        if listed.lstrip(" *") == name:
            return digest.lower()
    return None


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
