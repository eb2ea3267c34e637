"""A frozen folder proves that it needs nothing of the machine it was made on.

It runs from a copy, without environment, home, network, checkout, Python and fonts, as far as
this machine lets us hide them; what could not be hidden is said.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import setup

from building.common import ROOT, BuildError, say

# The words in front hide the places; env -i comes last, so that nothing of ours is inherited.
_HIDE = """
for place in %s; do
    [ ! -d "$place" ] || mount -t tmpfs -o mode=755 tmpfs "$place" || exit 9
done
exec "$@"
"""


def prove(bundle: Path) -> None:
    """Self-test, window and a damaged file. Raises BuildError."""
    hiding = _hiding()
    with tempfile.TemporaryDirectory(prefix="自检 ", dir="/var/tmp") as folder:
        home = Path(folder, "home")
        home.mkdir()
        copy = Path(folder, "program")
        shutil.copytree(bundle, copy, symlinks=True)
        clean = [*hiding, "env", "-i", "PATH=/usr/bin:/bin", f"HOME={home}", "LC_ALL=C.UTF-8"]
        said = _run([*clean, copy / "facilitydesk-cli", "selftest"], 0, "self-test")
        say(said.rstrip())
        window = [*clean, "QT_QPA_PLATFORM=offscreen", "FACILITYDESK_MARKS=quit"]
        marks = _run([*window, copy / "facilitydesk.sh", "--demo"], 0, "window on no screen")
        if "@opened" not in marks:
            raise BuildError(f"the window did not open its data: {marks}")
        with (copy / "_internal/facilitydesk/_data/resources/fonts/OFL.txt").open("a") as stream:
            stream.write("\n")
        said = _run([*clean, copy / "facilitydesk-cli", "selftest"], 1, "a changed file is noticed")
        if "OFL.txt" not in said:
            raise BuildError(f"the self-test does not name the changed file: {said}")


def _hiding() -> list[str]:
    """The words before a command that leave it nothing of this machine's Python and network."""
    base = Path(setup.output([sys.executable, "-c", "import sys; print(sys.base_prefix)"]))
    places = [str(ROOT), "/usr/share/fonts", "/usr/local/lib"]
    places += [str(base)] if base not in {Path("/"), Path("/usr"), Path("/usr/local")} else []
    places += [str(path) for path in Path("/usr/lib").glob("python3*")]
    script = _HIDE % " ".join(shlex.quote(place) for place in places)
    alone = ["unshare", "--mount", "--net"]
    for words in (alone, [*alone, "--map-root-user"]):
        if setup.succeeds([*words, "sh", "-c", script, "sh", "true"]):
            return [*words, "sh", "-c", script, "sh"]
    say("NOTE: this machine does not let us hide its Python, fonts and network: only env -i")
    return []


def _run(command: list[str | Path], wanted: int, name: str) -> str:
    begun = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=180,
        check=False,
        env=dict(os.environ),
    )
    words = done.stdout.decode("utf-8", "replace")
    if done.returncode != wanted:
        raise BuildError(f"{name} ended with {done.returncode}:\n{words[-3000:]}")
    say(f"ok  {name} ({time.monotonic() - begun:.1f} s)")
    return words
