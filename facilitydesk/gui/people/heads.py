"""What this PC remembers of the journal: its head when the file was last closed here.

A head kept outside the file shows at the next opening that the journal was cut or written anew
in the meantime.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Problem, Refused

if TYPE_CHECKING:
    from facilitydesk.gui.remembered import Settings
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.journal.auditing import Anchor

_KEY = "audit.heads"
_MOST = 50  # files


def known(settings: Settings) -> dict[str, str]:
    """The remembered heads by what tells their files apart."""
    kept = settings.get(_KEY)
    return dict(kept) if isinstance(kept, dict) else {}


def remember(settings: Settings, desk: Desk) -> None:
    """Note the head as the file is closed."""
    from facilitydesk.services.journal import auditing

    heads = known(settings)
    key = auditing.genesis(desk)
    heads.pop(key, None)
    heads[key] = f"{auditing.current(desk).text} {desk.clock().isoformat()}"
    settings.set(_KEY, dict(list(heads.items())[-_MOST:]))


def forget(settings: Settings, desk: Desk) -> None:
    """Expect nothing of a file that was just restored here: its journal ends earlier by intent."""
    from facilitydesk.services.journal import auditing

    drop(settings, auditing.genesis(desk))


def drop(settings: Settings, genesis: str) -> None:
    """The same by what tells the file apart, when it is closed already."""
    heads = known(settings)
    if heads.pop(genesis, None) is not None:
        settings.set(_KEY, heads)


def contradicted(desk: Desk, heads: dict[str, str]) -> tuple[Problem, ...]:
    """What the remembered head contradicts; runs on the worker."""
    from facilitydesk.services.journal import auditing

    text = heads.get(auditing.genesis(desk))
    try:
        kept, _, at = str(text or "").partition(" ")
        head: Anchor = auditing.anchor(kept, sentence("audit.pc", {}))
        noted = datetime.fromisoformat(at)
    except (Refused, ValueError):
        return ()  # nothing is remembered, or the settings of this PC were edited
    with desk.read() as connection:
        if auditing.restored_since(connection, noted):
            return ()
        return tuple(auditing.against(connection, [head]))
