"""A Windows that is too old says one sentence of ours: by the installer, the program, the console.

The portable folder has no installer that could refuse, and an installed copy may be carried to an
old PC: the boot loader looks by itself (see boot_loader.py). The box of the window is opened on a
screen of its own, photographed and closed.
"""

from __future__ import annotations

import shutil
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from building import boot_loader, screen, wine
from building.common import DIST, ROOT, BuildError, run, say, version

REFUSED = 4  # the installer's
KNOWN_TROUBLE = 3  # the program's
SENTENCE = f"{boot_loader.MARK}（内部版本7601），"  # the number of the trial's Windows 7
TITLE = "教育项目管理"
FONT = ROOT / "resources/fonts/NotoSansSC-Regular.ttf"  # wine has no Chinese one of its own
SECONDS = 60


def prove(machine: wine.Machine, installer: Path, packed: Path) -> None:
    """Nothing may be installed or written. Raises BuildError; *machine* is Windows 7 afterwards."""
    machine.prepare(wine.WINDOWS_7)
    assert machine.drive is not None
    code, _ = machine.ask([installer, "/S"], seconds=120)
    if code != REFUSED or list(machine.drive.rglob("facilitydesk*")):
        raise BuildError(f"Windows 7 was not refused by the installer ({code})")
    folder = machine.drive / "便携 旧电脑"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    before = _written(machine.drive)
    program = folder / "facilitydesk"
    code, said = machine.ask([program / "facilitydesk-cli.exe", "selftest"], seconds=SECONDS)
    if code != KNOWN_TROUBLE or not said.startswith(SENTENCE) or said.count("\n") != 1:
        raise BuildError(f"Windows 7 was told by the console ({code}): {said[:300]!r}")
    say(f"on Windows 7: {said.strip()}")
    if screen.there():
        with screen.server() as display:
            _box(machine, program / "facilitydesk.exe", display)
    else:
        say("NOTE: Xvfb or xdotool is not installed; the box on an old Windows was not opened")
    added = sorted(path for path in _written(machine.drive) - before if FONT.name not in path)
    if added:
        raise BuildError(f"on Windows 7 the program wrote {added[:5]}")
    shutil.rmtree(folder)
    say("an old Windows is refused by the installer, the program and its console; nothing written")


def _box(machine: wine.Machine, program: Path, display: str) -> None:
    """The one window of the program must be the box; it ends when the box is closed."""
    assert machine.drive is not None
    machine.end()  # what runs from now on uses the screen
    shutil.copyfile(FONT, machine.drive / "windows/Fonts" / FONT.name)
    replaced = ["reg", "add", r"HKCU\Software\Wine\Fonts\Replacements", "/v", "Tahoma"]
    on_screen = {"DISPLAY": display}
    machine.ask([*replaced, "/d", "Noto Sans SC", "/f"], seconds=SECONDS, env=on_screen)
    machine.end()
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(
            machine.ask, [program, "临溪县.fdk"], seconds=2 * SECONDS, env=on_screen
        )
        for _ in range(SECONDS):
            window = screen.tool(display, "search", "--onlyvisible", "--name", TITLE).split()
            if window or ended.done():
                break
            time.sleep(1)
        time.sleep(1)
        if window:
            picture = DIST / f"trial-windows-old-{version()}.png"
            if shutil.which("import"):
                run(["import", "-display", display, "-window", window[0], picture])
            screen.ask_to_close(display, int(window[0]))
        code, _ = ended.result()
    machine.end()
    if not window or code != KNOWN_TROUBLE:
        raise BuildError(f"on Windows 7 the program opened no box of ours ({code})")


def _written(drive: Path) -> set[str]:
    return {f"{path} {path.stat().st_size}" for path in drive.rglob("*") if path.is_file()}
