"""The list of equipment items: made by naming them, each with its class and unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.words.equipment_terms import (
    SUGGESTED,
    EquipmentClass,
    in_class_unit,
    units_of,
)
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.equipment_item
_SINGLE = frozenset({EquipmentClass.DEVICES, EquipmentClass.LIFE})  # a card for each piece
_USED_IN = (
    (tables.equipment_plan, "条采购计划"),
    (tables.batch_item, "条批次清单"),
    (tables.asset, "项资产"),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; `single`: every piece gets an asset card of its own."""

    id: int
    revision: int
    kind: EquipmentClass
    name: str
    unit: str
    single: bool
    active: bool
    uses: int

    @property
    def equipment_class(self) -> str:
        return self.kind.term


def _class(_unit: Unit, _row_id: int | None, value: Any) -> str:
    return class_of(value).value


def class_of(value: Any) -> EquipmentClass:
    """The class a text (or the class itself) names. Raises Refused."""
    if isinstance(value, EquipmentClass):
        return value
    found = EquipmentClass.of_text(clean_text(str(value or "")))
    if found is None:
        if not value:
            raise Refused("required", term="设备类别")
        known = "、".join(each.term for each in EquipmentClass)
        raise Refused("equipment.not_a_class", value=value, known=known)
    return found


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    kind = EquipmentClass(row["equipment_class"])
    if row["unit"] and in_class_unit(kind, row["unit"]) is None:
        known = "、".join(units_of(kind))
        args: dict[str, Any] = {"kind": kind.term, "unit": row["unit"], "known": known}
        yield Problem("equipment.unit", field="unit", args=args)
    taken = select(_T.c.id).where(
        _T.c.equipment_class == kind.value, _T.c.name == row["name"], _T.c.id != (row["id"] or 0)
    )
    if unit.connection.execute(taken).first() is not None:
        args = {"term": "设备名称", "value": row["name"], "holder": row["name"]}
        yield Problem("not_unique", field="name", args=args)


KIND = Kind(
    _T,
    "设备",
    {
        "equipment_class": Column("equipment_class", _class, required=True),
        "name": Column("name", rules.text("设备名称", required=True), required=True),
        "unit": Column("unit", rules.text("计量单位", required=True), required=True),
        "single": Column("single", rules.flag(), kind=bool),
        "active": Column("active", rules.flag(), kind=bool),
    },
    check=_check,
    terms={
        "equipment_class": "设备类别", "name": "设备名称", "unit": "计量单位", "single": "逐件建卡",
    },
)  # fmt: skip


def rows(desk: Desk) -> tuple[ItemRow, ...]:
    """All items by class, in their order, with the number of their uses."""
    uses: dict[int, int] = {}
    with desk.read() as connection:
        for table, _ in _USED_IN:
            for key, number in connection.execute(
                select(table.c.item_id, func.count()).group_by(table.c.item_id)
            ):
                uses[key] = uses.get(key, 0) + number
        found = connection.execute(select(_T).order_by(_T.c.ordinal, _T.c.id)).mappings().all()
    made = [
        ItemRow(
            row["id"], row["revision"], EquipmentClass(row["equipment_class"]), row["name"],
            row["unit"], row["single"], row["active"], uses.get(row["id"], 0),
        )
        for row in found
    ]  # fmt: skip
    order = list(EquipmentClass)
    return tuple(sorted(made, key=lambda row: order.index(row.kind)))


def choices(desk: Desk) -> dict[EquipmentClass, tuple[str, ...]]:
    """The names a pick list offers by class: those in use, then what is usually bought."""
    found: dict[EquipmentClass, list[str]] = {kind: [] for kind in EquipmentClass}
    hidden: set[tuple[EquipmentClass, str]] = set()
    for row in rows(desk):
        if row.active:
            found[row.kind].append(row.name)
        else:
            hidden.add((row.kind, row.name))
    for kind, usual in SUGGESTED.items():
        found[kind] += [
            name for name, _ in usual if name not in found[kind] and (kind, name) not in hidden
        ]
    return {kind: tuple(names) for kind, names in found.items()}


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add items; a renamed item is renamed everywhere."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete items nothing uses. Raises Refused("in_use")."""
    with desk.operation("equipment_item.delete", f"删除设备（{len(ids)}项）") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            used = [(rules.count_where(unit, t, item_id=row_id), what) for t, what in _USED_IN]
            rules.refuse_in_use(row["name"], used)
            unit.delete(_T, row_id)
    return unit.result


def resolve(unit: Unit, kind: object, name: object, measure: object = "") -> int:
    """The item of a name, made when it is new; within an operation.

    Raises Refused as `settle` does.
    """
    plain = clean_text(str(name or "")) or (class_of(kind).term if kind else "")
    found = unit.connection.execute(select(_T).where(_T.c.name == plain)).mappings()
    settled = settle([dict(row) for row in found], kind, plain, measure)
    if isinstance(settled, int):
        return settled
    last = unit.connection.execute(select(func.coalesce(func.max(_T.c.ordinal), 0))).scalar_one()
    return unit.insert(_T, {**settled, "ordinal": last + 1})


def settle(
    found: Sequence[Mapping[str, Any]], kind: object, name: object, measure: object = ""
) -> int | dict[str, Any]:
    """Which of the items of a name is meant: its id, or the values of a new one.

    `kind` is the class or its name, "" where the name alone tells it; without a name the class
    itself is meant (图书). `measure` is the unit as it was written, "" for the item's own. Raises
    Refused when class or unit cannot be told or do not fit.
    """
    plain, word = clean_text(str(name or "")), clean_text(str(measure or ""))
    known = class_of(kind) if kind else None
    if not plain:
        if known is None:
            raise Refused("required", term="设备名称")
        plain = known.term
    if known is None:
        kinds = [EquipmentClass(row["equipment_class"]) for row in found] or _usual(plain)
        if len(kinds) != 1:
            code = "equipment.which_class" if kinds else "equipment.class_needed"
            raise Refused(code, name=plain)
        known = kinds[0]
    for row in found:
        if row["equipment_class"] == known.value:
            _refuse_unit(known, row["name"], row["unit"], word)
            return int(row["id"])
    return _new(known, plain, word)


def _usual(name: str) -> list[EquipmentClass]:
    return [kind for kind, usual in SUGGESTED.items() if name in {each for each, _ in usual}]


def _new(kind: EquipmentClass, name: str, word: str) -> dict[str, Any]:
    if word and in_class_unit(kind, word) is None:
        known = "、".join(units_of(kind))
        raise Refused("equipment.unit", kind=kind.term, unit=word, known=known)
    usual = kind.unit if name == kind.term else dict(SUGGESTED[kind]).get(name, units_of(kind)[0])
    return {
        "equipment_class": kind.value,
        "name": name,
        "unit": word or usual,
        "single": kind in _SINGLE and name != kind.term,
    }


def _refuse_unit(kind: EquipmentClass, name: str, stored: str, word: str) -> None:
    """A unit that counts otherwise would change the quantity in silence."""
    if not word or word == stored:
        return
    if in_class_unit(kind, word) != in_class_unit(kind, stored):
        raise Refused("equipment.unit_differs", name=name, stored=stored, unit=word)
