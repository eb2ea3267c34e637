"""Tables beside the ledger of money: reserves for contracts, applications, confirmations, rules.

They belong to tables.py, which hands them on. Amounts in 分.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import entity, ref, text
from facilitydesk.store.types import Day, Whole

contract_allocation = entity(
    "contract_allocation",
    ref("document_id", "fund_document"),
    ref("contract_id", "contract"),
    Column("amount", Whole, nullable=False),  # signed: below 0 gives back what was reserved
    Column("day", Day, nullable=False),
    text("number"),
    text("note"),
    CheckConstraint("amount <> 0", name="amount"),
    Index("ix_contract_allocation_day", "day"),
)
"""What of a project's share of a document is reserved for one of its contracts."""

payment_application = entity(
    "payment_application",
    text("number"),
    Column("day", Day, nullable=False),
    ref("project_id", "project"),
    ref("school_id", "school", null=True),
    ref("contract_id", "contract", null=True),
    ref("document_id", "fund_document"),
    Column("amount", Whole, nullable=False),
    Column("kind", Text, nullable=False, server_default="其他", default="其他"),
    text("payee"),
    text("reason"),
    Column("state", Text, nullable=False, server_default="申请", default="申请"),
    text("education_reviewer"),
    Column("education_day", Day, nullable=True),
    text("finance_reviewer"),
    Column("finance_day", Day, nullable=True),
    text("note"),
    CheckConstraint("kind IN ('预付', '进度', '结算', '质保金', '其他')", name="kind"),
    CheckConstraint("state IN ('申请', '批准', '退回')", name="state"),
    CheckConstraint("amount > 0", name="amount"),
    Index("ix_payment_application_day", "day"),
    Index("ix_payment_application_number", "number"),
)
"""拨付申请: one line of an application, from one document; lines of one number belong together."""

application_payment = entity(
    "application_payment",
    ref("application_id", "payment_application"),
    ref("payment_id", "payment"),
    UniqueConstraint("payment_id"),
)
"""Which payments settled an application."""

payment_confirmation = entity(
    "payment_confirmation",
    ref("payment_id", "payment"),
    Column("day", Day, nullable=False),
    Column("amount", Whole, nullable=False),
    text("person"),
    text("note"),
    CheckConstraint("amount > 0", name="amount"),
    UniqueConstraint("payment_id"),
    Index("ix_payment_confirmation_day", "day"),
)
"""确认收款: what the school or the builder says has come, on which day, by whom."""

source_rule = entity(
    "source_rule",
    text("level"),  # blank: every level
    text("fund_name"),  # blank: every fund
    Column("over_rule", Text, nullable=False, server_default="stop", default="stop"),
    Column("pass_on_days", Integer, nullable=True),  # NULL: as the rule of money says
    text("basis"),  # the paper behind it
    CheckConstraint("over_rule IN ('stop', 'warn')", name="over_rule"),
    CheckConstraint("pass_on_days >= 0", name="pass_on_days"),
    UniqueConstraint("level", "fund_name"),
)
"""Stop or warn, and the days to pass money on, for a level or fund; a new document takes it over."""
