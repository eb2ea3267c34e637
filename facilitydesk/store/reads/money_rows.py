"""Rows of the money chain with the names of what they join: the head of every list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from facilitydesk.store.tables import fund_document, project, school

_Q = Select[Any]


def named(table: Table, *more: Any) -> _Q:
    """Rows of a table of amounts by day, with their document's facts and the names of places.

    The columns are those of the table, `level`, `fund_name`, `year`, `document_number`,
    `project`, `school` and `more`. The project may be NULL; the table's own document never is.
    """
    return (
        select(
            table,
            fund_document.c.level,
            fund_document.c.fund_name,
            fund_document.c.year,
            fund_document.c.number.label("document_number"),
            project.c.name.label("project"),
            school.c.name.label("school"),
            *more,
        )
        .select_from(table)
        .join(fund_document, fund_document.c.id == table.c.document_id)
        .outerjoin(project, project.c.id == table.c.project_id)
        .outerjoin(school, school.c.id == table.c.school_id)
        .order_by(table.c.day, table.c.id)
    )


def of_places(
    connection: Connection,
    table: Table,
    *,
    document_id: int | None = None,
    project_id: int | None = None,
    ids: Iterable[int] | None = None,
) -> Sequence[Any]:
    """The named rows by day: all, those of a document or project, or the given ones."""
    query = narrowed(named(table), table, ids, document_id=document_id, project_id=project_id)
    return connection.execute(query).all()


def narrowed(query: _Q, table: Table, ids: Iterable[int] | None = None, **where: Any) -> _Q:
    """Only the rows of these ids and of these values (None: whatever); `first` and `last` are days."""
    for name, wanted in where.items():
        if wanted is None:
            continue
        if name == "first":
            query = query.where(table.c.day >= wanted)
        elif name == "last":
            query = query.where(table.c.day <= wanted)
        else:
            query = query.where(table.c[name] == wanted)
    return query if ids is None else query.where(table.c.id.in_(list(ids)))
