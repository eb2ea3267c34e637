"""Lists of equipment: what schools are to get becomes lines of the plan; the items they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services.equipment import items
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.services.importing.project_cells import year_of
from facilitydesk.store import tables

_PLAN = tables.equipment_plan
_FIELDS = {"quantity": "quantity", "unit_price": "unit_price", "money": "amount", "note": "remark"}
ProgrammeOf = Callable[[Source, Line], tuple[int, bool]]
Key = tuple[int, int | None, int, int, str]  # programme, year, school, item, specification


class EquipmentPlans(Planner):
    """Plans sources of the kind equipment that say what is wanted, not what was bought.

    A line is known by programme, year, school, item and specification; of several that are alike
    the first means the first, so that the same list again is known.
    """

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        known = ground.known
        self._items: dict[str, list[Facts]] = defaultdict(list)
        for row in known.connection.execute(select(tables.equipment_item)).mappings():
            self._items[row["name"]].append(dict(row))
        self._last = max((r["ordinal"] for rows in self._items.values() for r in rows), default=0)
        self._plans: dict[Key, list[Facts]] = defaultdict(list)
        for row in known.connection.execute(select(_PLAN).order_by(_PLAN.c.id)).mappings():
            self._plans[_key(row)].append(dict(row))

    def take(self, source: Source, programme_of: ProgrammeOf) -> None:
        """All lines of a list."""
        year = self.year(source)
        seen: dict[Key, int] = defaultdict(int)
        for line in source.lines:
            placed = self.placed(source, line)
            if placed is None:
                continue
            school, item = placed
            programme_id, _ = programme_of(source, line)
            wanted = self._wanted(source, line)
            place = {
                "programme_id": programme_id, "year": year, "school_id": school["id"],
                "item_id": item["id"], "spec": self.spec(line),
            }  # fmt: skip
            key = _key(place)
            alike, at = self._plans[key], seen[key]
            seen[key] += 1
            if at < len(alike):
                title = f"{school['name']}·{item['name']}"
                row = alike[at]
                changed = self._merge(source, line, _PLAN, row, wanted, title, _FIELDS)
                self._plan.count("equipment_plans", "updated" if changed else "unchanged")
                what = "found"
            else:
                facts = {name: value for name, value in wanted.items() if value is not None}
                alike.append(self._writes.insert(_PLAN, {**place, **facts}))
                self._plan.count("equipment_plans", "created")
                what = "new"
            self._plan.outcomes.append(
                Outcome(source.sheet, line.row, what, school["name"], item["name"])
            )

    def year(self, source: Source) -> int:
        """The year a list is about."""
        day = source.as_of or self._today
        return self._options.year or year_of(source.title) or source.year or day.year

    def spec(self, line: Line) -> str:
        return clean_text(str(line.values.get("spec") or ""))

    def placed(self, source: Source, line: Line) -> tuple[Facts, Facts] | None:
        """School and item of a line; None when it must stay out (the outcome is noted)."""
        found = self.settled(source, line)
        if found is None:
            self.refused(source, line, "equipment_plans")
        return found

    def settled(self, source: Source, line: Line) -> tuple[Facts, Facts] | None:
        """The same, where somebody else notes the outcome."""
        item = None
        school = self._schools.of(source, line)
        if school is not None:
            try:
                item = self._item(line)
            except Refused as refusal:
                key = "unit" if "unit" in refusal.code else "item"
                if key == "item" and "class" in refusal.code and "equipment_class" in source.fields:
                    key = "equipment_class"
                self._plan.refuse(source.sheet, line.row, key, refusal.code, **refusal.args_)
        if school is None or item is None:
            return None
        return school, item

    def _item(self, line: Line) -> Facts:
        kind, name, unit = (
            line.values.get(key) or "" for key in ("equipment_class", "item", "unit")
        )
        plain = clean_text(str(name)) or (items.class_of(kind).term if kind else "")
        settled = items.settle(self._items[plain], kind, plain, unit)
        if isinstance(settled, int):
            return next(row for row in self._items[plain] if row["id"] == settled)
        self._last += 1
        made = self._writes.insert(tables.equipment_item, {**settled, "ordinal": self._last})
        self._items[plain].append(made)
        self._plan.count("equipment_items", "created")
        return made

    def _wanted(self, source: Source, line: Line) -> dict[str, Any]:
        quantity = self.whole(source, line, "quantity")
        price, money = self.money(source, line, "unit_price"), self.money(source, line, "amount")
        if money is None and price is not None and quantity is not None:
            money = price * quantity
        remark = line.values.get("remark")
        return {
            "quantity": quantity,
            "unit_price": price,
            "money": money,
            "note": str(remark) if remark else None,
        }

    def whole(self, source: Source, line: Line, key: str) -> int | None:
        """A count of pieces; what is none leaves the cell blank and is told."""
        value = line.values.get(key)
        if value is None or (isinstance(value, int) and value >= 0):
            return value if isinstance(value, int) else None
        self.blank(source, line, key, "equipment.import_whole", term=term(key), value=str(value))
        return None

    def money(self, source: Source, line: Line, key: str) -> int | None:
        """An amount in 分; one below 0 leaves the cell blank and is told."""
        value = line.values.get(key)
        if not isinstance(value, Money):
            return None
        if value.raw < 0:
            self.blank(source, line, key, "negative", term=term(key), value=value)
            return None
        return value.raw


def _key(row: Any) -> Key:
    spec = folded_name(row["spec"])
    return row["programme_id"], row["year"], row["school_id"], row["item_id"], spec
