"""Every table and column has its Chinese name: plain copies and logs show no English."""

from __future__ import annotations

from facilitydesk.domain.words.row_terms import TABLES, column_field
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
