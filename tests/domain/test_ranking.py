"""Bulletins rank by the exact rate; equal rates share a rank, units without a plan have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.ranking import Ties, rank
from facilitydesk.domain.rates import Basis, Rate
from tests.cases.published import CASES

Unit = tuple[str, Rate]


def unit(name: str, top: int | None, below: int | None) -> Unit:
    return name, Rate(top, below, Basis.COUNT)


def ranked(units: list[Unit], ties: Ties = Ties.SKIP) -> list[tuple[int | None, str]]:
    return [(line.rank, line.item[0]) for line in rank(units, lambda u: u[1], ties=ties)]


TOWNS = [
    unit("城关镇", 1, 2),
    unit("北山乡", 3, 3),
    unit("南河镇", 0, 0),
    unit("东坪乡", 2, 2),
    unit("西塘镇", 0, 4),
    unit("新建乡", 3, None),
]


@pytest.mark.parametrize(
    ("ties", "ranks"),
    [
        (Ties.SKIP, [1, 1, 3, 4, None, None]),
        (Ties.DENSE, [1, 1, 2, 3, None, None]),
        (Ties.ORDER, [1, 2, 3, 4, None, None]),
    ],
)
def test_ties_by_setting(ties: Ties, ranks: list[int | None]) -> None:
    names = ["北山乡", "东坪乡", "城关镇", "西塘镇", "南河镇", "新建乡"]
    assert ranked(TOWNS, ties) == list(zip(ranks, names, strict=True))


def test_rates_that_print_alike_are_ranked_by_what_they_are() -> None:
    units = [unit("甲", 99_998, 100_000), unit("乙", 99_999, 100_000)]
    assert units[0][1].text() == units[1][1].text() == "100.00%"
    assert ranked(units) == [(1, "乙"), (2, "甲")]


def test_numbers_not_texts_decide() -> None:
    units = [unit("日照市", 10439, 10000), unit("莱芜市", 1044, 1000), unit("泰安市", 98, 100)]
    assert ranked(units) == [(1, "莱芜市"), (2, "日照市"), (3, "泰安市")]


def test_the_printed_lists_of_shandong_come_out_as_printed() -> None:
    shandong = next(case for case in CASES if case.id == "T02")
    for table in ("done_rank", "buy_rank"):
        cells = shandong.cells()
        names = shandong.names(table)
        rates = {name: cells[f"{table}!{name}!rate"].value for name in names}
        units = [unit(name, int(rates[name] * 100), 10_000) for name in sorted(names)]
        printed = [(int(cells[f"{table}!{name}!rank"].value), name) for name in names]
        assert ranked(units) == printed


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), st.sampled_from(Ties))
def test_nobody_is_lost_and_ranks_never_fall(pairs: list[tuple[int, int]], ties: Ties) -> None:
    units = [unit(str(number), *pair) for number, pair in enumerate(pairs)]
    result = rank(units, lambda u: u[1], ties=ties)
    assert sorted(line.item[0] for line in result) == sorted(name for name, _ in units)
    ranks = [line.rank for line in result if line.rank is not None]
    assert ranks == sorted(ranks)
    assert ranks[:1] in ([], [1])
    for line in result:
        above = sum(
            (other[1].fraction or 0) > line.item[1].fraction
            for other in units
            if other[1].fraction is not None and line.item[1].fraction is not None
        )
        if ties is Ties.SKIP and line.rank is not None:
            assert line.rank == above + 1


def test_the_words_of_the_settings() -> None:
    assert [ties.term for ties in Ties] == [
        "并列后跳号（1、1、3）",
        "并列不跳号（1、1、2）",
        "不并列，按排列次序（1、2、3）",
    ]
