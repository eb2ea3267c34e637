"""Makes a county's ledger and the treasury's list of the same months, with every trap and the truth.

An event is one thing that happened to money. Entries of both sides carry their event: a match is
right when all its entries are of one event. `found` counts the events that both sides know.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from facilitydesk.domain.matching import Entry, Grade, Match
from tests.domain.county_book import Book

COMPANIES = (
    "四川宏达建设工程有限公司", "四川宏达建设集团有限公司", "临溪县第一建筑工程有限公司",
    "临溪县第二建筑工程有限公司", "嘉州远大教学设备有限责任公司", "嘉州远东教学设备有限责任公司",
    "川南路桥（临溪）有限公司", "川南路桥（青衣）有限公司", "临溪县惠民建筑劳务有限公司",
    "四川明德工程监理有限公司", "四川中正造价咨询有限公司", "青衣江勘察设计研究院",
    "临溪县城关镇中心小学", "临溪县城关镇第二小学", "沙湾镇九年一贯制学校", "临溪中学",
    "临溪县幼儿园", "成都科仪教学仪器厂", "乐山金鼎钢结构有限公司", "临溪县永固防水工程部",
    "四川天宇电梯有限公司", "临溪县水务投资有限公司", "王建国", "王建军",
)  # fmt: skip
SHORT = {
    "四川宏达建设工程有限公司": "宏达建设工程",
    "临溪县第一建筑工程有限公司": "临溪一建",
    "临溪县第二建筑工程有限公司": "临溪县二建",
    "嘉州远大教学设备有限责任公司": "远大教学设备",
    "四川明德工程监理有限公司": "明德监理",
    "四川中正造价咨询有限公司": "中正造价",
    "临溪县惠民建筑劳务有限公司": "惠民劳务",
    "乐山金鼎钢结构有限公司": "金鼎钢构",
    "四川天宇电梯有限公司": "天宇电梯",
    "临溪县城关镇中心小学": "城关镇中心校",
    "沙湾镇九年一贯制学校": "沙湾九年一贯制学校",
}
PROJECTS = ("教学楼", "学生宿舍", "食堂", "运动场", "综合楼", "围墙", "教师周转房", "厕所改造")
KINDS = ("预付款", "进度款", "结算款", "质保金", "设备款", "监理费")


def companies(number: int) -> tuple[str, ...]:
    """The confusable ones and as many invented builders as are wanted."""
    signs = "宏兴永金天华正大安泰顺恒鑫盛嘉信远德和瑞"
    trades = ("建筑工程", "建设", "装饰工程", "教学设备", "钢结构", "电力安装")
    more = (
        f"乐山{signs[n % 20]}{signs[n * 7 // 20 % 20]}{trades[n % 6]}有限公司"
        for n in range(number)
    )
    return tuple(dict.fromkeys((*COMPANIES, *more)))[:number]


@dataclass
class Books:
    """Both lists and which event each entry belongs to."""

    payments: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)
    event_p: dict[object, int] = field(default_factory=dict)
    event_x: dict[object, int] = field(default_factory=dict)
    traps: dict[int, str] = field(default_factory=dict)

    def wrong(self, match: Match) -> bool:
        """Whether a match joins entries of different events."""
        events = {self.event_p[k] for k in match.payments} | {self.event_x[k] for k in match.lines}
        return len(events) > 1

    def as_book(self, name: str) -> Book:
        """The same as a book of county_months.py; what is undecidable is not told."""
        made = Book(name, self.payments, self.lines, self.event_p, self.event_x)
        made.traps = self.traps
        made.joined = {event for event, trap in self.traps.items() if trap != "swapped"}
        made.tells = {e.key: (None, None, str(e.key)) for e in (*self.payments, *self.lines)}
        return made

    def score(self, matches: tuple[Match, ...]) -> tuple[list[Match], float, float, list[str]]:
        """Wrong greens; the share of common events that green matches, that any match finds."""
        wrong = [m for m in matches if m.grade is Grade.GREEN and self.wrong(m)]
        green: set[int] = set()
        found: set[int] = set()
        for match in matches:
            if match.payments and match.lines and not self.wrong(match):
                event = self.event_p[match.payments[0]]
                found.add(event)
                if match.grade is Grade.GREEN:
                    green.add(event)
        both = (set(self.event_p.values()) & set(self.event_x.values())) - {
            event for event, trap in self.traps.items() if trap == "swapped"
        }
        missed = sorted(self.traps[event] for event in both - green)
        return wrong, len(green & both) / len(both), len(found & both) / len(both), missed


def books(
    seed: int,
    events: int,
    *,
    vouchers: str = "shared",
    wan: bool = False,
    payees: tuple[str, ...] = COMPANIES,
    first: date = date(2026, 3, 1),
    days: int = 90,
) -> Books:
    """Lists of about so many events; `vouchers` is shared, own or none; `wan` rounds to 100元."""
    random = Random(seed)
    made = Books()

    def amount() -> int:
        kind = random.random()
        if kind < 0.35:
            return random.randint(1, 60) * 1_000_000  # whole 万元
        if kind < 0.55:
            return random.randint(5, 900) * 100_000
        return random.randint(300_00, 900_000_00)

    def ledger(event: int, **values: object) -> Entry:
        entry = Entry(key=("p", len(made.payments)), **values)  # type: ignore[arg-type]
        if wan:
            entry = replace(entry, amount=_rounded(entry.amount))
        if vouchers == "own":
            entry = replace(entry, voucher=f"记-{len(made.payments) % 120 + 1}")
        elif vouchers == "none":
            entry = replace(entry, voucher="")
        made.payments.append(entry)
        made.event_p[entry.key] = event
        return entry

    def treasury(event: int, **values: object) -> Entry:
        entry = Entry(key=("x", len(made.lines)), **values)  # type: ignore[arg-type]
        if vouchers == "own":
            entry = replace(entry, voucher=f"{len(made.lines) % 300 + 1:04d}")
        elif vouchers == "none":
            entry = replace(entry, voucher="")
        if vouchers == "shared" and random.random() < 0.03:
            entry = replace(entry, voucher="")
        made.lines.append(replace(entry, payee=_written(random, entry.payee)))
        made.event_x[entry.key] = event
        return entry

    for number, event in enumerate(range(events), start=1):
        day = first + timedelta(random.randrange(days))
        payee = random.choice(payees)
        value = amount()
        text = f"{random.choice(PROJECTS)}{random.choice(KINDS)}"
        base = {
            "day": day, "payee": payee, "amount": value, "voucher": f"202603{number:05d}",
            "text": text, "document": f"川财教〔2026〕{random.randint(1, 30)}号",
        }  # fmt: skip
        paid = {**base, "text": random.choice((text, f"支付{text}", f"{text}（直接支付）"))}
        delay = random.choice((0, 0, 0, 0, 1, 1, 2, 3, 5, -1))
        later = {**paid, "day": day + timedelta(delay)}
        trap = random.random()
        name = "plain"
        if trap < 0.62:
            ledger(event, **base)
            treasury(event, **later)
        elif trap < 0.67:
            name = "split"
            ledger(event, **base)
            for part in _parts(random, value):
                treasury(event, **{**later, "amount": part, "document": ""})
        elif trap < 0.71:
            name = "merged"
            for part in _parts(random, value):
                ledger(event, **{**base, "amount": part})
            treasury(event, **later)
        elif trap < 0.74:
            name = "returned"
            back = {**paid, "amount": -value, "text": f"退票 {text}"}
            again = {**paid, "day": day + timedelta(9), "voucher": f"202603{number:05d}"}
            ledger(event, **base)
            treasury(event, **paid)
            treasury(event, **{**back, "day": day + timedelta(4)})
            treasury(event, **again)
            if random.random() < 0.5:
                ledger(event, **{**back, "day": day + timedelta(4)})
                ledger(event, **{**again, "day": day + timedelta(8)})
        elif trap < 0.80:
            name = "twice"
            gap = random.choice((0, 3, 6, 15, 30))
            for which in (0, 1):
                own = len(made.traps) + 10_000_000 + which * 10_000_000
                moved = timedelta(gap * which)
                words = f"{text}第{which + 1}期"
                v = {"voucher": f"{base['voucher']}{which}", "text": words}
                if gap == 0 and random.random() < 0.3:
                    v["text"] = f"{random.choice(PROJECTS)}{which}期"
                left_out = random.random()
                if left_out > 0.12:
                    ledger(own, **{**base, **v, "day": day + moved})
                if left_out < 0.12 or left_out > 0.24:
                    treasury(own, **{**later, **v, "day": day + timedelta(delay) + moved})
                made.traps[own] = "twice"
        elif trap < 0.84:
            name = "missing in statement"
            ledger(event, **base)
        elif trap < 0.88:
            name = "missing in ledger"
            treasury(event, **later)
        elif trap < 0.91:
            name = "swapped"
            ledger(event, **{**base, "amount": _swapped(random, value)})
            treasury(event, **later)
        elif trap < 0.94:
            name = "other payee"
            ledger(event, **base)
            other = random.choice([c for c in payees if c != payee])
            treasury(event + 50_000_000, **{**later, "payee": other, "voucher": f"9{number:06d}"})
            made.traps[event + 50_000_000] = name
        elif trap < 0.96:
            name = "double"
            ledger(event, **base)
            ledger(event, **{**base, "day": day + timedelta(random.choice((0, 1, 7)))})
            treasury(event, **later)
        else:
            name = "rounded"
            exact = random.randint(50_000_00, 900_000_00)
            ledger(event, **{**base, "amount": _rounded(exact)})
            treasury(event, **{**later, "amount": exact})
        made.traps[event] = name
    random.shuffle(made.payments)
    random.shuffle(made.lines)
    return made


def _rounded(value: int) -> int:
    sign = 1 if value >= 0 else -1
    return sign * max(1, (abs(value) + 5_000) // 10_000) * 10_000


def _written(random: Random, payee: str) -> str:
    """As the treasury writes it: short, with a remark, in half-width brackets."""
    kind = random.random()
    if kind < 0.75:
        return payee
    if kind < 0.82:
        return payee.replace("（", "(").replace("）", ")")
    if kind < 0.90:
        return payee + random.choice(("（农民工工资专户）", "(基本户)", "（工行临溪支行）"))
    return SHORT.get(payee, payee)


def _parts(random: Random, value: int) -> list[int]:
    count = random.choice((2, 2, 2, 3, 4))
    cuts = sorted(random.randint(1, 99) for _ in range(count - 1))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    parts = [value * share // 100 for share in shares if share]
    parts[-1] += value - sum(parts)
    return [part for part in parts if part]


def _swapped(random: Random, value: int) -> int:
    digits = list(str(value))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    places = [i for i in places if i or digits[1] != "0"]
    if not places:
        return value + 9
    i = random.choice(places)
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    return int("".join(digits))


def by_trap(missed: list[str]) -> dict[str, int]:
    """How many of each trap."""
    counts: dict[str, int] = defaultdict(int)
    for name in missed:
        counts[name] += 1
    return dict(counts)
