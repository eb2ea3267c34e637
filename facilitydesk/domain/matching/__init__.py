"""Matching two lists of payments: pure, two lists in, matches with grade and reason out.

Green may be taken unseen, so it is given only where no other story fits as well: no other open
entry of the amount and payee, no return, no sum that needs the entry. The rules stand as tables in
pairs.py (one to one) and chance.py (sums); lists.py learns from the pairs that are sure without
them what vouchers, documents, words and days tell in these two lists.

Matchable is a payment and its line, or a whole and its parts, that a field which can be read
tells from everything else: the voucher as both sides write it, the words, the document, or days
on which no line comes. Not matchable, and yellow, are: of one amount and payee several that agree
in every field both sides carry but not in every field; one that a side has again on another day
without a voucher that says so; a sum of full hundreds of 元 that neither a voucher nor, on one
day, documents or words confirm. Two that are the same in everything are one as good as the other:
the first is taken.
"""

from __future__ import annotations

from facilitydesk.domain.matching.copies import copies
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Matching, Reason
from facilitydesk.domain.matching.matching import propose

__all__ = ["Entry", "Grade", "How", "Match", "Matching", "Reason", "copies", "propose"]
