"""SHA256SUMS of what lies in dist/, and the release sheet: the same on paper, for the cabinet.

The sheet is drawn by the program's own reports, from this checkout.
"""

from __future__ import annotations

import json

import setup

from building.common import (
    DIST,
    ROOT,
    WORK,
    BuildError,
    build_environment,
    commit,
    commit_day,
    epoch,
    run,
    say,
    sha256,
    version,
)
from building.freeze import MANIFEST

ENDINGS = {".deb", ".exe", ".zip", ".xz", ".minisig", ".sig"}


def make(_arguments: list[str]) -> None:
    """Write the list and the sheet. Raises BuildError where there is nothing to list."""
    paths = sorted(path for path in DIST.iterdir() if path.suffix in ENDINGS)
    inner = DIST / "wheelhouse" / MANIFEST
    paths += [inner] if inner.exists() else []
    if not paths:
        raise BuildError("dist holds nothing to release: build linux or windows first")
    files = [
        {
            "name": path.relative_to(DIST).as_posix(),
            "size": path.stat().st_size,
            "sha256": sha256(path),
        }
        for path in paths
    ]
    lines = [f"{file['sha256']}  {file['name']}\n" for file in files]
    (DIST / MANIFEST).write_text("".join(lines), encoding="utf-8")
    told = {"version": version(), "commit": commit(), "day": commit_day(), "files": files}
    facts = WORK / "release.json"
    facts.parent.mkdir(parents=True, exist_ok=True)
    facts.write_text(json.dumps(told), encoding="utf-8")
    target = DIST / f"facilitydesk_{version()}_发布单.pdf"
    path = f"{ROOT / '.ci'}:{ROOT}"
    run(
        [setup.PYTHON, "-m", "building.release_paper", facts, target],
        env=build_environment(PYTHONPATH=path, SOURCE_DATE_EPOCH=str(epoch())),
    )
    say(f"{DIST / MANIFEST} and {target.name}: {len(files)} files")
