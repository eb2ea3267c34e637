"""Invented months of a county's payments in both lists: every book has habits of its own.

A book's habits are how vouchers are written on either side, whether words are told, how long the
treasury takes, how many payees there are and how round the amounts. Entries know the event they
belong to and their twins: entries that agree in everything stand for one another, so a match is
right when its entries can be read as one event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from facilitydesk.domain.matching import Entry
from tests.domain.county_book import Book

PAYEES = (
    "青石县恒远建筑安装工程有限公司", "青石县恒源建筑安装工程有限公司", "青石县第三建筑工程有限公司",
    "青石县第四建筑工程有限公司", "云阳宏图教学设备有限公司", "云阳宏图教育装备股份有限公司",
    "青石县自来水公司", "国网青石县供电公司", "青石县大坪镇中心小学校", "青石县大坪镇初级中学",
    "青石县双河乡中心小学", "青石县双河乡幼儿园", "重阳工程咨询有限公司", "中正工程造价咨询事务所",
    "江南建筑设计院有限公司", "李建华", "李建国", "青石县路桥（集团）有限公司",
    "青石县顺达运输队", "云阳市图书馆配中心", "新远景科技（云阳）有限公司", "金牛防水材料经营部",
)  # fmt: skip
SHORTER = {
    "青石县恒远建筑安装工程有限公司": "恒远建安",
    "青石县恒源建筑安装工程有限公司": "恒源建筑安装",
    "青石县第三建筑工程有限公司": "青石三建",
    "云阳宏图教学设备有限公司": "宏图教学设备",
    "重阳工程咨询有限公司": "重阳咨询",
    "中正工程造价咨询事务所": "中正造价",
    "江南建筑设计院有限公司": "江南设计院",
    "青石县大坪镇中心小学校": "大坪中心校",
    "青石县双河乡中心小学": "双河乡中心小学",
    "国网青石县供电公司": "青石县供电公司",
}
THINGS = (
    "教学楼",
    "食堂",
    "学生宿舍",
    "围墙及大门",
    "塑胶跑道",
    "厕所",
    "幼儿园综合楼",
    "附属工程",
)
REASONS = (
    "预付款",
    "进度款",
    "竣工结算",
    "质保金",
    "监理费",
    "设计费",
    "课桌凳",
    "厨房设备",
    "检测费",
)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


Voucher = Callable[[int, Random], str]
_LEDGER: dict[str, tuple[Voucher, Voucher]] = {
    "same": (lambda n, _: f"{n:04d}", lambda n, _: f"{n:04d}"),
    "word": (lambda n, _: f"记-{n}号", lambda n, _: f"{n:05d}"),
    "full": (lambda n, _: f"支{n:04d}".translate(FULL), lambda n, _: f"支{n:04d}"),
    "long": (lambda n, _: f"{n:04d}", lambda n, _: f"20260{3}{n:06d}"),
    "dash": (lambda n, _: f"2026-03-{n:03d}", lambda n, _: f"202603{n:03d}"),
    "own": (lambda n, r: f"记{r.randint(1, 90)}", lambda n, r: f"{r.randint(10_000, 99_999)}"),
    "list only": (lambda n, _: "", lambda n, _: f"{n:06d}"),
    "ledger only": (lambda n, _: f"{n:04d}", lambda n, _: ""),
    "none": (lambda n, _: "", lambda n, _: ""),
}
VOUCHERS = tuple(_LEDGER)
WORDS = ("alike", "list short", "project only", "ledger only", "none")


class _Maker:
    """Writes one book."""

    def __init__(self, seed: int, size: int | None = None) -> None:
        self.random = random = Random(seed * 7_919 + 5)
        self.size = size or int(8 * (50 ** random.random()))
        self.vouchers = random.choice(VOUCHERS)
        self.words = random.choice(WORDS)
        self.slow = random.choice((0, 1, 3, 5, 8))
        self.months = random.choice((1, 1, 1, 2, 3, 6, 12))
        self.payees = random.sample(PAYEES, random.choice((4, 8, 14, len(PAYEES))))
        self.round = random.choice((0.15, 0.4, 0.7))
        self.first = date(2026, 1, 1)
        self.days = (date(2026 + self.months // 12, self.months % 12 + 1, 1) - self.first).days
        self.used: set[tuple[str, int]] = set()
        self.number = 0
        self.event = 0
        self.book = Book(
            f"seed {seed}, {self.size}, vouchers {self.vouchers}, words {self.words}, "
            f"delay {self.slow}, {self.months} months, {len(self.payees)} payees",
            lag=(-1, max(self.slow, 1)),
        )

    # --- parts of an event

    def day(self) -> date:
        return self.first + timedelta(self.random.randrange(self.days))

    def amount(self) -> int:
        kind = self.random.random()
        if kind < self.round * 0.6:
            return self.random.randint(1, 50) * 10_000_00
        if kind < self.round:
            return self.random.randint(3, 400) * 1_000_00
        return self.random.randint(200_00, 600_000_00)

    def delay(self) -> int:
        return self.random.choice((0, 0, self.random.randint(0, self.slow)))

    def begin(self, trap: str) -> int:
        self.event += 1
        self.book.traps[self.event] = trap
        return self.event

    def voucher(self) -> int:
        self.number += self.random.choice((1, 1, 1, 2, 3))
        return self.number

    def base(self) -> dict[str, object]:
        what = f"{self.random.choice(THINGS)}{self.random.choice(REASONS)}"
        while True:  # what is alike by chance has no truth
            payee, amount = self.random.choice(self.payees), self.amount()
            if (payee, amount) not in self.used:
                break
        self.used.add((payee, amount))
        return {
            "day": self.day(), "amount": amount, "payee": payee,
            "text": what, "document": f"青财教〔2026〕{self.random.randint(1, 9)}号",
        }  # fmt: skip

    def pay(self, event: int, number: int, base: dict[str, object], **more: object) -> Entry:
        values = {**base, "voucher": _LEDGER[self.vouchers][0](number, self.random), **more}
        if self.words == "project only":
            values["text"] = str(values["text"])[:2]
        elif self.words == "none":
            values["text"] = ""
        entry = Entry(("p", len(self.book.payments)), **values)  # type: ignore[arg-type]
        self.book.add_payment(
            entry, event, self.told(number), entry.text or None, str(base["payee"])
        )
        return entry

    def told(self, number: int) -> int | None:
        """The number of a voucher, where both sides write it."""
        return number if self.vouchers in ("same", "word", "full", "long", "dash") else None

    def line(self, event: int, number: int, base: dict[str, object], **more: object) -> Entry:
        values = {**base, "voucher": _LEDGER[self.vouchers][1](number, self.random), **more}
        text = str(values["text"])
        if self.words == "list short":
            values["text"] = "工程款"
        elif self.words == "alike":
            values["text"] = self.random.choice((text, f"付{text}", f"支付{text}"))
        elif self.words in ("ledger only", "none"):
            values["text"] = ""
        values["payee"] = self.written(str(values["payee"]))
        entry = Entry(("x", len(self.book.lines)), **values)  # type: ignore[arg-type]
        words = text if self.words in ("alike", "project only") else None
        self.book.add_line(
            entry, event, self.told(number), words, str(more.get("payee", base["payee"]))
        )
        return entry

    def written(self, payee: str) -> str:
        kind = self.random.random()
        if kind < 0.7:
            return payee
        if kind < 0.78:
            return payee.replace("（", "(").replace("）", ")")
        if kind < 0.86:
            return f"{payee}{self.random.choice(('（基本存款账户）', '(农民工工资专用账户)'))}"
        return SHORTER.get(payee, payee)

    def later(self, base: dict[str, object], days: int | None = None) -> dict[str, object]:
        day = base["day"]
        assert isinstance(day, date)
        return {**base, "day": day + timedelta(self.delay() if days is None else days)}

    # --- events

    def plain(self) -> None:
        base, number, event = self.base(), self.voucher(), self.begin("plain")
        self.pay(event, number, base)
        self.line(event, number, self.later(base))

    def month_end(self) -> None:
        """Paid on the 31st and booked on the 1st, or the other way round."""
        base, number, event = self.base(), self.voucher(), self.begin("month end")
        days = [self.first + timedelta(n) for n in range(self.days)]
        last = self.random.choice([d for d in days if (d + timedelta(1)).day == 1])
        days = [last, last + timedelta(1)]
        self.random.shuffle(days)
        self.pay(event, number, {**base, "day": days[0]})
        self.line(event, number, {**base, "day": days[1]})

    def split(self) -> None:
        base, number, event = self.base(), self.voucher(), self.begin("split")
        self.pay(event, number, base)
        paid = self.later(base)
        for part in self.parts(int(str(base["amount"]))):
            self.line(event, number, paid, amount=part)

    def merged(self) -> None:
        """Several payments in one line, which may carry all their vouchers."""
        base, event = self.base(), self.begin("merged")
        numbers = []
        for part in self.parts(int(str(base["amount"]))):
            numbers.append(self.voucher())
            self.pay(event, numbers[-1], base, amount=part)
        entry = self.line(event, numbers[0], self.later(base))
        if self.vouchers in ("same", "word", "full", "long") and self.random.random() < 0.6:
            form = _LEDGER[self.vouchers][1]
            all_of_them = "、".join(form(n, self.random) for n in numbers)
            self.book.lines[-1] = replace(entry, voucher=all_of_them)

    def monthly(self) -> None:
        """The same payee and amount every month, now and then missing on one side."""
        base = self.base()
        first_of_month = self.random.randint(1, 25)
        for month in range(self.months):
            start = date(2026, month + 1, 1)
            event, number = self.begin("monthly"), self.voucher()
            here = {**base, "day": start.replace(day=first_of_month)}
            fate = self.random.random()
            if fate > 0.1:
                self.pay(event, number, here)
            if fate < 0.1 or fate > 0.2:
                self.line(event, number, self.later(here))

    def twins(self) -> None:
        """Two different payments of one amount to one payee in one month."""
        base = self.base()
        gap = self.random.choice((0, 0, 3, 12))
        told = self.words == "alike" or self.vouchers in ("same", "word", "full", "long", "dash")
        lost = self.random.choice((0, 0, 0, 1, 2)) if told else 0
        for days in (0, gap):
            event, number = self.begin("twins"), self.voucher()
            here = self.later(base, days)
            if days == 0:
                here["text"] = f"{self.random.choice(THINGS)}{self.random.choice(REASONS)}"
            if lost != 1:
                self.pay(event, number, here)
            if lost != 2:
                self.line(event, number, self.later(here))
            lost = 0  # of two that are missing on opposite sides nobody can know

    def missing(self) -> None:
        base, number, event = self.base(), self.voucher(), self.begin("missing")
        if self.random.random() < 0.5:
            self.pay(event, number, base)
        else:
            self.line(event, number, base)

    def double(self) -> None:
        """One side has it twice: wholly alike, or on another day."""
        base, number, event = self.base(), self.voucher(), self.begin("double")
        gap = self.random.choice((0, 0, 0, 1, 4, 9))
        p = self.pay(event, number, base)
        x = self.line(event, number, self.later(base))
        book = self.book
        if self.random.random() < 0.5:
            again = replace(p, key=("p", len(book.payments)), day=p.day + timedelta(gap))
            book.add_payment(again, event, *book.tells[p.key])
        else:
            again = replace(x, key=("x", len(book.lines)), day=x.day + timedelta(gap))
            book.add_line(again, event, *book.tells[x.key])

    def swapped(self) -> None:
        base, number, event = self.base(), self.voucher(), self.begin("swapped")
        digits = list(str(base["amount"]))
        place = self.random.randrange(len(digits) - 1)
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
        self.pay(event, number, {**base, "amount": int("".join(digits)) or 1})
        self.line(event, number, self.later(base))

    def elsewhere(self) -> None:
        """The same amount to somebody else: two events."""
        base, number = self.base(), self.voucher()
        other = self.random.choice([p for p in PAYEES if p != base["payee"]])
        self.pay(self.begin("elsewhere"), number, base)
        self.line(self.begin("elsewhere"), self.voucher(), self.later({**base, "payee": other}))

    def returned(self) -> None:
        """It came back and was paid again; the ledger knows all of it, or the last only."""
        base, number = self.base(), self.voucher()
        first, back, again = self.begin("returned"), self.begin("return"), self.begin("paid again")
        amount = int(str(base["amount"]))
        days = (0, self.random.randint(2, 5), self.random.randint(6, 12))
        later = [self.later(base, n) for n in days]
        minus = {**later[1], "amount": -amount, "text": f"退票{base['text']}"}
        second = self.voucher()
        if self.random.random() < 0.6:
            self.pay(first, number, base)
            self.line(first, number, later[0])
            self.pay(back, number, minus)
            self.line(back, number, minus)
            self.pay(again, second, later[2])
            self.line(again, second, later[2])
        else:
            # The first and its return take each other off: one event of the list alone.
            self.line(first, number, later[0])
            self.line(first, number, minus)
            self.pay(again, number, base)
            self.line(again, number, later[2])

    def taken_back(self) -> None:
        """A negative amount on both sides without a payment near it."""
        base, number, event = self.base(), self.voucher(), self.begin("taken back")
        base["amount"] = -int(str(base["amount"]))
        self.pay(event, number, {**base, "text": "收回多付款"})
        self.line(event, number, {**self.later(base), "text": "收回多付款"})

    def parts(self, amount: int) -> list[int]:
        count = self.random.choice((2, 2, 2, 3, 3, 4))
        place = 100_00 if amount % 1_000_00 == 0 else 1
        cuts = sorted(self.random.sample(range(1, max(amount // place, count + 1)), count - 1))
        ends = [0, *(cut * place for cut in cuts), amount]
        return [b - a for a, b in pairwise(ends)]

    def make(self) -> Book:
        deeds = (
            (self.plain, 58), (self.month_end, 4), (self.split, 5), (self.merged, 4),
            (self.monthly, 3), (self.twins, 3), (self.missing, 6), (self.double, 4),
            (self.swapped, 3), (self.elsewhere, 3), (self.returned, 3), (self.taken_back, 1),
        )  # fmt: skip
        names, weights = zip(*deeds, strict=True)
        while len(self.book.lines) < self.size:
            self.random.choices(names, weights)[0]()
        self.random.shuffle(self.book.payments)
        self.random.shuffle(self.book.lines)
        return self.book


def book(seed: int, size: int | None = None) -> Book:
    """A book of 8 to 400 lines (or about `size`), always the same for a seed."""
    return _Maker(seed, size).make()
