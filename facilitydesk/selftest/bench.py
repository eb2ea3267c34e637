"""What the steps of the self-test share: the folder they work in, the day it is, the way to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

AS_OF = date(2026, 3, 13)
MONDAY = date(2026, 3, 9)
RARE = ("𣗋溪小学", "𬭼山中学")  # schools of resources/selftest/projects.xls


@dataclass
class Bench:
    """A temporary folder in which the steps find what the ones before them left."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "自检 数据.fdk"


Step = tuple[str, Callable[[Bench], str]]
"""A name in Chinese, and what does it: returns what it found, raises where that is wrong."""


class Wrong(Exception):  # noqa: N818 - an answer of a step, not an error of the program
    """What a step found that must not be."""

    def __str__(self) -> str:
        return "、".join(map(str, self.args))


def expect(holds: object, otherwise: str) -> None:
    """Raise Wrong unless it holds."""
    if not holds:
        raise Wrong(otherwise)


def clock() -> datetime:
    """Ten in the morning in Beijing of the day it is for the self-test."""
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 2, tzinfo=UTC)
