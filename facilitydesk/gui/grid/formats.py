"""How values of each kind are shown in a cell and offered for editing; reading.py reads them back."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money, Quantity
from facilitydesk.domain.rounding import Style, digits, grouped
from facilitydesk.domain.stages import Stage

NUMBERS = frozenset({Kind.AREA, Kind.MONEY, Kind.PERCENT, Kind.COUNT})
_EXACT = Style(places=6, trim_zeros=True)


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


def sort_key(value: Any) -> tuple[int, Any]:
    """Values of one column in order, blanks last; Chinese by pinyin, as offices are used to.

    The common characters stand in GB 2312 in the order of their pinyin, rare ones behind them.
    """
    if value is None or value == "":
        return (2, 0)
    if isinstance(value, Quantity):
        return (0, value.raw)
    if isinstance(value, bool):
        return (0, not value)
    if isinstance(value, int | Fraction):
        return (0, value)
    if isinstance(value, Stage):
        return (0, value.order)
    return (1, str(value).encode("gb18030", "replace"))
