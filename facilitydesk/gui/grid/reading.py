"""How a typed or pasted text becomes the value of a kind.

Imported when something is typed: the patterns it needs take 8 ms, which no start has to wait for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.cells import (
    BLANK_MARKS,
    Reading,
    ask,
    folded,
    read_area,
    read_count,
    read_money,
    read_percent,
)
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN
from facilitydesk.domain.stages import Stage

_YES = frozenset("是 有 √ ✓ 对 y yes true 1".split())  # noqa: SIM905 - a list of words
_NO = frozenset("否 无 × ✗ 不 n no false 0".split())  # noqa: SIM905 - a list of words


def reader(kind: Kind, money_scale: int = WAN) -> Callable[[str], Reading[Any]]:
    """What turns a typed or pasted text into the value of a kind."""
    if kind is Kind.MONEY:
        return lambda text: read_money(text, money_scale)
    return _READERS.get(kind, _read_text)


def _read_text(text: str) -> Reading[Any]:
    return Reading(text.strip() or None)


def _read_stage(text: str) -> Reading[Any]:
    plain = folded(text)
    if plain in BLANK_MARKS:
        return Reading(None)
    stage = Stage.read(text)
    if stage is None:
        return Reading(None, problem=ask("week.not_a_stage", text))
    return Reading(stage)


def _read_flag(text: str) -> Reading[Any]:
    plain = folded(text).lower()
    if plain in _YES:
        return Reading(value=True)
    if plain in _NO or plain in BLANK_MARKS:
        return Reading(value=False)
    return Reading(None, problem=ask("not_in_list", text, term=tr("是否")))


_READERS: dict[Kind, Callable[[str], Reading[Any]]] = {
    Kind.AREA: read_area,
    Kind.PERCENT: read_percent,
    Kind.COUNT: read_count,
    Kind.DATE: read_date,
    Kind.STAGE: _read_stage,
    Kind.FLAG: _read_flag,
}
