"""What the log says of the journal's tables and columns, in the words of row_terms.py."""

from __future__ import annotations

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.phones import COLUMNS
from facilitydesk.domain.words.row_terms import TABLES, column_field, table_term

# Neither asked for nor understood by anybody who reads the log.
HIDDEN = frozenset(
    [
        "id",
        "revision",
        "ordinal",
        "name_key",
        "alias_key",
        "initials",
        "sha256",
        "hash",
        "size",
        "pdf",
        "figures",
        "options",
        "known_head",
        "signature",
        "columns",
        "test",
    ]
)
MARKS = frozenset({"password_mark", "recovery_mark"})
PHONES = COLUMNS
_OWN = {"password_mark": "密码", "recovery_mark": "恢复码", "role": "岗位"}

KINDS: dict[str, str] = {
    table: term
    for table, term in TABLES.items()
    if table not in {"operation", "change", "officer_secret"}
}
"""The kinds of things that the journal knows, in the order an officer meets them."""


def thing(entity: str) -> str:
    """What a row of a table is called: 周进度."""
    return table_term(entity)


def term(entity: str, column: str) -> str:
    """What a column is called: 累计完成投资."""
    found = column_field(entity, column)
    return _OWN.get(column) or (found.term if found else column)


def kind(entity: str, column: str) -> Kind:
    """What a column holds, for telling its value."""
    found = column_field(entity, column)
    return found.kind if found else Kind.TEXT
