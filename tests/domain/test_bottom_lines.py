"""Bottom lines: when a school complies, both sheets, and Tianjin's published pair."""

from __future__ import annotations

import pytest

from facilitydesk.domain import bottom_lines
from facilitydesk.domain.bottom_lines import Count, Standing, State, UnitTally, Verdict
from facilitydesk.domain.rounding import Mode, Style
from tests.cases.published import CASES

MET, FAILED, NOT = State
ITEMS = (1, 2, 3)
TIANJIN = Style(places=0, mode=Mode.TRUNCATE, nothing_is_all=True)
(CASE,) = (case for case in CASES if case.id == "T21")


def school(states: dict[int, State], unit: str = "甲镇", *, point: bool = False) -> Standing:
    return Standing(1, unit, point, states)


def tianjin() -> list[UnitTally]:
    """The published sheet by unit; a line holds its counts."""
    return [
        UnitTally(row[0], Count(int(row[2]), int(row[5])), Count(int(row[3]), int(row[6])))
        for row in CASE.csv_rows("by_county")
    ]


@pytest.mark.parametrize(
    ("states", "strict", "verdict"),
    [
        ({1: MET, 2: MET, 3: NOT}, False, Verdict.COMPLIES),
        ({1: MET, 2: FAILED, 3: MET}, False, Verdict.FAILS),
        ({1: MET}, False, Verdict.COMPLIES),
        ({1: MET}, True, Verdict.OPEN),
        ({}, False, Verdict.UNCHECKED),
        ({9: MET}, False, Verdict.UNCHECKED),  # an item that is no longer in use
    ],
)
def test_a_school_complies_when_nothing_is_failed(
    states: dict[int, State], strict: bool, verdict: Verdict
) -> None:
    assert school(states).verdict(ITEMS, blank_complies=not strict) is verdict


def test_both_sheets_count_the_same_schools() -> None:
    schools = [
        school({1: MET, 2: MET, 3: NOT}),
        school({1: FAILED, 2: MET}, point=True),
        school({}, "乙乡"),
    ]
    first, second = bottom_lines.by_unit(schools, ITEMS)
    assert (first.total, first.complies, first.fails) == (Count(2, 1), Count(1, 0), Count(1, 1))
    assert (first.blanks, second.unchecked) == (Count(1, 1), Count(1, 0))
    lines = bottom_lines.by_item(schools, ITEMS)
    assert [line.total for line in lines] == [Count(3, 1)] * 3
    assert (lines[0].failed, lines[2].not_applicable) == (Count(1, 1), Count(1, 0))
    parts = {line.item_id: (line.met.schools, line.failed.schools, line.not_applicable.schools,
                            line.blank.schools) for line in lines}  # fmt: skip
    assert bottom_lines.disagreements(3, parts) == ()


def test_tianjin_s_rates_come_out_by_truncation() -> None:
    printed = {row[0]: (row[4], row[7]) for row in CASE.csv_rows("by_county")}
    computed = {
        line.unit: (line.rate.text(TIANJIN), line.point_rate.text(TIANJIN)) for line in tianjin()
    }
    assert computed["合计"] == ("99%", "100%")
    assert computed["东丽区"] == ("97%", "100%")
    wrong = {unit for unit, rates in computed.items() if rates != printed[unit]}
    assert wrong == {"和平区"}  # 21 of 22, printed as 100 %
    assert computed["和平区"][0] == "95%"


def test_half_up_and_a_dash_are_the_other_settings() -> None:
    whole = tianjin()[0]
    assert whole.rate.text(Style(places=0)) == "100%"
    assert whole.rate.text(Style()) == "99.83%"
    assert whole.point_rate.text(Style()) == "—"


def test_tianjin_s_units_add_up_to_their_total() -> None:
    total, *units = tianjin()
    summed = bottom_lines.summed(units)
    assert (summed.total, summed.complies) == (total.total, total.complies)


def test_tianjin_s_two_sheets_disagree_by_one_school() -> None:
    parts = {int(row[0]): (int(row[2]), int(row[4])) for row in CASE.csv_rows("by_item")}
    (problem,) = bottom_lines.disagreements(tianjin()[0].total.schools, parts)
    assert problem.message == (
        "两表学校数不一致：分单位表学校总数1,165所，分条目表第1–11条各栏之和1,164所，相差1所。"
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [("达标", MET), ("√", MET), ("1", MET), (" 未 达标", FAILED), ("×", FAILED), ("2", FAILED),
     ("不适用", NOT), ("/", NOT), ("3", NOT), ("也许", None), ("", None)],
)  # fmt: skip
def test_words_marks_and_keys(text: str, state: State | None) -> None:
    assert State.of_text(text) is state


def test_what_the_matrix_shows_is_read_back() -> None:
    assert all(State.of_text(state.mark) is state for state in State)
