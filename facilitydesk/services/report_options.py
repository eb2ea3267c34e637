"""What a paper was last made with: kept in the data file when it goes out, there again next time.

Not a step of undo, and no reason to say that a paper is no longer what it was: no figure of any
paper depends on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

KIND = "report.options"
_T = tables.setting


def kept(desk: Desk, report: str) -> dict[str, Any]:
    """The options a report (by its name) was last made with; empty when it never went out."""
    with desk.read() as connection:
        query = select(_T.c.value).where(_T.c.key == _key(report))
        text = connection.execute(query).scalar()
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def keep(desk: Desk, report: str, title: str, options: Mapping[str, Any]) -> Changes | None:
    """Keep the options of a paper that goes out, as JSON knows them; None where nothing changes.

    Who may only look keeps nothing, and is not told so: the paper itself goes out all the same.
    """
    wanted = dict(options)
    if desk.readonly or not desk.may(KIND) or kept(desk, report) == wanted:
        return None
    text = json.dumps(wanted, ensure_ascii=False, sort_keys=True)
    with desk.operation(KIND, f"{title}：版式", undoable=False) as unit:
        query = select(_T.c.id).where(_T.c.key == _key(report))
        row_id = unit.connection.execute(query).scalar()
        if row_id is None:
            unit.insert(_T, {"key": _key(report), "value": text})
        else:
            unit.update(_T, row_id, {"value": text})
    return unit.result


def _key(report: str) -> str:
    return f"{KIND}.{report}"
