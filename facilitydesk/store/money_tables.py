"""The tables of money, from the document to the match with the treasury's list. Amounts in 分.

They belong to tables.py, which hands them on; a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import amount, entity, flag, ref, text
from facilitydesk.store.types import Day, Moment, Whole

# --- money: sources ---------------------------------------------------------------------------

fund_document = entity(
    "fund_document",
    text("level"),  # a word of the open list of fund levels
    text("fund_name"),
    Column("year", Integer, nullable=True),
    text("batch"),
    text("number"),  # 文号
    Column("day", Day, nullable=True),
    text("issuer"),
    *amount("amount"),
    *flag("early"),  # 提前下达
    text("purpose_rule"),  # what the money may be used for
    Column("pass_on_days", Integer, nullable=True),  # NULL: as the rule of money says
    Column("over_rule", Text, nullable=False, server_default="stop", default="stop"),
    text("note"),
    CheckConstraint("over_rule IN ('stop', 'warn')", name="over_rule"),
    CheckConstraint("pass_on_days >= 0", name="pass_on_days"),
    Index("ix_fund_document_number", "number"),
)
"""指标文件: one line of a document, fund name × year × batch at one level."""

fund_link = entity(
    "fund_link",
    ref("parent_id", "fund_document"),
    ref("child_id", "fund_document"),
    CheckConstraint("parent_id <> child_id", name="not_itself"),
    UniqueConstraint("parent_id", "child_id"),
)
"""转下达: which document carries on which, many to many."""

transfer = entity("transfer", Column("day", Day, nullable=False), text("number"), text("reason"))
"""调剂: groups allocations whose sum is zero, under one document number."""

allocation = entity(
    "allocation",
    ref("document_id", "fund_document"),
    ref("project_id", "project"),
    ref("school_id", "school", null=True),
    Column("amount", Whole, nullable=False),  # signed
    Column("day", Day, nullable=False),
    text("number"),
    Column("kind", Text, nullable=False, server_default="分配", default="分配"),
    Column("source_year", Integer, nullable=True),  # 结转: the year the money came from
    ref("transfer_id", "transfer", null=True),
    text("note"),
    CheckConstraint("kind IN ('分配', '调整', '收回', '结转')", name="kind"),
    CheckConstraint("amount <> 0", name="amount"),
    Index("ix_allocation_day", "day"),
)

receipt = entity(
    "receipt",
    ref("document_id", "fund_document"),
    ref("project_id", "project", null=True),  # NULL: arrived for the document as a whole
    ref("school_id", "school", null=True),
    Column("day", Day, nullable=False),
    Column("amount", Whole, nullable=False),  # signed
    Column("kind", Text, nullable=False, server_default="到位", default="到位"),
    text("voucher"),
    text("note"),
    CheckConstraint("kind IN ('到位', '缴回')", name="kind"),
    CheckConstraint("amount <> 0", name="amount"),
    Index("ix_receipt_day", "day"),
)

project_year = entity(
    "project_year",
    ref("project_id", "project"),
    Column("year", Integer, nullable=False),
    *amount("planned_investment"),
    text("note"),
    UniqueConstraint("project_id", "year"),
)
"""年度计划 of a project that runs over several fiscal years."""

# --- money: contracts and payments ------------------------------------------------------------

contract = entity(
    "contract",
    ref("project_id", "project"),
    text("number"),
    text("name"),
    text("party"),
    *amount("amount"),
    Column("signed_day", Day, nullable=True),
    Column("start_day", Day, nullable=True),
    Column("finish_day", Day, nullable=True),
    Column("advance_share", Whole, nullable=True),  # 0.01 %, as all percents
    Column("progress_share", Whole, nullable=True),
    Column("retention_share", Whole, nullable=True),
    text("wage_account"),  # 农民工工资专用账户
    *amount("settled_amount"),
    Column("settled_day", Day, nullable=True),
    Column("retention_due", Day, nullable=True),
    text("note"),
    *(
        CheckConstraint(f"{share} BETWEEN 0 AND 10000", name=share)
        for share in ("advance_share", "progress_share", "retention_share")
    ),
    Index("ix_contract_number", "number"),
)

contract_change = entity(
    "contract_change",
    ref("contract_id", "contract"),
    Column("day", Day, nullable=False),
    Column("amount", Whole, nullable=False),  # signed
    text("number"),
    text("reason"),
)

measurement = entity(
    "measurement",
    ref("contract_id", "contract"),
    Column("day", Day, nullable=False),
    Column("amount", Whole, nullable=False),  # cumulative value of work done
    text("number"),
    CheckConstraint("amount >= 0", name="amount"),
)

payment = entity(
    "payment",
    ref("document_id", "fund_document"),
    ref("contract_id", "contract", null=True),
    ref("project_id", "project"),
    ref("school_id", "school", null=True),
    Column("day", Day, nullable=False),
    Column("amount", Whole, nullable=False),  # signed
    text("voucher"),
    text("payee"),
    Column("kind", Text, nullable=False, server_default="其他", default="其他"),
    text("summary"),
    ref("reverses_id", "payment", null=True),
    text("reversal"),  # 作废 or 退回; empty for a payment
    text("note"),
    CheckConstraint("kind IN ('预付', '进度', '结算', '质保金', '其他')", name="kind"),
    CheckConstraint("reversal IN ('', '作废', '退回')", name="reversal"),
    CheckConstraint("(reverses_id IS NULL) = (reversal = '')", name="reverses"),
    CheckConstraint("amount <> 0", name="amount"),
    Index("ix_payment_day", "day"),
)
"""A payment is never deleted: a wrong one is reversed by a negative row that names it."""

# --- money: reconciliation --------------------------------------------------------------------

statement = entity(
    "statement",
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    text("file_name"),
    text("sha256"),
    Index("ix_statement_sha256", "sha256"),
)
"""国库支付明细: a list of the treasury as it came."""

statement_line = entity(
    "statement_line",
    ref("statement_id", "statement"),
    Column("position", Integer, nullable=False),
    Column("day", Day, nullable=False),
    text("voucher"),
    text("payee"),
    Column("amount", Whole, nullable=False),  # signed
    text("document"),
    text("summary"),
    UniqueConstraint("statement_id", "position"),
    Index("ix_statement_line_day", "day"),
)

reconciliation = entity(
    "reconciliation",
    ref("region_id", "region"),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Column("state", Text, nullable=False, server_default="open", default="open"),
    Column("opening_ledger", Whole, nullable=True),
    Column("opening_statement", Whole, nullable=True),
    Column("closing_ledger", Whole, nullable=True),
    Column("closing_statement", Whole, nullable=True),
    ref("officer_id", "officer", index=False),
    Column("at", Moment, nullable=False),
    text("note"),
    CheckConstraint("state IN ('open', 'finished')", name="state"),
    CheckConstraint("first <= last", name="period"),
)

match = entity(
    "match",
    ref("reconciliation_id", "reconciliation"),
    text("grade"),  # green, yellow or red
    text("reason"),
    *flag("by_hand"),
)

match_item = entity(
    "match_item",
    ref("match_id", "match"),
    ref("payment_id", "payment", null=True),
    ref("line_id", "statement_line", null=True),
    CheckConstraint("(payment_id IS NULL) <> (line_id IS NULL)", name="one_side"),
    UniqueConstraint("match_id", "payment_id"),
    UniqueConstraint("match_id", "line_id"),
)

open_item = entity(
    "open_item",
    ref("reconciliation_id", "reconciliation"),
    ref("payment_id", "payment", null=True),
    ref("line_id", "statement_line", null=True),
    text("reason"),
    Column("expected_day", Day, nullable=True),
    *flag("explained"),
    CheckConstraint("(payment_id IS NULL) <> (line_id IS NULL)", name="one_side"),
    UniqueConstraint("reconciliation_id", "payment_id"),
    UniqueConstraint("reconciliation_id", "line_id"),
)
"""未达账项: what stands on one side only, with its reason."""

school_settlement = entity(
    "school_settlement",
    ref("school_id", "school"),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    *amount("due"),  # 应收; NULL: what was allocated to the school
    text("basis"),  # how it was reckoned, such as 人数 × 标准
    text("reason"),  # why 实收 differs
    CheckConstraint("first <= last", name="period"),
    UniqueConstraint("school_id", "first", "last"),
)
"""What a school was due in a period and why it got something else."""

money_rule = entity(
    "money_rule",
    text("test"),  # domain.money_rules.MoneyTest
    text("name"),
    Column("threshold", Whole, nullable=True),  # in the unit of its test
    text("severity"),
    Column("first", Day, nullable=True),  # for contracts and documents from this day on
    text("document"),
    *flag("active", default=True),
    UniqueConstraint("test", "first"),
)
"""What money is checked against; each finding names its rule and the document behind it."""

closing = entity(
    "closing",
    ref("lock_id", "period_lock"),
    Column("month", Day, nullable=False),  # its first day
    text("entity"),  # the table that was summed
    Column("rows", Whole, nullable=False),
    Column("amount", Whole, nullable=False),
    text("hash"),
    UniqueConstraint("lock_id", "month", "entity"),
)
"""What a closed month added up to; a later alteration by other means shows as a difference."""
