"""One new row as a page enters it, refused aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from facilitydesk.services import edits, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited


def added(
    enter: Callable[..., Edited], desk: Desk, values: Mapping[str, object], **more: Any
) -> Edited:
    """What a service's `enter` answers to one new row. Raises Refused when it stays out."""
    edited = enter(desk, (), [values], **more)
    edits.refuse(edited.rejected)
    return edited


def also_named(desk: Desk, school_id: int, names: str) -> None:
    """Enter a school's other names, parted by 、. Raises Refused when another school has one."""
    edits.refuse(schools.enter(desk, [Edit(school_id, "aliases", names)]).rejected)
