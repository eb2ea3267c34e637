"""Every message that is used exists, fits its arguments, and speaks Chinese."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from facilitydesk.domain.messages import CATALOGUE, sentence, tr
from facilitydesk.domain.problems import Problem, Refused, Severity, Trouble

ROOM = Path(__file__).parents[2] / "facilitydesk"
RAISED = {"Problem", "Trouble", "Refused", "sentence"}


@dataclass(frozen=True)
class Use:
    """One place that names a message; `given` is None where the arguments are built elsewhere."""

    place: str
    code: str
    given: frozenset[str] | None


def slots(code: str) -> set[str]:
    parsed = string.Formatter().parse(CATALOGUE[code])
    return {name.partition(".")[0].partition("[")[0] for _, name, _, _ in parsed if name}


def uses() -> Iterator[Use]:
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        subclasses = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(isinstance(base, ast.Name) and base.id in RAISED for base in node.bases)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in RAISED | subclasses and node.args:
                code = node.args[0]
                place = f"{path.relative_to(ROOM)}:{node.lineno}"
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield Use(place, code.value, _arguments(node))
                elif isinstance(code, ast.IfExp):
                    for branch in (code.body, code.orelse):
                        if isinstance(branch, ast.Constant):
                            yield Use(place, str(branch.value), None)


def _called(node: ast.Call) -> str:
    function = node.func
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _arguments(node: ast.Call) -> frozenset[str] | None:
    """The names given to the sentence, where they stand in the call itself."""
    mapping: ast.expr | None = None
    if _called(node) == "Problem":
        mapping = next((k.value for k in node.keywords if k.arg == "args"), None)
        if mapping is None and len(node.args) > 3:
            mapping = node.args[3]
        if mapping is None:
            return frozenset()
    elif _called(node) == "sentence":
        mapping = node.args[1] if len(node.args) > 1 else None
    else:
        names = [keyword.arg for keyword in node.keywords if keyword.arg != "problems"]
        return None if None in names else frozenset(name for name in names if name)
    if not isinstance(mapping, ast.Dict) or None in mapping.keys:
        return None
    keys = [key.value for key in mapping.keys if isinstance(key, ast.Constant)]
    return frozenset(map(str, keys)) if len(keys) == len(mapping.keys) else None


USES = list(uses())


def test_every_code_is_in_the_catalogue() -> None:
    assert [f"{use.place} {use.code}" for use in USES if use.code not in CATALOGUE] == []


def test_every_sentence_gets_the_arguments_it_names() -> None:
    lacking = {
        f"{use.place} {use.code}": sorted(slots(use.code) - use.given)
        for use in USES
        if use.given is not None and use.code in CATALOGUE and not slots(use.code) <= use.given
    }
    assert lacking == {}


def test_the_search_finds_the_places() -> None:
    codes = {use.code for use in USES}
    assert {"week.falls", "milestone.order", "printed.differs", "printed.repair"} <= codes
    assert any(use.given for use in USES)


def test_every_message_is_chinese_with_chinese_punctuation() -> None:
    for text in CATALOGUE.values():
        plain = re.sub(r"\{[^}]*\}", "", text)
        assert re.search(r"[\u4e00-\u9fff]", plain), text
        assert not re.search(r"[\u4e00-\u9fff][,;:?!().]|[,;:?!()][\u4e00-\u9fff]", plain), text
        assert text == text.strip()


def test_every_message_takes_its_arguments_as_they_are() -> None:
    """Formats and lookups inside a sentence would fail on the day it is needed."""
    for code, text in CATALOGUE.items():
        for _, name, form, conversion in string.Formatter().parse(text):
            assert name is None or re.fullmatch(r"[a-z_]+", name), text
            assert not form, text
            assert conversion is None, text
        told = sentence(code, dict.fromkeys(slots(code), "某值"))
        assert ("某值" in told) == bool(slots(code))


def test_problem_and_trouble_tell_their_sentence() -> None:
    problem = Problem("required", field="name", args={"term": "学校名称"})
    assert problem.message == "请填写学校名称。"
    assert problem.severity is Severity.RED
    assert str(Trouble("disk.full")).startswith("磁盘已满")
    refused = Refused("reason_required", (problem,))
    assert (str(refused), refused.problems) == ("请填写原因。", (problem,))
    with pytest.raises(KeyError):
        sentence("no.such.code", {})


def test_severities_have_their_words_and_screen_words_pass_through() -> None:
    assert [severity.term for severity in Severity] == ["错误", "警告", "提示"]
    assert tr("周进度") == "周进度"
