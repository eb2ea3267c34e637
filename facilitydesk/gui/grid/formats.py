"""How values of each kind are shown in a cell, offered for editing, and read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
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
from facilitydesk.domain.quantities import WAN, Money, Quantity
from facilitydesk.domain.rounding import Style, digits, grouped
from facilitydesk.domain.stages import Stage

NUMBERS = frozenset({Kind.AREA, Kind.MONEY, Kind.PERCENT, Kind.COUNT})
_EXACT = Style(places=6, trim_zeros=True)
_YES = frozenset("是 有 √ ✓ 对 y yes true 1".split())  # noqa: SIM905 - a list of words
_NO = frozenset("否 无 × ✗ 不 n no false 0".split())  # noqa: SIM905 - a list of words


def shown(value: Any, kind: Kind, money_scale: int = WAN) -> str:
    """The text of a cell; None is blank. Money is shown exactly, at least to two places."""
    if value is None:
        return ""
    if isinstance(value, Quantity):
        scale = money_scale if isinstance(value, Money) else 1
        plain = digits(Fraction(value.raw, 100 * scale), _EXACT)
        if kind is not Kind.PERCENT:
            whole, _, rest = plain.partition(".")
            plain = f"{whole}.{rest.ljust(2, '0')}"
        return grouped(plain)
    if kind is Kind.FLAG:
        return tr("是") if value else ""
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, Enum):
        term = getattr(value, "term", None)
        return str(term) if term else str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and kind is Kind.COUNT:
        return grouped(str(value))
    return str(value)


def editable(value: Any, kind: Kind, money_scale: int = WAN) -> str:
    """The same without thousands marks, as an officer would type it."""
    text = shown(value, kind, money_scale)
    if kind in NUMBERS:
        text = text.replace(",", "")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text


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


def sort_key(value: Any) -> tuple[int, Any]:
    """Values of one column in order, blanks last."""
    if value is None or value == "":
        return (2, 0)
    if isinstance(value, Quantity):
        return (0, value.raw)
    if isinstance(value, bool):
        return (0, not value)
    if isinstance(value, int):
        return (0, value)
    if isinstance(value, Stage):
        return (0, value.order)
    return (1, str(value))
