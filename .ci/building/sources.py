"""A source package of the registry as the file it is, with its sum demanded; never installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

import setup

from building.common import CannotBuildError, say, sha256


def fetched(
    requirement: str,
    sums: Collection[str],
    kept: Path,
    *,
    tools: bool = False,
    env: Mapping[str, str] | None = None,
) -> Path:
    """The archive in *kept*, fetched unless it is there. Raises CannotBuildError.

    pip cannot fetch an archive without asking it for its metadata, and that runs code of it: a user
    without rights does it where we are root. With *tools* pip may fetch what that code needs.
    """
    found = _found(kept, sums)
    if found is not None:
        return found
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    demanded = kept / "demanded.txt"
    hashes = " ".join(f"--hash=sha256:{each}" for each in sums)
    demanded.write_text(f"{requirement} {hashes}\n", encoding="utf-8")
    pip = [str(setup.PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    pip += ["--no-cache-dir", "download", "--quiet", "--no-deps"]
    pip += ["--no-binary", requirement.partition("==")[0] if tools else ":all:"]
    pip += [] if tools else ["--no-build-isolation"]
    pip += ["--require-hashes", "-r", str(demanded), "-d", str(kept)]
    user, environment = None, {**os.environ, **(env or {})}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        user = "nobody"
        environment |= {"HOME": str(kept), "TMPDIR": str(kept)}
        shutil.chown(kept, user)
    say(f"fetching {requirement}")
    try:
        done = subprocess.run(
            pip,
            user=user,
            env=environment,
            cwd=kept,
            timeout=600,
            check=False,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        raise CannotBuildError(f"{requirement} did not come within 600 s") from None
    except PermissionError:
        raise CannotBuildError(
            f"the user {user}, who fetches {requirement}, may not read {setup.ROOT} or run"
            f" {setup.PYTHON.resolve()}: put the checkout where everybody may read, and begin with a"
            " Python that everybody may run (Debian's own: /usr/bin/python3)"
        ) from None
    found = _found(kept, sums)
    if found is None:
        said = done.stderr.decode("utf-8", "replace").strip()[-400:]
        raise CannotBuildError(f"{requirement} could not be fetched ({said})")
    return found


def _found(kept: Path, sums: Collection[str]) -> Path | None:
    return next((path for path in kept.glob("*.tar.gz") if sha256(path) in sums), None)
