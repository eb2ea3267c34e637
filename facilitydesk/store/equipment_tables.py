"""The tables of equipment, from the plan to the asset and its stock-take. Amounts in 分.

Quantities are whole numbers of the item's own unit. They belong to tables.py, which hands them on;
a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import amount, entity, flag, ref, text
from facilitydesk.store.types import Day, Whole

_CLASSES = "('life', 'books', 'digital', 'desks', 'devices')"

equipment_item = entity(
    "equipment_item",
    Column("equipment_class", Text, nullable=False),  # domain.equipment_terms.EquipmentClass
    text("name"),
    text("unit"),
    *flag("single"),  # 逐件建卡: every piece gets an asset card of its own
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    *flag("active", default=True),
    CheckConstraint(f"equipment_class IN {_CLASSES}", name="equipment_class"),
    UniqueConstraint("equipment_class", "name"),
)
"""设备目录: the sub-items of the five classes with their own units; an officer extends it."""

equipment_plan = entity(
    "equipment_plan",
    ref("programme_id", "programme"),
    ref("school_id", "school"),
    ref("item_id", "equipment_item"),
    Column("year", Integer, nullable=True),
    text("spec"),
    *amount("quantity"),
    *amount("unit_price"),
    *amount("money"),
    ref("document_id", "fund_document", null=True),
    text("note"),
)
"""采购计划: what a school is to get of an item in a year of a programme."""

equipment_batch = entity(
    "equipment_batch",
    ref("programme_id", "programme"),
    Column("year", Integer, nullable=True),
    text("name"),
    Column("day", Day, nullable=False),  # when it was set up
    text("method"),  # domain.equipment_terms.Method
    *amount("budget"),
    text("tender_number"),
    Column("notice_day", Day, nullable=True),
    Column("open_day", Day, nullable=True),
    Column("award_day", Day, nullable=True),
    text("supplier"),
    ref("contract_id", "contract", null=True),  # its payments are what the batch was paid
    text("contract_number"),
    *amount("contract_sum"),
    Column("signed_day", Day, nullable=True),
    ref("document_id", "fund_document", null=True),
    text("note"),
    UniqueConstraint("programme_id", "name"),
    UniqueConstraint("contract_id"),
)
"""采购批次: one purchase for many schools."""

batch_item = entity(
    "batch_item",
    ref("batch_id", "equipment_batch"),
    ref("item_id", "equipment_item"),
    text("spec"),
    Column("quantity", Whole, nullable=False),
    *amount("unit_price"),
    Column("money", Whole, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("money >= 0", name="money"),
    UniqueConstraint("batch_id", "item_id", "spec"),
)
"""采购清单: what the batch buys in all; the schools' lines must add up to it."""

batch_line = entity(
    "batch_line",
    ref("batch_item_id", "batch_item"),
    ref("school_id", "school"),
    Column("quantity", Whole, nullable=False),
    Column("money", Whole, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("money >= 0", name="money"),
    UniqueConstraint("batch_item_id", "school_id"),
)
"""分校清单: what one school gets of one item of a batch."""

delivery = entity(
    "delivery",
    ref("batch_id", "equipment_batch"),
    Column("day", Day, nullable=False),
    text("number"),
    text("note"),
)

delivery_line = entity(
    "delivery_line",
    ref("delivery_id", "delivery"),
    ref("line_id", "batch_line"),
    Column("quantity", Whole, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    UniqueConstraint("delivery_id", "line_id"),
)

acceptance = entity(
    "acceptance",
    ref("batch_id", "equipment_batch"),
    ref("school_id", "school"),
    Column("day", Day, nullable=False),
    text("number"),
    text("buyer"),
    text("acceptors"),  # names with 、 between them
    text("keeper"),
    text("note"),
)
"""验收: one school's signed form for a batch."""

acceptance_line = entity(
    "acceptance_line",
    ref("acceptance_id", "acceptance"),
    ref("line_id", "batch_line"),
    Column("quantity", Whole, nullable=False),
    text("reason"),  # why it is less than what was delivered
    CheckConstraint("quantity >= 0", name="quantity"),
    UniqueConstraint("acceptance_id", "line_id"),
)

asset = entity(
    "asset",
    ref("school_id", "school"),
    ref("item_id", "equipment_item"),
    ref("line_id", "acceptance_line", null=True),  # NULL: it was there before the program
    text("number", null=True),
    text("name"),
    text("spec"),
    text("serial"),
    Column("quantity", Whole, nullable=False, server_default="1", default=1),
    *amount("money"),
    text("room"),
    text("keeper"),
    Column("entered_day", Day, nullable=True),
    Column("warranty_until", Day, nullable=True),
    Column("state", Text, nullable=False, server_default="在用", default="在用"),
    text("note"),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("state IN ('在用', '闲置', '维修', '报废', '丢失', '调出')", name="state"),
    UniqueConstraint("number"),
    Index("ix_asset_serial", "serial"),
)

stock_take = entity(
    "stock_take",
    ref("school_id", "school"),
    Column("day", Day, nullable=False),
    text("people"),
    text("note"),
    UniqueConstraint("school_id", "day"),
)

stock_take_line = entity(
    "stock_take_line",
    ref("stock_take_id", "stock_take"),
    ref("asset_id", "asset"),
    Column("expected", Whole, nullable=False),
    *amount("counted"),  # NULL: not counted yet
    text("reason"),
    UniqueConstraint("stock_take_id", "asset_id"),
)
