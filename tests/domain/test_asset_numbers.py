"""Asset numbers: they go on, drop what a school has not, and a rule is shown before it counts."""

from __future__ import annotations

import pytest

from facilitydesk.domain.asset_numbers import (
    DEFAULT_RULE,
    WORDS,
    Numbering,
    check_rule,
    class_code,
    example,
    preview,
    scannable,
)
from facilitydesk.domain.words.equipment_terms import EquipmentClass


def test_numbers_go_on_where_the_last_one_stopped() -> None:
    numbering = Numbering("{年}-{类别}-{序号}号", ["2026-仪器-0007号", "2026-仪器-甲号", "另一个"])
    assert numbering.next({"年": 2026, "类别": "仪器"}) == "2026-仪器-0008号"
    assert numbering.next({"年": 2026, "类别": "仪器"}) == "2026-仪器-0009号"
    assert numbering.next({"年": 2026, "类别": "图书"}) == "2026-图书-0001号"
    assert Numbering("资产", ()).next({}) == "资产0001", "a rule without 序号 gets one"


def test_the_rule_that_comes_along_makes_what_every_scanner_types() -> None:
    assert check_rule(DEFAULT_RULE) is None
    assert example(DEFAULT_RULE) == "3136000012-2026-05-0001"
    assert scannable(example(DEFAULT_RULE))
    assert not scannable(example("{年}-{类别}-{序号}"))
    assert not scannable("A1\tB")


def test_schools_count_apart_and_one_without_a_code_leaves_no_gap() -> None:
    numbering = Numbering(DEFAULT_RULE, ["3136000012-2026-01-0041"])
    words = {"学校代码": "3136000012", "年": 2026, "类别码": "01"}
    assert numbering.next(words) == "3136000012-2026-01-0042"
    assert numbering.next({**words, "学校代码": "3136000013"}) == "3136000013-2026-01-0001"
    assert numbering.next({**words, "学校代码": ""}) == "2026-01-0001"
    assert numbering.next({**words, "学校代码": ""}) == "2026-01-0002"


def test_classes_count_from_01_to_05() -> None:
    assert [class_code(each) for each in EquipmentClass] == ["01", "02", "03", "04", "05"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{年}-{班级}-{序号}", "“{班级}”不能识别"),
        ("{年-{序号}", "不能识别"),
        ("序号}-{序号}", "不能识别"),
        ("{年}-{类别码}", "有且只有一个{序号}"),
        ("{序号}-{序号}", "有且只有一个{序号}"),
        ("{学校}" * 12 + "{序号}", "超过48个字"),
    ],
)
def test_a_rule_that_makes_no_numbers_says_why(rule: str, told: str) -> None:
    problem = check_rule(rule)
    assert problem is not None
    assert told in problem.message
    assert preview(rule) == problem.message


def test_every_word_is_shown_by_its_example() -> None:
    for word, value in WORDS.items():
        rule = f"{{{word}}}-{{序号}}" if word != "序号" else "{序号}"
        assert example(rule).startswith(value)
