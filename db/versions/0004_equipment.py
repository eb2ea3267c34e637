"""Equipment: items, plans, batches, deliveries, acceptances, assets, stock-takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "equipment_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("equipment_class", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("single", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "equipment_class IN ('life', 'books', 'digital', 'desks', 'devices')",
            name=op.f("ck_equipment_item_equipment_class"),
        ),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_equipment_item_active")),
        sa.CheckConstraint("single IN (0, 1)", name=op.f("ck_equipment_item_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_item")),
        sa.UniqueConstraint(
            "equipment_class", "name", name=op.f("uq_equipment_item_equipment_class_name")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "equipment_plan",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("programme_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("spec", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", WHOLE, nullable=True),
        sa.Column("unit_price", WHOLE, nullable=True),
        sa.Column("money", WHOLE, nullable=True),
        sa.Column("document_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("money >= 0", name=op.f("ck_equipment_plan_money_not_negative")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_equipment_plan_quantity_not_negative")),
        sa.CheckConstraint(
            "unit_price >= 0", name=op.f("ck_equipment_plan_unit_price_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_equipment_plan_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["equipment_item.id"], name=op.f("fk_equipment_plan_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_equipment_plan_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_equipment_plan_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_plan")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_equipment_plan_document_id"), "equipment_plan", ["document_id"], unique=False
    )
    op.create_index(op.f("ix_equipment_plan_item_id"), "equipment_plan", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_equipment_plan_programme_id"), "equipment_plan", ["programme_id"], unique=False
    )
    op.create_index(
        op.f("ix_equipment_plan_school_id"), "equipment_plan", ["school_id"], unique=False
    )
    op.create_table(
        "equipment_batch",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("programme_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("budget", WHOLE, nullable=True),
        sa.Column("tender_number", sa.Text(), server_default="", nullable=False),
        sa.Column("notice_day", sa.Text(), nullable=True),
        sa.Column("open_day", sa.Text(), nullable=True),
        sa.Column("award_day", sa.Text(), nullable=True),
        sa.Column("supplier", sa.Text(), server_default="", nullable=False),
        sa.Column("contract_id", WHOLE, nullable=True),
        sa.Column("contract_number", sa.Text(), server_default="", nullable=False),
        sa.Column("contract_sum", WHOLE, nullable=True),
        sa.Column("signed_day", sa.Text(), nullable=True),
        sa.Column("document_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("budget >= 0", name=op.f("ck_equipment_batch_budget_not_negative")),
        sa.CheckConstraint(
            "contract_sum >= 0", name=op.f("ck_equipment_batch_contract_sum_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_equipment_batch_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_equipment_batch_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_equipment_batch_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_batch")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_equipment_batch_contract_id")),
        sa.UniqueConstraint(
            "programme_id", "name", name=op.f("uq_equipment_batch_programme_id_name")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_equipment_batch_contract_id"), "equipment_batch", ["contract_id"], unique=False
    )
    op.create_index(
        op.f("ix_equipment_batch_document_id"), "equipment_batch", ["document_id"], unique=False
    )
    op.create_index(
        op.f("ix_equipment_batch_programme_id"), "equipment_batch", ["programme_id"], unique=False
    )
    op.create_table(
        "batch_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("spec", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("unit_price", WHOLE, nullable=True),
        sa.Column("money", WHOLE, nullable=False),
        sa.CheckConstraint("money >= 0", name=op.f("ck_batch_item_money")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_batch_item_quantity")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_batch_item_unit_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["equipment_batch.id"], name=op.f("fk_batch_item_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["equipment_item.id"], name=op.f("fk_batch_item_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_item")),
        sa.UniqueConstraint(
            "batch_id", "item_id", "spec", name=op.f("uq_batch_item_batch_id_item_id_spec")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_batch_item_batch_id"), "batch_item", ["batch_id"], unique=False)
    op.create_index(op.f("ix_batch_item_item_id"), "batch_item", ["item_id"], unique=False)
    op.create_table(
        "batch_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("batch_item_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("money", WHOLE, nullable=False),
        sa.CheckConstraint("money >= 0", name=op.f("ck_batch_line_money")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_batch_line_quantity")),
        sa.ForeignKeyConstraint(
            ["batch_item_id"], ["batch_item.id"], name=op.f("fk_batch_line_batch_item_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_batch_line_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_line")),
        sa.UniqueConstraint(
            "batch_item_id", "school_id", name=op.f("uq_batch_line_batch_item_id_school_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_batch_line_batch_item_id"), "batch_line", ["batch_item_id"], unique=False
    )
    op.create_index(op.f("ix_batch_line_school_id"), "batch_line", ["school_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["equipment_batch.id"], name=op.f("fk_delivery_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_delivery_batch_id"), "delivery", ["batch_id"], unique=False)
    op.create_table(
        "delivery_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("delivery_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_delivery_line_quantity")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_line_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["batch_line.id"], name=op.f("fk_delivery_line_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint(
            "delivery_id", "line_id", name=op.f("uq_delivery_line_delivery_id_line_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_delivery_line_delivery_id"), "delivery_line", ["delivery_id"], unique=False
    )
    op.create_index(op.f("ix_delivery_line_line_id"), "delivery_line", ["line_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer", sa.Text(), server_default="", nullable=False),
        sa.Column("acceptors", sa.Text(), server_default="", nullable=False),
        sa.Column("keeper", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["equipment_batch.id"], name=op.f("fk_acceptance_batch_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_acceptance_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_acceptance_batch_id"), "acceptance", ["batch_id"], unique=False)
    op.create_index(op.f("ix_acceptance_school_id"), "acceptance", ["school_id"], unique=False)
    op.create_table(
        "acceptance_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("acceptance_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_acceptance_line_quantity")),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_acceptance_line_acceptance_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["batch_line.id"], name=op.f("fk_acceptance_line_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_line")),
        sa.UniqueConstraint(
            "acceptance_id", "line_id", name=op.f("uq_acceptance_line_acceptance_id_line_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_acceptance_line_acceptance_id"), "acceptance_line", ["acceptance_id"], unique=False
    )
    op.create_index(
        op.f("ix_acceptance_line_line_id"), "acceptance_line", ["line_id"], unique=False
    )
    op.create_table(
        "asset",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("spec", sa.Text(), server_default="", nullable=False),
        sa.Column("serial", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", WHOLE, server_default="1", nullable=False),
        sa.Column("money", WHOLE, nullable=True),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("keeper", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_day", sa.Text(), nullable=True),
        sa.Column("warranty_until", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="在用", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('在用', '闲置', '维修', '报废', '丢失', '调出')", name=op.f("ck_asset_state")
        ),
        sa.CheckConstraint("money >= 0", name=op.f("ck_asset_money_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_asset_quantity")),
        sa.ForeignKeyConstraint(["item_id"], ["equipment_item.id"], name=op.f("fk_asset_item_id")),
        sa.ForeignKeyConstraint(["line_id"], ["acceptance_line.id"], name=op.f("fk_asset_line_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_asset_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("number", name=op.f("uq_asset_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_asset_item_id"), "asset", ["item_id"], unique=False)
    op.create_index(op.f("ix_asset_line_id"), "asset", ["line_id"], unique=False)
    op.create_index(op.f("ix_asset_school_id"), "asset", ["school_id"], unique=False)
    op.create_index("ix_asset_serial", "asset", ["serial"], unique=False)
    op.create_table(
        "stock_take",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_stock_take_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_take")),
        sa.UniqueConstraint("school_id", "day", name=op.f("uq_stock_take_school_id_day")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_stock_take_school_id"), "stock_take", ["school_id"], unique=False)
    op.create_table(
        "stock_take_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("stock_take_id", WHOLE, nullable=False),
        sa.Column("asset_id", WHOLE, nullable=False),
        sa.Column("expected", WHOLE, nullable=False),
        sa.Column("counted", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_stock_take_line_counted_not_negative")),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_stock_take_line_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["stock_take_id"], ["stock_take.id"], name=op.f("fk_stock_take_line_stock_take_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_take_line")),
        sa.UniqueConstraint(
            "stock_take_id", "asset_id", name=op.f("uq_stock_take_line_stock_take_id_asset_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_stock_take_line_asset_id"), "stock_take_line", ["asset_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_take_line_stock_take_id"), "stock_take_line", ["stock_take_id"], unique=False
    )
