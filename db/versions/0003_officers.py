"""People: log-ins and posts of the officers; the head of the journal in every stored print."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Who worked with the file so far could do everything; an upgrade shuts nobody out.
    op.add_column("officer", sa.Column("role", sa.Text(), server_default="manage", nullable=False))
    op.add_column("officer", sa.Column("password_at", sa.Text(), nullable=True))
    op.add_column(
        "officer", sa.Column("password_mark", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "officer", sa.Column("recovery_mark", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "printed_report", sa.Column("known_head", sa.Text(), server_default="", nullable=False)
    )
    op.create_table(
        "officer_secret",
        sa.Column("officer_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("password", sa.Text(), server_default="", nullable=False),
        sa.Column("recovery", sa.Text(), server_default="", nullable=False),
        sa.Column("own_wanted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_at", sa.Text(), nullable=True),
        sa.Column("next_try", sa.Text(), nullable=True),
        sa.Column("last_login", sa.Text(), nullable=True),
        sa.CheckConstraint("own_wanted IN (0, 1)", name=op.f("ck_officer_secret_own_wanted")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officer.id"],
            name=op.f("fk_officer_secret_officer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_secret")),
        sqlite_strict=True,
    )
