"""形象进度: the official list, the words offices use for it, and no guess at vague ones."""

from __future__ import annotations

import pytest

from facilitydesk.domain.stages import Stage, StageGroup, goes_back

# The pick-list of the field, in its order.
OFFICIAL = """
办理前期手续 土地平整 规划方案审查 图纸预算 财政评审 正在招标 已中标 已开工 基础施工 基础完工
主体施工(第n层) 主体完工/封顶 墙体砌筑 抹灰 屋面施工 室内外装饰 附属施工 收尾/竣工清理 已完工 竣工验收
已交付使用 结算审计 已决算 正在回购 停工 已按程序调整 已取消
""".split()  # noqa: SIM905 - the list as the field prints it


def test_every_official_word_is_understood_in_the_official_order() -> None:
    assert [Stage.read(word) for word in OFFICIAL] == list(Stage)


def test_every_term_reads_back_and_every_key_is_found() -> None:
    for stage in Stage:
        assert Stage.read(stage.term) is stage
        assert Stage.of_key(stage.key) is stage
        assert 0 <= stage.low <= stage.high <= 100
    assert len({stage.key for stage in Stage}) == len(Stage)
    with pytest.raises(KeyError):
        Stage.of_key("gone")


def test_groups_follow_the_counting_rule() -> None:
    """未开工 before 已开工, 完工 from 已完工, 调整/取消 and 停工 on their own."""
    groups = [stage.group for stage in Stage]
    assert groups[:7] == [StageGroup.NOT_STARTED] * 7
    assert groups[7:18] == [StageGroup.UNDER_WAY] * 11
    assert groups[18:24] == [StageGroup.COMPLETED] * 6
    assert groups[24:] == [StageGroup.STOPPED, StageGroup.DROPPED, StageGroup.DROPPED]
    assert [group.term for group in StageGroup] == ["未开工", "在建", "停工", "完工", "调整/取消"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("主体施工（第3层）", Stage.STRUCTURE),
        ("主体三层", Stage.STRUCTURE),
        ("主体施工至二层", Stage.STRUCTURE),
        ("主体第２层施工中", Stage.STRUCTURE),
        ("正在主体施工", Stage.STRUCTURE),
        ("主体完成80%", Stage.STRUCTURE),
        (" 主体 封顶 ", Stage.STRUCTURE_DONE),
        ("基础施工阶段", Stage.FOUNDATION),
        ("装修８０％", Stage.DECORATION),
        ("正在装修", Stage.DECORATION),
        ("已竣工", Stage.COMPLETED),
        ("已完工（未验收）", Stage.COMPLETED),
        ("停工（主体三层）", Stage.STOPPED),
        ("停工（缓建，待资金）", Stage.STOPPED),
        ("未开工", Stage.PREPARATION),
        ("正在招投标", Stage.TENDERING),
    ],
)
def test_the_words_of_the_offices(text: str, stage: Stage) -> None:
    assert Stage.read(text) is stage


@pytest.mark.parametrize(
    "text",
    [
        "基本完成",
        "基本完工",
        "完成80%",  # not completed
        "未完工",
        "未验收",
        "主体施工已停工",
        "主体施工（已停工）",
        "主体基本完成",
        "主体施工三层，装修未开始",
        "进展顺利",
        "65%",
        "",
        "（二期）",
    ],
)
def test_vague_and_contradictory_words_are_left_to_a_person(text: str) -> None:
    assert Stage.read(text) is None


@pytest.mark.parametrize(
    ("before", "after", "back"),
    [
        (Stage.STRUCTURE, Stage.FOUNDATION, True),
        (Stage.FOUNDATION, Stage.STRUCTURE, False),
        (Stage.STRUCTURE, Stage.STRUCTURE, False),
        (Stage.STRUCTURE, Stage.STOPPED, False),
        (Stage.STOPPED, Stage.STRUCTURE, False),
        (Stage.STRUCTURE, Stage.CANCELLED, False),
        (Stage.CANCELLED, Stage.STRUCTURE, True),
        (Stage.COMPLETED, Stage.CLEARING, True),
        (None, Stage.STRUCTURE, False),
        (Stage.STRUCTURE, None, False),
    ],
)
def test_going_back_needs_a_reason(before: Stage | None, after: Stage | None, back: bool) -> None:
    assert goes_back(before, after) is back
