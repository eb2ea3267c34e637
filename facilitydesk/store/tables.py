"""All tables, in the order an officer meets them. Money in 分, areas in 0.01 ㎡, percents in 0.01 %.

A new column needs a migration in db/versions; a test compares both. NULL means "not reported",
an empty text "nothing written".
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from facilitydesk.store.base import amount, entity, flag, metadata, ref, text
from facilitydesk.store.types import Day, Flag, Moment, Whole

# --- the desk ---------------------------------------------------------------------------------

region = entity(
    "region",
    text("code"),
    text("name"),
    text("level"),
    ref("parent_id", "region", null=True),
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    UniqueConstraint("parent_id", "name"),
)

officer = entity(
    "officer", text("name"), text("post"), text("phone"), *flag("active", default=True)
)

setting = entity("setting", text("key"), text("value"), UniqueConstraint("key"))
"""Settings that change figures or paper: one row per key, the value as JSON text."""

code_item = entity(
    "code_item",
    text("list"),
    text("name"),
    text("code"),
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    *flag("active", default=True),
    UniqueConstraint("list", "name"),
)

# --- register ---------------------------------------------------------------------------------

school = entity(
    "school",
    text("code", null=True),
    text("name"),
    text("name_key"),  # normalised: what two spellings have in common
    text("initials"),  # pinyin initials, for searching
    text("kind"),
    ref("township_id", "region", null=True),
    ref("parent_id", "school", null=True),
    text("origin"),
    text("status"),
    Column("status_date", Day, nullable=True),
    text("status_document"),
    text("principal"),
    text("contact"),
    text("phone"),
    *amount("land_area"),
    text("longitude"),
    text("latitude"),
    text("note"),
    UniqueConstraint("code"),
    Index("ix_school_name_key", "name_key"),
)

school_alias = entity(
    "school_alias",
    ref("school_id", "school"),
    text("alias"),
    text("alias_key"),
    UniqueConstraint("alias_key"),
)

school_year = entity(
    "school_year",
    ref("school_id", "school"),
    Column("year", Integer, nullable=False),
    Column("students", Whole, nullable=True),
    Column("boarders", Whole, nullable=True),
    Column("classes", Whole, nullable=True),
    Column("staff", Whole, nullable=True),
    UniqueConstraint("school_id", "year"),
)

programme = entity(
    "programme",
    text("name"),
    text("short_name"),
    text("basis"),  # default basis of its rates, see domain.rates.Basis
    Column("first_year", Integer, nullable=True),
    Column("last_year", Integer, nullable=True),
    text("note"),
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    UniqueConstraint("name"),
)

plan_version = entity(
    "plan_version",
    ref("programme_id", "programme"),
    text("label"),
    Column("day", Day, nullable=False),
    text("document"),
    text("reason"),
    UniqueConstraint("programme_id", "label"),
)

plan_line = entity(
    "plan_line",
    ref("version_id", "plan_version"),
    ref("region_id", "region", null=True),
    ref("school_id", "school", null=True),
    *amount("area"),
    *amount("money"),
    *amount("equipment"),
    Column("projects", Whole, nullable=True),
    CheckConstraint("region_id IS NULL OR school_id IS NULL", name="one_scope"),
    UniqueConstraint("version_id", "region_id", "school_id"),
)
"""Planned figures of a version: for the total (no region, no school), a region or a school."""

target = entity(
    "target",
    ref("programme_id", "programme", null=True),
    text("rate"),  # domain.rates.RateKind
    Column("day", Day, nullable=False),
    Column("percent", Whole, nullable=False),
    text("document"),
)
"""目标线: the reference a rate should have reached by a day, with its document."""

project = entity(
    "project",
    text("code", null=True),
    text("name"),
    text("name_key"),
    text("initials"),
    ref("programme_id", "programme"),
    Column("year", Integer, nullable=True),
    text("batch"),
    text("nature"),
    *flag("pooled"),
    *flag("livelihood"),
    *flag("key_project"),
    text("approval_document"),
    text("fund_document"),
    *(
        text(f"{party}_{what}")
        for party in ("owner", "surveyor", "designer", "contractor", "supervisor")
        for what in ("unit", "person")
    ),
    text("agent_unit"),
    text("note"),
    UniqueConstraint("code"),
    Index("ix_project_name_key", "name_key"),
)

milestone = entity(
    "milestone",
    ref("project_id", "project"),
    text("step"),  # domain.milestones.Step
    text("planned", null=True),  # YYYY-MM-DD or YYYY-MM
    text("frozen", null=True),
    text("actual", null=True),
    text("document"),
    UniqueConstraint("project_id", "step"),
)

work = entity(
    "work",
    ref("project_id", "project"),
    ref("school_id", "school"),
    text("name"),
    Column("category", Text, nullable=False, server_default="building", default="building"),
    text("room_kind"),
    *amount("planned_area"),
    *amount("planned_investment"),
    Column("ordinal", Integer, nullable=False, server_default="0", default=0),
    CheckConstraint("category IN ('building', 'sports', 'ancillary')", name="category"),
)

problem_note = entity(
    "problem_note",
    ref("project_id", "project"),
    text("text"),
    text("measure"),
    text("owner"),
    Column("raised", Day, nullable=False),
    Column("due", Day, nullable=True),
    Column("closed", Day, nullable=True),
)
"""问题台账: a problem with the person who sees to it and the day it is due."""

attachment = entity(
    "attachment",
    ref("project_id", "project"),
    text("kind"),
    text("name"),
    text("sha256"),
    Column("size", Whole, nullable=False),
    text("number"),
    Column("day", Day, nullable=True),
)

# --- progress ---------------------------------------------------------------------------------

week_entry = entity(
    "week_entry",
    ref("work_id", "work", index=False),
    Column("week_start", Day, nullable=False),
    Column("as_of", Day, nullable=False),
    text("stage", null=True),  # domain.stages.Stage.key
    Column("progress", Whole, nullable=True),
    *amount("started_area"),
    *amount("completed_area"),
    *amount("invested"),
    text("problem"),
    text("measure"),
    *flag("unchanged"),
    text("reason"),
    UniqueConstraint("work_id", "week_start"),
    CheckConstraint("progress BETWEEN 0 AND 10000", name="progress"),
    CheckConstraint("completed_area <= started_area", name="completed_not_above_started"),
    Index("ix_week_entry_week_start", "week_start"),
)

period_lock = entity(
    "period_lock",
    text("scope"),  # progress or money
    ref("region_id", "region"),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    text("state"),  # locked or open
    ref("officer_id", "officer"),
    Column("at", Moment, nullable=False),
    text("reason"),
    UniqueConstraint("scope", "region_id", "first", "last"),
)
"""Which period is closed, by whom; one row per period, its history is in the journal."""

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
"""未达账项: what stands on one side only, with its reason."""

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

# --- taking in and printing -------------------------------------------------------------------

import_record = entity(
    "import_record",
    text("sha256"),
    text("file_name"),
    text("kind"),
    Column("rows", Whole, nullable=False),
    ref("officer_id", "officer", index=False),
    Column("at", Moment, nullable=False),
    Index("ix_import_record_sha256", "sha256"),
)

import_mapping = entity(
    "import_mapping",
    text("signature"),
    text("columns"),  # JSON: column letter → field key or "ignore"
    UniqueConstraint("signature"),
)

printed_report = entity(
    "printed_report",
    text("number"),
    text("name"),
    text("title"),
    Column("as_of", Day, nullable=False),
    Column("known_at", Whole, nullable=False),  # journal seq when it was printed
    text("options"),
    text("figures"),
    Column("pdf", LargeBinary, nullable=False),
    text("sha256"),
    Column("at", Moment, nullable=False),
    ref("officer_id", "officer", index=False),
    Column("printed", Moment, nullable=True),  # when a printer last took it
    text("withdrawn"),  # the reason; empty while it is valid
    UniqueConstraint("number"),
)
"""What was issued: the paper itself, never changed, never deleted, at most withdrawn."""

# --- the journal ------------------------------------------------------------------------------

operation = Table(
    "operation",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("officer_id", Whole, ForeignKey("officer.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undoable", Flag, nullable=False),
    Column("reverses", Whole, ForeignKey("operation.seq"), nullable=True),
    Column("mode", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("undoable IN (0, 1)", name="undoable"),
    CheckConstraint("mode IN ('do', 'undo', 'redo')", name="mode"),
    CheckConstraint("seq >= 1", name="seq"),
    sqlite_strict=True,
)

change = Table(
    "change",
    metadata,
    Column("seq", Whole, ForeignKey("operation.seq"), primary_key=True, autoincrement=False),
    Column("position", Whole, primary_key=True, autoincrement=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Whole, nullable=False),
    Column("field", Text, nullable=True),  # NULL: the whole row was made or deleted
    Column("before", Text, nullable=True),  # JSON
    Column("after", Text, nullable=True),
    Column("revision", Whole, nullable=False),
    Index("ix_change_row_id", "row_id"),
    sqlite_strict=True,
)

NOT_JOURNALLED = frozenset({"operation", "change"})
