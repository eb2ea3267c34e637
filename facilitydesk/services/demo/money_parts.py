"""What the makers of the county's money hand to each other: sources and projects with their shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from facilitydesk.services.demo.plans import Built

WAN = 1_000_000  # 分


@dataclass(slots=True)
class Source:
    """A fund document with what is still free of it."""

    id: int
    day: date
    amount: int
    arrived: list[tuple[date, int]] = field(default_factory=list)
    paid: int = 0

    def free(self, day: date) -> int:
        return sum(money for when, money in self.arrived if when <= day) - self.paid


@dataclass(slots=True)
class Job:
    """A project with its share of each source, and its payments."""

    built: Built
    money: int
    shares: dict[int, int] = field(default_factory=dict)  # source number → left to be paid
