"""Line breaks that a Chinese typesetter would accept."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper import titles


class Even(defaultdict[str, float]):
    """Han and full-width signs are one em wide, everything else half an em."""

    def __init__(self) -> None:
        super().__init__(float)

    def __missing__(self, char: str) -> float:
        return 0.5 if char.isascii() else 1.0


EVEN = Even()


def test_a_full_stop_never_begins_a_line() -> None:
    assert typeset.lines("一二三四五。六", 5, EVEN) == ["一二三四", "五。六"]


def test_a_closing_sign_may_hang_half_a_character_over_the_edge() -> None:
    assert typeset.lines("一二三四五。六", 5.6, EVEN, hang=0.5) == ["一二三四五。", "六"]


def test_an_opening_bracket_never_ends_a_line() -> None:
    assert typeset.lines("一二三四（五六）", 5, EVEN) == ["一二三四", "（五六）"]


@pytest.mark.parametrize("word", ["75.00%", "101,480.00", "2016-12-30", "A4"])
def test_figures_stay_whole(word: str) -> None:
    broken = typeset.lines(f"一二三四五六七{word}八九", 8, EVEN)
    assert any(word in line for line in broken)


def test_a_word_longer_than_the_line_is_cut_rather_than_lost() -> None:
    assert typeset.lines("1234567890", 2, EVEN) == ["1234", "5678", "90"]


def test_a_dash_of_two_is_not_torn() -> None:
    assert typeset.lines("一二三——四", 4, EVEN) == ["一二", "三——四"]


def test_heads_break_into_even_lines() -> None:
    assert typeset.balanced("建设性质", 3, EVEN) == ["建设", "性质"]


def test_the_remark_of_a_head_has_a_line_of_its_own_where_it_fits() -> None:
    assert typeset.balanced("差额（应收-实收）", 7, EVEN) == ["差额", "（应收-实收）"]
    assert typeset.balanced("差额（应收-实收）", 5, EVEN) == ["差额（应", "收-实收）"]


def test_the_number_of_a_document_keeps_its_last_word() -> None:
    assert typeset.lines("省财教〔2024〕34号", 8, EVEN) == ["省财教〔2024〕", "34号"]


@given(st.text(alphabet="一二三。，、（）《》“”12.%A —…\n", max_size=80), st.integers(1, 12))
def test_no_character_is_ever_lost(text: str, limit: int) -> None:
    assert "".join(typeset.lines(text, limit, EVEN, hang=0.5)) == text.replace("\n", "")


def test_a_title_breaks_by_sense_into_a_trapezoid() -> None:
    title = "青溪县教育局关于2016年全面改薄工程进展情况的通报"
    assert titles.shape(title, 20, EVEN) == ["青溪县教育局关于2016年", "全面改薄工程进展情况的通报"]


def test_a_title_of_three_lines_is_no_hourglass() -> None:
    title = "青溪县教育局关于2016年全面改善贫困地区义务教育薄弱学校基本办学条件工程进展情况的通报"
    sizes = [typeset.width(line, EVEN) for line in titles.shape(title, 20, EVEN)]
    assert len(sizes) == 3
    assert not (sizes[1] < sizes[0] and sizes[1] < sizes[2])


def test_a_title_obeys_its_own_line_breaks() -> None:
    assert titles.shape("甲县\n通报", 20, EVEN) == ["甲县", "通报"]
