"""A county with thirty schools, a plan for lamps and a batch over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.equipment import (
    acceptances,
    batch_items,
    batches,
    deliveries,
    plans,
    sharing,
)
from facilitydesk.store import tables
from tests.entering import added

DAY = date(2026, 1, 12)
PEOPLE = "李梅、王强、赵敏"


def schools(desk: Desk, count: int = 30) -> list[int]:
    """Schools 第1小学, 第2小学 … of one township."""
    with desk.operation("test.schools", "登记学校") as unit:
        place = unit.insert(
            tables.region, {"name": "城关镇", "level": "township", "parent_id": desk.home_id}
        )
        return unit.insert_many(
            tables.school,
            [
                {"name": f"第{n}小学", "township_id": place, "kind": "小学"}
                for n in range(1, count + 1)
            ],
        )


def programme(desk: Desk, name: str = "能力提升") -> int:
    with desk.operation("test.programme", "登记专项") as unit:
        return unit.insert(tables.programme, {"name": name})


def planned(desk: Desk, programme_id: int, rows: list[dict[str, object]]) -> Edited:
    return plans.enter(desk, (), [{"programme_id": programme_id, "year": 2026, **r} for r in rows])


def batch(desk: Desk, programme_id: int, name: str = "照明灯采购", **facts: object) -> int:
    values = {"programme_id": programme_id, "year": 2026, "name": name, "day": DAY, **facts}
    return added(batches.enter, desk, values).row_id


def listed(
    desk: Desk,
    batch_id: int,
    quantity: int,
    price: int = 100,
    *,
    kind: str = "生活设施",
    item: str = "教室照明灯",
) -> int:
    """One item in the list of a batch; returns its id."""
    row = {
        "equipment_class": kind, "item": item, "quantity": quantity,
        "unit_price": Money.of(price),
    }  # fmt: skip
    return batch_items.enter(desk, batch_id, (), [row]).row_id


def share(desk: Desk, item_id: int, pairs: Sequence[tuple[object, int]]) -> None:
    """Paste an item's list of (school, quantity). Raises Refused when it does not add up."""
    rows = [{"school_id": school, "quantity": quantity} for school, quantity in pairs]
    edits.refuse(sharing.enter(desk, item_id, (), rows).rejected)


def deliver(
    desk: Desk, batch_id: int, day: date, quantities: Mapping[int, int] | None = None
) -> int:
    """Enter a delivery of these quantities by line, or of all that is still to come."""
    row_id = added(deliveries.enter, desk, {"batch_id": batch_id, "day": day}).row_id
    if quantities is None:
        deliveries.fill(desk, row_id)
    else:
        cells = [Edit(line, "quantity", number) for line, number in quantities.items()]
        edits.refuse(deliveries.enter_lines(desk, row_id, cells).rejected)
    return row_id


def accept(
    desk: Desk,
    batch_id: int,
    school_id: int,
    head: Mapping[str, object],
    quantities: Mapping[int, tuple[int, str]] | None = None,
) -> int:
    """Enter a school's form of these (quantity, reason) by line, or of all that came."""
    facts = {"batch_id": batch_id, "school_id": school_id, **head}
    row_id = added(acceptances.enter, desk, facts).row_id
    if quantities is None:
        acceptances.fill(desk, row_id)
    else:
        cells = [
            Edit(line, field, value)
            for line, both in quantities.items()
            for field, value in zip(("quantity", "reason"), both, strict=True)
        ]
        edits.refuse(acceptances.enter_lines(desk, row_id, cells).rejected)
    return row_id
