"""Whole invented months: no green match is wrong, and hardly any that could be green is missing."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.matching import Entry, Grade, How, Match, propose
from facilitydesk.domain.matching.texts import voucher_keys
from tests.domain.county_months import book

DAY = date(2026, 1, 15)
BUILDER = "青石县恒远建筑安装工程有限公司"


def entry(key: str, day: int = 15, voucher: str = "0012", **more: object) -> Entry:
    facts: dict[str, object] = {"payee": BUILDER, "amount": 80_000_00, "text": "教学楼进度款"}
    return Entry(key, DAY.replace(day=day), voucher=voucher, **(facts | more))  # type: ignore[arg-type]


def found(payments: list[Entry], lines: list[Entry]) -> dict[object, Match]:
    """The matches by the key of every entry in them."""
    matches = propose(payments, lines).matches
    return {key: match for match in matches for key in (*match.payments, *match.lines)}


def test_books_of_every_habit() -> None:
    """More seeds are measured by tests/bench/bench_matching.py."""
    shares, common, right = [], 0, 0
    for seed in range(48):
        made = book(seed)
        judged = made.judge(propose(made.payments, made.lines).matches)
        assert [match.reason for match in judged.wrong] == [], made.name
        shares.append(judged.recall)
        common += judged.common
        right += judged.found
    assert right / common >= 0.98
    assert sum(shares) / len(shares) >= 0.97
    assert sum(share < 0.95 for share in shares) <= len(shares) // 6


def test_the_second_of_two_lines_that_are_the_same_stands_open_and_is_named() -> None:
    """Brought in as rows 7 and 9 of the treasury's list."""
    seen = found([entry("p")], [entry("x7", row=7), entry("x9", row=9)])
    assert (seen["p"].grade, seen["p"].lines) == (Grade.GREEN, ("x7",))
    copy = seen["x9"]
    assert (copy.how, copy.grade, copy.payments) == (How.COPY, Grade.RED, ())
    assert copy.reason == "与清单第7行（2026-01-15，凭证号0012）完全相同，疑似重复"


def test_the_second_of_two_payments_that_are_the_same_stands_open_and_is_named() -> None:
    seen = found([entry("p1"), entry("p2")], [entry("x", day=17)])
    assert (seen["x"].grade, seen["x"].payments) == (Grade.GREEN, ("p1",))
    assert seen["p2"].grade is Grade.RED
    assert seen["p2"].reason == "与台账2026-01-15凭证号0012的支付完全相同，疑似重复登记"


def test_a_payment_booked_again_under_its_voucher_is_named() -> None:
    seen = found([entry("p1", 15), entry("p2", 19)], [entry("x", 15)])
    assert (seen["x"].grade, seen["x"].payments) == (Grade.GREEN, ("p1",))
    assert seen["p2"].reason == (
        "与台账2026-01-15的支付凭证号0012、收款人、金额相同，仅日期不同，疑似重复登记"
    )


def test_both_of_two_that_are_the_same_on_both_sides_are_green() -> None:
    seen = found([entry("p1"), entry("p2")], [entry("x1", day=16), entry("x2", day=16)])
    assert {key: seen[key].grade for key in seen} == dict.fromkeys(seen, Grade.GREEN)
    assert len(seen) == 4


def test_of_two_that_differ_the_voucher_decides_then_the_day() -> None:
    others = [entry("p1", voucher="0012"), entry("p2", voucher="0013")]
    assert found(others, [entry("x", voucher="0013")])["x"].payments == ("p2",)
    days = [entry("p1", 5, voucher=""), entry("p2", 25, voucher="")]
    seen = found(days, [entry("x", 26, voucher="")])
    assert (seen["x"].payments, seen["x"].grade) == (("p2",), Grade.GREEN)


def test_where_no_field_decides_it_stays_with_the_officer() -> None:
    payments = [entry("p1", text="食堂"), entry("p2", text="围墙")]
    lines = [
        entry("x1", 16, voucher="", text="工程款"),
        entry("x2", 17, voucher="", text="工程款"),
    ]
    assert {match.grade for match in found(payments, lines).values()} == {Grade.YELLOW}


