"""One payment paid in several lines, several payments in one line: exact sums to one payee.

A sum is green when it is the only one that fits, its parts have the voucher of the whole or it
cannot be chance (chance.py), no other whole of that amount may claim the parts, and nothing of
it is a copy of an entry in another match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from facilitydesk.domain.matching.chance import Evidence
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import ALIKE, Signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.texts import document_key, similarity

DAYS = 15  # how far the parts may lie from the whole
PARTS = 6
_ENOUGH = 8  # more sums than this prove nothing
_CROWD = 14  # more candidates than this are tried in pairs only


class Sums:
    """Finds wholes of one list that are the sum of parts of the other."""

    def __init__(self, signs: Signs, place: int, paired: Callable[[Entry, bool], bool]) -> None:
        """`paired` tells of an entry (of the ledger or not) whether a copy of it is in a match."""
        self._signs = signs
        self._place = place  # 分: the smallest place of the ledger
        self._paired = paired
        self._evidence = Evidence(signs, place)

    def of(
        self,
        wholes: Iterable[Entry],
        rivals: Sequence[Nearby],
        parts: Nearby,
        *,
        split: bool,
        doubtful: list[Entry] | None = None,
    ) -> Iterator[Match]:
        """Each whole with its parts; `split` says that the wholes are payments.

        `rivals` are the entries on the side of the wholes that are left or in a match that is not
        sure: parts that another one of the same amount may claim are not sure. With a list of `doubtful` only sure sums are answered and
        the other wholes are put there, to be asked for again when all sure ones are taken.

        The caller takes the entries of a match before it asks for the next.
        """
        for whole in wholes:
            near = parts.parts(whole, DAYS)
            fitting = self._fitting(whole, near, split=split)
            if not fitting:
                continue
            best = fitting[0]
            if len(fitting) > 1:
                best = min(fitting, key=lambda chosen: self._cost(whole, chosen))
            others = [chosen for chosen in fitting if chosen is not best]
            if self._same_voucher(whole, best):
                sure = not any(self._same_voucher(whole, each) for each in others)
            else:
                claimed = any(
                    other.amount == whole.amount
                    and other.key != whole.key
                    and self._evidence.said(other, best) != "other"
                    for side in rivals
                    for other in side.near(whole, DAYS)
                )
                sure = (
                    not claimed
                    and self._evidence.speaks(whole, best, near, split=split)
                    and not any(
                        self._cost(whole, each) <= self._cost(whole, best) + 3
                        or self._evidence.speaks(whole, each, near, split=split)
                        for each in others
                    )
                )
            if sure and (
                self._paired(whole, split) or any(self._paired(part, not split) for part in best)
            ):
                sure = False
            if doubtful is None:
                yield self._match(whole, best, split=split, sure=False)
            elif sure:
                yield self._match(whole, best, split=split, sure=sure)
            else:
                doubtful.append(whole)

    def reach(self, amount: int, parts: list[Entry], *, split: bool) -> bool:
        """Whether one of the parts or some of them are an amount."""
        half = self._place // 2
        amounts = [part.amount for part in parts]
        if abs(sum(amounts)) < abs(amount) - half * len(parts):
            return False
        if amount in amounts or (
            half and any(abs(each - amount) < self._place for each in amounts)
        ):
            return True
        most = PARTS if len(parts) <= _CROWD else 2
        return bool(self._choices(amount, parts, most, split=split))

    def _fitting(self, whole: Entry, parts: list[Entry], *, split: bool) -> list[tuple[Entry, ...]]:
        """The choices of two to six parts that add up; each rounded amount may be off by half.

        In a crowd the parts are looked for among those of the whole's voucher and of one day, and
        only pairs among all.
        """
        half = self._place // 2
        if len(parts) < 2 or abs(sum(part.amount for part in parts)) < abs(
            whole.amount
        ) - half * len(parts):
            return []
        if len(parts) <= _CROWD:
            return self._choices(whole.amount, parts, PARTS, split=split)
        found = self._choices(whole.amount, parts, 2, split=split)
        circles: dict[object, list[Entry]] = {}
        for part in parts:
            circles.setdefault((part.day, document_key(part.document)), []).append(part)
            if self._signs.same_voucher(whole, part):
                circles.setdefault("voucher", []).append(part)
        for circle in circles.values():
            if 2 < len(circle) <= _CROWD:
                found += self._choices(whole.amount, circle, PARTS, split=split)
        return list({frozenset(e.key for e in chosen): chosen for chosen in found}.values())

    def _choices(
        self, amount: int, parts: list[Entry], most: int, *, split: bool
    ) -> list[tuple[Entry, ...]]:
        half = self._place // 2
        amounts = [part.amount for part in parts]
        sizes = sorted(map(abs, amounts))
        found: list[tuple[Entry, ...]] = []
        for count in range(2, min(most, len(parts)) + 1):
            slack = half if split else half * count
            if sum(sizes[:count]) - slack > abs(amount):
                break
            if sum(sizes[-count:]) + slack < abs(amount):
                continue
            if not slack and amount not in map(sum, combinations(amounts, count)):
                continue
            sums = map(sum, combinations(amounts, count))
            for chosen, total in zip(combinations(parts, count), sums, strict=True):
                if abs(total - amount) <= slack:
                    found.append(chosen)
                    if len(found) > _ENOUGH:
                        return found
        return found

    def _same_voucher(self, whole: Entry, parts: tuple[Entry, ...]) -> bool:
        return all(self._signs.same_voucher(whole, part) for part in parts)

    def _match(self, whole: Entry, parts: tuple[Entry, ...], *, split: bool, sure: bool) -> Match:
        keys = tuple(part.key for part in parts)
        reasons = [
            Reason(
                "match.split" if split else "match.merged",
                (("count", len(parts)), ("payee", whole.payee)),
            )
        ]
        if all(part.day == whole.day for part in parts):
            reasons.append(Reason("match.same_day"))
        else:
            days = max(abs((part.day - whole.day).days) for part in parts)
            reasons.append(Reason("match.within_days", (("days", days),)))
        if not sure:
            reasons.append(Reason("match.sum_by_chance"))
        return Match(
            (whole.key,) if split else keys,
            keys if split else (whole.key,),
            How.SPLIT if split else How.MERGED,
            Grade.GREEN if sure else Grade.YELLOW,
            max(40, 85 - self._cost(whole, parts)) if sure else 50,
            tuple(reasons),
            (1 if split else -1) * (sum(part.amount for part in parts) - whole.amount),
        )

    def _cost(self, whole: Entry, parts: tuple[Entry, ...]) -> int:
        """Days between the whole and its farthest part, one for every part, and what speaks against.

        Five for other words and for another voucher than the parts beside it have.
        """
        unlike = sum(
            bool(whole.text and part.text) and similarity(whole.text, part.text) < ALIKE
            for part in parts
        )
        other = 0 if self._same_voucher(whole, parts) else len(parts)
        days = max(abs((part.day - whole.day).days) for part in parts)
        return days + len(parts) + 5 * (unlike + other)
