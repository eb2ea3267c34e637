"""The head of the journal on every paper: what a rewritten journal cannot take back."""

from __future__ import annotations

from dataclasses import replace

from facilitydesk.reports.paper.page import Document
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing
from facilitydesk.services.journal.auditing import Anchor


def marked(desk: Desk, document: Document, known_at: int | None = None) -> tuple[Document, Anchor]:
    """The document with the head of what it knows at its foot, and that head."""
    with desk.read() as connection:
        head = auditing.data_head(connection, known_at)
    return replace(document, mark=auditing.mark(head)), head
