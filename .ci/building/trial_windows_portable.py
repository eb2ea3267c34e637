"""The portable folder used on Windows as far as wine carries that: nothing may appear outside of it.

A data file is made, the program is upgraded from a stick and opened; whatever else is written would
be seen in a comparison of the disk and of the keys of the officer's registry. Going back needs a
program of another number and is tried on Linux (trial_upgrade.py).
"""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from building import wine
from building.common import BuildError, say, sha256, version

NEWER = "99.0.0"
WINES_OWN = "\\software\\wine"


def prove(machine: wine.Machine, packed: Path) -> None:
    """In a folder with a Chinese name and a blank. Raises BuildError."""
    assert machine.drive is not None
    folder = machine.drive / "便携 试用"
    stick = machine.drive / "便携 U盘"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    stick.mkdir()
    newer = stick / packed.name.replace(version(), NEWER)
    shutil.copyfile(packed, newer)  # the same program, called a newer one
    (stick / "SHA256SUMS").write_text(f"{sha256(newer)}  {newer.name}\n", encoding="utf-8")
    home = folder / "facilitydesk"
    program, data = home / "facilitydesk-cli.exe", home / "data/试.fdk"
    machine.ask([program, "--version"], seconds=120)
    before = _files(machine.drive, folder) | _keys(machine)
    _work(machine, [program, "new", data, "--demo"])
    said = _work(machine, [program, "program", "upgrade", stick, "--file", data], leave=True)
    if "已保留" not in said or not list(home.rglob("升级前备份/*.fdk")):
        raise BuildError(f"the portable program was upgraded without a way back: {said[-500:]}")
    _until(lambda: _runs(f"versions\\{NEWER}\\facilitydesk.exe"), "the newer one was not opened")
    _until(lambda: _closed(machine), "the newer one could not be closed")
    machine.end()
    if _work(machine, [program, "verify", data]).count("Traceback"):
        raise BuildError("the data file is not sound after the upgrade")
    kept = home / "versions" / NEWER
    said = _work(machine, [kept / program.name, "program", "versions"])
    if f"versions\\{NEWER}" not in said:
        raise BuildError(f"the newer one does not know where it lies: {said[-500:]}")
    added = sorted((_files(machine.drive, folder) | _keys(machine)) - before)
    if added:
        raise BuildError(f"the portable program left {added[:5]}")
    say("portable: upgraded from a stick beside itself, opened, nothing left outside its folder")
    for path in (folder, stick):
        shutil.rmtree(path)


def _work(machine: wine.Machine, words: list[str | Path], *, leave: bool = False) -> str:
    code, said = machine.ask(words, seconds=300, wait_for_output=not leave)
    if code:
        raise BuildError(f"the portable program ended with {code}: {said[-500:]}")
    return said


def _runs(words: str) -> bool:
    """Whether a program runs here by such a command line; wine gives Windows' own."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words in os.fsdecode(path.read_bytes()):
                return True
        except OSError:
            continue
    return False


def _closed(machine: wine.Machine) -> bool:
    """By its name, since wine's own list of tasks is empty."""
    return machine.ask(["taskkill", "/F", "/IM", "facilitydesk.exe"], seconds=60)[0] == 0


def _until(held: Callable[[], bool], otherwise: str, seconds: int = 90) -> None:
    for _ in range(seconds):
        if held():
            return
        time.sleep(1)
    raise BuildError(otherwise)


def _files(drive: Path, without: Path) -> set[str]:
    found = (path for path in drive.rglob("*") if not path.is_relative_to(without))
    return {str(path.relative_to(drive)) for path in found if path.is_file()}


def _keys(machine: wine.Machine) -> set[str]:
    """The officer's keys, but those that wine keeps of itself."""
    assert machine.drive is not None
    told = machine.drive / "keys.reg"
    told.unlink(missing_ok=True)
    machine.ask(["reg", "export", "HKCU", told, "/y"], seconds=60)
    lines = told.read_text(encoding="utf-16").splitlines()
    told.unlink()
    return {line for line in lines if line.startswith("[") and WINES_OWN not in line.lower()}
