"""Lists of assets become cards, and counted lists a stock-take of the cards they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.words.equipment_terms import AssetState
from facilitydesk.services.importing.equipment import EquipmentPlans
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.listed import Listed, Placed, ProgrammeOf
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.store import tables

_STATES = {folded_name(state.value): state.value for state in AssetState} | {
    "正常": "在用", "使用": "在用", "正常使用": "在用", "待修": "维修", "停用": "闲置",
    "已报废": "报废", "遗失": "丢失", "已调出": "调出",
}  # fmt: skip
_A, _T, _L = tables.asset, tables.stock_take, tables.stock_take_line
_THERE = frozenset(state.value for state in AssetState if state.there)


class Assets(Listed):
    """Plans sources of the kind assets; a card is known by its number, else by what it is."""

    entity = "assets"
    table = _A
    keys: ClassVar[Mapping[str, str]] = {
        "spec": "spec", "serial": "serial_no", "quantity": "quantity", "money": "asset_value",
        "room": "room", "keeper": "keeper", "entered_day": "entered_date",
        "warranty_until": "warranty_date", "state": "building_state", "note": "remark",
    }  # fmt: skip

    def __init__(
        self, ground: Ground, programme_of: ProgrammeOf, equipment: EquipmentPlans
    ) -> None:
        super().__init__(ground, programme_of)
        self._equipment = equipment

    def key(self, row: Mapping[str, Any]) -> Hashable:
        if row["number"]:
            return str(row["number"])
        if row["serial"]:
            return row["school_id"], row["serial"]
        return row["school_id"], row["item_id"], row["spec"] or "", row["room"] or ""

    def placed(self, source: Source, line: Line) -> Placed | None:
        found = self._equipment.settled(source, line)
        if found is None:
            return None
        school, item = found
        number = self.text(line, "asset_number") or None
        values = {"school_id": school["id"], "item_id": item["id"], "number": number}
        own = {key: self.text(line, self.keys[key]) for key in ("serial", "spec", "room")}
        key = self.key({**values, **own})
        holder = self._rows.get(key, ())
        if number and holder and holder[0]["school_id"] != school["id"]:
            name = self._known.schools[holder[0]["school_id"]]["name"]
            args = {"term": term("asset_number"), "value": number, "holder": name}
            self._plan.refuse(source.sheet, line.row, "asset_number", "not_unique", **args)
            return None
        if number and holder and holder[0]["item_id"] != item["id"]:
            self.blank(source, line, "item", "equipment.import_card", number=number)
        return Placed(key, values, item["name"], school["name"])

    def wanted(self, source: Source, line: Line) -> dict[str, Any]:
        quantity = self._equipment.whole(source, line, "quantity")
        if quantity == 0:
            args = {"term": term("quantity"), "value": "0"}
            self.blank(source, line, "quantity", "equipment.import_whole", **args)
        return {
            **{
                key: self.text(line, self.keys[key]) or None
                for key in ("spec", "serial", "room", "keeper", "note")
            },
            "quantity": quantity or None,
            "money": self._value(source, line),
            "entered_day": self.day(source, line, "entered_date"),
            "warranty_until": self.day(source, line, "warranty_date"),
            "state": self.word(source, line, "building_state", _STATES),
        }

    def _value(self, source: Source, line: Line) -> int | None:
        """What the card is worth: 价值, 金额, or the price of all its pieces."""
        for key in ("asset_value", "amount"):
            value = self._equipment.money(source, line, key)
            if value is not None:
                return value
        price = self._equipment.money(source, line, "unit_price")
        return None if price is None else price * (self.raw(line, "quantity") or 1)


class StockTakes(Planner):
    """Plans sources of the kind stock_takes: the counted cards of each school on the list's day."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        connection = ground.known.connection
        self._cards: dict[str, Facts] = {}
        self._of_school: dict[int, list[Facts]] = defaultdict(list)
        for row in connection.execute(select(_A)).mappings():
            card = dict(row)
            self._of_school[card["school_id"]].append(card)
            for name in filter(None, (card["serial"], card["number"])):
                self._cards[folded_name(name)] = card
        self._takes = {
            (row["school_id"], row["day"]): dict(row)
            for row in connection.execute(select(_T)).mappings()
        }
        self._lines = {
            (row["stock_take_id"], row["asset_id"]): dict(row)
            for row in connection.execute(select(_L)).mappings()
        }

    def take(self, source: Source) -> None:
        """All lines of a counted list."""
        if source.as_of is None or source.as_of > self._today:
            code = "equipment.stock_day" if source.as_of is None else "equipment.future"
            for line in source.lines:
                self._plan.refuse(source.sheet, line.row, None, code, day=source.as_of)
                self.refused(source, line, "stock_lines")
            return
        for line in source.lines:
            number = str(line.values.get("asset_number") or line.values.get("serial_no") or "")
            card = self._cards.get(folded_name(number))
            counted = line.values.get("counted")
            if card is None:
                args = {"number": number}
                code = "equipment.scan_unknown"
                self._plan.refuse(source.sheet, line.row, "asset_number", code, **args)
                self.refused(source, line, "stock_lines")
            elif not isinstance(counted, int):
                args = {"term": term("counted")}
                self._plan.refuse(source.sheet, line.row, "counted", "required", **args)
                self.refused(source, line, "stock_lines")
            else:
                self._line(source, line, card, counted, source.as_of)

    def _line(self, source: Source, line: Line, card: Facts, counted: int, day: date) -> None:
        school = self._known.schools[card["school_id"]]["name"]
        take = self._taken(card["school_id"], day)
        row = self._lines.get((take["id"], card["id"]))
        if row is None:
            args = {"number": card["number"] or card["name"], "state": card["state"]}
            code = "equipment.scan_unlisted"
            self._plan.refuse(source.sheet, line.row, "asset_number", code, **args)
            self.refused(source, line, "stock_lines")
            return
        bare = row["counted"] is None
        wanted = {"counted": counted, "reason": str(line.values.get("remark") or "") or None}
        title = f"{school} {card['number'] or card['name']}"
        changed = self._merge(source, line, _L, row, wanted, title, {"reason": "remark"})
        word = "created" if bare else "updated" if changed else "unchanged"
        self._plan.count("stock_lines", word)
        what = "new" if bare else "found"
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, school, title))

    def _taken(self, school_id: int, day: date) -> Facts:
        """The stock-take of a school and day; a new one lists every card that should be there."""
        found = self._takes.get((school_id, day))
        if found is None:
            found = self._writes.insert(_T, {"school_id": school_id, "day": day})
            self._takes[school_id, day] = found
            self._plan.count("stock_takes", "created")
            for card in self._of_school[school_id]:
                if card["state"] in _THERE and (card["entered_day"] or day) <= day:
                    facts = {"stock_take_id": found["id"], "asset_id": card["id"]}
                    row = self._writes.insert(_L, {**facts, "expected": card["quantity"]})
                    self._lines[found["id"], card["id"]] = row
        return found
