"""Matching 5,000 lines with a ledger of 20,000 payments beside sorting both by amount and date.

    python -m tests.bench.bench_matching [BOOKS [FIRST]]

Nothing that one matching remembers of texts helps the next: caches are emptied before each. Then
precision and recall of green over BOOKS invented books of each kind from the seed FIRST on, if
asked: months with each trap once, the lists of two offices (tests/domain/treasury_lists.py),
counties with habits (county_months.py) and long lists with every trap (matching_ledger.py).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from random import Random

from facilitydesk.domain.matching import Entry, pairs, payee_names, propose, texts
from tests.bench.measure import Row, compare, table
from tests.domain.county_book import Book
from tests.domain.county_months import book as county
from tests.domain.matching_ledger import books, companies
from tests.domain.treasury_lists import book as two_offices
from tests.domain.treasury_lists import month


def lists() -> tuple[list[Entry], list[Entry]]:
    """A year of a prefecture: 300 payees, every trap, and a ledger that goes on beside it."""
    known = companies(300)
    made = books(1, 4_900, days=365, payees=known, vouchers="own")
    more = books(2, 16_000, days=365, payees=known, vouchers="own")
    beside = [p for p in more.payments if p.amount % 7]
    payments = made.payments + beside[: 20_000 - len(made.payments)]
    payments = [
        Entry(n, p.day, p.amount, p.payee, p.voucher, p.text, p.document)
        for n, p in enumerate(payments)
    ]
    lines = [
        Entry(n, x.day, x.amount, x.payee, x.voucher, x.text, x.document)
        for n, x in enumerate(made.lines[:5_000])
    ]
    return payments, lines


def main() -> list[Row]:
    """Measure and print."""
    payments, lines = lists()

    def sort() -> None:
        sorted(payments, key=lambda e: (e.amount, e.day))
        sorted(lines, key=lambda e: (e.amount, e.day))

    def match() -> None:
        forget()
        propose(payments, lines)

    # One round after the other, both beginning with nothing to collect: the medians of many.
    taken = compare({"ours": match, "sort": sort}, rounds=15, warm_up=3)
    name = f"matching {len(lines):,} lines × {len(payments):,} payments"
    rows = [Row(name, taken["ours"], taken["sort"], 10.0)]
    print(table(rows))
    return rows


def forget() -> None:
    """Empties what the matching remembers of names, vouchers and words."""
    for module in (texts, payee_names, pairs):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def quality(name: str, make: Callable[[int], Book], seeds: range) -> str:
    """How many green matches are wrong, and the share of matches that green finds.

    Of all matches, and of those that a field decides (Book.undecidable).
    """
    total: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    shares, fair = [], []
    for seed in seeds:
        made = make(seed)
        judged = made.judge(propose(made.payments, made.lines).matches)
        total["wrong"] += len(judged.wrong)
        total["common"] += judged.common
        total["found"] += judged.found
        total["undecidable"] += judged.undecidable
        missed.update(judged.missed)
        shares.append((judged.recall, made.name))
        fair.append((judged.fair, made.name))
    decidable = total["common"] - total["undecidable"]
    lines = [
        f"{name}: {len(seeds)} books, {total['common']:,} matches, {total['wrong']} green wrong"
    ]
    for what, of, each in (
        ("of all", total["common"], shares),
        ("of what can be decided", decidable, fair),
    ):
        low = sum(share < 0.95 for share, _ in each)
        lines += [
            f"  recall {what} {total['found'] / of:.2%}, {low} books below 95 %",
            *(f"    {share:.1%}  {book}" for share, book in sorted(each)[:3]),
        ]
    return "\n".join([*lines, f"  missed: {dict(missed.most_common())}"])


def long_list(seed: int) -> Book:
    """A book of matching_ledger.py of some size and habit."""
    random = Random(seed * 31 + 7)
    made = books(
        seed + 100_000,
        random.choice((20, 40, 80, 200, 400)),
        vouchers=random.choice(("shared", "own", "none")),
        wan=random.random() < 0.3,
        days=random.choice((31, 60, 90, 365)),
    )
    return made.as_book(f"seed {seed}, {len(made.lines)} lines")


if __name__ == "__main__":
    main()
    if len(sys.argv) > 1:
        first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
        seeds = range(first, first + int(sys.argv[1]))
        for name, make in (
            ("months", month),
            ("two offices", two_offices),
            ("counties", county),
            ("long lists", long_list),
        ):
            print(quality(name, make, seeds), flush=True)
