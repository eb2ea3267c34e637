"""The portable program used from a stick on a minimal Debian: no file may change outside its folder.

The officer may not write into his home, as on a locked-down PC; whatever the program wrote elsewhere
would be seen in a comparison of the whole file system, by size and time.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from building import chroot, screen, trial
from building.common import DIST, BuildError, say

PLACE = "media/U 盘"
DAY = """
set -e
cd '/media/U 盘/facilitydesk/data'
../facilitydesk-cli new 临溪县.fdk --demo
../facilitydesk-cli import 临溪县.fdk /opt/项目表.xls --kind projects
../facilitydesk-cli figures 临溪县.fdk > /dev/null
../facilitydesk-cli report 临溪县.fdk bulletin --as-of 2026-03-13 --out 通报.pdf
../facilitydesk-cli report 临溪县.fdk progress_table --as-of 2026-03-13 --out 进度表.xlsx
../facilitydesk-cli backup 临溪县.fdk
../facilitydesk-cli verify 临溪县.fdk
"""
HERE = "cd '/media/U 盘/facilitydesk/data'; "


def prove(packed: Path, deb: Path, suite: str = "bookworm") -> None:
    """Raises BuildError; *deb* tells what the bundle needs of the system."""
    say(f"\n== {packed.name} on a minimal Debian {suite}, with a home that cannot be written")
    system = trial.ready(deb, suite, "trial-portable")
    system.ask(f"chown root:root /home/{trial.OFFICER}; chmod 555 /home/{trial.OFFICER}")
    stick = system.folder / PLACE
    _unpack(packed, stick)
    system.ask(f"chown -R {trial.OFFICER} '/{PLACE}'; mkdir -p -m 1777 /tmp/.X11-unix")
    program = stick / "facilitydesk"
    (program / "data").mkdir(exist_ok=True)
    system.ask(f"chown {trial.OFFICER} '/{PLACE}/facilitydesk/data'")
    before = _state(system.folder, stick)
    run = f"'/{PLACE}/facilitydesk/facilitydesk-cli'"
    said = trial.offline(system, trial.as_officer(f"{run} selftest"), "self-test", seconds=200)
    say(said.rstrip().splitlines()[-1])
    trial.offline(system, trial.as_officer(DAY), "a day's work by commands", seconds=300)
    screen.by_keyboard(
        system,
        trial.as_officer(f"{HERE} exec timeout 100 ../facilitydesk.sh 窗口.fdk"),
        DIST / "trial-portable.png",
        before=trial.as_officer(f"{HERE} ../facilitydesk-cli new 窗口.fdk --demo"),
        after=trial.as_officer(f"{HERE} ../facilitydesk-cli log 窗口.fdk --json"),
    )
    after = _state(system.folder, stick)
    changed = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    if changed:
        raise BuildError(f"outside of its folder these changed: {changed[:10]}")
    kept = sorted(path.name for path in (program / "data").iterdir())
    say(f"{len(before)} files and folders outside are as they were; in data/: {'、'.join(kept)}")
    chroot.remove(system.folder)


def _unpack(packed: Path, folder: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        for entry in archive.infolist():
            target = Path(archive.extract(entry, folder))
            if entry.external_attr >> 16 & 0o100:
                target.chmod(0o755)


def _state(root: Path, without: Path) -> dict[str, tuple[int, int]]:
    """Size and time of everything but the stick, and what the kernel makes."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if Path(folder, name) != without
            and not (Path(folder) == root and name in {"proc", "dev", "sys"})
        ]
        for name in (*folders, *names):
            status = Path(folder, name).lstat()
            found[str(Path(folder, name).relative_to(root))] = (status.st_size, status.st_mtime_ns)
    return found
