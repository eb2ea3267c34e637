"""Matching two lists of payments: pure, two lists in, matches with grade and reason out."""

from __future__ import annotations

from facilitydesk.domain.matching.copies import copies
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Matching, Reason
from facilitydesk.domain.matching.matching import propose

__all__ = ["Entry", "Grade", "How", "Match", "Matching", "Reason", "copies", "propose"]
