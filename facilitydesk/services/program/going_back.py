"""退回上一版本: the older program, and the data it can read; the file of today is kept.

Where the older program knows today's schema, today's data stay as they are. Else the data of the
last verified backup of its schema are put in place, and today's file beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitydesk import handover
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups, restoring
from facilitydesk.services.datafile.backups import Copy
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.desk import utc_now
from facilitydesk.services.program import files as program_files
from facilitydesk.services.program import kept_programs
from facilitydesk.services.program.kept_programs import Kept
from facilitydesk.store import migrate


@dataclass(frozen=True)
class Way:
    """What going back would do; `copy` is put in place, None leaves today's data as they are."""

    kept: Kept
    data_file: Path | None
    copy: Copy | None


def way(data_file: Path | None) -> Way:
    """The way back to the version before, for a data file. Raises Trouble: return.none, .no_copy.

    The file may be open: it is only read.
    """
    older = kept_programs.kept()
    if not older:
        raise Trouble("return.none")
    return Way(older[0], data_file, _copy_for(older[0], data_file))


def _copy_for(kept: Kept, data_file: Path | None) -> Copy | None:
    if data_file is None or not data_file.is_file() or migrate.schema_of(data_file) <= kept.schema:
        return None
    for copy in backups.copies(backups.places_of(data_file)):  # the newest first
        if copy.verified and 0 < copy.schema <= kept.schema:
            return copy
    raise Trouble("return.no_copy", path=data_file.name, version=kept.version)


def go_back(
    found: Way,
    officer: str,
    *,
    clock: Callable[[], datetime] = utc_now,
    step: Step | None = None,
) -> Path | None:
    """Put the data of that day in place and let the older program answer from now on.

    Nobody may have the data file open; `officer` sat at it until just now. Returns where today's file lies, None when it is still in
    its place. Raises Trouble: return.damaged, restore.*, file.held; nothing is changed then.
    """
    try:
        faults = program_files.compare(found.kept.folder, step).faults
    except OSError as error:
        faults = (error.strerror or str(error),)
    if faults:
        raise Trouble("return.damaged", version=found.kept.version, what="；".join(faults))
    aside = None
    if found.copy is not None and found.data_file is not None:
        done = restoring.restore(
            found.data_file,
            found.copy.path,
            officer=officer,
            at_desk=True,
            clock=clock,
            step=step,
            as_it_is=True,
        )
        aside = done.aside
    try:
        handover.set_switch(found.kept.version)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Trouble("return.no_switch", version=found.kept.version, why=why) from error
    return aside


def start(found: Way) -> None:
    """Start the older program on the data file; this one must end. Raises Trouble."""
    words = [str(found.kept.program)]
    words += [str(found.data_file)] if found.data_file is not None else []
    standing_in = found.kept.version != handover.installed_version()
    environment = handover.environment_for(standing_in=standing_in)
    try:
        handover.begin(words, environment)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Trouble("return.start_failed", version=found.kept.version, why=why) from error


def forward() -> str:
    """Let the installed version answer again; its number. Raises Trouble("return.not_away")."""
    if handover.switch() is None:
        raise Trouble("return.not_away")
    handover.set_switch(None)
    return handover.installed_version()
