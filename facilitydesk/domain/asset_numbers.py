"""Asset numbers by a rule such as {学校代码}-{年}-{类别码}-{序号}: its words, its faults, its example.

The number is what a label's code holds and a scanner types, so the rule that comes with the
program makes only digits and hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from facilitydesk.domain.problems import Problem
from facilitydesk.domain.words.equipment_terms import EquipmentClass

DEFAULT_RULE = "{学校代码}-{年}-{类别码}-{序号}"
SERIAL = "序号"
WORDS: dict[str, str] = {
    "学校代码": "3136000012",
    "年": "2026",
    "类别码": "05",
    SERIAL: "0001",
    "学校": "第一小学",
    "学校标识码": "3136000012",
    "类别": "仪器",
    "设备": "学生计算机",
}
"""What a rule may name, each with an example; 学校代码 and 学校标识码 are the same number."""

MOST = 48  # characters: longer numbers no label can show in full
_WORD = re.compile(r"\{([^{}]*)\}")
_MARKS = "-_/. "


def class_code(kind: EquipmentClass) -> str:
    """类别码: the place of a class in the double-monthly report, 01 to 05."""
    return f"{list(EquipmentClass).index(kind) + 1:02d}"


def check_rule(rule: object) -> Problem | None:
    """What is wrong with a rule; None where numbers can be made by it."""
    text = str(rule)
    named = _WORD.findall(text)
    unknown = [word for word in named if word not in WORDS]
    if unknown or set(_WORD.sub("", text)) & set("{}"):
        known = "、".join(f"{{{word}}}" for word in WORDS)
        args = {"value": f"{{{unknown[0]}}}" if unknown else text, "known": known}
        return Problem("equipment.rule_word", args=args)
    if named.count(SERIAL) != 1:
        return Problem("equipment.rule_serial")
    if len(example(text)) > MOST:
        return Problem("equipment.rule_long", args={"most": MOST, "example": example(text)})
    return None


def example(rule: str) -> str:
    """The first number by a rule, with the examples of the words."""
    words = {key: value for key, value in WORDS.items() if key != SERIAL}
    return Numbering(rule, ()).next(words)


def scannable(number: str) -> bool:
    """Whether any scanner types the number as it stands: letters, digits and marks only."""
    return number.isascii() and number.isprintable()


def preview(rule: object) -> str:
    """What an officer sees beside a rule: an example, and whether scanners take it."""
    problem = check_rule(rule)
    if problem is not None:
        return problem.message
    number = example(str(rule))
    told = (
        "二维码、一维条码都能扫"
        if scannable(number)
        else "含汉字：有的扫码枪输不出汉字，一维条码也印不出"
    )
    return f"如：{number}　{told}"


class Numbering:
    """Asset numbers by a rule; 序号 counts on per text around it."""

    def __init__(self, rule: str, taken: Iterable[str]) -> None:
        self._rule = rule if f"{{{SERIAL}}}" in rule else rule + f"{{{SERIAL}}}"
        self._taken = tuple(taken)
        self._last: dict[tuple[str, str], int] = {}

    def next(self, words: Mapping[str, Any]) -> str:
        """The next free number; a word without a value goes with the mark behind it."""
        before, _, after = self._rule.partition(f"{{{SERIAL}}}")
        before, after = _fill(before, words), _fill(after, words)
        last = self._last.get((before, after))
        number = 1 + (self._highest(before, after) if last is None else last)
        self._last[before, after] = number
        return f"{before}{number:04d}{after}"

    def _highest(self, before: str, after: str) -> int:
        middles = (
            each[len(before) : len(each) - len(after)]
            for each in self._taken
            if each.startswith(before) and each.endswith(after)
        )
        return max((int(m) for m in middles if m.isdecimal()), default=0)


def _fill(text: str, words: Mapping[str, Any]) -> str:
    for key, value in words.items():
        word = f"{{{key}}}"
        if str(value):
            text = text.replace(word, str(value))
        else:
            text = re.sub(re.escape(word) + f"[{re.escape(_MARKS)}]?", "", text)
    return text
