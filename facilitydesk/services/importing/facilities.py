"""Lists of equipment, floor areas, norms and bottom lines to their planners, each made when needed."""

from __future__ import annotations

from functools import cached_property

from facilitydesk.services.importing.area_changes import AreaChanges
from facilitydesk.services.importing.assets import Assets, StockTakes
from facilitydesk.services.importing.batch_lists import Batches
from facilitydesk.services.importing.bottom_checks import BottomChecks
from facilitydesk.services.importing.buildings import Buildings
from facilitydesk.services.importing.equipment import EquipmentPlans
from facilitydesk.services.importing.equipment_lists import BOUGHT, EquipmentLists
from facilitydesk.services.importing.lines import Source
from facilitydesk.services.importing.listed import ProgrammeOf
from facilitydesk.services.importing.norm_lists import Norms
from facilitydesk.services.importing.planner import Ground


class Facilities:
    """One import's planners of what a school has, lacks and gets."""

    def __init__(self, ground: Ground, programme_of: ProgrammeOf) -> None:
        self._ground = ground
        self._programme_of = programme_of

    def take(self, source: Source) -> bool:
        """Plans a source of these kinds; False for all others."""
        match source.kind:
            case "equipment" if source.fields & BOUGHT:
                self._bought.take(source, self._programme_of)
            case "equipment":
                self._wanted.take(source, self._programme_of)
            case "buildings":
                self._buildings.take(source)
            case "bottom_lines":
                self._checks.take(source)
            case "stock_takes":
                self._stock_takes.take(source)
            case "assets":
                self._assets.take(source)
            case "area_changes":
                self._area_changes.take(source)
            case "norms":
                self._norms.take(source)
            case "batches":
                self._batches.take(source)
            case _:
                return False
        return True

    @cached_property
    def _wanted(self) -> EquipmentPlans:
        return EquipmentPlans(self._ground)

    @cached_property
    def _bought(self) -> EquipmentLists:
        return EquipmentLists(self._ground, self._wanted)

    @cached_property
    def _buildings(self) -> Buildings:
        return Buildings(self._ground)

    @cached_property
    def _checks(self) -> BottomChecks:
        return BottomChecks(self._ground)

    @cached_property
    def _stock_takes(self) -> StockTakes:
        return StockTakes(self._ground)

    @cached_property
    def _assets(self) -> Assets:
        return Assets(self._ground, self._programme_of, self._wanted)

    @cached_property
    def _area_changes(self) -> AreaChanges:
        return AreaChanges(self._ground, self._programme_of)

    @cached_property
    def _norms(self) -> Norms:
        return Norms(self._ground, self._programme_of)

    @cached_property
    def _batches(self) -> Batches:
        return Batches(self._ground, self._programme_of)
