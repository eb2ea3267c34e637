"""A paper as it is stored when it is issued: its figures beside the PDF, so that both can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.rates import Rate
from facilitydesk.reports.paper.page import Document, Ranking, Sheet, Value
from facilitydesk.services.printing import StoredFigure


def stored_figures(document: Document) -> tuple[StoredFigure, ...]:
    """The named figures of the text and the ranks of the annexes, each name once."""
    found: dict[str, StoredFigure] = {}
    for figure in document.figures():
        stored = StoredFigure(
            figure.name, figure.text, figure.basis, exact(figure.value), figure.sums
        )
        found.setdefault(figure.name, stored)
    for stored in _ranks(document):
        found.setdefault(stored.name, stored)
    return tuple(found.values())


def _ranks(document: Document) -> Iterator[StoredFigure]:
    for part in document.parts:
        if not isinstance(part, Sheet):
            continue
        for block in part.blocks:
            if isinstance(block, Ranking):
                for name, _rate, rank in block.items:
                    if rank is not None:
                        label = f"{name}{block.heads[1]}排名"
                        yield StoredFigure(label, f"第{rank}位", "", str(rank))


def exact(value: Value) -> str:
    """An exact number as text: '1234.50', '3/4'; empty for what is no number."""
    if isinstance(value, Rate):
        quotient = value.fraction
        return "" if quotient is None else str(quotient)
    if isinstance(value, Quantity | Decimal | int):
        return str(value)
    return value if isinstance(value, str) else ""
