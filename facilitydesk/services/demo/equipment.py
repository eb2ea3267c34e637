"""The county's equipment: a plan for sixty schools and five batches, each as far as it has come.

One is paid, one is accepted with four lamps missing, one came in part, one has its contract and
one is out to tender; cards stand at some schools, and a stock-take misses one computer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.asset_numbers import DEFAULT_RULE, Numbering, class_code
from facilitydesk.domain.equipment import shares
from facilitydesk.domain.words.equipment_terms import EquipmentClass, Method
from facilitydesk.services.demo import names
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from facilitydesk.store.unit import Unit

_SCHOOLS = 60
_ITEMS: tuple[tuple[EquipmentClass, str, str, int, tuple[int, int]], ...] = (
    # class, item, unit, price in 元, pieces per school from and to
    (EquipmentClass.DESKS, "课桌凳", "套", 285, (60, 180)),
    (EquipmentClass.DEVICES, "学生计算机", "台", 3_680, (6, 18)),
    (EquipmentClass.DEVICES, "多媒体设备", "套", 18_500, (1, 3)),
    (EquipmentClass.LIFE, "教室照明灯", "盏", 215, (48, 144)),
    (EquipmentClass.LIFE, "饮水设备", "台", 4_600, (1, 4)),
    (EquipmentClass.BOOKS, "图书", "册", 18, (600, 2_400)),
    (EquipmentClass.DIGITAL, "数字教育资源", "GB", 45, (200, 800)),
)


@dataclass(frozen=True)
class _Batch:
    """How a batch was bought and how far it is: weeks of its days, pieces that came in percent."""

    name: str
    items: tuple[int, ...]
    method: Method
    supplier: str
    week: int
    signed: int | None = None
    came: tuple[tuple[int, int], ...] = ()  # (week, percent of what is still to come)
    accepted: int | None = None
    notice: bool = True


_BATCHES = (
    _Batch("课桌凳采购（一标）", (0,), Method.OPEN, "溪源教育装备有限公司", 10, 16, ((22, 60), (27, 100)), 29),
    _Batch("信息化设备采购", (1, 2), Method.OPEN, "云桥智能科技有限公司", 14, 21, ((28, 55), (36, 100)), 38),
    _Batch("教室照明改造灯具", (3,), Method.CONSULTATION, "石泉照明工程有限公司", 30, 36, ((44, 60), (51, 100)), 53),
    _Batch("图书采购", (5,), Method.FRAMEWORK, "竹海图书发行有限公司", 42, 49, ((56, 45),)),
    _Batch("饮水设备采购", (4,), Method.INQUIRY, "松涛厨具有限公司", 48, 55),
    _Batch("数字教育资源", (6,), Method.SINGLE, "", 55, notice=True),
)  # fmt: skip


def make_equipment(unit: Unit, rng: Random, programme_id: int, calendar: Calendar) -> None:
    """Writes plan, batches, deliveries, acceptances, cards and stock-takes."""
    school = tables.school
    kinds = ("小学", "初中", "九年一贯制")
    query = select(school.c.id, school.c.name).where(school.c.kind.in_(kinds))
    found = unit.connection.execute(query.order_by(school.c.id)).all()
    schools = [(row.id, row.name) for row in rng.sample(found, min(_SCHOOLS, len(found)))]
    schools.sort(key=lambda each: each[0])
    maker = _Maker(unit, rng, programme_id, calendar, schools)
    maker.plan()
    for batch in _BATCHES:
        maker.batch(batch)
    maker.cards()


class _Maker:
    def __init__(
        self,
        unit: Unit,
        rng: Random,
        programme_id: int,
        calendar: Calendar,
        schools: Sequence[tuple[int, str]],
    ) -> None:
        self.unit, self.rng, self.calendar = unit, rng, calendar
        self.programme_id, self.schools = programme_id, schools
        self.year = calendar.monday(10).year
        self.items = [new_id() for _ in _ITEMS]
        self.planned: dict[tuple[int, int], int] = {}  # (item, school) → pieces
        self.forms: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
        self.lines: dict[int, dict[str, Any]] = {}
        paper = tables.fund_document
        papers = select(paper.c.id).where(paper.c.level.in_(("中央", "省级"))).order_by(paper.c.id)
        self.papers = list(unit.connection.execute(papers).scalars())[:2] or [None]

    def plan(self) -> None:
        """What sixty schools are to get."""
        rows = []
        self.unit.insert_many(
            tables.equipment_item,
            [
                {
                    "id": item_id,
                    "equipment_class": kind.value,
                    "name": name,
                    "unit": word,
                    "single": kind is EquipmentClass.DEVICES,
                    "ordinal": number,
                }
                for number, (item_id, (kind, name, word, *_)) in enumerate(
                    zip(self.items, _ITEMS, strict=True), start=1
                )
            ],
        )
        for number, (_kind, _name, _word, price, (low, high)) in enumerate(_ITEMS):
            for school_id, _ in self.schools:
                if self.rng.randrange(10) < 3:
                    continue
                quantity = self.rng.randrange(low, high + 1) // 2 * 2 or 1
                self.planned[number, school_id] = quantity
                rows.append(
                    {
                        "programme_id": self.programme_id,
                        "school_id": school_id,
                        "item_id": self.items[number],
                        "year": self.year,
                        "quantity": quantity,
                        "unit_price": price * 100,
                        "money": quantity * price * 100,
                        "document_id": self.papers[number % len(self.papers)],
                    }
                )
        self.unit.insert_many(tables.equipment_plan, rows)

    def batch(self, batch: _Batch) -> None:
        """One purchase with everything that came of it."""
        day = self.calendar.monday(batch.week)
        cheaper = self.rng.randrange(93, 99)  # bought below the planned price
        bought = []
        for number in batch.items:
            price = _ITEMS[number][3] * cheaper
            pairs = [
                (s, self.planned[number, s]) for s, _ in self.schools if (number, s) in self.planned
            ]
            whole = sum(quantity for _, quantity in pairs)
            bought.append((number, price, whole, pairs))
        signed = None if batch.signed is None else self.calendar.monday(batch.signed)
        total = sum(price * whole for _, price, whole, _ in bought)
        batch_id = self.unit.insert(
            tables.equipment_batch,
            {
                "programme_id": self.programme_id,
                "year": self.year,
                "name": batch.name,
                "day": day,
                "method": batch.method.value,
                "budget": sum(_ITEMS[n][3] * 100 * whole for n, _, whole, _ in bought),
                "tender_number": f"LXCG-{day:%Y}-{self.rng.randrange(100, 999)}",
                "notice_day": day + timedelta(days=12),
                "open_day": None if signed is None else signed - timedelta(days=16),
                "award_day": None if signed is None else signed - timedelta(days=10),
                "supplier": batch.supplier,
                "contract_number": "" if signed is None else f"LXHT-{signed:%Y%m%d}",
                "contract_sum": None if signed is None else total,
                "signed_day": signed,
                "document_id": self.papers[batch.week % len(self.papers)],
            },
        )
        mine: list[dict[str, Any]] = []
        for number, price, whole, pairs in bought:
            row = {
                "batch_id": batch_id,
                "item_id": self.items[number],
                "quantity": whole,
                "unit_price": price,
                "money": price * whole,
            }
            parent = self.unit.insert(tables.batch_item, row)
            money = shares(price * whole, [quantity for _, quantity in pairs])
            fresh = [
                {
                    "id": new_id(),
                    "batch_item_id": parent,
                    "school_id": school_id,
                    "quantity": quantity,
                    "money": part,
                }
                for (school_id, quantity), part in zip(pairs, money, strict=True)
            ]
            self.lines |= {line["id"]: {**line, "number": number} for line in fresh}
            mine += fresh
        if signed is None:
            mine = []  # a tender knows no schools yet
        self.unit.insert_many(tables.batch_line, mine)
        left = self._deliver(batch, batch_id, mine)
        if batch.accepted is not None:
            self._accept(batch, batch_id, mine, left)

    def _deliver(
        self, batch: _Batch, batch_id: int, lines: Sequence[dict[str, Any]]
    ) -> dict[int, int]:
        """Delivery by delivery; what is still to come at the end."""
        left = {line["id"]: line["quantity"] for line in lines}
        for week, percent in batch.came:
            row = {
                "batch_id": batch_id,
                "day": self.calendar.monday(week) + timedelta(days=2),
                "number": f"SH{self.rng.randrange(10_000, 99_999)}",
            }
            delivery = self.unit.insert(tables.delivery, row)
            rows = []
            for line_id, open_ in left.items():
                number = open_ * percent // 100
                if number:
                    rows.append({"delivery_id": delivery, "line_id": line_id, "quantity": number})
                    left[line_id] -= number
            self.unit.insert_many(tables.delivery_line, rows)
        return left

    def _accept(
        self,
        batch: _Batch,
        batch_id: int,
        lines: Sequence[dict[str, Any]],
        left: dict[int, int],
    ) -> None:
        """A form per school; at one school four lamps were not found."""
        assert batch.accepted is not None
        lamps = batch.items == (3,)
        people = [names.person(self.rng) for _ in range(5)]
        by_school: dict[int, list[dict[str, Any]]] = {}
        for line in lines:
            by_school.setdefault(line["school_id"], []).append(line)
        for count, (school_id, mine) in enumerate(by_school.items()):
            day: date = self.calendar.monday(batch.accepted) + timedelta(days=count % 5)
            form = {
                "id": new_id(),
                "batch_id": batch_id,
                "school_id": school_id,
                "day": day,
                "number": f"YS{day:%Y%m}{count + 1:03d}",
                "buyer": people[0],
                "acceptors": "、".join(people[1:4]),
                "keeper": people[4],
            }
            rows = []
            for line in mine:
                missing = 4 if lamps and count == 2 else 0
                rows.append(
                    {
                        "id": new_id(),
                        "acceptance_id": form["id"],
                        "line_id": line["id"],
                        "quantity": line["quantity"] - left[line["id"]] - missing,
                        "reason": "运输破损4盏，供应商补货" if missing else "",
                    }
                )
            self.forms.append((form, rows))
        mine_now = [pair for pair in self.forms if pair[0]["batch_id"] == batch_id]
        self.unit.insert_many(tables.acceptance, [form for form, _ in mine_now])
        self.unit.insert_many(tables.acceptance_line, [row for _, rows in mine_now for row in rows])

    def cards(self) -> None:
        """Cards of the computers of a few schools, and a stock-take that misses one."""
        numbering = Numbering(DEFAULT_RULE, ())
        school = tables.school
        codes = dict(self.unit.connection.execute(select(school.c.id, school.c.code)).all())
        forms = [(form, rows) for form, rows in self.forms if self._computers(rows)]
        made: dict[int, list[dict[str, Any]]] = {}
        for form, rows in forms[:8]:
            for row in rows:
                line = self.lines[row["line_id"]]
                kind, name, _, *_ = _ITEMS[line["number"]]
                words = {
                    "学校代码": codes[form["school_id"]] or "",
                    "年": form["day"].year,
                    "类别码": class_code(kind),
                }
                money = shares(line["money"], [1] * row["quantity"])
                for n in range(row["quantity"]):
                    made.setdefault(form["school_id"], []).append(
                        {
                            "id": new_id(),
                            "school_id": form["school_id"],
                            "item_id": self.items[line["number"]],
                            "line_id": row["id"],
                            "number": numbering.next(words),
                            "name": name,
                            "spec": "i5/16G/512G" if name == "学生计算机" else "86寸",
                            "serial": f"CN{self.rng.randrange(10**8, 10**9)}",
                            "money": money[n],
                            "room": "微机室" if name == "学生计算机" else f"多媒体教室{n + 1}",
                            "keeper": form["keeper"],
                            "entered_day": form["day"],
                            "warranty_until": form["day"].replace(year=form["day"].year + 3, day=1),
                        }
                    )
        self.unit.insert_many(tables.asset, [card for cards in made.values() for card in cards])
        for number, (school_id, cards) in enumerate(list(made.items())[:2]):
            row = {
                "school_id": school_id,
                "day": self.calendar.monday(57) + timedelta(days=number),
                "people": "、".join(names.person(self.rng) for _ in range(2)),
            }
            taken = self.unit.insert(tables.stock_take, row)
            self.unit.insert_many(
                tables.stock_take_line,
                [
                    {
                        "stock_take_id": taken,
                        "asset_id": card["id"],
                        "expected": 1,
                        "counted": int((number, n) != (0, 3)),
                        "reason": "外借教学点，待查" if (number, n) == (0, 3) else "",
                    }
                    for n, card in enumerate(cards)
                ],
            )

    def _computers(self, rows: Sequence[dict[str, Any]]) -> bool:
        return any(self.lines[row["line_id"]]["number"] in (1, 2) for row in rows)
