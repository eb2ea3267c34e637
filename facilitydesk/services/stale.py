"""Another officer was faster: the refusal names the officer and what now stands in the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.stages import Stage


@contextmanager
def telling_values(kinds: Mapping[str, type]) -> Iterator[None]:
    """Turns the raw value in Refused("stale") into what an officer reads; `kinds` by field."""
    try:
        yield
    except Refused as refusal:
        if refusal.code != "stale":
            raise
        args = refusal.args_
        value = shown(kinds.get(args["field"] or "", str), args["value"])
        raise Refused("stale", **{**args, "value": value}) from None


def shown(kind: type, raw: Any) -> str:
    """A stored value as an officer reads it: 6500 of a Percent is 65.00."""
    if raw is None:
        return ""
    if kind is Stage:
        return Stage.of_key(raw).term
    return amount(kind(raw)) if issubclass(kind, Quantity) else str(raw)
