"""How trouble is told: a finding about data (Problem) and trouble of the world (Trouble).

Both are a code with arguments; the Chinese sentence comes from the catalogue in messages.py.
Anything else that is raised is a bug of ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from facilitydesk.domain.messages import sentence


class Severity(StrEnum):
    """Red cannot be true and is refused, yellow breaks a rule, blue is unusual but may be real."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"

    @property
    def term(self) -> str:
        return {"red": "错误", "yellow": "警告", "blue": "提示"}[self.value]


@dataclass(frozen=True)
class Problem:
    """One finding: what rule, about which field, with the figures that show it."""

    code: str
    severity: Severity = Severity.RED
    field: str | None = None
    args: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The Chinese sentence an officer reads."""
        return sentence(self.code, self.args)


class Trouble(Exception):  # noqa: N818 - known trouble of the world, not an error of the program
    """Known trouble: disk full, file held by another, refused by a rule. One sentence each."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args

    def __str__(self) -> str:
        return sentence(self.code, self.args_)


class Refused(Trouble):
    """An action the data or a lock does not allow; `problems` say why, one by one."""

    def __init__(self, code: str, problems: tuple[Problem, ...] = (), **args: Any) -> None:
        super().__init__(code, **args)
        self.problems = problems
