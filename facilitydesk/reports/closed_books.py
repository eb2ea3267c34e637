"""Papers of money over closed months that no longer add up: the paper itself says so.

Closed balances are computed again before every print. A month that was altered by other means is
named with its amount below every table of the paper, and among the findings before it goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Problem
from facilitydesk.reports.paper.page import Document, Paragraph, Part, Sheet
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing


def damaged(desk: Desk, as_of: date) -> tuple[Problem, ...]:
    """A red finding for each closed month up to a day, and table, that is no longer as closed."""
    return closing.recheck(desk, until=as_of)


def told(document: Document, damage: Sequence[Problem]) -> Document:
    """The document with a line for each damaged month; the same one when there is none."""
    if not damage:
        return document
    lines = tuple(sentence("money.closing_on_paper", {"what": each.message}) for each in damage)
    return replace(document, parts=tuple(_with(part, lines) for part in document.parts))


def _with(part: Part, lines: tuple[str, ...]) -> Part:
    if isinstance(part, Sheet):
        return replace(part, notes=(*part.notes, *lines))
    return replace(part, blocks=(*part.blocks, *(Paragraph((line,)) for line in lines)))
