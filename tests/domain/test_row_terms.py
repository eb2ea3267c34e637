"""Every table and column has its Chinese name: plain copies and logs show no English."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint

from facilitydesk.domain.words.row_terms import TABLES, column_field
from facilitydesk.domain.words.stored_words import stored_word
from facilitydesk.services.datafile.plain_copy import _NO_COLUMNS, _NOT_TOLD
from facilitydesk.store import tables
from facilitydesk.store.base import metadata


def test_every_table_has_a_name() -> None:
    assert tables.school.name in metadata.tables
    assert sorted(set(metadata.tables) - set(TABLES)) == []
    assert len(set(TABLES.values())) == len(TABLES)


def test_every_column_that_is_shown_has_a_name() -> None:
    nameless = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table.name not in _NOT_TOLD
        for column in table.columns
        if column.name not in _NO_COLUMNS and column_field(table.name, column.name) is None
    ]
    assert nameless == []


def test_every_key_that_a_table_admits_has_a_word() -> None:
    """Keys as the tables' own rules list them, such as direction IN ('least', 'most')."""
    wordless = [
        f"{table.name}.{column} {key}"
        for table in metadata.tables.values()
        if table.name not in {*_NOT_TOLD, "operation"}
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
        for column, keys in re.findall(r"(\w+) IN \(([^)]*)\)", str(rule.sqltext))
        for key in re.findall(r"'([a-z_]+)'", keys)
        if stored_word(table.name, column, key) == key
    ]
    assert wordless == []