def test_days_that_may_be_crossed_are_not_paired_by_their_order() -> None:
    """10 and 13 paid, 13 and 14 booked: either may be the other's."""
    days = [entry("p1", 10, voucher="", text=""), entry("p2", 13, voucher="", text="")]
    lines = [entry("x1", 13, voucher="", text=""), entry("x2", 14, voucher="", text="")]
    assert {match.grade for match in found(days, lines).values()} == {Grade.YELLOW}
    far = [entry("x1", 11, voucher="", text=""), entry("x2", 26, voucher="", text="")]
    late = [entry("p1", 10, voucher="", text=""), entry("p2", 25, voucher="", text="")]
    seen = found(late, far)
    assert {key: match.grade for key, match in seen.items()} == dict.fromkeys(seen, Grade.GREEN)
    assert seen["p1"].lines == ("x1",)


@pytest.mark.parametrize(
    ("ledger", "listed"),
    [
        ("记-{n}号", "{n:05d}"),
        ("{n:04d}", "20260300{n:04d}"),
        ("2026-03-{n:03d}", "202603{n:03d}"),
        ("支０{n:03d}", "支０{n:03d}"),
    ],
)
def test_vouchers_of_both_sides_are_told_to_be_the_same(ledger: str, listed: str) -> None:
    """Learned from the pairs alone with their amount; then they tell two of one amount apart."""
    sure = [(100 + n, entry("", amount=1_234_56 + n)) for n in range(5)]
    payments = [
        entry(f"p{n}", voucher=ledger.format(n=n), amount=e.amount, text="") for n, e in sure
    ]
    lines = [entry(f"x{n}", voucher=listed.format(n=n), amount=e.amount, text="") for n, e in sure]
    payments += [entry(f"p{n}", voucher=ledger.format(n=n), text="") for n in (7, 8)]
    lines += [entry(f"x{n}", voucher=listed.format(n=n), text="") for n in (8, 7)]
    seen = found(payments, lines)
    assert (seen["p7"].lines, seen["p7"].grade) == (("x7",), Grade.GREEN)
    assert (seen["p8"].lines, seen["p8"].grade) == (("x8",), Grade.GREEN)


def test_a_line_that_names_all_vouchers_of_what_it_pays() -> None:
    assert voucher_keys("0012、0013") == {"12", "13"}
    assert voucher_keys("0012至0014") == {"12", "13", "14"}
    assert voucher_keys("２０２６－００１２") == {"20260012"}
    parts = [entry(f"p{n}", voucher=f"00{n}", amount=10_000_00 * n) for n in (11, 12, 14)]
    beside = [entry("other", voucher="0050", amount=23_000_00 * 10)]
    line = entry("x", 25, voucher="0011、0012、0014", amount=370_000_00)
    seen = found([*parts, *beside], [line])
    assert (seen["x"].how, seen["x"].grade) == (How.MERGED, Grade.GREEN)
    assert set(seen["x"].payments) == {"p11", "p12", "p14"}


def test_an_instalment_missing_in_one_month_leaves_the_other_months_green() -> None:
    months = [date(2026, n, 10) for n in (1, 2, 3, 4)]
    payments = [Entry(("p", d), d, 5_000_00, BUILDER) for d in months]
    lines = [Entry(("x", d), d.replace(day=12), 5_000_00, BUILDER) for d in months if d.month != 3]
    seen = found(payments, lines)
    assert [seen["p", d].grade for d in months if d.month != 3] == [Grade.GREEN] * 3
    assert ("p", months[2]) not in seen


def test_a_return_without_a_word_that_it_is_one() -> None:
    """Paid, come back and paid again by the list; the ledger knows one payment."""
    lines = [
        entry("first", 2, voucher="", text=""),
        entry("back", 6, voucher="", text="", amount=-80_000_00),
        entry("again", 9, voucher="", text=""),
    ]
    seen = found([entry("p", 2, voucher="", text="")], lines)
    assert (seen["p"].lines, seen["p"].grade) == (("again",), Grade.GREEN)
    assert (seen["back"].lines, seen["back"].how) == (("first", "back"), How.RETURNED)
