"""Whole telephone numbers going out: ticked per report, remembered, and always in the journal."""

from __future__ import annotations

import json

from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T = tables.setting
_LAST = "phones.last"


def full(desk: Desk, report: str) -> bool:
    """Whether whole numbers were ticked for a report; off until then."""
    with desk.read() as connection:
        query = select(_T.c.value).where(_T.c.key == f"phones.{report}")
        return connection.execute(query).scalar() == "true"


def choose(desk: Desk, report: str, title: str, *, on: bool) -> Changes:
    """Tick or untick whole numbers for a report. Raises Refused where nothing can be journalled."""
    if desk.readonly:
        raise Refused("phones.read_only")
    word = "显示完整电话" if on else "隐去电话中间四位"
    return _note(desk, f"phones.{report}", json.dumps(on), f"{title}：{word}")


def told(desk: Desk, title: str) -> Changes:
    """Note that a list with whole numbers goes out of the program.

    Raises Refused("phones.read_only"): what cannot be noted does not go out.
    """
    if desk.readonly:
        raise Refused("phones.read_only")
    at = desk.clock().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    text = json.dumps(f"{title} {at}", ensure_ascii=False)
    return _note(desk, _LAST, text, f"导出{title}（含完整电话）")


def _note(desk: Desk, key: str, text: str, label: str) -> Changes:
    with desk.operation("phones.full", label, undoable=False) as unit:
        row_id = unit.connection.execute(select(_T.c.id).where(_T.c.key == key)).scalar()
        if row_id is None:
            unit.insert(_T, {"key": key, "value": text})
        else:
            unit.update(_T, row_id, {"value": text})
    return unit.result
