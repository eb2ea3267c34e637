"""Which slip of the pen turns the right figure into the printed one.

Seen in print: 2995.1 for 1995.1, 22 for 23, 元 under a head of 万元.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from facilitydesk.domain.messages import tr
from facilitydesk.domain.printed.figure import Printed
from facilitydesk.domain.quantities import WAN

_TELLING = (Decimal(1), Decimal(10), Decimal(100), Decimal(1000))


def slip(printed: Printed, right: Decimal) -> str:
    """The likely slip as a clause ready to follow a sentence, empty where none suggests itself.

    `right` is the corrected value in the unit and places of the printed figure.
    """
    wrong = printed.value
    if wrong == right:
        return ""
    if wrong and right and WAN in (wrong / right, right / wrong):
        return tr("，相差正好一万倍，疑单位写错")
    a, b = format(wrong, "f"), format(right, "f")
    if _swapped(a, b):
        return tr("，疑为两位数字颠倒")
    apart = abs(wrong - right)
    if apart in _TELLING and printed.unit != "%":
        return tr("，相差正好{apart}").format(apart=int(apart))
    if _without_one(b, a):
        return tr("，疑漏一位数字")
    if _without_one(a, b):
        return tr("，疑多一位数字")
    return ""


def _swapped(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return len(apart) == 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def _without_one(longer: str, shorter: str) -> bool:
    """Whether one digit struck out of the longer figure gives the shorter one."""
    if len(longer) != len(shorter) + 1 or len(shorter) < 2:
        return False
    cuts = range(len(longer) + 1)
    return any(longer[:i] + longer[j:] == shorter for i, j in pairwise(cuts) if longer[i] != ".")
