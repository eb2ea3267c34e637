"""Norms by province and year, the yearly facts they need, and the bottom-line checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "norm",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("size_by", sa.Text(), server_default="", nullable=False),
        sa.Column("size_from", WHOLE, nullable=True),
        sa.Column("size_to", WHOLE, nullable=True),
        sa.Column("value", WHOLE, nullable=True),
        sa.Column("direction", sa.Text(), server_default="least", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("province", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_norm_active")),
        sa.CheckConstraint("direction IN ('least', 'most')", name=op.f("ck_norm_direction")),
        sa.CheckConstraint("place IN ('', '城市', '农村')", name=op.f("ck_norm_place")),
        sa.CheckConstraint("size_by IN ('', 'classes', 'students')", name=op.f("ck_norm_size_by")),
        sa.CheckConstraint("size_from <= size_to", name=op.f("ck_norm_sizes")),
        sa.CheckConstraint("value > 0", name=op.f("ck_norm_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm")),
        sqlite_strict=True,
    )
    op.create_table(
        "bottom_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("remedy", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_bottom_item_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottom_item")),
        sa.UniqueConstraint("number", name=op.f("uq_bottom_item_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "school_fact",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), server_default="", nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_school_fact_value")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_fact_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_fact")),
        sa.UniqueConstraint(
            "school_id", "year", "fact", name=op.f("uq_school_fact_school_id_year_fact")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_school_fact_school_id"), "school_fact", ["school_id"], unique=False)
    op.create_table(
        "bottom_check",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('', '达标', '未达标', '不适用')", name=op.f("ck_bottom_check_state")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bottom_item.id"], name=op.f("fk_bottom_check_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_bottom_check_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottom_check")),
        sa.UniqueConstraint(
            "school_id", "item_id", "day", name=op.f("uq_bottom_check_school_id_item_id_day")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_bottom_check_day", "bottom_check", ["day"], unique=False)
    op.create_index(op.f("ix_bottom_check_item_id"), "bottom_check", ["item_id"], unique=False)
    op.create_index(op.f("ix_bottom_check_school_id"), "bottom_check", ["school_id"], unique=False)
