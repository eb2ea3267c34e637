"""The check of printed figures on single identities: tolerance, slips, zeros, units, lists."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.printed import (
    Equal,
    Identity,
    Order,
    Outcome,
    Paper,
    Printed,
    Product,
    Ratio,
    Restate,
    SharedDenominator,
    Sum,
    Verdict,
    ZeroOverZero,
    above_hundred,
    check,
    counted,
    descending,
    not_building,
    same_rows,
    same_set,
)
from facilitydesk.domain.printed.slips import slip
from facilitydesk.domain.rounding import Mode


def cells(unit: str = "万元", **texts: str) -> dict[str, Printed]:
    return {key: Printed.read(text, unit, key) for key, text in texts.items()}


def told(verdict: Verdict) -> str:
    assert verdict.problem is not None
    return verdict.problem.message


# --- what a printed figure stands for


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("31.04", "万㎡", "310350", "310450"),
        ("516", "万元", "5155000", "5165000"),
        ("4150", "㎡", "4149.5", "4150.5"),
        ("37697.50", "万元", "376974950", "376975050"),
        ("22", "个", "22", "22"),
        ("1 165", "所", "1165", "1165"),
        ("6278.54", "万册", "62785350", "62785450"),
        ("75%", "%", "0.745", "0.755"),
        ("94.3%", "", "0.9425", "0.9435"),
    ],
)
def test_a_figure_stands_for_half_its_last_place_and_a_count_for_itself(
    text: str, unit: str, low: str, high: str
) -> None:
    span = Printed.read(text, unit).span()
    assert (span.low, span.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    "text", ["59 924", "59,924", "59，924", "５９９２４", "59\u3000924", "59\u00a0924"]
)
def test_thousands_marks_of_all_kinds(text: str) -> None:
    assert Printed.read(text, "㎡").value == 59924


@pytest.mark.parametrize("text", ["", "—", "约100", "*****", "NaN", "5万元", "1-2"])
def test_what_is_no_plain_number_is_for_the_importer(text: str) -> None:
    with pytest.raises(ValueError):
        Printed.read(text)


# --- the three outcomes


@pytest.mark.parametrize(
    ("rate", "outcome", "by_half_up", "by_truncation"),
    [
        ("86.69%", Outcome.EXACT, Outcome.EXACT, Outcome.FAULT),
        ("86.68%", Outcome.TRUNCATED, Outcome.FAULT, Outcome.TRUNCATED),
        ("86.67%", Outcome.FAULT, Outcome.FAULT, Outcome.FAULT),
        ("87%", Outcome.EXACT, Outcome.EXACT, Outcome.FAULT),
        ("86%", Outcome.TRUNCATED, Outcome.FAULT, Outcome.TRUNCATED),
    ],
)
def test_the_paper_may_round_or_cut_off(
    rate: str, outcome: Outcome, by_half_up: Outcome, by_truncation: Outcome
) -> None:
    """Haikou 2017: 32678.37 of 37697.50 is 86.6858 %."""
    given_ = cells(a="32678.37", b="37697.50") | cells("%", r=rate)
    ratio = Ratio("r", "a", "b")
    assert check(ratio, given_).outcome is outcome
    assert check(ratio, given_, Paper(Mode.HALF_UP)).outcome is by_half_up
    assert check(ratio, given_, Paper(Mode.TRUNCATE)).outcome is by_truncation


def test_whole_wan_hide_a_difference_of_one_but_not_of_two() -> None:
    total = Sum("total", ("a", "b"))
    assert check(total, cells(total="516", a="240", b="277")).outcome is Outcome.WITHIN_ROUNDING
    verdict = check(total, cells(total="515", a="240", b="277"))
    assert told(verdict) == "“total”印为515万元，按240+277应为517万元。"
    people = cells("人", total="516", a="240", b="277")
    assert check(total, people).outcome is Outcome.FAULT


def test_a_total_in_another_unit() -> None:
    mixed = cells("亿元", total="3.77") | cells("万元", a="22322.87", b="15374.63")
    assert check(Sum("total", ("a", "b")), mixed).outcome is Outcome.EXACT
    cut = mixed | cells("亿元", total="3.76")
    assert check(Sum("total", ("a", "b")), cut).outcome is Outcome.TRUNCATED
    assert check(Restate("total", "a"), mixed).outcome is Outcome.FAULT
    wrong = check(Restate("total", "whole"), mixed | cells(whole="37697.50", total="3.77"))
    assert told(wrong) == "“total”印为3.77万元，按37,697.50万元应为37,697.50万元。"


def test_differences_products_and_shares() -> None:
    pupils = cells("人", p="94", j="27") | cells("元", ps="11,500", js="19,500", due="803,750")
    terms = (("p", "ps"), ("j", "js"))
    assert check(Product("due", terms, Fraction(1, 2)), pupils).outcome is Outcome.EXACT
    whole_year = check(Product("due", terms), pupils)
    assert told(whole_year) == ("“due”印为803,750元，按94×11,500+27×19,500应为1,607,500元。")
    rough = cells(gap="2.1", due="5", got="2")
    assert check(Sum("gap", ("due",), ("got",)), rough).outcome is Outcome.WITHIN_ROUNDING
    gap = cells("元", gap="448168.50", due="803,750.00", got="355,581.95")
    verdict = check(Sum("gap", ("due",), ("got",)), gap)
    assert told(verdict) == (
        "“gap”印为448,168.50元，按803,750.00－355,581.95应为448,168.05元，疑为两位数字颠倒。"
    )


def test_a_long_sum_is_not_spelt_out() -> None:
    many = {f"p{n}": Printed.read("1", "所", "校") for n in range(16)}
    total = check(Sum("t", tuple(many)), many | cells("所", t="17"))
    assert told(total) == "“t”印为17所，按16项之和应为16所，相差正好1。"


def test_equal_and_ordered_figures() -> None:
    assert check(Equal("a", "b"), cells(a="1223", b="1222.9")).outcome is Outcome.WITHIN_ROUNDING
    assert check(Equal("a", "b"), cells(a="1222.90", b="1222.9")).outcome is Outcome.EXACT
    order = Order("竣工", "开工")
    assert check(order, cells("㎡", 竣工="128195", 开工="134285")).outcome is Outcome.EXACT
    assert check(order, cells("㎡", 竣工="100.4", 开工="100")).outcome is Outcome.WITHIN_ROUNDING
    wrong = check(order, cells("㎡", 竣工="134 285", 开工="128 195"))
    assert told(wrong) == "“竣工”134,285㎡大于“开工”128,195㎡，请核对。"


# --- zeros


@pytest.mark.parametrize(
    ("top", "rate", "setting", "outcome"),
    [
        ("0", "100%", ZeroOverZero.HUNDRED, Outcome.EXACT),
        ("0", "100%", ZeroOverZero.EITHER, Outcome.EXACT),
        ("0", "100%", ZeroOverZero.DASH, Outcome.FAULT),
        ("0", "0%", ZeroOverZero.HUNDRED, Outcome.FAULT),
        ("3", "100%", ZeroOverZero.HUNDRED, Outcome.FAULT),
    ],
)
def test_a_rate_without_a_denominator(
    top: str, rate: str, setting: ZeroOverZero, outcome: Outcome
) -> None:
    given_ = cells("所", a=top, b="0") | cells("%", r=rate)
    verdict = check(Ratio("r", "a", "b"), given_, Paper(zero_over_zero=setting))
    assert verdict.outcome is outcome
    if outcome is Outcome.FAULT:
        assert told(verdict) == f"“r”的分母为0（{top}÷0），应印“—”，印为{rate}。"


# --- a plan that is not printed


def test_rates_that_no_plan_can_satisfy() -> None:
    given_ = cells("㎡", 开工="134 285", 竣工="128 195") | cells("%", 开工率="75%", 竣工率="74%")
    shared = SharedDenominator("规划面积", (("开工", "开工率"), ("竣工", "竣工率")))
    assert told(check(shared, given_)) == (
        "没有一个规划面积能同时满足所印比率：按“开工率”为177860.26至180248.99㎡；"
        "按“竣工率”为172073.15至174415.65㎡。"
    )
    nothing = given_ | cells("%", 竣工率="0%")
    assert check(shared, nothing).outcome is Outcome.CONSISTENT


# --- slips


@pytest.mark.parametrize(
    ("printed", "right", "unit", "words"),
    [
        ("2995.1", "1995.1", "万元", "，相差正好1000"),
        ("22", "23", "个", "，相差正好1"),
        ("110", "100", "个", "，相差正好10"),
        ("1340", "1430", "㎡", "，疑为两位数字颠倒"),
        ("11903000", "1190.3", "万元", "，相差正好一万倍，疑单位写错"),
        ("1190.3", "11903000", "元", "，相差正好一万倍，疑单位写错"),
        ("995.1", "1995.1", "万元", "，相差正好1000"),
        ("13428", "134285", "㎡", "，疑漏一位数字"),
        ("1342855", "134285", "㎡", "，疑多一位数字"),
        ("36000", "32000", "㎡", ""),
        ("6674", "6404", "㎡", ""),
        ("1195", "11.95", "万元", ""),
        ("0", "100", "%", ""),
        ("5", "9", "个", ""),
        ("7", "7", "个", ""),
    ],
)
def test_likely_slips_are_named(printed: str, right: str, unit: str, words: str) -> None:
    assert slip(Printed.read(printed, unit), Decimal(right)) == words


# --- lists


def test_a_ranking_out_of_order_names_the_pair() -> None:
    rates = [
        Printed.read(text, "%", name)
        for text, name in (("95.2", "甲县"), ("95.2", "乙县"), ("88.2", "丙县"), ("104.39", "丁县"))
    ]
    assert descending(rates[:3]) == Verdict(Outcome.EXACT, ties=1)
    assert told(descending(rates)) == ("排名次序有误：丁县（104.39%）应排在丙县（88.2%）之前。")


def test_lists_of_units_rows_and_counts() -> None:
    assert same_set(["甲", "乙"], ["乙", "甲"]).outcome is Outcome.EXACT
    assert told(same_set(["甲", "乙", "乙"], ["乙", "丙"])) == (
        "两表所列单位不一致：只在前表的：甲；只在后表的：丙；重复的：乙。"
    )
    assert told(counted(Printed.read("7", "个", "项目数"), 6)) == "“项目数”印为7个，表中实有6行。"
    row = cells(a="1222.9", b="0")
    assert same_rows(row, row).outcome is Outcome.EXACT
    assert same_rows(row, row | cells(a="1223")).outcome is Outcome.WITHIN_ROUNDING
    assert "两处应当一致" in told(same_rows(row, row | cells(a="1233")))
    assert told(same_rows({**row, "c": None}, row | cells(c="5"))) == (
        "“c”在一行中有数、在另一行中为空，请核对。"
    )


def test_hints_are_no_faults() -> None:
    assert above_hundred([Printed.read("100%")]).problem is None
    assert told(above_hundred([Printed.read("107%", label="采购率")])) == (
        "超过100%：采购率107%；如规划已调整，请核对规划数。"
    )
    assert not_building([Printed.read("1254", "㎡", "保教楼")]).problem is None


# --- whatever is printed


measures = st.decimals(
    min_value=0, max_value=10**7, places=4, allow_nan=False, allow_infinity=False
)


@given(st.lists(measures, min_size=1, max_size=8), st.integers(0, 4), st.sampled_from(Mode))
def test_honest_rounding_is_never_called_a_fault(
    exact: list[Decimal], places: int, mode: Mode
) -> None:
    """A paper that rounds every figure from the exact ones is quiet, whatever it rounds to."""
    whole = sum(exact, Decimal(0))
    step = Printed(Decimal(1).scaleb(-places), "万元")
    printed = {
        f"p{n}": Printed(step.rounded(Fraction(part) * 10_000, mode), "万元")
        for n, part in enumerate(exact)
    }
    printed["total"] = Printed(step.rounded(Fraction(whole) * 10_000, mode), "万元")
    verdict = check(Sum("total", tuple(printed)[:-1]), printed, Paper(mode))
    assert verdict.outcome is not Outcome.FAULT


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3), st.sampled_from(Mode))
def test_a_rate_of_counts_reproduces_in_either_rounding(
    top: int, below: int, places: int, mode: Mode
) -> None:
    counts = {"a": Printed(Decimal(top), "所"), "b": Printed(Decimal(below), "所")}
    like = Printed(Decimal(0).scaleb(-places), "%")
    rate = Printed(like.rounded(Fraction(top, below), mode), "%")
    verdict = check(Ratio("r", "a", "b"), {**counts, "r": rate})
    assert verdict.outcome in (Outcome.EXACT, Outcome.TRUNCATED)
    assert mode in verdict.ways


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(-50, 50))
def test_a_sum_of_counts_is_right_or_a_fault(parts: list[int], error: int) -> None:
    printed = {f"p{n}": Printed(Decimal(part), "个") for n, part in enumerate(parts)}
    printed["t"] = Printed(Decimal(sum(parts) + error), "个", "合计")
    identity: Identity = Sum("t", tuple(printed)[:-1])
    verdict = check(identity, printed)
    assert verdict.outcome is (Outcome.FAULT if error else Outcome.EXACT)
    if error:
        assert f"应为{sum(parts):,}个" in told(verdict)
