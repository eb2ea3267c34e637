"""Matching 5,000 lines with a ledger of 20,000 payments beside sorting both by amount and date.

    python -m tests.bench.bench_matching [BOOKS]

Nothing that one matching remembers of texts helps the next: caches are emptied before each. Then
precision and recall of green over BOOKS invented months (tests/domain/county_months.py), if asked.
"""

from __future__ import annotations

import sys
from collections import Counter

from facilitydesk.domain.matching import Entry, pairs, payees, propose, texts
from tests.bench.measure import Row, compare, table
from tests.domain.county_months import book
from tests.domain.matching_ledger import books, companies


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

    taken = compare({"ours": match, "sort": sort}, rounds=7)
    name = f"matching {len(lines):,} lines × {len(payments):,} payments"
    rows = [Row(name, taken["ours"], taken["sort"], 10.0)]
    print(table(rows))
    return rows


def forget() -> None:
    """Empties what the matching remembers of names, vouchers and words."""
    for module in (texts, payees, pairs):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def quality(books: int) -> str:
    """How many green matches are wrong, and the share of matches that green finds."""
    shares, wrong, common, right = [], 0, 0, 0
    missed: Counter[str] = Counter()
    for seed in range(books):
        made = book(seed)
        judged = made.judge(propose(made.payments, made.lines).matches)
        wrong += len(judged.wrong)
        common += judged.common
        right += judged.found
        missed.update(judged.missed)
        shares.append((judged.recall, made.name))
    shares.sort()
    low = sum(share < 0.95 for share, _ in shares)
    mean = sum(share for share, _ in shares) / books
    lines = [
        f"{books} books, {common:,} matches: {wrong} green wrong, recall {right / common:.2%}",
        f"mean of books {mean:.2%}, {low} books below 95 %",
        f"missed: {dict(missed.most_common())}",
        *(f"{share:.1%}  {name}" for share, name in shares[:5]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
    if len(sys.argv) > 1:
        print(quality(int(sys.argv[1])))
