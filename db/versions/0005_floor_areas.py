"""Floor areas: buildings and the movements of their area."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "area_opening",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("area", WHOLE, nullable=False),
        sa.Column("definition_year", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("area >= 0", name=op.f("ck_area_opening_area")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_area_opening_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_opening")),
        sa.UniqueConstraint("school_id", name=op.f("uq_area_opening_school_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "building",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("room_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("structure", sa.Text(), server_default="", nullable=False),
        sa.Column("built", sa.Text(), server_default="", nullable=False),
        sa.Column("floors", WHOLE, nullable=True),
        sa.Column("seismic_class", sa.Text(), server_default="", nullable=False),
        sa.Column("seismic_intensity", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="在用", nullable=False),
        sa.Column("state_day", sa.Text(), nullable=True),
        sa.Column("state_document", sa.Text(), server_default="", nullable=False),
        sa.Column("ownership", sa.Text(), server_default="", nullable=False),
        sa.Column("area", WHOLE, nullable=True),
        sa.Column("usable_area", WHOLE, nullable=True),
        sa.Column("definition_year", sa.Integer(), nullable=True),
        sa.Column("danger_grade", sa.Text(), server_default="", nullable=False),
        sa.Column("danger_body", sa.Text(), server_default="", nullable=False),
        sa.Column("danger_document", sa.Text(), server_default="", nullable=False),
        sa.Column("danger_day", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "danger_grade IN ('', 'A', 'B', 'C', 'D')", name=op.f("ck_building_danger_grade")
        ),
        sa.CheckConstraint(
            "state IN ('在用', '停用', '拆除', '移交')", name=op.f("ck_building_state")
        ),
        sa.CheckConstraint("area >= 0", name=op.f("ck_building_area_not_negative")),
        sa.CheckConstraint("floors >= 0", name=op.f("ck_building_floors")),
        sa.CheckConstraint("usable_area >= 0", name=op.f("ck_building_usable_area_not_negative")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_building_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_building_school_id"), "building", ["school_id"], unique=False)
    op.create_table(
        "area_entry",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("work_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("net_area", WHOLE, server_default="0", nullable=False),
        sa.Column("rebuilt_area", WHOLE, server_default="0", nullable=False),
        sa.Column("repaired_area", WHOLE, server_default="0", nullable=False),
        sa.Column("other_area", WHOLE, server_default="0", nullable=False),
        sa.Column("building_id", WHOLE, nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "net_area >= 0 AND rebuilt_area >= 0 AND repaired_area >= 0 AND other_area >= 0",
            name=op.f("ck_area_entry_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_area_entry_building_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_area_entry_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_entry")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_area_entry_building_id"), "area_entry", ["building_id"], unique=False)
    op.create_index(op.f("ix_area_entry_work_id"), "area_entry", ["work_id"], unique=False)
    op.create_table(
        "building_check",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("building_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("danger_grade", sa.Text(), server_default="", nullable=False),
        sa.Column("finding", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "danger_grade IN ('', 'A', 'B', 'C', 'D')", name=op.f("ck_building_check_danger_grade")
        ),
        sa.CheckConstraint("kind IN ('鉴定', '年检', '受灾')", name=op.f("ck_building_check_kind")),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_building_check_building_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building_check")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_building_check_building_id"), "building_check", ["building_id"], unique=False
    )
    op.create_table(
        "building_use",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("building_id", WHOLE, nullable=False),
        sa.Column("definition_year", sa.Integer(), nullable=False),
        sa.Column("use", sa.Text(), server_default="", nullable=False),
        sa.Column("area", WHOLE, nullable=False),
        sa.CheckConstraint("area >= 0", name=op.f("ck_building_use_area")),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_building_use_building_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building_use")),
        sa.UniqueConstraint(
            "building_id",
            "definition_year",
            "use",
            name=op.f("uq_building_use_building_id_definition_year_use"),
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_building_use_building_id"), "building_use", ["building_id"], unique=False
    )
    op.create_table(
        "area_movement",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("building_id", WHOLE, nullable=True),
        sa.Column("entry_id", WHOLE, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("area", WHOLE, nullable=False),
        sa.Column("definition_year", sa.Integer(), nullable=True),
        sa.Column("danger_grade", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(kind IN ('built', 'acquired') AND area > 0) OR (kind IN ('demolished', 'disposed') AND area < 0) OR (kind = 'measured' AND area <> 0)",
            name=op.f("ck_area_movement_sign"),
        ),
        sa.CheckConstraint(
            "danger_grade IN ('', 'A', 'B', 'C', 'D')", name=op.f("ck_area_movement_danger_grade")
        ),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_area_movement_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["area_entry.id"], name=op.f("fk_area_movement_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_area_movement_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_movement")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_area_movement_building_id"), "area_movement", ["building_id"], unique=False
    )
    op.create_index("ix_area_movement_day", "area_movement", ["day"], unique=False)
    op.create_index(op.f("ix_area_movement_entry_id"), "area_movement", ["entry_id"], unique=False)
    op.create_index(
        op.f("ix_area_movement_school_id"), "area_movement", ["school_id"], unique=False
    )
    op.add_column(
        "school",
        sa.Column(
            "sports_area",
            WHOLE,
            sa.CheckConstraint("sports_area >= 0", name=op.f("ck_school_sports_area_not_negative")),
            nullable=True,
        ),
    )
