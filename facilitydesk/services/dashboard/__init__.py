"""The dashboard: everything the page 概览 shows for a scope, read in one short transaction."""

from __future__ import annotations

from facilitydesk.services.dashboard.areas import AreaBoard
from facilitydesk.services.dashboard.gather import any_work, dashboard, default_basis
from facilitydesk.services.dashboard.rules import light_rules, set_light_rules
from facilitydesk.services.dashboard.shapes import (
    Bar,
    Change,
    Curve,
    Dashboard,
    LightCount,
    LitWork,
    Named,
    Reporting,
    StageCount,
    StateCount,
    Target,
    Tile,
)

__all__ = [
    "AreaBoard",
    "Bar",
    "Change",
    "Curve",
    "Dashboard",
    "LightCount",
    "LitWork",
    "Named",
    "Reporting",
    "StageCount",
    "StateCount",
    "Target",
    "Tile",
    "any_work",
    "dashboard",
    "default_basis",
    "light_rules",
    "set_light_rules",
]
