"""Column types that mean the same on SQLite (STRICT tables) and PostgreSQL.

STRICT accepts INTEGER, TEXT, REAL and BLOB only, and dates are kept as ISO text on both engines,
so that a value in the journal reads the same everywhere.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Dialect, Integer, Text
from sqlalchemy.sql import operators
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator

Whole = BigInteger().with_variant(Integer, "sqlite")


class Flag(TypeDecorator[bool]):
    """True or false, stored as 1 or 0 (with a CHECK in the table)."""

    impl = Integer
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[bool]):
        """`flag.is_(True)` compares with 1: PostgreSQL knows IS TRUE for booleans alone."""

        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
            op = operators.eq if op is operators.is_ and isinstance(other[0], bool) else op
            return super().operate(op, *other, **kwargs)

    comparator_factory = Comparator

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Day(TypeDecorator[date]):
    """A calendar day, stored as YYYY-MM-DD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Moment(TypeDecorator[datetime]):
    """A point in time, stored as UTC text with Z; screens show Beijing time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def moment_text(value: datetime) -> str:
    """The stored form of a moment: 2026-03-05T02:14:07.123Z."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """A stored value as JSON knows it: dates become ISO text, a file's bytes their check sum."""
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def unplain(column: Column[Any], value: Any) -> Any:
    """The value that `plain` came from, by the column's type."""
    if value is None:
        return None
    if isinstance(column.type, Day):
        return date.fromisoformat(value)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return value
