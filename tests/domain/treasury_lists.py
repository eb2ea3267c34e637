"""A month of a bureau's ledger and of the treasury's list as they come from two offices.

Other than in county_months.py the two sides are written by different hands: the ledger by the day
of payment, the list by the day of settlement (清算日期, the next working days); vouchers padded,
prefixed, missing or mistyped; 摘要 with school and project in words of each side's own; names with
and without 有限公司. Every book has each trap of a month's work once at least: a payment in several
lines, several in one line, a swapped digit, one booked on the last day, one missing on either
side, one twice, one to another payee with the same amount, one refunded, the same amount to two
payees. A copy that is not wholly alike is an event of its own: only the first entry is right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from facilitydesk.domain.matching import Entry
from tests.domain.county_book import Book

PAYEES = {
    "白水县宏达建筑工程有限公司": ("宏达建筑工程", "白水宏达建筑", "宏达建筑工程公司"),
    "白水县宏远建筑工程有限公司": ("宏远建筑工程", "白水宏远建筑", "宏远建筑工程公司"),
    "四川鼎盛建设集团有限公司": ("鼎盛建设集团", "四川鼎盛建设集团公司"),
    "四川华西教育装备有限责任公司": ("华西教育装备", "四川华西教育装备有限公司"),
    "绵州诚信工程监理有限公司": ("诚信监理", "绵州诚信监理公司"),
    "绵州方圆工程造价咨询有限公司": ("方圆造价咨询", "绵州方圆造价"),
    "白水县建筑勘察设计院": ("白水县勘察设计院",),
    "白水县永安消防工程有限公司": ("永安消防", "永安消防工程"),
    "白水县城关镇中心小学": ("城关镇中心校", "城关镇中心小学校"),
    "白水县柳溪乡初级中学": ("柳溪乡初级中学", "柳溪初级中学"),
    "白水县柳溪乡中心小学": ("柳溪乡中心小学", "柳溪中心小学"),
    "白水县桥头镇中心幼儿园": ("桥头镇中心幼儿园",),
    "陈志强": ("陈志强",),
    "陈志刚": ("陈志刚",),
    "白水县润泽塑胶跑道经营部": ("润泽塑胶跑道",),
    "国网四川省电力公司白水县供电分公司": ("国网白水县供电分公司",),
}
SCHOOLS = ("城关镇中心小学", "柳溪乡初级中学", "柳溪乡中心小学", "桥头镇中心幼儿园", "石板镇小学")
PROJECTS = ("教学楼建设", "食堂改扩建", "运动场改造", "学生宿舍维修", "围墙护坡", "旱厕改造")
KINDS = ("预付款", "进度款", "结算款", "质保金", "监理费", "设计费", "设备款")
VOUCHERS = ("same", "padded", "prefixed", "own", "list", "ledger", "none")
WORDS = ("school and project", "project", "kind", "bare", "none")
SETTLED = ((0,), (0, 0, 1), (0, 1, 1, 2), (0, 1, 2, 3, 4), (-2, -1, 0, 0, 1))


class _Month:
    """Writes one book; `size` is about the number of lines."""

    def __init__(self, seed: int, size: int | None, *, plain: bool) -> None:
        self.random = random = Random(seed * 104_729 + 11)
        self.plain = plain
        self.size = size or random.choice((random.randint(20, 60), random.randint(60, 250)))
        self.first = date(2026, random.choice((1, 3, 5, 7, 10)), 1)
        self.vouchers = random.choice(VOUCHERS)
        self.gaps = random.choice((0.0, 0.0, 0.1, 0.3))  # vouchers that were left out
        self.words = random.choice(WORDS)
        self.documents = random.choice((0.0, 0.5, 1.0))
        self.settled = random.choice(SETTLED)
        self.short = random.choice((0.0, 0.15, 0.5))
        self.names = random.sample(list(PAYEES), random.choice((6, 10, len(PAYEES))))
        self.number = random.randint(1, 300)
        self.used: set[tuple[str, int]] = set()
        self.event = 0
        self.book = Book(
            f"seed {seed}, {self.size}, vouchers {self.vouchers} −{self.gaps:.0%}, "
            f"words {self.words}, settled {self.settled}, {len(self.names)} payees",
            lag=(min(self.settled), max(self.settled) + 3),
        )

    # --- what an event is made of

    def facts(self, **more: Any) -> dict[str, Any]:
        school, kind = self.random.choice(SCHOOLS), self.random.choice(KINDS)
        while True:
            payee, amount = self.random.choice(self.names), self.amount()
            if (payee, amount) not in self.used:
                break
        self.used.add((payee, amount))
        self.number += self.random.choice((1, 1, 2, 5))
        found: dict[str, Any] = {
            "day": self.first + timedelta(self.random.randrange(29)),
            "payee": payee, "amount": amount, "number": self.number, "school": school,
            "project": self.random.choice(PROJECTS), "kind": kind,
            "document": f"绵财教〔2026〕{self.random.randint(1, 12)}号",
        }  # fmt: skip
        return found | more

    def amount(self) -> int:
        kind = self.random.random()
        if kind < 0.25:
            return self.random.randint(1, 40) * 10_000_00
        if kind < 0.4:
            return self.random.randint(10, 900) * 1_000_00
        if kind < 0.55:  # a share of a contract in whole 元
            return self.random.randint(10_000, 900_000) * self.random.choice((30, 60, 80))
        return self.random.randint(500_00, 700_000_00)

    def begin(self, trap: str) -> int:
        self.event += 1
        self.book.traps[self.event] = trap
        return self.event

    def voucher(self, number: int, *, ledger: bool) -> tuple[str, int | None]:
        """As it is written, and the number if it can be told from it."""
        mode = self.vouchers
        if (
            mode == "none"
            or (mode == "ledger" and not ledger)
            or (mode == "list" and ledger)
            or self.random.random() < self.gaps
        ):
            return "", None
        if mode == "own":
            return (f"记字第{self.random.randint(1, 80)}号" if ledger else f"{number + 4711}"), None
        tells = number if mode in ("same", "padded", "prefixed") else None
        if ledger:
            return (f"记字第{number}号" if mode == "padded" else f"{number:04d}"), tells
        if mode == "prefixed":
            return f"ZF{self.first:%Y%m}{number:06d}", tells
        return f"{number:08d}" if mode == "padded" else f"{number:04d}", tells

    def settle(self, day: date) -> date:
        """The day of settlement: no line is settled at a week-end."""
        day += timedelta(self.random.choice(self.settled))
        return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))

    def pay(self, event: int, facts: dict[str, Any], **more: Any) -> Entry:
        f = facts | more
        voucher, number = self.voucher(int(str(f["number"])), ledger=True)
        text = "" if self.words == "none" else f"{f['project']}{f['kind']}"
        entry = Entry(
            ("p", len(self.book.payments)), f["day"], f["amount"], f["payee"], voucher, text,
            f["document"],
        )  # fmt: skip
        words = f"{f['project']}{f['kind']}" if self.words != "none" else None
        self.book.add_payment(entry, event, number, words, str(f["payee"]))
        return entry

    def line(self, event: int, facts: dict[str, Any], **more: Any) -> Entry:
        f = {**facts, "day": self.settle(facts["day"])} | more
        voucher, number = self.voucher(int(str(f["number"])), ledger=False)
        full = f"{f['project']}{f['kind']}"
        text = {
            "school and project": f"付{f['school']}{full}", "project": full,
            "kind": f"{f['school']}{f['kind']}", "bare": "支付工程款", "none": "",
        }[self.words]  # fmt: skip
        payee = str(f["payee"])
        if self.random.random() < self.short:
            payee = self.random.choice((*PAYEES[payee], f"{payee}（农民工工资专户）"))
        document = str(f["document"]).replace("〔", "[").replace("〕", "]")
        if self.random.random() >= self.documents:
            document = ""
        entry = Entry(
            ("x", len(self.book.lines)), f["day"], f["amount"], payee, voucher, text, document,
        )  # fmt: skip
        told = full if self.words in ("school and project", "project") else None
        self.book.add_line(entry, event, number, told, str(f["payee"]))
        return entry

    # --- events

    def clean(self, trap: str = "clean", **more: Any) -> None:
        facts, event = self.facts(**more), self.begin(trap)
        self.pay(event, facts)
        self.line(event, facts)

    def month_end(self) -> None:
        """Paid on the last day, settled in the next month; or booked late and settled on it."""
        last = (self.first + timedelta(32)).replace(day=1) - timedelta(1)
        facts, event = self.facts(day=last), self.begin("month end")
        late = self.random.randint(0, 2)
        if self.random.random() < 0.7:
            self.pay(event, facts)
            self.line(event, facts, day=last + timedelta(1 + late))
        else:
            self.pay(event, facts, day=last + timedelta(1))
            self.line(event, facts, day=last)

    def split(self) -> None:
        facts, event = self.facts(), self.begin("split")
        self.pay(event, facts)
        own_numbers = self.random.random() < 0.3
        other_days = self.random.random() < 0.4
        day = self.settle(facts["day"])
        for n, part in enumerate(self.parts(int(str(facts["amount"])))):
            self.number += own_numbers
            number = self.number if own_numbers else facts["number"]
            day += timedelta(other_days * self.random.randint(0, 2) * bool(n))
            self.line(event, facts, amount=part, number=number, day=day)

    def merged(self) -> None:
        """Several payments of one payee settled in one line under the first or last number."""
        facts, event = self.facts(), self.begin("merged")
        numbers = []
        for part in self.parts(int(str(facts["amount"]))):
            self.number += 1
            numbers.append(self.number)
            kind = self.random.choice(KINDS) if self.random.random() < 0.3 else facts["kind"]
            self.pay(event, facts, amount=part, number=self.number, kind=kind)
        self.line(event, facts, number=self.random.choice((numbers[0], numbers[-1])))

    def parts(self, amount: int) -> list[int]:
        place = 100_00 if amount % 1_000_00 == 0 else 1
        count = self.random.choice((2, 2, 3))
        cuts = sorted(self.random.sample(range(1, amount // place), count - 1))
        ends = [0, *(cut * place for cut in cuts), amount]
        return [b - a for a, b in pairwise(ends)]

    def swapped(self) -> None:
        facts, event = self.facts(), self.begin("swapped")
        digits = list(str(facts["amount"]))
        places = [
            i
            for i in range(len(digits) - 1)
            if digits[i] != digits[i + 1] and (i or digits[1] != "0")
        ]
        wrong = int(str(facts["amount"])) + 9
        if places:
            i = self.random.choice(places)
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            wrong = int("".join(digits))
        sides = [facts["amount"], wrong]
        self.random.shuffle(sides)
        self.pay(event, facts, amount=sides[0])
        self.line(event, facts, amount=sides[1])

    def missing(self) -> None:
        facts = self.facts()
        if self.random.random() < 0.5:
            self.pay(self.begin("missing"), facts)
        else:
            self.line(self.begin("missing"), facts)

    def double(self) -> None:
        """One side has it twice: wholly alike, or again some days later."""
        facts, event, copy = self.facts(), self.begin("double"), self.begin("copy")
        gap = timedelta(self.random.choice((0, 0, 1, 3)))
        p, x = self.pay(event, facts), self.line(event, facts)
        book = self.book
        if self.random.random() < 0.5:
            again = replace(p, key=("p", len(book.payments)), day=p.day + gap)
            book.add_payment(again, copy, *book.tells[p.key])
        else:
            again = replace(x, key=("x", len(book.lines)), day=x.day + gap)
            book.add_line(again, copy, *book.tells[x.key])

    def elsewhere(self) -> None:
        """The same amount to somebody else, known to one side each."""
        facts = self.facts()
        self.pay(self.begin("elsewhere"), facts)
        other = self.random.choice([p for p in PAYEES if p != facts["payee"]])
        self.number += 1
        self.line(self.begin("elsewhere"), facts, payee=other, number=self.number)

    def two_payees(self) -> None:
        """The same amount to two payees on one day, as where every school gets as much."""
        facts = self.facts()
        for payee in self.random.sample(self.names, 2):
            self.used.add((payee, int(str(facts["amount"]))))
            self.number += 1
            event = self.begin("two payees")
            mine = facts | {"payee": payee, "number": self.number}
            self.pay(event, mine)
            self.line(event, mine)

    def refund(self) -> None:
        """Paid and partly paid back, on both sides."""
        facts, event = self.facts(), self.begin("clean")
        self.pay(event, facts)
        self.line(event, facts)
        back, part = (
            self.begin("refund"),
            int(str(facts["amount"])) // self.random.choice((1, 3, 7)),
        )
        later = facts | {"amount": -part, "kind": "退款", "number": self.number + 1}
        later["day"] = facts["day"] + timedelta(self.random.randint(2, 9))
        self.number += 1
        self.pay(back, later)
        self.line(back, later)

    def returned(self) -> None:
        """The list has a payment, its return and the payment again; the ledger has one of them."""
        facts, gone, kept = self.facts(), self.begin("returned"), self.begin("paid again")
        day = facts["day"]
        assert isinstance(day, date)
        first = self.line(gone, facts)
        self.line(gone, facts, amount=-first.amount, kind="退票", day=first.day + timedelta(2))
        self.line(kept, facts, day=first.day + timedelta(self.random.randint(3, 6)))
        self.pay(kept, facts, day=day + timedelta(self.random.choice((0, 0, 4))))

    def twins(self) -> None:
        """One amount to one payee twice in the month, for two projects."""
        facts, gap = self.facts(), self.random.choice((0, 2, 7, 14))
        day = self.first + timedelta(self.random.randrange(14))
        for n in (0, 1):
            self.number += 1
            mine = facts | {
                "day": day + timedelta(gap * n), "number": self.number,
                "project": self.random.choice(PROJECTS),
            }  # fmt: skip
            event = self.begin("twins")
            self.pay(event, mine)
            self.line(event, mine)

    def make(self) -> Book:
        once = (
            self.split, self.merged, self.swapped, self.month_end, self.missing, self.double,
            self.elsewhere, self.two_payees,
        )  # fmt: skip
        often = [*once, self.refund, self.returned, self.twins, self.missing]
        for deed in once:
            deed()
        while len(self.book.lines) < self.size:
            if self.plain or self.random.random() < 0.85:
                self.clean()
            else:
                self.random.choice(often)()
        if self.random.random() < 0.5:  # as they were written; a copy stands behind its original
            self.book.payments.sort(key=lambda e: e.day)
            self.book.lines.sort(key=lambda e: e.day)
        return self.book


def book(seed: int, size: int | None = None) -> Book:
    """A book of 20 to 250 lines (or about `size`), always the same for a seed."""
    return _Month(seed, size, plain=False).make()


def month(seed: int) -> Book:
    """A month of 20 to 60 lines with each trap once and the rest clean."""
    return _Month(seed, Random(seed).randint(20, 60), plain=True).make()
