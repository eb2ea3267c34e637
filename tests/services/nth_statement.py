"""The nth statement of an operation fails: afterwards all must be as before.

`swept` fails an operation at its first statement, its second …, until it goes through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store.base import metadata


class Broken(Exception):  # noqa: N818 - what the test itself raises
    pass


def content(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, and who sits at the desk."""
    with desk.read() as connection:
        found: dict[str, list[tuple[Any, ...]]] = {
            name: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")))
            for name in metadata.tables
        }
    return found | {"": [(desk.officer_id, desk.officer, desk.post)]}


@contextmanager
def failing(desk: Desk, at: int | None) -> Iterator[list[str]]:
    """Counts the statements within, and raises Broken in place of number `at`."""
    seen: list[str] = []

    def before(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)
        if len(seen) == at:
            raise Broken(statement)

    event.listen(desk.engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(desk.engine, "before_cursor_execute", before)


def swept(desk: Desk, act: Callable[[], Any]) -> int:
    """At how many statements the operation failed and left no trace before it went through."""
    before = content(desk)
    number = 1
    while True:
        try:
            with failing(desk, number):
                act()
            break
        except Broken:
            assert content(desk) == before, f"after statement {number}"
            number += 1
    assert number > 3
    assert content(desk) != before
    assert files.verify(desk).faults == ()
    return number - 1
