"""Matching 5,000 lines with a ledger of 20,000 payments beside sorting both by amount and date."""

from __future__ import annotations

from facilitydesk.domain.matching import Entry, propose
from tests.bench.measure import Row, compare, table
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

    taken = compare({"ours": lambda: propose(payments, lines), "sort": sort}, rounds=7)
    name = f"matching {len(lines):,} lines × {len(payments):,} payments"
    rows = [Row(name, taken["ours"], taken["sort"], 10.0)]
    print(table(rows))
    return rows


if __name__ == "__main__":
    main()
