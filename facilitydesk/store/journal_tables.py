"""The two tables of the journal, and which tables it never tells of.

They belong to tables.py, which hands them on; a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from facilitydesk.store.base import metadata
from facilitydesk.store.types import Flag, Moment, Whole

operation = Table(
    "operation",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("officer_id", Whole, ForeignKey("officer.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undoable", Flag, nullable=False),
    Column("reverses", Whole, ForeignKey("operation.seq"), nullable=True),
    Column("mode", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("undoable IN (0, 1)", name="undoable"),
    CheckConstraint("mode IN ('do', 'undo', 'redo')", name="mode"),
    CheckConstraint("seq >= 1", name="seq"),
    sqlite_strict=True,
)

change = Table(
    "change",
    metadata,
    Column("seq", Whole, ForeignKey("operation.seq"), primary_key=True, autoincrement=False),
    Column("position", Whole, primary_key=True, autoincrement=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Whole, nullable=False),
    Column("field", Text, nullable=True),  # NULL: the whole row was made or deleted
    Column("before", Text, nullable=True),  # JSON
    Column("after", Text, nullable=True),
    Column("revision", Whole, nullable=False),
    Index("ix_change_row_id", "row_id"),
    sqlite_strict=True,
)

SECRET = frozenset({"officer_secret"})
"""Never in the journal, a package, a copy in the open or a print; see people_tables.py."""

NOT_JOURNALLED = frozenset({"operation", "change"}) | SECRET
