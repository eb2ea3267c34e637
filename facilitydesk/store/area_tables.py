"""The tables of floor areas: buildings, their split by use, and the movements. Areas in 0.01 ㎡.

They belong to tables.py, which hands them on; a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import amount, entity, ref, text
from facilitydesk.store.types import Day, Whole

building = entity(
    "building",
    ref("school_id", "school"),
    text("number"),  # 建筑物号
    text("name"),
    text("room_kind"),
    text("structure"),
    text("built"),  # YYYY-MM, or YYYY where only the year is known
    Column("floors", Whole, nullable=True),
    text("seismic_class"),
    text("seismic_intensity"),
    Column("state", Text, nullable=False, server_default="在用", default="在用"),
    Column("state_day", Day, nullable=True),
    text("state_document"),
    text("ownership"),
    *amount("area"),
    *amount("usable_area"),
    Column("definition_year", Integer, nullable=True),  # 口径年度 of the areas
    text("danger_grade"),
    text("danger_body"),  # who appraised it
    text("danger_document"),
    Column("danger_day", Day, nullable=True),
    text("address"),
    text("note"),
    CheckConstraint("state IN ('在用', '停用', '拆除', '移交')", name="state"),
    CheckConstraint("danger_grade IN ('', 'A', 'B', 'C', 'D')", name="danger_grade"),
    CheckConstraint("floors >= 0", name="floors"),
)
"""单体建筑物. What is demolished or handed over stays, with the area it had."""

building_use = entity(
    "building_use",
    ref("building_id", "building"),
    Column("definition_year", Integer, nullable=False),
    text("use"),  # domain.floor_uses
    Column("area", Whole, nullable=False),
    CheckConstraint("area >= 0", name="area"),
    UniqueConstraint("building_id", "definition_year", "use"),
)

building_check = entity(
    "building_check",
    ref("building_id", "building"),
    Column("kind", Text, nullable=False),
    Column("day", Day, nullable=False),
    text("body"),
    text("document"),
    text("danger_grade"),
    text("finding"),
    text("measure"),
    CheckConstraint("kind IN ('鉴定', '年检', '受灾')", name="kind"),
    CheckConstraint("danger_grade IN ('', 'A', 'B', 'C', 'D')", name="danger_grade"),
)
"""鉴定, 年检 and 受灾台账: what was found about a building, day by day."""

area_opening = entity(
    "area_opening",
    ref("school_id", "school", index=False),
    Column("day", Day, nullable=False),  # the balance at the end of this day
    Column("area", Whole, nullable=False),
    Column("definition_year", Integer, nullable=True),
    text("document"),
    text("note"),
    CheckConstraint("area >= 0", name="area"),
    UniqueConstraint("school_id"),
)
"""期初面积 of a school: where its balance begins; movements count after that day."""

area_entry = entity(
    "area_entry",
    ref("work_id", "work"),
    Column("day", Day, nullable=False),
    *(
        Column(name, Whole, nullable=False, server_default="0", default=0)
        for name in ("net_area", "rebuilt_area", "repaired_area", "other_area")
    ),
    ref("building_id", "building", null=True),
    text("document"),
    text("note"),
    CheckConstraint(
        "net_area >= 0 AND rebuilt_area >= 0 AND repaired_area >= 0 AND other_area >= 0",
        name="not_negative",
    ),
)
"""竣工入账: what (a part of) a work's completed area changed; the four add up to it."""

area_movement = entity(
    "area_movement",
    ref("school_id", "school"),
    ref("building_id", "building", null=True),
    ref("entry_id", "area_entry", null=True),  # the completed work it comes from
    Column("kind", Text, nullable=False),
    Column("day", Day, nullable=False),
    Column("area", Whole, nullable=False),  # signed
    Column("definition_year", Integer, nullable=True),
    text("danger_grade"),  # of what was demolished or handed over
    text("document"),
    text("note"),
    CheckConstraint(
        "(kind IN ('built', 'acquired') AND area > 0)"
        " OR (kind IN ('demolished', 'disposed') AND area < 0)"
        " OR (kind = 'measured' AND area <> 0)",
        name="sign",
    ),
    CheckConstraint("danger_grade IN ('', 'A', 'B', 'C', 'D')", name="danger_grade"),
    Index("ix_area_movement_day", "day"),
)
"""面积变动: signed, each line with its document and day."""
