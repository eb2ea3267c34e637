"""计划 / 合同 / 到货 / 验收 / 付款 by class, item, school, batch or source, in pieces and money.

Quantities of different classes are never added: a row has a quantity only where its unit is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import Progress, Raw
from facilitydesk.domain.rates import Rate
from facilitydesk.domain.words.equipment_terms import BuyMoment, EquipmentClass
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment.gather import Bought, Gathered, Planned, gather
from facilitydesk.store import tables

NO_PLAN = "采购计划"


class EquipmentBy(StrEnum):
    """How equipment is grouped."""

    CLASS = "class"
    ITEM = "item"
    SCHOOL = "school"
    TOWNSHIP = "township"
    BATCH = "batch"
    SOURCE = "source"
    PROGRAMME = "programme"
    YEAR = "year"

    @property
    def term(self) -> str:
        return {
            "class": "设备类别", "item": "设备名称", "school": "学校", "township": "乡镇",
            "batch": "采购批次", "source": "资金级次", "programme": "专项", "year": "年度",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One group; `unit` is "" where classes mix, and the quantities then say nothing."""

    key: Any
    name: str
    kind: EquipmentClass | None
    unit: str
    progress: Progress
    schools: int

    def rate(self, moment: BuyMoment) -> Rate:
        """采购完成率 by money."""
        return self.progress.rate(moment, NO_PLAN)

    def quantity_rate(self, moment: BuyMoment) -> Rate | None:
        """采购完成率 by quantity; None where units mix."""
        return self.progress.quantity_rate(moment, NO_PLAN) if self.unit else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows asked for and their total, with the moment the rates count."""

    as_of: date
    by: EquipmentBy
    moment: BuyMoment
    rows: tuple[Row, ...]
    total: Row


def ask(
    desk: Desk,
    as_of: date,
    by: EquipmentBy,
    *,
    programme_id: int | None = None,
    year: int | None = None,
    split: bool = False,
) -> Table:
    """What was planned and bought up to a day; `split`: each group by class."""
    with desk.read() as connection:
        return read(connection, as_of, by, programme_id=programme_id, year=year, split=split)


def read(
    connection: Connection,
    as_of: date,
    by: EquipmentBy,
    *,
    programme_id: int | None = None,
    year: int | None = None,
    split: bool = False,
) -> Table:
    """The same inside a read."""
    found = gather(connection, as_of, programme_id=programme_id, year=year)
    key_of, names = _keys(connection, by, found)
    rows_of: dict[tuple[Any, str], list[Raw]] = {}
    schools: dict[Any, set[int]] = {}
    every: list[Bought | Planned] = [*found.plans, *found.lines]
    for each in every:
        key = key_of(each)
        place = key, each.facts.equipment_class
        rows_of.setdefault(place, []).append(each.raw)
        schools.setdefault(key, set()).add(each.facts.school_id)
        schools.setdefault(place, set()).add(each.facts.school_id)
    sums = {(key, EquipmentClass(kind)): Progress.of(raw) for (key, kind), raw in rows_of.items()}
    moment = settings.read(connection).moment
    rows: list[Row] = []
    for key, name in names.items():
        mine = {kind: sums[key, kind] for kind in EquipmentClass if (key, kind) in sums}
        if not mine:
            continue
        if split:
            rows += [
                Row(key, name, kind, kind.unit, progress, len(schools[key, kind]))
                for kind, progress in mine.items()
            ]
        else:
            rows.append(_row(key, name, mine, len(schools[key])))
    whole: dict[EquipmentClass, Progress] = {}
    for (_, kind), progress in sums.items():
        whole[kind] = whole.get(kind, Progress()) + progress
    count = len({each.facts.school_id for each in every})
    return Table(as_of, by, moment, tuple(rows), _row(None, "合计", whole, count))


def _row(key: Any, name: str, by_kind: dict[EquipmentClass, Progress], schools: int) -> Row:
    progress = sum(by_kind.values(), Progress())
    if len(by_kind) == 1:
        kind = next(iter(by_kind))
        return Row(key, name, kind, kind.unit, progress, schools)
    plain = {
        moment: replace(getattr(progress, moment), quantity=0)
        for moment in ("planned", "contracted", "delivered", "accepted", "paid")
    }
    return Row(key, name, None, "", Progress(**plain), schools)


def _keys(
    connection: Connection, by: EquipmentBy, found: Gathered
) -> tuple[Callable[[Bought | Planned], Any], dict[Any, str]]:
    """Which group a line is in, and the groups by name in their order."""
    school, region = tables.school, tables.region
    match by:
        case EquipmentBy.CLASS:
            return (lambda each: each.kind), {kind: kind.term for kind in EquipmentClass}
        case EquipmentBy.ITEM:
            table = tables.equipment_item
            rows = connection.execute(
                select(table.c.id, table.c.name).order_by(table.c.ordinal, table.c.id)
            )
            return (lambda each: each.facts.item_id), {row.id: row.name for row in rows}
        case EquipmentBy.SCHOOL:
            rows = connection.execute(
                select(school.c.id, school.c.name)
                .outerjoin(region, region.c.id == school.c.township_id)
                .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
            )
            return (lambda each: each.facts.school_id), {row.id: row.name for row in rows}
        case EquipmentBy.TOWNSHIP:
            rows = connection.execute(
                select(region.c.id, region.c.name).order_by(region.c.ordinal, region.c.id)
            )
            places: dict[Any, str] = {row.id: row.name for row in rows}
            return (lambda each: each.facts.township_id), {**places, None: "乡镇待补"}
        case EquipmentBy.BATCH:
            names: dict[Any, str] = {key: batch.name for key, batch in found.batches.items()}
            return _batch_of, {**names, None: "未列入批次的计划"}
        case EquipmentBy.SOURCE:
            paper = tables.fund_document
            rows = connection.execute(select(paper.c.id, paper.c.level).order_by(paper.c.id))
            levels = {row.id: row.level or "未填级次" for row in rows}
            order = [level for level in _levels(connection) if level in levels.values()]
            order += sorted(set(levels.values()) - set(order))
            known = {level: level for level in order} | {None: "未落实资金来源"}
            return (lambda each: levels.get(_document_of(each))), known
        case EquipmentBy.PROGRAMME:
            table = tables.programme
            rows = connection.execute(
                select(table.c.id, table.c.name).order_by(table.c.ordinal, table.c.id)
            )
            return _programme_of, {row.id: row.name for row in rows}
        case EquipmentBy.YEAR:
            every: list[Bought | Planned] = [*found.plans, *found.lines]
            years = sorted({_year_of(each) or 0 for each in every})
            named = {year or None: f"{year}年" if year else "未填年度" for year in years}
            return _year_of, named


def _levels(connection: Connection) -> list[str]:
    items = tables.code_item
    query = select(items.c.name).where(items.c.list == "fund_level").order_by(items.c.ordinal)
    return list(connection.execute(query).scalars())


def _batch_of(each: Bought | Planned) -> int | None:
    return each.batch.id if isinstance(each, Bought) else None


def _document_of(each: Bought | Planned) -> int | None:
    return each.batch.document_id if isinstance(each, Bought) else each.facts.document_id


def _programme_of(each: Bought | Planned) -> int:
    return each.batch.programme_id if isinstance(each, Bought) else each.facts.programme_id


def _year_of(each: Bought | Planned) -> int | None:
    return each.batch.year if isinstance(each, Bought) else each.facts.year
