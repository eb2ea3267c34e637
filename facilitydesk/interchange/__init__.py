"""Other people's files in, ours out. Importing this package loads nothing: the child starts fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facilitydesk.interchange.importing import ImportResult


def run_import(*args: Any, **options: Any) -> ImportResult:
    """See facilitydesk.interchange.importing.run_import."""
    from facilitydesk.interchange.importing import run_import as run

    return run(*args, **options)
