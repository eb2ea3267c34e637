"""Files fed to the importer one after the other: real ones, mutated ones, bombs.

Whatever a file is, it is taken in as one operation or not at all, or refused in one Chinese
sentence; the reading child stays within memory and time, and this process does not grow with it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.interchange import reader
from facilitydesk.interchange.importing import run_import
from facilitydesk.services.datafile import files
from facilitydesk.services.journal import auditing
from tests.store_fixtures import clock


@dataclass
class Fed:
    """What came of so many files."""

    files: int = 0
    taken_in: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_name: str = ""
    child_mb: float = 0.0  # the largest of all children so far
    grown_mb: float = 0.0  # of this process

    def __str__(self) -> str:
        return (
            f"{self.files} files: {self.taken_in} taken in, {self.refused} refused,"
            f" {len(self.crashes)} crashes, {len(self.hangs)} hangs, {len(self.partial)} partial;"
            f" child {self.child_mb:.0f} MB, {self.slowest:.1f} s; this process +{self.grown_mb:.0f} MB"
        )


_CHILD = """
import os, sys
from facilitydesk.interchange import child
code = child.main(sys.argv[1:])
with open("/proc/self/status") as status, open(os.environ["FED_PEAKS"], "a") as peaks:
    peaks.writelines(line for line in status if line.startswith("VmHWM"))
sys.exit(code)
"""


@contextmanager
def peaks() -> Iterator[Path]:
    """Within, every reading child notes the most memory it held (a fork's is that of its parent)."""
    before = reader.child_command
    with tempfile.NamedTemporaryFile() as file:
        os.environ["FED_PEAKS"] = file.name
        reader.child_command = lambda: [sys.executable, "-X", "utf8", "-c", _CHILD]
        try:
            yield Path(file.name)
        finally:
            reader.child_command = before
            del os.environ["FED_PEAKS"]


def now_mb() -> float:
    """What this process holds now, in MB."""
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - no file of a disk
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def feed(paths: Iterable[Path], *, dry_first: bool = False) -> Fed:
    """Every file into one throw-away data file, each all or not at all."""
    told = Fed()
    with peaks() as noted, tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "临溪县.fdk"
        with closing(
            files.create(place, home="临溪县", home_code="510999", officer="王敏", clock=clock)
        ) as desk:
            began_mb = 0.0
            for path in paths:
                before = auditing.current(desk)
                begin = time.monotonic()
                try:
                    if dry_first:
                        run_import(desk, path, dry_run=True)
                        if auditing.current(desk) != before:
                            told.partial.append(f"{path.name}: a trial changed the file")
                    result = run_import(desk, path)
                    told.taken_in += any(
                        counts.get("created") or counts.get("updated")
                        for counts in result.changed.values()
                    )
                    if auditing.current(desk).seq > before.seq + 1:
                        told.partial.append(f"{path.name}: more than one operation")
                except (Trouble, Refused) as trouble:
                    told.refused += 1
                    told.codes[trouble.code] += 1
                    if trouble.code in {"import.too_slow", "import.reader_died"}:
                        told.hangs.append(f"{path.name}: {trouble.code}")
                    if auditing.current(desk) != before:
                        told.partial.append(path.name)
                except Exception:  # noqa: BLE001 - that is what is looked for
                    last = traceback.format_exc().strip().splitlines()
                    told.crashes.append(f"{path.name}: {last[-1]} | {last[-3].strip()}")
                    if auditing.current(desk) != before:
                        told.partial.append(path.name)
                took = time.monotonic() - begin
                told.files += 1
                if took > told.slowest:
                    told.slowest, told.slowest_name = took, path.name
                if told.files == 20:
                    began_mb = now_mb()  # after what is loaded once
            faults = files.verify(desk).faults
            told.partial += faults
            if began_mb:
                told.grown_mb = now_mb() - began_mb
        lines = noted.read_text(encoding="ascii").splitlines()
        told.child_mb = max((int(line.split()[1]) / 1024 for line in lines), default=0.0)
    return told
