"""Known trouble of the world says three things: what happened, what is safe, what to do next."""

from __future__ import annotations

import ast
import re

import pytest

from facilitydesk.domain.messages import CATALOGUE
from tests.domain.test_messages import ROOM

# Said on purpose without all three: reminders, and answers to what an officer himself asked for.
NO_FAULT = {
    "backup.only_reading",
    "backup.second_never",
    "backup.second_not_yet",
    "backup.second_old",
    "backup.server",
    "import.cancelled",
    "open.already_here",
    "release.older",
    "release.same",
    "return.none",
    "return.not_away",
}
SAFE = re.compile(
    r"未被?(作|保存|变动|改动|执行|读入|确认|生成|打开|受影响|再改动|记为|能替换)|未作任何改动"
    r"|没有(改动|读取|写入|覆盖|升级|退回|恢复|打印|打开|找到表头)|完好|不受影响|不会改动|都在"
    r"|已完成|保持升级前|保存在|另存|已停止写入"
)
NEXT = re.compile(r"请|可在|可用|会接着")


def _troubles() -> list[str]:
    """The codes that some line of the program raises as Trouble, or keeps for a driver's error."""
    found: set[str] = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if getattr(node.func, "id", "") == "Trouble":
                found |= {
                    each.value
                    for each in ast.walk(node.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return sorted(found & CATALOGUE.keys())


TROUBLES = _troubles()


def test_the_search_finds_the_troubles() -> None:
    assert {"disk.full", "db.io", "file.held", "backup.full", "import.bomb"} <= {*TROUBLES}
    assert len(TROUBLES) > 80
    assert {*TROUBLES} >= NO_FAULT  # nothing is left out that is not there


@pytest.mark.parametrize("code", [code for code in TROUBLES if code not in NO_FAULT])
def test_what_happened_what_is_safe_and_what_to_do(code: str) -> None:
    text = CATALOGUE[code]
    step = NEXT.search(text)
    assert SAFE.search(text), f"what is safe? {text}"
    assert step, f"what to do next? {text}"
    assert step.start() > 4, f"what happened? {text}"
