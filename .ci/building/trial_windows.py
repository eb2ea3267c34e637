"""The Windows installer used as an officer's PC would use it, as far as wine carries that.

Refused by an old Windows; installed in silence; self-test; installed again over itself; a portable
copy beside it; upgraded from a stick; removed in silence with the data left. Every run has its time.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from building import forwarder, trial_windows_old, trial_windows_portable, wine
from building.common import DIST, WORK, BuildError, say, sha256, version

HOME = "users"
PROGRAMS = "AppData/Local/Programs/facilitydesk"
KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\facilitydesk"
# Every Windows has this library, wine 8 does not; what reads workbooks asks for it (its compiler's
# standard library takes random numbers there). The trial's prefix gets a stand-in; see forwarder.py.
LACKING = "windows/system32/bcryptprimitives.dll"
STAND_IN = {"ProcessPrng": "advapi32.SystemFunction036"}


def prove(installer: Path) -> None:
    """Install, use, remove. Raises BuildError at the first thing that is not as it shall be."""
    if not installer.exists():
        raise BuildError(f"{installer} does not exist: python3 .ci/build windows")
    machine = wine.Machine(WORK / "wine-trial")
    if machine.drive is None:
        say("the trial installs nothing on a real Windows: run the installer there by hand")
        return
    packed = DIST / f"facilitydesk_{version()}_windows_portable.zip"
    trial_windows_old.prove(machine, installer, packed)
    machine.prepare()
    # Qt 6.9's window plugin asks for what wine 8 lacks and ends the program. Wine takes variables
    # that begin with QT_ away from its programs, but not those of its own registry.
    offscreen = ["/v", "QT_QPA_PLATFORM", "/d", "offscreen", "/f"]
    machine.run(["reg", "add", r"HKCU\Environment", *offscreen], seconds=60, log="wine-offscreen")
    _complete(machine)
    _install(machine, installer)
    folder = _programs(machine)
    _expect(len(folder) == 1, f"installed in {folder}")
    home = folder[0]
    stale = home / "_internal/left-over.dll"
    stale.write_bytes(b"of an older version")
    data = home / "留下的数据.fdk"
    data.write_bytes(b"data")
    _install(machine, installer)
    _expect(not stale.exists(), "an update mixed two versions")
    _self_test(machine, home)
    say(f"installed: {sum(p.stat().st_size for p in home.rglob('*') if p.is_file()) >> 20} MiB")
    _expect("facilitydesk" in _registry(machine, KEY), "it is not in the list of programs")
    named = _registry(machine, r"HKCU\Software\Classes\.fdk")
    _expect("facilitydesk.data" in named, ".fdk is not known")
    menu = list((machine.drive / HOME).rglob("Start Menu/**/*.lnk"))
    _expect(len(menu) == 1, f"the start menu holds {menu}")
    trial_windows_portable.prove(machine, packed)
    _upgrade(machine, home, installer)
    machine.run([home / "uninstall.exe", "/S", f"_?={machine.path(home)}"], seconds=120, log="rm")
    left = sorted(path.name for path in home.iterdir())
    _expect(set(left) <= {data.name, "uninstall.exe"}, f"the uninstaller left {left}")
    _expect(data.exists(), "the uninstaller removed data")
    _expect("facilitydesk" not in _registry(machine, KEY), "it is still in the list of programs")
    _expect(not _registry(machine, r"HKCU\Software\Classes\.fdk").strip(), ".fdk is still known")
    _expect(not list((machine.drive / HOME).rglob("Start Menu/**/*.lnk")), "the menu still has it")
    say("removed in silence, data left")
    machine.end()


def _complete(machine: wine.Machine) -> None:
    """Give the prefix what every Windows has and this wine lacks; nothing of it is shipped."""
    assert machine.drive is not None
    path = machine.drive / LACKING
    if not path.exists():
        path.write_bytes(forwarder.library(path.name, STAND_IN))
        say(f"NOTE: this wine lacks {path.name}; the trial uses a stand-in for it")


def _install(machine: wine.Machine, installer: Path) -> None:
    begun = time.monotonic()
    machine.run([installer, "/S"], seconds=300, log="install-windows")
    say(f"installed in silence in {time.monotonic() - begun:.0f} s")


def _programs(machine: wine.Machine) -> list[Path]:
    assert machine.drive is not None
    return [path for path in (machine.drive / HOME).glob(f"*/{PROGRAMS}") if path.is_dir()]


def _self_test(machine: wine.Machine, home: Path) -> None:
    begun = time.monotonic()
    out = WORK / "selftest-windows.txt"
    out.unlink(missing_ok=True)
    program = home / "facilitydesk-cli.exe"
    code, said = machine.ask([program, "selftest", "--out", machine.path(out)], seconds=300)
    told = out.read_text(encoding="utf-8") if out.exists() else said
    say(told.rstrip())
    assert machine.drive is not None
    failed = {line.split("\u3000")[1] for line in told.splitlines() if line.startswith("失败")}
    _expect(code in (0, 1) and "程序文件" in told, f"the self-test ended with {code}")
    _expect(not failed, f"the self-test failed: {'、'.join(sorted(failed))}")
    say(f"self-test under wine: {time.monotonic() - begun:.0f} s")


def _upgrade(machine: wine.Machine, home: Path, installer: Path) -> None:
    """The program upgrades itself from a stick: the same installer, called a newer one.

    It is to wait for the program's end, to install in silence and to open the program again.
    """
    assert machine.drive is not None
    stick = machine.drive / "U盘"
    stick.mkdir()
    newer = stick / "facilitydesk-99.0.0-setup.exe"
    shutil.copyfile(installer, newer)
    (stick / "SHA256SUMS").write_text(f"{sha256(newer)}  {newer.name}\n", encoding="utf-8")
    data = home / "升级.fdk"
    program = home / "facilitydesk-cli.exe"
    code, said = machine.ask([program, "new", data, "--demo"], seconds=300)
    _expect(code == 0, f"no data file to upgrade with: {said[-300:]}")
    mark = home / "uninstall.exe"
    mark.unlink()  # the installer writes it again
    code, said = machine.ask(
        [program, "program", "upgrade", stick, "--file", data], seconds=300, wait_for_output=False
    )
    _expect(code == 0 and "已保留" in said, f"the upgrade ended with {code}: {said[-500:]}")
    for _ in range(120):
        if mark.exists():
            break
        time.sleep(1)
    else:
        raise BuildError("the installer did not take over")
    kept = list((machine.drive / HOME).glob("*/AppData/Local/facilitydesk/versions/*/_internal"))
    _expect(len(kept) == 1, f"kept programs: {kept}")
    _expect(bool(list(home.glob("升级.备份/升级前备份/*.fdk"))), "there is no backup before")
    for _ in range(60):
        found, _ = machine.ask(["taskkill", "/F", "/IM", "facilitydesk.exe"], seconds=60)
        if found == 0:  # wine's own list of tasks is empty
            break
        time.sleep(1)
    else:
        raise BuildError("the program was not opened again")
    machine.end()
    shutil.rmtree(home / "升级.备份")
    for path in home.glob("升级.fdk*"):
        path.unlink()
    say("upgraded from a stick: backup, program kept, installed in silence, opened again")


def _registry(machine: wine.Machine, key: str) -> str:
    code, said = machine.ask(["reg", "query", key], seconds=60)
    return said if code == 0 else ""


def _expect(held: bool, otherwise: str) -> None:
    if not held:
        raise BuildError(otherwise)
