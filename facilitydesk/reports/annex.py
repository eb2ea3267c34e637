"""The table an office signs: who fills it in at the top, the people who answer for it below."""

from __future__ import annotations

from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.options import Asked
from facilitydesk.reports.paper.page import Block, Document, Setup, Sheet


def signed(
    asked: Asked,
    title: str,
    blocks: tuple[Block, ...],
    *,
    name: str,
    subtitle: str | None = None,
    unit: str | None = None,
    notes: tuple[str, ...] = (),
    setup: Setup | None = None,
) -> Sheet:
    """One sheet; below the title the day it is about, unless `subtitle` says more or nothing."""
    return Sheet(
        title,
        blocks,
        subtitle=f"（{asked.up_to}）" if subtitle is None else subtitle,
        office=asked.filler,
        unit=unit,
        notes=notes,
        signatures=SIGNATURES,
        setup=setup,
        name=name,
    )


def alone(sheet: Sheet) -> Document:
    """A paper that is this one sheet."""
    return Document(sheet.title, (sheet,))
