"""The tables of norms and bottom lines. Norms and yearly facts count 0.01 of their unit.

They belong to tables.py, which hands them on; a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import entity, flag, ref, text
from facilitydesk.store.types import Day, Whole

norm = entity(
    "norm",
    text("measure"),  # domain.norms.Measure
    text("stage"),
    text("size_by"),  # classes or students; empty: every size
    Column("size_from", Whole, nullable=True),
    Column("size_to", Whole, nullable=True),
    Column("value", Whole, nullable=True),  # 0.01 of the unit; NULL: known to exist, not filled in
    Column("direction", Text, nullable=False, server_default="least", default="least"),
    text("place"),
    text("province"),
    Column("year", Integer, nullable=True),
    text("document"),
    text("note"),
    *flag("active", default=True),
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    CheckConstraint("value > 0", name="value"),
    CheckConstraint("direction IN ('least', 'most')", name="direction"),
    CheckConstraint("size_by IN ('', 'classes', 'students')", name="size_by"),
    CheckConstraint("place IN ('', '城市', '农村')", name="place"),
    CheckConstraint("size_from <= size_to", name="sizes"),
)
"""办学条件标准: one figure for a measure, stage and size, with the document it stands in."""

school_fact = entity(
    "school_fact",
    ref("school_id", "school"),
    Column("year", Integer, nullable=False),
    text("fact"),  # domain.norms.Fact
    Column("value", Whole, nullable=False),
    CheckConstraint("value >= 0", name="value"),
    UniqueConstraint("school_id", "year", "fact"),
)
"""What a school reported for a year and no other register knows."""

bottom_item = entity(
    "bottom_item",
    Column("number", Integer, nullable=False),
    text("text"),
    text("remedy"),  # domain.norms.Remedy
    text("measure"),  # the norm it speaks of, if any
    text("document"),
    *flag("active", default=True),
    UniqueConstraint("number"),
)
"""底线要求: the wording and number of the items."""

bottom_check = entity(
    "bottom_check",
    ref("school_id", "school"),
    ref("item_id", "bottom_item"),
    Column("day", Day, nullable=False),
    text("state"),  # empty: what was said before is taken back on this day
    text("evidence"),
    text("measure"),
    Column("due", Day, nullable=True),
    CheckConstraint("state IN ('', '达标', '未达标', '不适用')", name="state"),
    UniqueConstraint("school_id", "item_id", "day"),
    Index("ix_bottom_check_day", "day"),
)
"""What was found about an item at a school on a day; the last line up to a day counts."""
