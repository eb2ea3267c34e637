"""The tables of programmes, projects, their works and the weekly progress. Areas in 0.01 ㎡, money in 分.

They belong to tables.py, which hands them on; a new column needs a migration in db/versions.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from facilitydesk.store.base import amount, entity, flag, ref, text
from facilitydesk.store.types import Day, Moment, Whole

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
