"""On what a data file lies: this PC's own disk, or a share, a stick or a synchronised folder.

On those three nothing is written by default: shares lose locks, sticks are pulled, sync programs
replace a file in the middle of a change.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from facilitydesk.domain.messages import tr


class Kind(StrEnum):
    FIXED = "fixed"
    REMOVABLE = "removable"
    REMOTE = "remote"
    SYNC = "sync"


@dataclass(frozen=True)
class Medium:
    """What a folder lies on, with the words an officer knows it by."""

    kind: Kind
    name: str

    @property
    def where(self) -> str:
        """The name with the word that follows it in Chinese: U盘或移动硬盘上, 同步文件夹（…）里."""
        return self.name + (tr("里") if self.kind is Kind.SYNC else tr("上"))

    @property
    def safe(self) -> bool:
        """Whether a data file may be written there."""
        return self.kind is Kind.FIXED


FIXED = Medium(Kind.FIXED, tr("本机磁盘"))
REMOVABLE = Medium(Kind.REMOVABLE, tr("U盘或移动硬盘"))
REMOTE = Medium(Kind.REMOTE, tr("网络共享"))

_in_place: ContextVar[bool] = ContextVar("in_place", default=False)


@contextmanager
def in_place(*, allowed: bool = True) -> Iterator[None]:
    """Within the block a file may be written wherever it lies (--in-place)."""
    token = _in_place.set(allowed)
    try:
        yield
    finally:
        _in_place.reset(token)


def may_write_anywhere() -> bool:
    """Whether the running command was told to write where the file lies, stick or not."""
    return _in_place.get()


@dataclass(frozen=True)
class System:
    """Where the system tells of its disks; tests hand in their own."""

    mounts: Path = Path("/proc/self/mountinfo")
    blocks: Path = Path("/sys/dev/block")
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)


def medium_of(path: Path, system: System | None = None) -> Medium:
    """What a file (there or not yet) lies on; FIXED when the system does not tell."""
    system = system or System()
    path = Path(os.path.realpath(path))
    hard = _on_windows(path) if sys.platform == "win32" else _on_linux(path, system)
    return hard if not hard.safe else _synchronised(path, system) or FIXED


# --- Linux: UOS, Kylin -------------------------------------------------------------------------

_REMOTE = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "davfs", "vboxsf"),
    *("glusterfs", "prl_fs", "vmhgfs", "beegfs", "lustre", "ocfs2", "gfs2"),
}
_REMOTE_FUSE = (
    "sshfs",
    "gvfsd",
    "davfs",
    "rclone",
    "gluster",
    "vmhgfs",
    "smb",
    "curlftpfs",
    "s3fs",
)


def _on_linux(path: Path, system: System) -> Medium:
    found = _mount_of(path, system)
    if found is None:
        return FIXED
    kind, device = found
    fuse = kind.partition(".")[2] if kind.startswith("fuse") else ""
    if kind in _REMOTE or any(word in fuse for word in _REMOTE_FUSE):
        return REMOTE
    return REMOVABLE if _removable(device, system) else FIXED


def _mount_of(path: Path, system: System) -> tuple[str, str] | None:
    """Kind of file system and device number of the mount a path lies on; None for the root."""
    try:
        lines = system.mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    best: tuple[int, str, str] = (-1, "", "")
    for line in lines:
        first, mark, rest = line.partition(" - ")
        fields = first.split(" ")
        if not mark or len(fields) < 5:
            continue
        point = Path(_unescaped(fields[4]))
        if point == path or point in path.parents:
            # Of mounts over each other the last one counts.
            depth = len(point.parts)
            if depth >= best[0]:
                best = (depth, rest.split(" ")[0], fields[2])
    return None if best[0] <= 1 else best[1:]  # the PC itself runs from the root


def _unescaped(text: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, sign)
    return text


def _removable(device: str, system: System) -> bool:
    """A disk says so itself; hard disks on a USB cable do not, but hang below a USB port."""
    try:
        place = (system.blocks / device).resolve(strict=True)
    except OSError:
        return False
    if any(part.startswith("usb") for part in place.parts):
        return True
    for disk in (place, place.parent):  # a partition lies in the folder of its disk
        if _says(disk / "removable", "1") or _says(disk / "device" / "type", "SD"):
            return True
    return False


def _says(path: Path, word: str) -> bool:
    try:
        return path.read_text("ascii", "replace").strip() == word
    except OSError:
        return False


# --- Windows -----------------------------------------------------------------------------------


def _on_windows(path: Path) -> Medium:  # pragma: no cover - only there
    drive = path.drive
    if drive.startswith("\\\\"):
        return REMOTE
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - unknown to mypy elsewhere
    return {2: REMOVABLE, 4: REMOTE}.get(kernel.GetDriveTypeW(drive + "\\"), FIXED)


# --- sync programs -----------------------------------------------------------------------------

_BY_NAME = {
    "坚果云": ("nutstore", "坚果云"),
    "OneDrive": ("onedrive",),
    "百度网盘": ("baidusyncdisk", "baidunetdisk", "百度网盘"),
    "WPS云盘": ("wps云盘", "wps网盘", "wps cloud files", "wpsdrive", "wps drive"),
    "腾讯微云": ("微云", "weiyun"),
    "天翼云盘": ("天翼云", "ecloud"),
    "Dropbox": ("dropbox",),
    "iCloud": ("iclouddrive", "icloud drive"),
    "Google Drive": ("google drive", "my drive"),
    "Nextcloud": ("nextcloud", "owncloud"),
    "Seafile": ("seafile",),
}
_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".nutstore": "坚果云",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
}
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def _synchronised(path: Path, system: System) -> Medium | None:
    """The folder of a sync program, by the names they give it or the marks they leave in it."""
    for variable in _VARIABLES:
        root = system.environment.get(variable, "")
        if root and Path(root) in path.parents:
            return _sync("OneDrive")
    for folder in path.parents:
        name = folder.name.casefold()
        for program, words in _BY_NAME.items():
            if any(_begins(name, word) for word in words):
                return _sync(program)
        for mark, program in _MARKS.items():
            if (folder / mark).exists():
                return _sync(program)
    return None


def _begins(name: str, word: str) -> bool:
    """我的坚果云, 百度网盘同步空间, OneDrive - 某某局; but not a name that merely contains it."""
    name = name.removeprefix("我的")
    return name == word or (
        name.startswith(word) and (not word.isascii() or not name[len(word)].isalnum())
    )


def _sync(program: str) -> Medium:
    return Medium(Kind.SYNC, tr("同步文件夹（{program}）").format(program=program))
