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

from facilitydesk.store import (
    application_tables,
    area_tables,
    equipment_tables,
    money_tables,
    norm_tables,
    people_tables,
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
    "officer",
    text("name"),
    text("post"),  # 职务, in the officer's own words
    text("phone"),
    *flag("active", default=True),
    *people_tables.OFFICER_COLUMNS,
)
officer_secret = people_tables.officer_secret

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
    *amount("sports_area"),  # 室外运动场地: land, never building area
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

# --- money (declared in money_tables.py) -------------------------------------------------------

fund_document = money_tables.fund_document
fund_link = money_tables.fund_link
transfer = money_tables.transfer
allocation = money_tables.allocation
receipt = money_tables.receipt
project_year = money_tables.project_year
contract = money_tables.contract
contract_change = money_tables.contract_change
measurement = money_tables.measurement
payment = money_tables.payment
statement = money_tables.statement
statement_line = money_tables.statement_line
reconciliation = money_tables.reconciliation
match = money_tables.match
match_item = money_tables.match_item
open_item = money_tables.open_item
school_settlement = money_tables.school_settlement
money_rule = money_tables.money_rule
closing = money_tables.closing
# --- money: applications, confirmations, reserves (declared in application_tables.py)
contract_allocation = application_tables.contract_allocation
payment_application = application_tables.payment_application
application_payment = application_tables.application_payment
payment_confirmation = application_tables.payment_confirmation
source_rule = application_tables.source_rule
# --- floor areas (declared in area_tables.py)
building = area_tables.building
building_use = area_tables.building_use
building_check = area_tables.building_check
area_opening = area_tables.area_opening
area_entry = area_tables.area_entry
area_movement = area_tables.area_movement
# --- equipment: the plan, batches, deliveries, acceptances, assets
equipment_item = equipment_tables.equipment_item
equipment_plan = equipment_tables.equipment_plan
equipment_batch = equipment_tables.equipment_batch
batch_item = equipment_tables.batch_item
batch_line = equipment_tables.batch_line
delivery = equipment_tables.delivery
delivery_line = equipment_tables.delivery_line
acceptance = equipment_tables.acceptance
acceptance_line = equipment_tables.acceptance_line
asset = equipment_tables.asset
stock_take = equipment_tables.stock_take
stock_take_line = equipment_tables.stock_take_line
# --- norms and bottom lines (declared in norm_tables.py)
norm = norm_tables.norm
school_fact = norm_tables.school_fact
bottom_item = norm_tables.bottom_item
bottom_check = norm_tables.bottom_check

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
    text("known_head"),  # hash of operation `known_at`, as the paper itself says it
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

SECRET = frozenset({"officer_secret"})
"""Never in the journal, a package, a copy in the open or a print; see people_tables.py."""

NOT_JOURNALLED = frozenset({"operation", "change"}) | SECRET
