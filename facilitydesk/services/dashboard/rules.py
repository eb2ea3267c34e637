"""The rules of the lights, kept in the data file because they change figures and paper."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from sqlalchemy import Connection, select

from facilitydesk.domain.lights import LightRules
from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.reads.dashboard import setting_value
from facilitydesk.store.unit import Changes

KEY = "light_rules"


def light_rules(desk: Desk) -> LightRules:
    """The thresholds of this data file; those of the published practice where none were set."""
    with desk.read() as connection:
        return read_rules(connection)


def read_rules(connection: Connection) -> LightRules:
    """The same inside a read."""
    text = setting_value(connection, KEY)
    if text is None:
        return LightRules()
    known = {field.name for field in fields(LightRules)}
    return LightRules(**{k: int(v) for k, v in json.loads(text).items() if k in known})


def set_light_rules(desk: Desk, rules: LightRules) -> Changes:
    """Change the thresholds; all lights count anew at once.

    Raises Refused("lights.order") when a red threshold would not lie above its yellow one.
    """
    pairs = (
        (rules.behind_yellow_points, rules.behind_red_points),
        (rules.still_yellow_months, rules.still_red_months),
        (rules.silent_yellow_months, rules.silent_red_months),
    )
    if any(yellow > red or yellow < 0 for yellow, red in pairs) or rules.start_red_months < 0:
        raise Refused("lights.order")
    value = json.dumps(asdict(rules), sort_keys=True)
    setting = tables.setting
    with desk.operation("settings.lights", "修改亮灯规则") as unit:
        row_id = unit.connection.execute(select(setting.c.id).where(setting.c.key == KEY)).scalar()
        if row_id is None:
            unit.insert(setting, {"key": KEY, "value": value})
        else:
            unit.update(setting, row_id, {"value": value})
    return unit.result
