"""A county that bought lamps and computers, and its papers as text."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.page import Document, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import (
    acceptances,
    assets,
    sharing,
)
from tests.reports.papers import BUNDLED
from tests.services.equipment.county import (
    PEOPLE,
    accept,
    batch,
    deliver,
    listed,
    planned,
    programme,
    schools,
    share,
)

DAY = date(2026, 3, 11)


CAME = date(2026, 2, 20)


SIGNED = date(2026, 3, 5)


def lamps(desk: Desk, count: int = 30) -> int:
    """200 lamps for each school came and were accepted, at the first school but 196."""
    ids = schools(desk, count)
    plan = programme(desk)
    planned(desk, plan, [
        {"school_id": school, "equipment_class": "生活设施", "item": "教室照明灯",
         "quantity": 200, "unit_price": Money.of(50)}
        for school in ids
    ])  # fmt: skip
    bought = batch(
        desk,
        plan,
        supplier="石泉照明工程有限公司",
        contract_number="HT-7",
        signed_day=date(2026, 1, 30),
    )
    item = listed(desk, bought, 200 * count, 55)
    share(desk, item, [(school, 200) for school in ids])
    deliver(desk, bought, CAME)
    people = {"day": SIGNED, "buyer": "周兵", "acceptors": PEOPLE}
    line = sharing.rows(desk, item)[0].id
    accept(desk, bought, ids[0], people, {line: (196, "缺4盏，供应商补货")})
    acceptances.open_forms(desk, bought, people)
    return bought


def build(desk: Desk, name: str, options: Options | None = None) -> Document:
    return report_named(name).build(desk, DAY, options or Options())


def table(document: Document, place: int = 0) -> list[list[str]]:
    """The printed cells of a table, without thousands marks."""
    (sheet,) = document.parts
    assert isinstance(sheet, Sheet)
    found = [block for block in sheet.blocks if isinstance(block, Table)][place]
    return printed(found)


def printed(found: Table) -> list[list[str]]:
    from facilitydesk.reports.paper import cells

    return [
        [
            cells.printed(value, column, found.style, found.empty).replace(",", "")
            for value, column in zip(row.cells, found.columns, strict=True)
        ]
        for row in found.rows
    ]


def pages(document: Document) -> list[str]:
    made = pdf.render(document, BUNDLED)
    with Preview(made.pdf) as preview:
        return ["".join(preview.text(n).split()) for n in range(len(preview))]


def computers(desk: Desk, count: int = 10) -> list[int]:
    (school,) = schools(desk, 1)
    made = assets.enter(desk, (), [
        {"school_id": school, "equipment_class": "计算机、教学仪器设备", "item": "学生计算机",
         "number": f"2026-仪器-{n:04d}", "serial": f"SN{n}", "money": Money.of(3500),
         "room": "微机室", "state": "在用"}
        for n in range(1, count + 1)
    ])  # fmt: skip
    return [row for row in made.added if row is not None]
