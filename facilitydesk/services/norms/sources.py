"""What a school has, and where the figure comes from: typed, the areas' register, or the cards.

A typed figure of the newest year wins; else a register is asked. The source is always told, and
figures of two sources are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from facilitydesk.domain import floor_uses
from facilitydesk.domain.floor_uses import TEACHING, Edition
from facilitydesk.domain.measures import Fact
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services.areas.balance import standing
from facilitydesk.services.norms.places import Place
from facilitydesk.store import tables

_INDOOR = {Edition.OLD: "gym", Edition.NEW: "indoor_sports"}
_KEPT = ("在用", "闲置", "维修")
_COMPUTER, _OF_TEACHERS = ("计算机", "电脑"), ("教师", "办公")


@dataclass(frozen=True, slots=True)
class Has:
    """A figure in 0.01 of its unit; None: nobody knows, and `missing` says what is lacking."""

    value: int | None
    source: str = ""
    missing: str = ""


@dataclass(slots=True)
class _Cards:
    cards: int = 0
    quantity: int = 0
    money: int = 0
    unpriced: int = 0


class Sources:
    """All registers, read once for all schools (or for one)."""

    def __init__(
        self, connection: Connection, as_of: date, *, school_id: int | None = None
    ) -> None:
        self.as_of = as_of
        self.school_id = school_id
        self.areas = standing(connection, as_of)
        self._read_uses(connection)
        self._read_cards(connection)
        school = tables.school
        rows = connection.execute(select(school.c.id, school.c.sports_area, school.c.land_area))
        self.sports: dict[int, int] = {}
        self.land: dict[int, int] = {}
        for row in rows:
            for mine, area in ((self.sports, row.sports_area), (self.land, row.land_area)):
                if area is not None:
                    mine[row.id] = area

    def _read_uses(self, connection: Connection) -> None:
        """Teaching and indoor sports area by school, from the newest split of each building."""
        b, u = tables.building, tables.building_use
        there: ColumnElement[bool] = b.c.state.in_(("在用", "停用"))
        if self.school_id is not None:
            there = there & (b.c.school_id == self.school_id)
        splits: dict[int, dict[int, dict[str, int]]] = {}
        school_of: dict[int, int] = {}
        query = select(b.c.school_id, u).join(b, b.c.id == u.c.building_id).where(there)
        for row in connection.execute(query):
            school_of[row.building_id] = row.school_id
            years = splits.setdefault(row.building_id, {})
            years.setdefault(row.definition_year, {})[row.use] = row.area
        self.teaching: dict[int, int] = {}
        self.indoor: dict[int, int] = {}
        for building, years in splits.items():
            edition = Edition.of_year(max(years))
            areas, school = years[max(years)], school_of[building]
            indoor = areas.get(_INDOOR[edition], 0)
            whole = floor_uses.by_group(areas, edition)[TEACHING]
            self.teaching[school] = self.teaching.get(school, 0) + whole - indoor
            if indoor:
                self.indoor[school] = self.indoor.get(school, 0) + indoor
        self.unsplit: dict[int, int] = {}
        for row in connection.execute(select(b.c.id, b.c.school_id).where(there)):
            if row.id not in splits:
                self.unsplit[row.school_id] = self.unsplit.get(row.school_id, 0) + 1

    def _read_cards(self, connection: Connection) -> None:
        """What the cards of each school come to, by fact."""
        asset, item = tables.asset, tables.equipment_item
        self.cards: dict[tuple[int, Fact], _Cards] = {}
        query = (
            select(
                asset.c.school_id, asset.c.quantity, asset.c.money, item.c.name,
                item.c.equipment_class,
            )
            .join(item, item.c.id == asset.c.item_id)
            .where(
                asset.c.state.in_(_KEPT),
                or_(asset.c.entered_day.is_(None), asset.c.entered_day <= self.as_of),
            )
        )  # fmt: skip
        if self.school_id is not None:
            query = query.where(asset.c.school_id == self.school_id)
        for row in connection.execute(query):
            for fact in facts_of(row.name, EquipmentClass(row.equipment_class)):
                mine = self.cards.setdefault((row.school_id, fact), _Cards())
                mine.cards += 1
                mine.quantity += row.quantity
                mine.money += row.money or 0
                mine.unpriced += row.money is None

    def has(self, place: Place, fact: Fact) -> Has:
        """What a school has of something."""
        typed = place.facts.get(fact)
        if typed is not None:
            return Has(typed.value, f"填报（{typed.year}年）")
        return self.registered(place, fact)

    def registered(self, place: Place, fact: Fact) -> Has:
        """The same from the registers alone: what a blank cell of the facts offers."""
        match fact:
            case Fact.TEACHING_AREA:
                return self._teaching(place)
            case Fact.SPORTS_AREA:
                return self._sports(place)
            case Fact.SPORTS_GROUND if place.id in self.sports:
                return Has(self.sports[place.id], "学校台账运动场地")
            case Fact.LAND_AREA if place.id in self.land:
                return Has(self.land[place.id], "学校台账占地")
            case Fact.BUILDING_AREA:
                if place.id in self.areas:
                    return Has(self.areas[place.id], "校舍台账单体合计")
        mine = self.cards.get((place.id, fact))
        if mine is None:
            return Has(None, missing=fact.term)
        if fact is not Fact.EQUIPMENT_VALUE:
            return Has(mine.quantity * 100, f"资产卡片{mine.cards}张")
        if mine.unpriced == mine.cards:
            return Has(None, missing=f"{fact.term}（资产卡片未填金额）")
        priced = f"资产卡片{mine.cards}张"
        if mine.unpriced:
            priced += f"，其中{mine.unpriced}张未填金额"
        return Has(mine.money, priced)

    def _teaching(self, place: Place) -> Has:
        if place.id not in self.teaching:
            return Has(None, missing="教学及辅助用房面积（单体建筑未填用房分类）")
        words = "校舍台账用房分类，不含室内体育用房"
        if place.id in self.unsplit:
            words += f"，{self.unsplit[place.id]}栋未分类"
        return Has(self.teaching[place.id], words)

    def _sports(self, place: Place) -> Has:
        typed = place.facts.get(Fact.SPORTS_GROUND)
        ground = typed.value if typed is not None else self.sports.get(place.id)
        if ground is None:
            return Has(None, missing="体育场馆面积（学校未填运动场地面积）")
        indoor = self.indoor.get(place.id, 0)
        where = "学校台账" if typed is None else f"填报（{typed.year}年）"
        words = f"{where}运动场地" + ("和校舍台账室内体育用房" if indoor else "")
        return Has(ground + indoor, words)


def facts_of(name: str, kind: EquipmentClass) -> tuple[Fact, ...]:
    """The facts that a piece of equipment counts for."""
    if kind is EquipmentClass.BOOKS:
        return (Fact.BOOKS,)
    if kind is not EquipmentClass.DEVICES:
        return ()
    if any(word in name for word in _COMPUTER):
        teachers = any(word in name for word in _OF_TEACHERS)
        which = Fact.TEACHER_COMPUTERS if teachers else Fact.COMPUTERS
        return (Fact.EQUIPMENT_VALUE, which)
    return (Fact.EQUIPMENT_VALUE,)
