"""What equipment rows may be and add up to: exact shares, a batch's state, acceptance, splitting.

Quantities are whole numbers of an item's unit, money is in 分. Everything here is a function of
what was handed in; the rows come from services/equipment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.words.equipment_terms import BatchState, BuyMoment, EquipmentClass, Method

LEAST_SIGNERS = 3
_NOTHING = Money(0)


def part_of(money: int, part: int, whole: int) -> int:
    """The money of `part` pieces of `whole`, rounded half up to 分; all pieces have all the money."""
    return (2 * money * part + whole) // (2 * whole) if whole else 0


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """A sum split by weights so that the parts add up to it exactly; the largest rest gets more."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in rests[: total - sum(parts)]:
        parts[n] += 1
    return parts


Raw = tuple[int, int, int, int, int, int, int, int, int, int]
"""Pieces and 分 of 计划, 合同, 到货, 验收, 付款, in this order: thousands of lines add up fast."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Pieces and money at one moment."""

    quantity: int = 0
    money: Money = _NOTHING

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.quantity + other.quantity, self.money + other.money)


@dataclass(frozen=True, slots=True)
class Progress:
    """计划 / 合同 / 到货 / 验收 / 付款 of a class, school, batch or source."""

    planned: Amount = Amount()
    contracted: Amount = Amount()
    delivered: Amount = Amount()
    accepted: Amount = Amount()
    paid: Amount = Amount()

    @classmethod
    def of(cls, rows: Iterable[Raw]) -> Progress:
        """The sum of many rows as they come from the database."""
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * 10
        pairs = zip(sums[::2], sums[1::2], strict=True)
        return cls(*(Amount(quantity, Money(money)) for quantity, money in pairs))

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.planned + other.planned,
            self.contracted + other.contracted,
            self.delivered + other.delivered,
            self.accepted + other.accepted,
            self.paid + other.paid,
        )

    def at(self, moment: BuyMoment) -> Amount:
        """What counts as bought."""
        return {
            BuyMoment.CONTRACT: self.contracted,
            BuyMoment.DELIVERY: self.delivered,
            BuyMoment.ACCEPTANCE: self.accepted,
            BuyMoment.PAYMENT: self.paid,
        }[moment]

    def rate(self, moment: BuyMoment, plan: str | None = None) -> Rate:
        """采购完成率 by money: bought ÷ planned; above 100 % as it is."""
        planned = self.planned.money or None
        return Rate(self.at(moment).money, planned, Basis.MONEY, plan, None, (moment_note(moment),))

    def quantity_rate(self, moment: BuyMoment, plan: str | None = None) -> Rate:
        """采购完成率 by quantity; only within one class, whose unit is one."""
        return Rate(
            self.at(moment).quantity,
            self.planned.quantity or None,
            Basis.COUNT,
            plan,
            None,
            (moment_note(moment),),
        )


def moment_note(moment: BuyMoment) -> str:
    """What stands beside a rate of procurement: 以已验收计."""
    return f"以{moment.term}计"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a batch has come to on a day: pieces of all its lines, and its money in 分."""

    quantity: int
    delivered: int
    accepted: int
    tendered: bool
    contracted: bool
    contract: int | None
    paid: int


def state_of(batch: Counted) -> BatchState:
    """How far a batch has come; the furthest that is wholly true."""
    if batch.quantity and batch.accepted >= batch.quantity:
        done = batch.contract is not None and batch.contract > 0 and batch.paid >= batch.contract
        return BatchState.PAID if done else BatchState.ACCEPTED
    if batch.accepted:
        return BatchState.PART_ACCEPTED
    if batch.quantity and batch.delivered >= batch.quantity:
        return BatchState.DELIVERED
    if batch.delivered:
        return BatchState.PART_DELIVERED
    if batch.contracted:
        return BatchState.CONTRACTED
    return BatchState.TENDER if batch.tendered else BatchState.PLANNED


Moves = Sequence[tuple[date, int]]


def check_moves(name: str, contract: int, delivered: Moves, accepted: Moves) -> Problem | None:
    """验收 ≤ 到货 ≤ 合同 of one line, in all and on every day: what breaks it is red."""
    came, taken = (sum(number for _, number in moves) for moves in (delivered, accepted))
    if came > contract:
        args: dict[str, object] = {"name": name, "delivered": came, "contract": contract}
        return Problem("equipment.delivered_above", field="quantity", args=args)
    if taken > came:
        args = {"name": name, "accepted": taken, "delivered": came}
        return Problem("equipment.accepted_above", field="quantity", args=args)
    for day, _ in sorted(accepted):
        came, taken = (sum(n for at, n in moves if at <= day) for moves in (delivered, accepted))
        if taken > came:
            args = {"name": name, "day": day, "accepted": taken, "delivered": came}
            return Problem("equipment.accepted_early", field="quantity", args=args)
    return None


def names_in(text: str) -> tuple[str, ...]:
    """The people in a list of names, each once: 张三、李四，王五 or with blanks between."""
    parts = re.split(r"[、，,;；/\s]+", text.strip())
    return tuple(dict.fromkeys(part for part in parts if part))


def check_signers(buyer: str, acceptors: str, *, least: int = LEAST_SIGNERS) -> tuple[Problem, ...]:
    """At least three people accept, and who bought does not accept."""
    people, found = names_in(acceptors), []
    if len(people) < least:
        args: dict[str, object] = {"least": least, "count": len(people)}
        found.append(Problem("equipment.few_signers", field="acceptors", args=args))
    both = [name for name in names_in(buyer) if name in people]
    if both:
        args = {"name": "、".join(both)}
        found.append(Problem("equipment.buyer_accepts", field="acceptors", args=args))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Purchase:
    """A batch's money of one class, for the rule against splitting."""

    batch_id: int
    name: str
    kind: EquipmentClass
    year: int
    method: str
    money: int


def check_splitting(
    purchases: Iterable[Purchase], *, threshold: int, near: int
) -> tuple[tuple[tuple[int, ...], Problem], ...]:
    """Batches of one class and year that stay just below the threshold and together reach it.

    `threshold` in 分; `near` is the share (in %) of the threshold from which a batch counts as just
    below. Each finding comes with the ids of its batches; it is yellow, for it may have reasons.
    """
    groups: dict[tuple[EquipmentClass, int], list[Purchase]] = {}
    for each in purchases:
        just_below = threshold * near <= each.money * 100 and each.money < threshold
        if just_below and each.method not in (Method.OPEN, Method.FRAMEWORK):
            groups.setdefault((each.kind, each.year), []).append(each)
    found = []
    for (kind, year), several in sorted(groups.items(), key=lambda item: (item[0][1], item[0][0])):
        whole = sum(each.money for each in several)
        if len(several) > 1 and whole >= threshold:
            args = {
                "year": year,
                "kind": kind.term,
                "count": len(several),
                "names": "、".join(f"“{each.name}”" for each in several),
                "total": wan(whole),
                "threshold": wan(threshold),
            }
            problem = Problem("equipment.splitting", Severity.YELLOW, "method", args)
            found.append((tuple(each.batch_id for each in several), problem))
    return tuple(found)


def wan(money: int) -> str:
    """An amount in 万元 to its last digit: 199.5."""
    whole, rest = divmod(abs(money), 1_000_000)
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if money < 0 else text
