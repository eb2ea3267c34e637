"""The register, weekly progress, money, taking in, printing, and the journal.

A step is append only: once a file of this version may exist in an office, it never changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "code_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("list", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_code_item_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_item")),
        sa.UniqueConstraint("list", "name", name=op.f("uq_code_item_list_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "fund_document",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("fund_name", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("batch", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", WHOLE, nullable=True),
        sa.Column("early", sa.Integer(), server_default="0", nullable=False),
        sa.Column("purpose_rule", sa.Text(), server_default="", nullable=False),
        sa.Column("pass_on_days", sa.Integer(), nullable=True),
        sa.Column("over_rule", sa.Text(), server_default="stop", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "over_rule IN ('stop', 'warn')", name=op.f("ck_fund_document_over_rule")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fund_document_amount_not_negative")),
        sa.CheckConstraint("early IN (0, 1)", name=op.f("ck_fund_document_early")),
        sa.CheckConstraint("pass_on_days >= 0", name=op.f("ck_fund_document_pass_on_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_document")),
        sqlite_strict=True,
    )
    op.create_index("ix_fund_document_number", "fund_document", ["number"], unique=False)
    op.create_table(
        "import_mapping",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.Column("columns", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("signature", name=op.f("uq_import_mapping_signature")),
        sqlite_strict=True,
    )
    op.create_table(
        "money_rule",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("test", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("threshold", WHOLE, nullable=True),
        sa.Column("severity", sa.Text(), server_default="", nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_money_rule_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_rule")),
        sa.UniqueConstraint("test", "first", name=op.f("uq_money_rule_test_first")),
        sqlite_strict=True,
    )
    op.create_table(
        "officer",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("post", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_officer_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sqlite_strict=True,
    )
    op.create_table(
        "programme",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("short_name", sa.Text(), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("name", name=op.f("uq_programme_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "region",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("parent_id", "name", name=op.f("uq_region_parent_id_name")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_region_parent_id"), "region", ["parent_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "statement",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sqlite_strict=True,
    )
    op.create_index("ix_statement_sha256", "statement", ["sha256"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sqlite_strict=True,
    )
    op.create_table(
        "fund_link",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("parent_id", WHOLE, nullable=False),
        sa.Column("child_id", WHOLE, nullable=False),
        sa.CheckConstraint("parent_id <> child_id", name=op.f("ck_fund_link_not_itself")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["fund_document.id"], name=op.f("fk_fund_link_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["fund_document.id"], name=op.f("fk_fund_link_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_link")),
        sa.UniqueConstraint("parent_id", "child_id", name=op.f("uq_fund_link_parent_id_child_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_fund_link_child_id"), "fund_link", ["child_id"], unique=False)
    op.create_index(op.f("ix_fund_link_parent_id"), "fund_link", ["parent_id"], unique=False)
    op.create_table(
        "import_record",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("officer_id", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_import_record_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_record")),
        sqlite_strict=True,
    )
    op.create_index("ix_import_record_sha256", "import_record", ["sha256"], unique=False)
    op.create_table(
        "operation",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("officer_id", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undoable", sa.Integer(), nullable=False),
        sa.Column("reverses", WHOLE, nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("mode IN ('do', 'undo', 'redo')", name=op.f("ck_operation_mode")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_operation_seq")),
        sa.CheckConstraint("undoable IN (0, 1)", name=op.f("ck_operation_undoable")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_operation_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses"], ["operation.seq"], name=op.f("fk_operation_reverses")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_operation")),
        sqlite_strict=True,
    )
    op.create_table(
        "period_lock",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("scope", sa.Text(), server_default="", nullable=False),
        sa.Column("region_id", WHOLE, nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("officer_id", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_period_lock_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_period_lock_region_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_lock")),
        sa.UniqueConstraint(
            "scope",
            "region_id",
            "first",
            "last",
            name=op.f("uq_period_lock_scope_region_id_first_last"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_period_lock_officer_id"), "period_lock", ["officer_id"], unique=False)
    op.create_index(op.f("ix_period_lock_region_id"), "period_lock", ["region_id"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("programme_id", WHOLE, nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_plan_version_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint(
            "programme_id", "label", name=op.f("uq_plan_version_programme_id_label")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_plan_version_programme_id"), "plan_version", ["programme_id"], unique=False
    )
    op.create_table(
        "printed_report",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("known_at", WHOLE, nullable=False),
        sa.Column("options", sa.Text(), server_default="", nullable=False),
        sa.Column("figures", sa.Text(), server_default="", nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("officer_id", WHOLE, nullable=False),
        sa.Column("printed", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_printed_report_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_report")),
        sa.UniqueConstraint("number", name=op.f("uq_printed_report_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "project",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_key", sa.Text(), server_default="", nullable=False),
        sa.Column("initials", sa.Text(), server_default="", nullable=False),
        sa.Column("programme_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("batch", sa.Text(), server_default="", nullable=False),
        sa.Column("nature", sa.Text(), server_default="", nullable=False),
        sa.Column("pooled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("livelihood", sa.Integer(), server_default="0", nullable=False),
        sa.Column("key_project", sa.Integer(), server_default="0", nullable=False),
        sa.Column("approval_document", sa.Text(), server_default="", nullable=False),
        sa.Column("fund_document", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_person", sa.Text(), server_default="", nullable=False),
        sa.Column("surveyor_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("surveyor_person", sa.Text(), server_default="", nullable=False),
        sa.Column("designer_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("designer_person", sa.Text(), server_default="", nullable=False),
        sa.Column("contractor_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("contractor_person", sa.Text(), server_default="", nullable=False),
        sa.Column("supervisor_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("supervisor_person", sa.Text(), server_default="", nullable=False),
        sa.Column("agent_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("key_project IN (0, 1)", name=op.f("ck_project_key_project")),
        sa.CheckConstraint("livelihood IN (0, 1)", name=op.f("ck_project_livelihood")),
        sa.CheckConstraint("pooled IN (0, 1)", name=op.f("ck_project_pooled")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_project_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_project_name_key", "project", ["name_key"], unique=False)
    op.create_index(op.f("ix_project_programme_id"), "project", ["programme_id"], unique=False)
    op.create_table(
        "reconciliation",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("region_id", WHOLE, nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("opening_ledger", WHOLE, nullable=True),
        sa.Column("opening_statement", WHOLE, nullable=True),
        sa.Column("closing_ledger", WHOLE, nullable=True),
        sa.Column("closing_statement", WHOLE, nullable=True),
        sa.Column("officer_id", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('open', 'finished')", name=op.f("ck_reconciliation_state")),
        sa.CheckConstraint("first <= last", name=op.f("ck_reconciliation_period")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_reconciliation_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_reconciliation_region_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_reconciliation_region_id"), "reconciliation", ["region_id"], unique=False
    )
    op.create_table(
        "school",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_key", sa.Text(), server_default="", nullable=False),
        sa.Column("initials", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("township_id", WHOLE, nullable=True),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("status_date", sa.Text(), nullable=True),
        sa.Column("status_document", sa.Text(), server_default="", nullable=False),
        sa.Column("principal", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("land_area", WHOLE, nullable=True),
        sa.Column("longitude", sa.Text(), server_default="", nullable=False),
        sa.Column("latitude", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("land_area >= 0", name=op.f("ck_school_land_area_not_negative")),
        sa.ForeignKeyConstraint(["parent_id"], ["school.id"], name=op.f("fk_school_parent_id")),
        sa.ForeignKeyConstraint(["township_id"], ["region.id"], name=op.f("fk_school_township_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_school_name_key", "school", ["name_key"], unique=False)
    op.create_index(op.f("ix_school_parent_id"), "school", ["parent_id"], unique=False)
    op.create_index(op.f("ix_school_township_id"), "school", ["township_id"], unique=False)
    op.create_table(
        "statement_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("statement_id", WHOLE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("voucher", sa.Text(), server_default="", nullable=False),
        sa.Column("payee", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_line_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint(
            "statement_id", "position", name=op.f("uq_statement_line_statement_id_position")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_statement_line_day", "statement_line", ["day"], unique=False)
    op.create_index(
        op.f("ix_statement_line_statement_id"), "statement_line", ["statement_id"], unique=False
    )
    op.create_table(
        "target",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("programme_id", WHOLE, nullable=True),
        sa.Column("rate", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("percent", WHOLE, nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_target_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_target_programme_id"), "target", ["programme_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="分配", nullable=False),
        sa.Column("source_year", sa.Integer(), nullable=True),
        sa.Column("transfer_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind IN ('分配', '调整', '收回', '结转')", name=op.f("ck_allocation_kind")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_allocation_amount")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_allocation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_allocation_project_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_allocation_school_id")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_allocation_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sqlite_strict=True,
    )
    op.create_index("ix_allocation_day", "allocation", ["day"], unique=False)
    op.create_index(op.f("ix_allocation_document_id"), "allocation", ["document_id"], unique=False)
    op.create_index(op.f("ix_allocation_project_id"), "allocation", ["project_id"], unique=False)
    op.create_index(op.f("ix_allocation_school_id"), "allocation", ["school_id"], unique=False)
    op.create_index(op.f("ix_allocation_transfer_id"), "allocation", ["transfer_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_attachment_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attachment_project_id"), "attachment", ["project_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("position", WHOLE, autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("row_id", WHOLE, nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("revision", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["operation.seq"], name=op.f("fk_change_seq")),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_change")),
        sqlite_strict=True,
    )
    op.create_index("ix_change_row_id", "change", ["row_id"], unique=False)
    op.create_table(
        "closing",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("lock_id", WHOLE, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), server_default="", nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("hash", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lock_id"], ["period_lock.id"], name=op.f("fk_closing_lock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
        sa.UniqueConstraint(
            "lock_id", "month", "entity", name=op.f("uq_closing_lock_id_month_entity")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_closing_lock_id"), "closing", ["lock_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("party", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", WHOLE, nullable=True),
        sa.Column("signed_day", sa.Text(), nullable=True),
        sa.Column("start_day", sa.Text(), nullable=True),
        sa.Column("finish_day", sa.Text(), nullable=True),
        sa.Column("advance_share", WHOLE, nullable=True),
        sa.Column("progress_share", WHOLE, nullable=True),
        sa.Column("retention_share", WHOLE, nullable=True),
        sa.Column("wage_account", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_amount", WHOLE, nullable=True),
        sa.Column("settled_day", sa.Text(), nullable=True),
        sa.Column("retention_due", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "advance_share BETWEEN 0 AND 10000", name=op.f("ck_contract_advance_share")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_contract_amount_not_negative")),
        sa.CheckConstraint(
            "progress_share BETWEEN 0 AND 10000", name=op.f("ck_contract_progress_share")
        ),
        sa.CheckConstraint(
            "retention_share BETWEEN 0 AND 10000", name=op.f("ck_contract_retention_share")
        ),
        sa.CheckConstraint(
            "settled_amount >= 0", name=op.f("ck_contract_settled_amount_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contract_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sqlite_strict=True,
    )
    op.create_index("ix_contract_number", "contract", ["number"], unique=False)
    op.create_index(op.f("ix_contract_project_id"), "contract", ["project_id"], unique=False)
    op.create_table(
        "match",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("reconciliation_id", WHOLE, nullable=False),
        sa.Column("grade", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_hand", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("by_hand IN (0, 1)", name=op.f("ck_match_by_hand")),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_match_reconciliation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_match_reconciliation_id"), "match", ["reconciliation_id"], unique=False
    )
    op.create_table(
        "milestone",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("frozen", sa.Text(), nullable=True),
        sa.Column("actual", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("project_id", "step", name=op.f("uq_milestone_project_id_step")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_milestone_project_id"), "milestone", ["project_id"], unique=False)
    op.create_table(
        "plan_line",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("version_id", WHOLE, nullable=False),
        sa.Column("region_id", WHOLE, nullable=True),
        sa.Column("school_id", WHOLE, nullable=True),
        sa.Column("area", WHOLE, nullable=True),
        sa.Column("money", WHOLE, nullable=True),
        sa.Column("equipment", WHOLE, nullable=True),
        sa.Column("projects", WHOLE, nullable=True),
        sa.CheckConstraint("area >= 0", name=op.f("ck_plan_line_area_not_negative")),
        sa.CheckConstraint("equipment >= 0", name=op.f("ck_plan_line_equipment_not_negative")),
        sa.CheckConstraint("money >= 0", name=op.f("ck_plan_line_money_not_negative")),
        sa.CheckConstraint(
            "region_id IS NULL OR school_id IS NULL", name=op.f("ck_plan_line_one_scope")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_plan_line_region_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_line_school_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_line_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint(
            "version_id",
            "region_id",
            "school_id",
            name=op.f("uq_plan_line_version_id_region_id_school_id"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_plan_line_region_id"), "plan_line", ["region_id"], unique=False)
    op.create_index(op.f("ix_plan_line_school_id"), "plan_line", ["school_id"], unique=False)
    op.create_index(op.f("ix_plan_line_version_id"), "plan_line", ["version_id"], unique=False)
    op.create_table(
        "problem_note",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("raised", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("closed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_problem_note_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_note")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_problem_note_project_id"), "problem_note", ["project_id"], unique=False
    )
    op.create_table(
        "project_year",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("planned_investment", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "planned_investment >= 0", name=op.f("ck_project_year_planned_investment_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_year_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_year")),
        sa.UniqueConstraint("project_id", "year", name=op.f("uq_project_year_project_id_year")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_project_year_project_id"), "project_year", ["project_id"], unique=False
    )
    op.create_table(
        "receipt",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=True),
        sa.Column("school_id", WHOLE, nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), server_default="到位", nullable=False),
        sa.Column("voucher", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('到位', '缴回')", name=op.f("ck_receipt_kind")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_receipt_amount")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_receipt_document_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_receipt_project_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_receipt_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sqlite_strict=True,
    )
    op.create_index("ix_receipt_day", "receipt", ["day"], unique=False)
    op.create_index(op.f("ix_receipt_document_id"), "receipt", ["document_id"], unique=False)
    op.create_index(op.f("ix_receipt_project_id"), "receipt", ["project_id"], unique=False)
    op.create_index(op.f("ix_receipt_school_id"), "receipt", ["school_id"], unique=False)
    op.create_table(
        "school_alias",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("alias", sa.Text(), server_default="", nullable=False),
        sa.Column("alias_key", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_alias_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_alias")),
        sa.UniqueConstraint("alias_key", name=op.f("uq_school_alias_alias_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_school_alias_school_id"), "school_alias", ["school_id"], unique=False)
    op.create_table(
        "school_settlement",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("due", WHOLE, nullable=True),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("due >= 0", name=op.f("ck_school_settlement_due_not_negative")),
        sa.CheckConstraint("first <= last", name=op.f("ck_school_settlement_period")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_settlement_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_settlement")),
        sa.UniqueConstraint(
            "school_id", "first", "last", name=op.f("uq_school_settlement_school_id_first_last")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_school_settlement_school_id"), "school_settlement", ["school_id"], unique=False
    )
    op.create_table(
        "school_year",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("students", WHOLE, nullable=True),
        sa.Column("boarders", WHOLE, nullable=True),
        sa.Column("classes", WHOLE, nullable=True),
        sa.Column("staff", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_year_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year")),
        sa.UniqueConstraint("school_id", "year", name=op.f("uq_school_year_school_id_year")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_school_year_school_id"), "school_year", ["school_id"], unique=False)
    op.create_table(
        "work",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="building", nullable=False),
        sa.Column("room_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("planned_area", WHOLE, nullable=True),
        sa.Column("planned_investment", WHOLE, nullable=True),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "category IN ('building', 'sports', 'ancillary')", name=op.f("ck_work_category")
        ),
        sa.CheckConstraint("planned_area >= 0", name=op.f("ck_work_planned_area_not_negative")),
        sa.CheckConstraint(
            "planned_investment >= 0", name=op.f("ck_work_planned_investment_not_negative")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_work_project_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_work_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_work_project_id"), "work", ["project_id"], unique=False)
    op.create_index(op.f("ix_work_school_id"), "work", ["school_id"], unique=False)
    op.create_table(
        "contract_change",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("contract_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_change_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_change")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_contract_change_contract_id"), "contract_change", ["contract_id"], unique=False
    )
    op.create_table(
        "measurement",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("contract_id", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_measurement_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_measurement_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_measurement_contract_id"), "measurement", ["contract_id"], unique=False
    )
    op.create_table(
        "payment",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("contract_id", WHOLE, nullable=True),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("school_id", WHOLE, nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("voucher", sa.Text(), server_default="", nullable=False),
        sa.Column("payee", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="其他", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("reverses_id", WHOLE, nullable=True),
        sa.Column("reversal", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (reversal = '')", name=op.f("ck_payment_reverses")
        ),
        sa.CheckConstraint(
            "kind IN ('预付', '进度', '结算', '质保金', '其他')", name=op.f("ck_payment_kind")
        ),
        sa.CheckConstraint("reversal IN ('', '作废', '退回')", name=op.f("ck_payment_reversal")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_payment_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["fund_document.id"], name=op.f("fk_payment_document_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_payment_project_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["payment.id"], name=op.f("fk_payment_reverses_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_payment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_contract_id"), "payment", ["contract_id"], unique=False)
    op.create_index("ix_payment_day", "payment", ["day"], unique=False)
    op.create_index(op.f("ix_payment_document_id"), "payment", ["document_id"], unique=False)
    op.create_index(op.f("ix_payment_project_id"), "payment", ["project_id"], unique=False)
    op.create_index(op.f("ix_payment_reverses_id"), "payment", ["reverses_id"], unique=False)
    op.create_index(op.f("ix_payment_school_id"), "payment", ["school_id"], unique=False)
    op.create_table(
        "week_entry",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("work_id", WHOLE, nullable=False),
        sa.Column("week_start", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("progress", WHOLE, nullable=True),
        sa.Column("started_area", WHOLE, nullable=True),
        sa.Column("completed_area", WHOLE, nullable=True),
        sa.Column("invested", WHOLE, nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "completed_area <= started_area", name=op.f("ck_week_entry_completed_not_above_started")
        ),
        sa.CheckConstraint(
            "completed_area >= 0", name=op.f("ck_week_entry_completed_area_not_negative")
        ),
        sa.CheckConstraint("invested >= 0", name=op.f("ck_week_entry_invested_not_negative")),
        sa.CheckConstraint("progress BETWEEN 0 AND 10000", name=op.f("ck_week_entry_progress")),
        sa.CheckConstraint(
            "started_area >= 0", name=op.f("ck_week_entry_started_area_not_negative")
        ),
        sa.CheckConstraint("unchanged IN (0, 1)", name=op.f("ck_week_entry_unchanged")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_week_entry_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_entry")),
        sa.UniqueConstraint("work_id", "week_start", name=op.f("uq_week_entry_work_id_week_start")),
        sqlite_strict=True,
    )
    op.create_index("ix_week_entry_week_start", "week_entry", ["week_start"], unique=False)
    op.create_table(
        "match_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("match_id", WHOLE, nullable=False),
        sa.Column("payment_id", WHOLE, nullable=True),
        sa.Column("line_id", WHOLE, nullable=True),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (line_id IS NULL)", name=op.f("ck_match_item_one_side")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["statement_line.id"], name=op.f("fk_match_item_line_id")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_match_item_match_id")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_match_item_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_item")),
        sa.UniqueConstraint("match_id", "line_id", name=op.f("uq_match_item_match_id_line_id")),
        sa.UniqueConstraint(
            "match_id", "payment_id", name=op.f("uq_match_item_match_id_payment_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_match_item_line_id"), "match_item", ["line_id"], unique=False)
    op.create_index(op.f("ix_match_item_match_id"), "match_item", ["match_id"], unique=False)
    op.create_index(op.f("ix_match_item_payment_id"), "match_item", ["payment_id"], unique=False)
    op.create_table(
        "open_item",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("revision", WHOLE, server_default="1", nullable=False),
        sa.Column("reconciliation_id", WHOLE, nullable=False),
        sa.Column("payment_id", WHOLE, nullable=True),
        sa.Column("line_id", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("expected_day", sa.Text(), nullable=True),
        sa.Column("explained", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (line_id IS NULL)", name=op.f("ck_open_item_one_side")
        ),
        sa.CheckConstraint("explained IN (0, 1)", name=op.f("ck_open_item_explained")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["statement_line.id"], name=op.f("fk_open_item_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_open_item_payment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliation.id"],
            name=op.f("fk_open_item_reconciliation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_item")),
        sa.UniqueConstraint(
            "reconciliation_id", "line_id", name=op.f("uq_open_item_reconciliation_id_line_id")
        ),
        sa.UniqueConstraint(
            "reconciliation_id",
            "payment_id",
            name=op.f("uq_open_item_reconciliation_id_payment_id"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_open_item_line_id"), "open_item", ["line_id"], unique=False)
    op.create_index(op.f("ix_open_item_payment_id"), "open_item", ["payment_id"], unique=False)
    op.create_index(
        op.f("ix_open_item_reconciliation_id"), "open_item", ["reconciliation_id"], unique=False
    )
