"""The Debian package: the bundle below /opt/apps, and what makes a desktop know it.

It has no maintainer scripts that could fail on an office PC: the desktop's own packages watch the
folders of menus, file types and icons and refresh what they keep about them. It is packed with xz,
which the dpkg of every system can read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from building.common import APP_ID, DIST, ROOT, WORK, build_environment, epoch, run, version

# Loaded while running, so that no table of a library names them, or data without which they fail.
BESIDES = ("libc6 (>= 2.28)", "xkb-data", "fontconfig-config")
RECOMMENDS = ("shared-mime-info", "desktop-file-utils", "hicolor-icon-theme", "cups-client")
PACKAGING = ROOT / "resources/packaging"
SHARE = {
    PACKAGING / "facilitydesk.desktop": "applications/facilitydesk.desktop",
    PACKAGING / "facilitydesk.xml": "mime/packages/facilitydesk.xml",
    PACKAGING / "copyright": "doc/facilitydesk/copyright",
    ROOT / "resources/icons/facilitydesk.svg": "icons/hicolor/scalable/apps/facilitydesk.svg",
    ROOT / "resources/icons/facilitydesk.png": "icons/hicolor/128x128/apps/facilitydesk.png",
}
CONTROL = """\
Package: facilitydesk
Version: {version}
Architecture: amd64
Maintainer: the facilitydesk authors <facilitydesk@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: school construction, equipment and funding (教育项目管理)
 A desktop program for the project office of a county education bureau: weekly
 progress, start and completion rates, funds and their reconciliation, reports.
 It works without a network; all data stay on this computer.
"""


def depends(packages: tuple[str, ...]) -> str:
    """The line of the control file for what the bundle's libraries need."""
    return ", ".join(sorted({*packages, *BESIDES}))


def make(bundle: Path, packages: tuple[str, ...]) -> Path:
    """Pack a finished bundle; *packages* are what its libraries need of the system."""
    tree = WORK / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    home = tree / "opt/apps" / APP_ID
    home.mkdir(parents=True)
    shutil.copytree(bundle, home / "files", symlinks=True)
    for source, name in SHARE.items():
        target = tree / "usr/share" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (tree / "usr/bin").mkdir(parents=True)
    for name, started in (("facilitydesk", "facilitydesk.sh"), ("facilitydesk-cli",) * 2):
        (tree / "usr/bin" / name).symlink_to(f"/opt/apps/{APP_ID}/files/{started}")
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    control = CONTROL.format(
        version=version(),
        size=sum(-(-path.stat().st_size // 1024) for path in files),
        depends=depends(packages),
        recommends=", ".join(RECOMMENDS),
    )
    sums = [f"{_md5(path)}  {path.relative_to(tree).as_posix()}\n" for path in files]
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(control, encoding="utf-8")
    (tree / "DEBIAN/md5sums").write_text("".join(sums), encoding="utf-8")
    _same_everywhere(tree)
    target = DIST / f"facilitydesk_{version()}_amd64.deb"
    words: list[str | Path] = [
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z6",
        "--build",
        tree,
        target,
    ]
    run(words, env=build_environment(), log=WORK / "log/dpkg-deb.log")
    return target


def _same_everywhere(tree: Path) -> None:
    """Rights and dates that do not depend on who builds, when and with which umask."""
    moment = epoch()
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            started = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if started else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
