"""A county with thirty schools, a plan for lamps and a batch over all of them."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edited
from facilitydesk.services.equipment import batch_items, batches, plans
from facilitydesk.store import tables

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
    return batches.add(desk, values).row_id


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
