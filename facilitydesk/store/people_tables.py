"""What lets an officer in. It stands outside the journal, and everything made from it, on purpose.

The journal is never thinned, goes into packages and is printed: a password's hash in it could be
guessed at for ever, by anyone. So the hash lies here alone, where a new password replaces it,
and the journal keeps only a mark (the SHA-256 of the hash with its random salt) by which `verify`
finds a hash that was exchanged by other means, but from which nothing can be guessed.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from facilitydesk.store.base import flag, metadata, text
from facilitydesk.store.types import Moment, Whole

officer_secret = Table(
    "officer_secret",
    metadata,
    Column(
        "officer_id",
        Whole,
        ForeignKey("officer.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    text("password"),  # Argon2id with its parameters and salt; empty: none
    text("recovery"),  # SHA-256 of the one-time recovery code; empty: none
    *flag("own_wanted"),  # set by another: the officer must choose his own first
    Column("failures", Integer, nullable=False, server_default="0", default=0),
    Column("failed_at", Moment, nullable=True),
    Column("next_try", Moment, nullable=True),
    Column("last_login", Moment, nullable=True),
    sqlite_strict=True,
)
"""One row per officer with a log-in; failures stand here so that a restart does not forget them."""

OFFICER_COLUMNS = (
    Column("role", Text, nullable=False, server_default="manage", default="manage"),
    Column("password_at", Moment, nullable=True),
    text("password_mark"),
    text("recovery_mark"),
)
"""The journalled half: post, since when the password holds, and the marks of both secrets."""
