"""The portable folder as a zip: the program and the marker that keeps everything beside it."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from building import freeze
from building.common import DIST, ROOT, BuildError, epoch, say, sha256, version

MARKER = "portable.txt"
HELD = ROOT / "resources/packaging/portable" / MARKER
TOP = "facilitydesk"  # sticks are unpacked by programs that do not know Chinese names in a zip


def make(_arguments: list[str]) -> None:
    """Pack the Linux folder of `.ci/build linux`."""
    bundle = DIST / "linux" / freeze.NAME
    if not bundle.exists():
        raise BuildError(f"{bundle} does not exist: python3 .ci/build linux")
    _pack(bundle, packed())


def packed() -> Path:
    """The zip of the Linux program."""
    return DIST / f"facilitydesk_{version()}_linux_portable.zip"


def make_windows(bundle: Path) -> None:
    """Pack the Windows folder."""
    _pack(bundle, DIST / f"facilitydesk_{version()}_windows_portable.zip")


def _pack(bundle: Path, target: Path) -> None:
    """Ordered, dated by the commit, without links.

    Sticks know none, and the libraries find each other by their own paths.
    """
    target.unlink(missing_ok=True)
    moment = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        files = {f"{TOP}/{p.relative_to(bundle).as_posix()}": p for p in bundle.rglob("*")}
        files[f"{TOP}/{MARKER}"] = HELD
        del files[f"{TOP}/{freeze.MANIFEST}"]
        sums = []
        for name, path in sorted(files.items()):
            if not path.is_file() or path.is_symlink():
                continue
            if path != HELD:  # the officer may throw it away
                sums.append(f"{sha256(path)}  {name.removeprefix(f'{TOP}/')}\n")
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path.stat().st_mode & 0o100 else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
        entry = zipfile.ZipInfo(f"{TOP}/{freeze.MANIFEST}", moment)
        entry.create_system, entry.external_attr = 3, 0o100644 << 16
        archive.writestr(entry, "".join(sums))
    say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
