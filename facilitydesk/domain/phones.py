"""Telephone numbers as they go out: 138****1234, unless somebody ticked that they are needed."""

from __future__ import annotations

import re

COLUMNS = frozenset({"phone", "contact"})  # a number is often typed behind the name
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_FIXED = re.compile(r"(?<![\d*])(0\d{2,3}[-— ]?)?\d{3,4}(\d{4})(?![\d*])")


def masked(text: str) -> str:
    """The text with every number's middle hidden; what is no number stays as it is."""
    once = _MOBILE.sub(r"\1****\2", text)
    return _FIXED.sub(lambda found: f"{found[1] or ''}****{found[2]}", once)


def shown(text: str, *, full: bool) -> str:
    """The text as it goes out."""
    return text if full else masked(text)
