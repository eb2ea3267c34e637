"""The pieces tables are declared with: names of constraints, the id, the revision, references."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, Table, Text
from sqlalchemy.sql.schema import SchemaItem

from facilitydesk.store.types import Flag, Whole

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def entity(name: str, *items: SchemaItem) -> Table:
    """A journalled table: our id, a revision that counts its changes, and its own columns."""
    return Table(
        name,
        metadata,
        Column("id", Whole, primary_key=True, autoincrement=False),
        Column("revision", Whole, nullable=False, server_default="1", default=1),
        *items,
        sqlite_strict=True,
    )


def ref(name: str, target: str, *, null: bool = False, index: bool = True) -> Column[Any]:
    """A reference to another row; the database refuses to delete what is referred to."""
    return Column(name, Whole, ForeignKey(f"{target}.id"), nullable=null, index=index)


def text(name: str, *, null: bool = False) -> Column[Any]:
    """A text; empty unless said otherwise."""
    if null:
        return Column(name, Text, nullable=True)
    return Column(name, Text, nullable=False, server_default="", default="")


def flag(name: str, *, default: bool = False) -> tuple[SchemaItem, SchemaItem]:
    """A true-or-false column with its CHECK."""
    column = Column(name, Flag, nullable=False, server_default=str(int(default)), default=default)
    return column, CheckConstraint(f"{name} IN (0, 1)", name=name)


def amount(name: str, *, signed: bool = False) -> tuple[SchemaItem, ...]:
    """Money in 分 or area in 0.01 ㎡; NULL is "not reported"."""
    column = Column(name, Whole, nullable=True)
    if signed:
        return (column,)
    return column, CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative")
