"""All tables, in the order an officer meets them. Money in 分, areas in 0.01 ㎡, percents in 0.01 %.

A new column needs a migration in db/versions; a test compares both. NULL means "not reported",
an empty text "nothing written".
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)

from facilitydesk.store import (
    application_tables,
    area_tables,
    equipment_tables,
    journal_tables,
    money_tables,
    norm_tables,
    people_tables,
    project_tables,
)
from facilitydesk.store.base import amount, entity, flag, ref, text
from facilitydesk.store.types import Day, Moment, Whole

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

# --- programmes, projects, progress (declared in project_tables.py)
programme = project_tables.programme
plan_version = project_tables.plan_version
plan_line = project_tables.plan_line
target = project_tables.target
project = project_tables.project
milestone = project_tables.milestone
work = project_tables.work
problem_note = project_tables.problem_note
attachment = project_tables.attachment
week_entry = project_tables.week_entry
period_lock = project_tables.period_lock
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

# --- the journal (declared in journal_tables.py)
operation = journal_tables.operation
change = journal_tables.change
SECRET = journal_tables.SECRET
NOT_JOURNALLED = journal_tables.NOT_JOURNALLED
