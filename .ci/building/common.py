"""What every step of a build needs: where things lie, which commit it is, running a command."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build"  # may be removed at any time
DIST = ROOT / "dist"  # what a build hands over
APP_ID = "cn.facilitydesk"  # the folder below /opt/apps


class BuildError(Exception):
    """Why there is no build, in one sentence."""


class CannotBuildError(BuildError):
    """What this machine lacks; nothing is wrong with the program."""


def say(text: str) -> None:
    print(text, flush=True)


def version() -> str:
    """The program's version as its package says it."""
    text = (ROOT / "facilitydesk/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise BuildError("facilitydesk/__init__.py names no version")
    return found[1]


def git(*words: str) -> str:
    """What git says of the checkout, without the last line end."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise CannotBuildError("git is not installed") from None
    if done.returncode:
        raise CannotBuildError(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout.rstrip("\n")


@cache
def commit() -> str:
    """What is built; the same one to the end, whatever is committed while the build goes on."""
    return git("rev-parse", "HEAD")


def epoch() -> int:
    """The commit's date in seconds: the only date that gets into a build."""
    return int(git("log", "-1", "--format=%ct", commit()))


def commit_day() -> str:
    return datetime.fromtimestamp(epoch(), UTC).date().isoformat()


def warn_of_changes() -> None:
    """Builds are made from the commit; say so where the checkout holds more."""
    commit()  # from now on it is this one
    changed = git("status", "--porcelain").splitlines()
    if changed:
        say(f"NOTE: {len(changed)} uncommitted changes are not part of this build")


def build_environment(**more: str) -> dict[str, str]:
    """Variables that make two builds of one commit alike."""
    return {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", **more}


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    seconds: float = 3600,
) -> None:
    """Run a command and wait for it; *env* comes on top of ours.

    With *log* its words go there and are shown only when it failed. Raises BuildError.
    """
    words = [str(word) for word in command]
    environment = {**os.environ, **(env or {})}
    try:
        if log is None:
            code = subprocess.run(
                words, cwd=cwd, env=environment, timeout=seconds, check=False
            ).returncode
        else:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("wb") as stream:
                code = subprocess.run(
                    words,
                    cwd=cwd,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    timeout=seconds,
                    check=False,
                ).returncode
    except FileNotFoundError:
        raise CannotBuildError(f"{words[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise BuildError(f"{words[0]} did not end within {seconds:.0f} s") from None
    if code:
        if log is not None:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            sys.stdout.write("\n".join([*lines[-40:], ""]))
        raise BuildError(f"{' '.join(words[:6])} … ended with {code}")


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(*parts: bytes | Path) -> str:
    """A short word that changes with any of the parts."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:12]
