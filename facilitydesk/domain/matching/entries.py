"""What is matched: entries of two lists in, matches with grade and reason out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from facilitydesk.domain.messages import sentence, tr


class Grade(StrEnum):
    """Green can be taken as it is, yellow wants a look, red is a suspicion to be settled by hand."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def term(self) -> str:
        return {"green": tr("一致"), "yellow": tr("待核"), "red": tr("存疑")}[self.value]


class How(StrEnum):
    """What kind of agreement a match rests on."""

    SINGLE = "single"  # one payment, one line
    ROUNDED = "rounded"  # the same, the ledger kept in 万元 or 元
    SPLIT = "split"  # one payment, several lines
    MERGED = "merged"  # several payments, one line
    RETURNED = "returned"  # a payment and its return on one side alone
    SLIP = "slip"  # amounts that differ by a slip of the hand
    COPY = "copy"  # one side has it twice; nothing is matched


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment of the ledger or a line of the statement.

    `amount` counts 分, negative for what came back. `text` is everything else that tells entries
    apart (summary, project, kind). `reverses` is the key of the payment that this one takes back.
    """

    key: Hashable
    day: date
    amount: int
    payee: str = ""
    voucher: str = ""
    text: str = ""
    document: str = ""
    reverses: Hashable = None
    row: int = 0  # where it stands in its list, to be named; 0: by its order


# Made by the thousand for each list: named tuples are made three times as fast as dataclasses.


class Reason(NamedTuple):
    """Why two entries belong together: a message code with its arguments."""

    code: str
    args: tuple[tuple[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """The Chinese sentence an officer reads."""
        return sentence(self.code, dict(self.args))


class Match(NamedTuple):
    """Entries that belong together: keys of payments and of lines.

    `score` is 0 to 100 and orders matches of one grade; `difference` is lines minus payments in 分.
    """

    payments: tuple[Hashable, ...]
    lines: tuple[Hashable, ...]
    how: How
    grade: Grade
    score: int
    reasons: tuple[Reason, ...]
    difference: int = 0

    @property
    def reason(self) -> str:
        """All reasons in one Chinese sentence."""
        return "；".join(reason.text for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches, and what is left on both sides (suspicions count as left)."""

    matches: tuple[Match, ...]
    payments_left: tuple[Hashable, ...]
    lines_left: tuple[Hashable, ...]
