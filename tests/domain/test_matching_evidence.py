"""Each rule of green by hand: what is thin stays with the officer, what is told is matched."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.matching import Entry, Grade, How, Match, propose
from facilitydesk.domain.matching.payees import Payee, Payees
from tests.domain.treasury_lists import book, month

DAY = date(2026, 3, 10)
BUILDER = "白水县宏达建筑工程有限公司"
HALL = "教学楼建设进度款"
PAPER, OTHER_PAPER = "绵财教〔2026〕5号", "绵财教〔2026〕7号"


def entry(key: Hashable, amount: int, day: int = 10, **more: Any) -> Entry:
    return Entry(key, DAY.replace(day=day), amount, more.pop("payee", BUILDER), **more)


def usual(count: int = 12, *, voucher: bool = True, delay: int = 0, **more: Any) -> Any:
    """Pairs that teach what these two lists have in common: vouchers, words, days."""
    days = [1 + n % 25 for n in range(count)]
    both: list[dict[str, Any]] = [
        {"amount": 7_777_01 + 1_003 * n, "payee": f"乐山{n}号商行", "voucher": "9" * voucher + f"{n:03d}" * voucher}
        for n in range(count)
    ]  # fmt: skip
    ledger = [
        entry(("p", n), day=d, **b, **more) for n, (d, b) in enumerate(zip(days, both, strict=True))
    ]
    listed = [
        entry(("x", n), day=d + delay * (n % 2), **b, **more)
        for n, (d, b) in enumerate(zip(days, both, strict=True))
    ]
    return ledger, listed


def found(
    payments: list[Entry], lines: list[Entry], known: Any = ((), ())
) -> dict[tuple[str, object], Match]:
    """The matches by the key of every entry."""
    matches = propose([*known[0], *payments], [*known[1], *lines]).matches
    return {("p", k): m for m in matches for k in m.payments} | {
        ("x", k): m for m in matches for k in m.lines
    }


# --- one payment, two lines


def test_a_line_too_many_some_days_apart_leaves_both_to_the_officer() -> None:
    """Which of them is the payment and which is missing in the ledger no field tells."""
    seen = found([entry("a", 50_000_00)], [entry("b", 50_000_00), entry("c", 50_000_00, 13)])
    assert seen["p", "a"].grade is Grade.YELLOW
    assert "无法区分" in seen["p", "a"].reason


def test_a_line_that_comes_later_than_any_line_does_is_no_rival() -> None:
    seen = found(
        [entry("a", 50_000_00)],
        [entry("b", 50_000_00), entry("c", 50_000_00, 16)],
        usual(44, delay=1),
    )
    assert (seen["p", "a"].lines, seen["p", "a"].grade) == (("b",), Grade.GREEN)


def test_the_first_of_two_lines_under_one_voucher_is_the_payment() -> None:
    """Also where the copy is nearer to the day of the ledger."""
    lines = [entry("b", 50_000_00, 10, voucher="77"), entry("c", 50_000_00, 12, voucher="77")]
    seen = found([entry("a", 50_000_00, 12)], lines)
    assert (seen["p", "a"].lines, seen["p", "a"].grade) == (("b",), Grade.GREEN)
    assert "清单以同一凭证列了多次" in seen["p", "a"].reason
    assert seen["x", "c"].how is How.COPY


def test_days_that_habit_allows_to_cross_are_not_paired_in_order() -> None:
    payments = [entry("a", 50_000_00, 10), entry("b", 50_000_00, 13)]
    lines = [entry("c", 50_000_00, 13), entry("d", 50_000_00, 16)]
    seen = found(payments, lines, usual(44, delay=3))
    assert {seen["p", key].grade for key in "ab"} == {Grade.YELLOW}


def test_words_within_longer_words_tell_two_of_one_amount_apart() -> None:
    payments = [entry("a", 50_000_00, text="附属"), entry("b", 50_000_00, text="幼儿")]
    lines = [
        entry("c", 50_000_00, text="幼儿园综合楼质保金"),
        entry("d", 50_000_00, text="附属工程进度款"),
    ]
    seen = found(payments, lines)
    assert (seen["p", "a"].lines, seen["p", "a"].grade) == (("d",), Grade.GREEN)
    assert (seen["p", "b"].lines, seen["p", "b"].grade) == (("c",), Grade.GREEN)


# --- copies


COPY: dict[str, Any] = {"voucher": "记3", "text": "教学", "document": PAPER}


def test_a_copy_of_what_is_matched_is_not_the_payment_of_the_next_line() -> None:
    """The ledger has it twice; its copy must not pass for the line of the day before."""
    payments = [entry("a", 150_000_00, 19, **COPY), entry("b", 150_000_00, 19, **COPY)]
    lines = [
        entry("c", 150_000_00, 19, text="教学楼厨房设备", document=PAPER),
        entry("d", 150_000_00, 18, text="幼儿园综合楼预付款", document=PAPER),
    ]
    seen = found(payments, lines)
    assert seen["x", "c"].grade is Grade.GREEN
    assert seen["x", "d"].grade is Grade.YELLOW
    assert "完全相同的一笔已对应" in seen["x", "d"].reason


def test_a_line_listed_twice_is_not_the_line_of_the_next_payment() -> None:
    lines = [entry("c", 150_000_00, 19, **COPY), entry("d", 150_000_00, 19, **COPY)]
    payments = [
        entry("a", 150_000_00, 19, text="教学楼厨房设备", document=PAPER),
        entry("b", 150_000_00, 18, text="幼儿园综合楼预付款", document=PAPER),
    ]
    seen = found(payments, lines)
    assert (seen["p", "a"].grade, seen["p", "b"].grade) == (Grade.GREEN, Grade.YELLOW)


def test_two_alike_on_both_sides_are_two_payments() -> None:
    payments = [entry(key, 150_000_00, **COPY) for key in "ab"]
    lines = [entry(key, 150_000_00, voucher="55", text="教学") for key in "cd"]
    seen = found(payments, lines)
    assert {match.grade for match in seen.values()} == {Grade.GREEN}


def test_a_copy_of_what_is_matched_makes_no_sure_sum() -> None:
    """38,770.27 is booked twice and was paid once: the copy is no part of another line."""
    payments = [entry("a", 38_770_27, **COPY), entry("b", 38_770_27, **COPY)]
    payments.append(entry("c", 12_345_67))
    lines = [entry("x", 38_770_27, text="教学"), entry("y", 51_115_94)]
    seen = found(payments, lines)
    assert (seen["x", "x"].grade, seen["x", "y"].grade) == (Grade.GREEN, Grade.YELLOW)
    alone = found([payments[0], payments[2]], lines[1:])
    assert alone["x", "y"].grade is Grade.GREEN


# --- what speaks against a pair


def test_words_less_alike_than_they_are_as_a_rule_are_about_something_else() -> None:
    pair = (
        [entry("a", 50_000_00, text="运动场监理费第1期")],
        [entry("b", 50_000_00, text="运动场1期")],
    )
    assert found(*pair)["p", "a"].grade is Grade.GREEN
    assert found(*pair, usual(text=HALL))["p", "a"].grade is Grade.YELLOW


def test_a_number_that_is_the_same_by_chance_does_not_outweigh_words() -> None:
    """Both sides number by themselves: 记-13 and 0013 are the same now and then."""
    ledger, listed = usual(12, text=HALL)
    listed = [
        Entry(x.key, x.day, x.amount, x.payee, x.voucher if n % 2 else f"1{n}", x.text)
        for n, x in enumerate(listed)
    ]
    seen = found(
        [entry("a", 50_000_00, voucher="13", text="教学楼建设")],
        [entry("b", 50_000_00, voucher="13", text="运动场监理费")],
        (ledger, listed),
    )
    assert seen["p", "a"].grade is Grade.YELLOW


def test_another_voucher_is_a_slip_only_where_all_else_is_the_same() -> None:
    same: dict[str, Any] = {"text": HALL, "document": PAPER}
    a = entry("a", 50_000_00, voucher="120", **same)
    assert found([a], [entry("b", 50_000_00, voucher="102", **same)], usual())["p", "a"].grade is (
        Grade.GREEN
    )
    bare = entry("b", 50_000_00, voucher="102", text=HALL)
    assert found([a], [bare], usual())["p", "a"].grade is Grade.YELLOW


# --- sums


def test_a_swapped_digit_and_a_payment_of_the_difference_are_no_sum() -> None:
    """458,564.56 was written for 548,564.56; that 90,000.00 was paid too is chance."""
    seen = found([entry("a", 458_564_56), entry("b", 90_000_00)], [entry("x", 548_564_56)])
    assert seen["x", "x"].grade is not Grade.GREEN


def test_a_digit_too_many_and_a_payment_of_the_difference_are_no_sum() -> None:
    seen = found([entry("a", 38_770_27), entry("b", 270_000_00)], [entry("x", 308_770_27)])
    assert seen["x", "x"].grade is not Grade.GREEN


def test_a_pair_whose_payment_other_lines_add_up_to_is_not_sure() -> None:
    """120,000 was paid in three lines; a line of 120,000 beside them belongs to something else."""
    lines = [entry("x", 120_000_00, 9)]
    lines += [entry(n, amount, 9 + n) for n, amount in enumerate((67_400_00, 5_900_00, 46_700_00))]
    match = found([entry("a", 120_000_00)], lines)["p", "a"]
    assert match.grade is Grade.YELLOW


def test_odd_digits_make_a_sum_sure_on_other_days_and_under_other_vouchers() -> None:
    parts = [entry("b", 61_695_05, 12, voucher="541"), entry("c", 76_781_35, 13, voucher="542")]
    seen = found([entry("a", 138_476_40, voucher="540")], parts, usual(44, delay=3))
    assert (seen["p", "a"].how, seen["p", "a"].grade) == (How.SPLIT, Grade.GREEN)


@pytest.mark.parametrize(
    ("parts", "more", "grade"),
    [
        ((150_000_00, 20_000_00), {}, Grade.YELLOW),  # nothing but round amounts
        ((150_000_00, 20_000_00), {"text": HALL}, Grade.YELLOW),  # still 1 in 17
        ((152_800_00, 17_200_00), {"text": HALL}, Grade.GREEN),
        ((152_800_00, 17_200_00), {}, Grade.GREEN),  # 1 in 1,700 and nothing else is there
    ],
)
def test_round_sums_need_words_or_digits(
    parts: tuple[int, int], more: dict[str, Any], grade: Grade
) -> None:
    lines = [entry("b", parts[0], **more), entry("c", parts[1], **more)]
    assert found([entry("a", sum(parts), **more)], lines)["p", "a"].grade is grade


def test_a_part_of_another_document_makes_a_round_sum_doubtful() -> None:
    known = usual(document=PAPER)
    whole = entry("a", 84_000_00, document=PAPER)
    parts = [entry("b", 81_500_00, document=OTHER_PAPER), entry("c", 2_500_00, document=PAPER)]
    assert found([whole], parts, known)["p", "a"].grade is Grade.YELLOW
    parts[0] = entry("b", 81_500_00, document=PAPER)
    assert found([whole], parts, known)["p", "a"].grade is Grade.GREEN


def test_parts_that_fit_two_payments_of_one_amount_are_not_sure() -> None:
    payments = [entry("a", 84_000_00), entry("b", 84_000_00, 11)]
    seen = found(payments, [entry("c", 81_500_00, 11), entry("d", 2_500_00, 11)])
    assert seen["x", "c"].grade is Grade.YELLOW


def test_parts_that_a_doubtful_line_of_the_same_amount_may_claim_are_not_sure() -> None:
    """Two lines of 180,000; a payment of it fits both, so the parts may be of either too."""
    payments = [
        entry("a", 19_100_00, 18),
        entry("b", 160_900_00, 18),
        entry("c", 180_000_00, 20),
    ]
    lines = [entry("x", 180_000_00, 21), entry("y", 180_000_00, 26)]
    seen = found(payments, lines)
    assert {match.grade for match in seen.values()} == {Grade.YELLOW}
    told = [entry("x", 180_000_00, 21, voucher="237"), lines[1]]
    payments[2] = entry("c", 180_000_00, 20, voucher="237")
    assert found(payments, told)["p", "a"].grade is Grade.GREEN


def test_a_pair_that_would_complete_a_sum_of_four_is_not_sure() -> None:
    """500,000 was paid in four lines; 50,000 of them is not the payment of the day before."""
    payments = [entry("whole", 500_000_00, 4), entry("own", 50_000_00, 8)]
    lines = [entry(n, n * 10_000_00, 9) for n in (19, 12, 14, 5)]
    match = found(payments, lines)["p", "own"]
    assert match.grade is Grade.YELLOW
    assert "分次付款" in match.reason


def test_a_ledger_of_round_amounts_is_not_taken_for_a_rounded_one() -> None:
    payments = [entry(n, n * 10_000_00, payee=f"乐山{n}号商行") for n in (29, 21, 43)]
    lines = [
        entry((n, part), amount, payee=f"乐山{n}号商行")
        for n, parts in ((29, (166_400_00, 123_600_00)), (21, (94_100_00, 115_900_00)), (43, (430_000_00,)))
        for part, amount in enumerate(parts)
    ]  # fmt: skip
    seen = found(payments, lines)
    assert {seen["p", n].grade for n in (29, 21, 43)} == {Grade.GREEN}


# --- returns


def test_what_was_paid_again_is_the_payment_though_the_first_lies_nearer() -> None:
    lines = [
        entry("first", 50_000_00, 10, voucher="12"),
        entry("back", -50_000_00, 12, voucher="12", text="退票"),
        entry("again", 50_000_00, 19, voucher="12"),
    ]
    match = found([entry("a", 50_000_00, 10, voucher="12")], lines, usual())["p", "a"]
    assert (match.lines, match.grade) == (("again",), Grade.GREEN)
    assert "前次付款已退回" in match.reason


def test_a_return_to_nobody_known_puts_the_amount_in_doubt() -> None:
    lines = [entry("x", 50_000_00), entry("back", -50_000_00, 12, payee="待查")]
    match = found([entry("a", 50_000_00)], lines)["p", "a"]
    assert match.grade is Grade.YELLOW
    assert "退回记录" in match.reason


def test_a_return_that_two_payments_may_have_caused_is_not_sure() -> None:
    lines = [
        entry("x", 50_000_00, 10),
        entry("y", 50_000_00, 12),
        entry("back", -50_000_00, 14),
    ]
    seen = found([entry("a", 50_000_00, 12)], lines)
    assert {match.grade for match in seen.values()} == {Grade.YELLOW}


# --- names


@pytest.mark.parametrize(
    ("full", "written"),
    [
        ("绵州诚信工程监理有限公司", "绵州诚信监理公司"),
        ("国网四川省电力公司白水县供电分公司", "国网白水县供电分公司"),
    ],
)
def test_names_as_treasuries_shorten_them(full: str, written: str) -> None:
    assert Payees([full], [written]).agree(full, written) >= Payee.SHORT


def test_a_name_that_both_lists_write_beside_the_long_one_is_another_payee() -> None:
    names = ["宏达建筑工程公司", BUILDER]
    assert Payees(names, names).agree(*names) is Payee.LIKE
    assert Payees(names[1:], names[:1]).agree(*names) is Payee.SHORT


# --- whole books


def test_a_month_with_each_trap_once() -> None:
    """A split, a swapped digit, one on the 31st, one missing, one double, one to another payee."""
    for seed in range(24):
        made = month(seed)
        judged = made.judge(propose(made.payments, made.lines).matches)
        assert [match.reason for match in judged.wrong] == [], made.name
        assert judged.fair >= 0.95, (made.name, judged.missed)


def test_lists_of_two_offices() -> None:
    """More seeds are measured by tests/bench/bench_matching.py."""
    common, right, undecidable = 0, 0, 0
    for seed in range(24):
        made = book(seed)
        judged = made.judge(propose(made.payments, made.lines).matches)
        assert [match.reason for match in judged.wrong] == [], made.name
        common, right = common + judged.common, right + judged.found
        undecidable += judged.undecidable
    assert right / (common - undecidable) >= 0.98
