"""Money: applications for payment, confirmed receipts, allocations to contracts, rules of sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "source_rule",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("fund_name", sa.Text(), server_default="", nullable=False),
        sa.Column("over_rule", sa.Text(), server_default="stop", nullable=False),
        sa.Column("pass_on_days", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("over_rule IN ('stop', 'warn')", name=op.f("ck_source_rule_over_rule")),
        sa.CheckConstraint("pass_on_days >= 0", name=op.f("ck_source_rule_pass_on_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_rule")),
        sa.UniqueConstraint("level", "fund_name", name=op.f("uq_source_rule_level_fund_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "contract_allocation",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("contract_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_contract_allocation_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_allocation_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_contract_allocation_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_allocation")),
        sqlite_strict=True,
    )
    op.create_index("ix_contract_allocation_day", "contract_allocation", ["day"], unique=False)
    _refer("contract_allocation", "contract_id", "document_id")
    op.create_table(
        "payment_application",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=True),
        sa.Column("contract_id", WHOLE, nullable=True),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), server_default="其他", nullable=False),
        sa.Column("payee", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="申请", nullable=False),
        sa.Column("education_reviewer", sa.Text(), server_default="", nullable=False),
        sa.Column("education_day", sa.Text(), nullable=True),
        sa.Column("finance_reviewer", sa.Text(), server_default="", nullable=False),
        sa.Column("finance_day", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_application_amount")),
        sa.CheckConstraint(
            "kind IN ('预付', '进度', '结算', '质保金', '其他')",
            name=op.f("ck_payment_application_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('申请', '批准', '退回')", name=op.f("ck_payment_application_state")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_payment_application_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_payment_application_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_payment_application_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_payment_application_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_application")),
        sqlite_strict=True,
    )
    for column in ("day", "number"):
        op.create_index(
            f"ix_payment_application_{column}", "payment_application", [column], unique=False
        )
    _refer("payment_application", "contract_id", "document_id", "project_id", "school_id")
    op.create_table(
        "application_payment",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("application_id", WHOLE, nullable=False),
        sa.Column("payment_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["payment_application.id"],
            name=op.f("fk_application_payment_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_application_payment_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_payment")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_application_payment_payment_id")),
        sqlite_strict=True,
    )
    _refer("application_payment", "application_id", "payment_id")
    op.create_table(
        "payment_confirmation",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("payment_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_confirmation_amount")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_confirmation_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_confirmation")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_payment_confirmation_payment_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_payment_confirmation_day", "payment_confirmation", ["day"], unique=False)
    _refer("payment_confirmation", "payment_id")


def _refer(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
