"""What this PC remembers of the journal: its head when a file was last closed here, place by place.

A head kept outside the file shows at the next opening that the journal was cut or written anew
in the meantime. A copy made by hand has the same beginning and goes its own way: so heads are kept
by place, and a file that lacks what another place holds is told where that is, as long as the
other file is there to show it. Where it is not, it counts as cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitydesk import places
from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.gui.context import clock_time

if TYPE_CHECKING:
    from facilitydesk.gui.remembered import Settings
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.journal.auditing import Anchor

_KEY = "audit.heads"
_MOST = 50  # files
_COPIES = 8  # places of one file
_ANYWHERE = ""  # as it was remembered before places were


@dataclass(frozen=True)
class _Kept:
    place: str
    head: str  # 120:3f9a12bc77d0e1f2
    at: datetime


def known(settings: Settings) -> dict[str, Any]:
    """The remembered heads by what tells their files apart."""
    kept = settings.get(_KEY)
    return dict(kept) if isinstance(kept, dict) else {}


def remember(settings: Settings, desk: Desk) -> None:
    """Note the head as the file is closed, and that what other places hold was told."""
    from facilitydesk.services.journal import auditing

    heads = known(settings)
    key, here = auditing.genesis(desk), _place(desk)
    others = _by_place(heads.pop(key, None))
    others.pop(here, None)
    others.pop(_ANYWHERE, None)
    told = [each.head for each in _read(others)]
    own = {"head": auditing.current(desk).text, "at": desk.clock().isoformat(), "told": told}
    heads[key] = dict([*list(others.items())[1 - _COPIES :], (here, own)])
    settings.set(_KEY, dict(list(heads.items())[-_MOST:]))


def forget(settings: Settings, desk: Desk) -> None:
    """Expect nothing of a file that was just restored here: its journal ends earlier by intent."""
    from facilitydesk.services.journal import auditing

    heads = known(settings)
    key = auditing.genesis(desk)
    kept = _by_place(heads.get(key))
    if kept.pop(_place(desk), None) is not None or kept.pop(_ANYWHERE, None) is not None:
        heads[key] = kept
        settings.set(_KEY, heads)


def drop(settings: Settings, genesis: str) -> None:
    """Expect nothing of any copy of a file, by what tells it apart; it is closed already."""
    heads = known(settings)
    if heads.pop(genesis, None) is not None:
        settings.set(_KEY, heads)


def contradicted(desk: Desk, heads: dict[str, Any]) -> tuple[Problem, ...]:
    """What the remembered heads contradict; runs on the worker."""
    from facilitydesk.services.journal import auditing

    kept, here = _by_place(heads.get(auditing.genesis(desk))), _place(desk)
    told = kept.get(here, {}).get("told", ())
    with desk.read() as connection:
        for each in _read(kept):
            own = each.place in (here, _ANYWHERE)
            if (each.head in told and not own) or auditing.restored_since(connection, each.at):
                continue
            head = _anchor(each, own=own)
            found = tuple(auditing.against(connection, [head]))
            if found and not own and auditing.holds(Path(places.recalled(each.place)), head):
                last = auditing.head(connection).seq
                args = {"path": places.recalled(each.place), "seq": head.seq, "last": last}
                return (Problem("audit.copy", args={**args, "at": clock_time(each.at)}),)
            if found:
                return found
    return ()


def _anchor(kept: _Kept, *, own: bool) -> Anchor:
    from facilitydesk.services.journal import auditing

    path = places.recalled(kept.place)
    source = "audit.pc" if own else "audit.pc_other"
    return auditing.anchor(kept.head, sentence(source, {"path": path}))


def _place(desk: Desk) -> str:
    """Where a file is for the officer: of a copy lent from a stick, the stick."""
    from facilitydesk.services.datafile import loans

    if not isinstance(desk.place, Path):
        return str(desk.place)
    loan = loans.loan_of(desk.place)
    return places.kept((loan.origin if loan else desk.place).absolute())


def _by_place(kept: Any) -> dict[str, dict[str, Any]]:
    """What stands under one file; a plain text is from before heads were kept by place."""
    if isinstance(kept, str):
        head, _, at = kept.partition(" ")
        return {_ANYWHERE: {"head": head, "at": at}}
    return dict(kept) if isinstance(kept, dict) else {}


def _read(kept: dict[str, dict[str, Any]]) -> Iterator[_Kept]:
    """What can be read of it: settings of a PC may have been edited."""
    from facilitydesk.services.journal import auditing

    for place, values in kept.items():
        try:
            found = _Kept(place, str(values["head"]), datetime.fromisoformat(values["at"]))
            auditing.anchor(found.head)
        except (Refused, ValueError, KeyError, TypeError):
            continue
        yield found
