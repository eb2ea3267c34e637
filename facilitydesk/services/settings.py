"""The settings of a data file, in the types that figures and papers take (lights: dashboard/rules).

Settings that change figures or paper live in the data file, one journalled row per key, so that
every PC prints the same and a printed report can be reproduced. Window state is not here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.advice import Weights
from facilitydesk.domain.declared_settings import DECLARED
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Mode, Style
from facilitydesk.domain.setting_types import Declared, TotalPlace, Value
from facilitydesk.domain.weak_schools import WeakRules
from facilitydesk.domain.words.equipment_terms import BuyMoment
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_BY_KEY = {item.key: item for item in DECLARED}


@dataclass(frozen=True)
class Settings:
    """All settings at one moment, in the types that figures and papers take."""

    values: dict[str, Value]

    @property
    def style(self) -> Style:
        v = self.values
        return Style(
            places=int(v["style.places"]),
            mode=Mode(str(v["style.mode"])),
            trim_zeros=bool(v["style.trim_zeros"]),
            nothing_is_all=bool(v["style.nothing_is_all"]),
        )

    @property
    def basis(self) -> Basis:
        return Basis(str(self.values["basis"]))

    @property
    def ties(self) -> Ties:
        return Ties(str(self.values["ties"]))

    @property
    def until(self) -> str:
        return str(self.values["until"])

    @property
    def total_first(self) -> bool:
        return self.values["total"] == TotalPlace.FIRST

    @property
    def moment(self) -> BuyMoment:
        """Which moment counts as bought."""
        return BuyMoment(str(self.values["equipment.moment"]))

    @property
    def open_tender(self) -> int:
        """公开招标限额 in 分."""
        return int(self.values["equipment.open_tender"]) * 10_000_00

    @property
    def bottom_style(self) -> Style:
        """How 底线达标率 is printed."""
        v = self.values
        return Style(
            places=int(v["bottom.places"]),
            mode=Mode(str(v["bottom.mode"])),
            nothing_is_all=bool(v["bottom.nothing_is_all"]),
        )

    @property
    def blank_complies(self) -> bool:
        """Whether a school with blank items complies when nothing is 未达标."""
        return bool(self.values["bottom.blank_complies"])

    @property
    def weak(self) -> WeakRules:
        """What makes a school weak."""
        v = self.values
        return WeakRules(int(v["weak.items"]), int(v["weak.gap"]), bool(v["weak.danger"]))

    @property
    def advice(self) -> Weights:
        """The points of the list of advice."""
        v = self.values
        return Weights(
            gap=int(v["advice.gap"]),
            danger=int(v["advice.danger"]),
            item=int(v["advice.item"]),
            items_most=int(v["advice.items_most"]),
            pupils=int(v["advice.pupils"]),
            source=str(v["advice.source"]),
        )

    @property
    def province(self) -> str:
        """The province whose norms apply; empty: that of the home region's code."""
        return str(self.values["norms.province"])

    @property
    def bureau(self) -> str:
        return str(self.values["bureau"])

    @property
    def office(self) -> str:
        return str(self.values["office"])

    @property
    def idle_minutes(self) -> int:
        return int(self.values["login.idle_minutes"])

    @property
    def two_persons(self) -> bool:
        return bool(self.values["login.two_persons"])


def load(desk: Desk) -> Settings:
    """The settings as they are now, defaults where nothing was set."""
    with desk.read() as connection:
        return read(connection)


def read(connection: Connection) -> Settings:
    """The settings within a running read or operation."""
    values: dict[str, Value] = {item.key: item.default for item in DECLARED}
    table = tables.setting
    for row in connection.execute(select(table.c.key, table.c.value)):
        item = _BY_KEY.get(row.key)
        if item is not None:
            stored = json.loads(row.value)
            # What another version wrote and this one does not allow counts as not set.
            if _problem(item, stored) is None:
                values[row.key] = stored
    return Settings(values)


def change(desk: Desk, key: str, value: Value) -> Changes:
    """Set a setting. Raises Refused when the value is outside its bounds."""
    item = _BY_KEY[key]
    if type(value) is not type(item.default):
        raise TypeError(f"{key} does not take {value!r}")
    if isinstance(value, str):
        value = value.strip()
    problem = _problem(item, value)
    if problem is not None:
        raise problem
    with desk.operation("setting.change", f"修改设置：{item.label}") as unit:
        table = tables.setting
        row_id = unit.connection.execute(select(table.c.id).where(table.c.key == key)).scalar()
        text = json.dumps(value, ensure_ascii=False)
        if row_id is not None:
            unit.update(table, row_id, {"value": text})
        elif value != item.default:
            unit.insert(table, {"key": key, "value": text})
    return unit.result


def _problem(item: Declared, value: Any) -> Refused | None:
    if type(value) is not type(item.default):
        return Refused("setting.type", term=item.label, value=value)
    if item.choices is not None and value not in set(item.choices):
        return Refused("setting.type", term=item.label, value=value)
    if item.high and not item.low <= int(value) <= item.high:
        return Refused("out_of_bounds", term=item.label, value=value, low=item.low, high=item.high)
    found = item.check(value) if item.check is not None else None
    if found is not None:
        return Refused(found.code, (found,), **found.args)
    return None
