"""The match of one payment and one line: what speaks for and against it, said and counted."""

from __future__ import annotations

from functools import lru_cache

from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import Signs
from facilitydesk.domain.matching.payee_names import Payee
from facilitydesk.domain.matching.texts import similarity

_EXACT = Reason("match.exact")
_AGAINST = Reason("match.contradict")
_REPAID = Reason("match.repaid")
_NAMES = {
    Payee.SHORT: "match.short_name",
    Payee.LIKE: "match.like_name",
    Payee.BLANK: "match.blank_name",
    Payee.OTHER: "match.other_name",
}
_SAME, _SINGLE = Payee.SAME, How.SINGLE
_WEIGHTS = {Payee.SAME: 40, Payee.SHORT: 32, Payee.LIKE: 15, Payee.BLANK: 10, Payee.OTHER: 0}


def pair(
    p: Entry,
    line: Entry,
    grade: Grade,
    payee: Payee,
    signs: Signs,
    code: str | None = None,
    *,
    voucher: bool,
    against: bool,
) -> Match:
    """The match of two entries of one amount, with all that is known of them already.

    `voucher` and `against` are what `signs` say of them; `code` is what told them from others.
    """
    days = (line.day - p.day).days
    reasons: tuple[Reason, ...] = (
        _EXACT
        if payee is _SAME
        else Reason(_NAMES[payee], (("ledger", p.payee), ("statement", line.payee))),
        _days(days),
    )
    if voucher:
        reasons += (_voucher(line),)
    if against:
        reasons += (_AGAINST,)
    if signs.again(p, line):
        reasons += (_REPAID,)
    if code:
        reasons += (_said(code),)
    value = _score(p, line, days, payee, voucher=voucher)
    return Match((p.key,), (line.key,), _SINGLE, grade, value, reasons, line.amount - p.amount)


@lru_cache(maxsize=1_000)
def _days(days: int) -> Reason:
    if days == 0:
        return Reason("match.same_day")
    return Reason("match.days_later" if days > 0 else "match.days_earlier", (("days", abs(days)),))


@lru_cache(maxsize=100)
def _said(code: str) -> Reason:
    return Reason(code)


def _voucher(line: Entry) -> Reason:
    return Reason("match.same_voucher", (("voucher", line.voucher),))


def side_reasons(p: Entry, line: Entry, *, voucher: bool) -> list[Reason]:
    """What day and voucher say."""
    found = [_days((line.day - p.day).days)]
    if voucher:
        found.append(_voucher(line))
    return found


def score(p: Entry, line: Entry, payee: Payee, *, voucher: bool) -> int:
    """0 to 100: name 40, day 30, voucher 20, words 10."""
    return _score(p, line, (line.day - p.day).days, payee, voucher=voucher)


def _score(p: Entry, line: Entry, days: int, payee: Payee, *, voucher: bool) -> int:
    words = int(10 * similarity(p.text, line.text)) if p.text and line.text else 5
    days = abs(days)
    near = 30 - days if days < 30 else 0
    return min(100, _WEIGHTS[payee] + near + (20 if voucher else 5 if days else 10) + words)
