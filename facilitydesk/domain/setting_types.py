"""What a declared setting is: key, type, bounds, label and help; and the choices of papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from facilitydesk.domain.problems import Problem

Value = str | int | bool


class TotalPlace(StrEnum):
    """Where the 合计 row of a table stands."""

    FIRST = "first"
    LAST = "last"

    @property
    def term(self) -> str:
        return {"first": "首行", "last": "末行"}[self.value]


class Until(StrEnum):
    """The word before the date of a cumulative figure; both are in use."""

    JIEZHI = "截至"
    JIEZHI_OLD = "截止"

    @property
    def term(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as it is declared; `choices` for those that are one of a few."""

    key: str
    group: str
    label: str
    default: Value
    help: str = ""
    low: int = 0
    high: int = 0
    choices: type[StrEnum] | None = None
    unit: str = ""
    check: Callable[[object], Problem | None] | None = None
    preview: Callable[[object], str] | None = None  # shown below the value as it is typed
