"""Which version of the program answers: the one that was started, or another one kept beside it.

A portable program is upgraded by a folder beside it, and an installed one goes back to the copy that
was kept of the version before; neither needs rights. Which version is used is one small file,
`switch.json`, among the kept versions: it names the version to use and the version that it stands in
for. An installer that brings yet another version thereby ends the switch. Only the standard library
is used here: this is read before anything else is loaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from facilitydesk import __version__, places

SWITCH = "switch.json"
INSTEAD = "FACILITYDESK_INSTEAD_OF"  # in the environment of a version that stands in for another
_OWN = frozenset({"selftest", "read-workbook", "program"})  # answered by whoever is asked
_PROGRAM, _CONSOLE = "facilitydesk", "facilitydesk-cli"


@dataclass(frozen=True)
class Switch:
    """`version` is used instead of `instead_of`, which is the program that people start."""

    version: str
    instead_of: str


def installed_version() -> str:
    """The version that people start; another one may stand in for it."""
    return os.environ.get(INSTEAD) or __version__


def switch() -> Switch | None:
    """The switch that is set, if it can be read."""
    try:
        found = json.loads((places.versions_folder() / SWITCH).read_text(encoding="utf-8"))
        return Switch(str(found["version"]), str(found["instead_of"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def set_switch(version: str | None) -> None:
    """From the next start on use this kept version; None: the one that is started. OSError."""
    path = places.versions_folder() / SWITCH
    if version is None or version == installed_version():
        path.unlink(missing_ok=True)
        return
    from facilitydesk import atomic

    told = {"version": version, "instead_of": installed_version()}
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, json.dumps(told).encode())


def pass_on(words: Sequence[str]) -> int | None:
    """Let the version that is to be used answer; None when that is this one."""
    if places.program_folder() is None or os.environ.get(INSTEAD) or (words and words[0] in _OWN):
        return None
    wanted = switch()
    if wanted is None or wanted.instead_of != __version__:
        return None
    windowed = Path(sys.executable).stem != _CONSOLE
    program = executable(places.versions_folder() / wanted.version, windowed=windowed)
    if not program.is_file():
        return None  # it was removed by hand; whoever is here can say what is the matter
    environment = environment_for(standing_in=True)
    if os.name == "nt":
        command = [str(program), *words]
        if windowed:
            begin(command, environment)
            return 0
        return subprocess.call(command, env=environment)  # noqa: S603 - our own program
    return os.execve(program, [str(program), *words], environment)  # noqa: S606 - our own program


def begin(words: Sequence[str], environment: dict[str, str], cwd: Path | None = None) -> None:
    """Start a program that goes on when this one ends. Raises OSError."""
    child = subprocess.Popen(  # noqa: S603 - our own program, or what was compared just now
        list(words), env=environment, cwd=cwd, start_new_session=True
    )
    child.returncode = 0  # nobody here will wait for it


def executable(folder: Path, *, windowed: bool = True) -> Path:
    """The program of a version's folder."""
    if os.name != "nt":
        return folder / _PROGRAM  # a window and a console in one
    return folder / f"{_PROGRAM if windowed else _CONSOLE}.exe"


def environment_for(*, standing_in: bool) -> dict[str, str]:
    """What another version is started with: nothing of this one's libraries, its portable folder."""
    environment = dict(os.environ)
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # it is no child of this program's loader
    original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    environment.pop("LD_LIBRARY_PATH", None)
    if original:
        environment["LD_LIBRARY_PATH"] = original
    environment.pop(INSTEAD, None)
    own = places.portable()
    if standing_in:
        environment[INSTEAD] = installed_version()
        if own is not None:
            environment[places.VARIABLE] = str(own.parent)
    return environment
