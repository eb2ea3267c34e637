"""An older package with data, upgraded by the program itself from a stick, and gone back to.

Seen by an officer on a minimal Debian without network: the data of the older version, a stick with
the newer one, `program upgrade`, the administrator's dpkg, the migration, work in the newer version,
`program back`, and the older version with the data of that day and nothing lost.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from building import trial
from building.chroot import Chroot
from building.common import BuildError, say

FILE = "老数据.fdk"
STICK = "/media/U盘"
WORDS = "facilitydesk-cli"


def there_and_back(system: Chroot, older: Path, newer: Path) -> None:
    """Leaves the older package installed and its data gone back to. Raises BuildError."""
    shutil.copyfile(older, system.folder / "opt/older.deb")
    stick = system.folder / STICK.lstrip("/")
    stick.mkdir(parents=True)
    shutil.copyfile(newer, stick / newer.name)
    digest = hashlib.sha256(newer.read_bytes()).hexdigest()
    (stick / "SHA256SUMS").write_text(f"{digest}  {newer.name}\n", encoding="utf-8")
    trial.offline(system, "dpkg -i /opt/older.deb", "dpkg -i of the older version")
    first = _version(system)
    _run(system, f"{WORDS} new {FILE} --demo", "a file of the older version")
    day = _facts(system)
    told = _json(system, f"{WORDS} program upgrade {STICK} --file {FILE} --json", "its upgrade")
    if not told["way_back"] or not told["backup"]:
        raise BuildError(f"upgraded without a way back: {told}")
    command = str(told["command"]).removeprefix("sudo ")
    trial.offline(system, command, "dpkg -i of the newer version, as the program said")
    second = _version(system)
    if second == first:
        raise BuildError(f"after the upgrade it is still {first}")
    _run(system, f"{WORDS} upgrade {FILE}", "the data brought up")
    if _facts(system)["rates"] != day["rates"]:
        raise BuildError("the figures are others after the upgrade")
    _run(
        system,
        f"{WORDS} import {FILE} /opt/项目表.xls --kind projects",
        "work in the newer version",
    )
    today = _facts(system)
    said = trial.offline(
        system,
        trial.as_officer(f"$HOME/.local/share/facilitydesk/versions/{first}/facilitydesk-cli"
                         f" figures {FILE}"),
        "the older program on the newer file",
        code=3 if today["schema"] != day["schema"] else 0,
    )  # fmt: skip
    say(said.strip().splitlines()[0])
    back = _json(system, f"{WORDS} program back --file {FILE} --json", "the way back")
    if _version(system) != first:
        raise BuildError(f"after going back it is {_version(system)}")
    now = _facts(system)
    if today["schema"] != day["schema"]:
        if now != day:
            raise BuildError(f"the data are not those of that day: {now} {day}")
        aside = system.folder / str(back["aside"]).lstrip("/")
        if not aside.is_file():
            raise BuildError("the newer data were not kept")
    say(f"{first} → {second} → {first}: data of that day back, newer data at {back['aside']}")
    _run(system, f"{WORDS} program forward", "the newer version again")
    if _version(system) != second:
        raise BuildError("the newer version does not answer")
    trial.offline(system, "dpkg -r facilitydesk", "dpkg -r of the newer version")
    system.ask(f"rm -rf {STICK} /opt/older.deb /home/{trial.OFFICER}/.local/share/facilitydesk")
    shutil.rmtree(system.folder / "media/U盘", ignore_errors=True)


def _run(system: Chroot, words: str, name: str) -> str:
    return trial.offline(system, trial.as_officer(words), name, seconds=300)


def _json(system: Chroot, words: str, name: str) -> dict[str, Any]:
    return dict(json.loads(_run(system, words, name)))


def _version(system: Chroot) -> str:
    return system.ask(trial.as_officer(f"{WORDS} --version"))[1].split()[-1]


def _facts(system: Chroot) -> dict[str, Any]:
    """Figures and schema of the data file."""
    path = system.folder / f"home/{trial.OFFICER}/{FILE}"
    with path.open("rb") as file:
        schema = int.from_bytes(file.read(64)[60:], "big")
    code, words = system.ask(trial.as_officer(f"{WORDS} figures {FILE} --as-of 2026-03-13 --json"))
    if code:
        raise BuildError(f"figures ended with {code}: {words[-1000:]}")
    return {"schema": schema, "rates": json.loads(words)["rows"]}
