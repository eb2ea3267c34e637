"""What a restore would lose and gain, for machines and in one line per operation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from facilitydesk.domain.words.row_terms import table_term as term
from facilitydesk.services.desk import BEIJING
from facilitydesk.store.differences import Told

if TYPE_CHECKING:
    from facilitydesk.services.datafile.restore_preview import Preview

__all__ = ["term", "to_json", "told"]


def to_json(seen: Preview) -> dict[str, Any]:
    """What a restore loses and gains, for machine reading."""
    told_ = seen.differences
    answer: dict[str, Any] = {
        "operations": seen.facts.last.seq,
        "last": seen.facts.last.label,
        "officer": seen.facts.last.officer,
        "counts": dict(seen.facts.content.rows),
        "present": dict(seen.rows),
        "readable": told_ is not None,
    }
    if told_ is not None:
        answer |= {
            "lost": told_.lost_count,
            "gained": told_.gained_count,
            "lost_operations": [asdict(step) for step in told_.lost],
            "gained_operations": [asdict(step) for step in told_.gained],
            "tables": {
                row.table: {"added": row.added, "removed": row.removed, "changed": row.changed}
                for row in told_.tables
            },
        }
    return answer


def told(step: Told) -> str:
    """An operation in one line: when, who, what."""
    at = datetime.fromisoformat(step.at).astimezone(BEIJING)
    return f"{at:%Y-%m-%d %H:%M} {step.officer} {step.label}"
