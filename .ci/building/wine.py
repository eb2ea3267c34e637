"""Running Windows programs: on Windows itself, elsewhere under wine in a prefix of the build's own.

Python dies under wine when its output is no pipe, and a program may hang there: output always
goes through a pipe into a log, and every run has its time.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from building.common import WORK, BuildError, CannotBuildError

HERE = sys.platform == "win32"
WINDOWS_10, WINDOWS_7 = "win10", "win7"


class Machine:
    """A Windows to run programs on; `drive` is its C: seen from here (None on Windows itself)."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self.drive = None if HERE else prefix / "drive_c"

    def prepare(self, kind: str = WINDOWS_10) -> None:
        """An empty prefix that calls itself Windows 10 (or 7). Raises CannotBuildError."""
        if HERE:
            return
        if shutil.which("wine") is None:
            raise CannotBuildError("wine is not installed: apt-get install wine wine64")
        self.end()
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self.run(["wineboot", "-i"], seconds=180, log="wine-boot")
        self.run(["winecfg", "/v", kind], seconds=60, log="wine-version")

    def ask(
        self,
        words: Sequence[str | Path],
        *,
        seconds: float,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        wait_for_output: bool = True,
    ) -> tuple[int, str]:
        """Run a Windows program to its end: its exit code and its words. Raises BuildError.

        Without *wait_for_output* what it started may go on; the words then go through a file.
        """
        command = [self.path(word) if isinstance(word, Path) else word for word in words]
        words_of = [*([] if HERE else ["wine"]), *command]
        environment = {**os.environ, **self._environment(), **(env or {})}
        if not wait_for_output:
            return self._ask_and_leave(words_of, environment, seconds)
        child = subprocess.Popen(
            words_of,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            self.end()
            child.communicate()
            raise BuildError(f"{command[0]} did not end within {seconds:.0f} s") from None
        return child.returncode, said.decode("utf-8", "replace")

    def _ask_and_leave(
        self, command: Sequence[str], environment: dict[str, str], seconds: float
    ) -> tuple[int, str]:
        """The shell's pipe into a file keeps wine content and ends with the program itself."""
        with tempfile.TemporaryDirectory() as folder:
            out, ended = Path(folder, "out"), Path(folder, "code")
            line = f"({shlex.join(command)} </dev/null 2>&1; echo $? >{ended}) | cat >{out}"
            child = subprocess.Popen(["sh", "-c", line], env=environment)
            until = time.monotonic() + seconds
            while not (ended.exists() and ended.read_text().strip()):
                if time.monotonic() > until:
                    child.kill()
                    self.end()
                    raise BuildError(f"{command[1]} did not end within {seconds:.0f} s")
                time.sleep(0.2)
            time.sleep(0.5)
            child.returncode = 0  # cat goes when the last that was started goes
            return int(ended.read_text()), out.read_bytes().decode("utf-8", "replace")

    def run(
        self,
        words: Sequence[str | Path],
        *,
        seconds: float,
        log: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> str:
        """The same for what must end with 0; its words also go to a log. Raises BuildError."""
        code, said = self.ask(words, seconds=seconds, cwd=cwd, env=env)
        path = WORK / f"log/{log}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
        if code:
            sys.stdout.write("\n".join([*said.splitlines()[-40:], ""]))
            raise BuildError(f"{words[0]} ended with {code}, see {path}")
        return said

    def path(self, path: Path) -> str:
        """How a Windows program calls a file of this machine."""
        full = path.absolute()
        if self.drive is None:
            return str(full)
        if full.is_relative_to(self.drive):
            return "C:\\" + str(full.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(full).replace("/", "\\")

    def end(self) -> None:
        """End what still runs in the prefix."""
        if not HERE and self.prefix.exists() and shutil.which("wineserver"):
            subprocess.run(
                ["wineserver", "-k"],
                env={**os.environ, **self._environment()},
                timeout=60,
                check=False,
                capture_output=True,
            )

    def _environment(self) -> dict[str, str]:
        if HERE:
            return {}
        return {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        }
