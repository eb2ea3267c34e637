"""What each row of a sheet is, in one word and one tint; and the findings of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.theme import Tone
from facilitydesk.interchange.book import CellProblem, Table

_TINT_HEAD = "#d9e6f7"
_TINT_TOTAL = "#e6e9ee"


class RowKind(Enum):
    """What a row is read as: its word at the left, its ground."""

    DATA = ("", Tone.SURFACE)
    HEAD = (tr("表头"), _TINT_HEAD)
    REPEATED = (tr("重复表头"), _TINT_HEAD)
    TOTAL = (tr("合计"), _TINT_TOTAL)
    SUBTOTAL = (tr("小计"), _TINT_TOTAL)
    NOTE = (tr("说明"), Tone.GROUND)
    BLANK = (tr("空行"), Tone.GROUND)
    TITLE = (tr("标题"), Tone.GROUND)
    OUTSIDE = (tr("未读"), Tone.GROUND)
    HIDDEN = (tr("隐藏"), "#efe9f7")
    REFUSED = (tr("退回"), Tone.RED_SOFT)

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def tint(self) -> str:
        return self.value[1]

    @property
    def data(self) -> bool:
        """Whether the row is one of the list's own."""
        return self in (RowKind.DATA, RowKind.HIDDEN, RowKind.REFUSED)


_SKIPPED = {
    "total": RowKind.TOTAL,
    "subtotal": RowKind.SUBTOTAL,
    "note": RowKind.NOTE,
    "blank": RowKind.BLANK,
    "header": RowKind.REPEATED,
}


def kinds_of(table: Table, *, refused: AbstractSet[int] = frozenset()) -> list[RowKind]:
    """The kind of every row of the table's sheet, from the first; `refused` are row numbers."""
    rows = table.source.rows
    first, last = table.header_rows
    kinds = [RowKind.TITLE if n + 1 < first else RowKind.OUTSIDE for n in range(len(rows))]
    for number in range(first, min(last, len(rows)) + 1):
        kinds[number - 1] = RowKind.HEAD
    for skipped in table.skipped:
        kinds[skipped.number - 1] = _SKIPPED.get(skipped.why, RowKind.OUTSIDE)
    for row in table.rows:
        out = row.refused is not None or row.number in refused
        kind = RowKind.REFUSED if out else RowKind.HIDDEN if row.hidden else RowKind.DATA
        kinds[row.number - 1] = kind
    return kinds


@dataclass(frozen=True)
class Finding:
    """What is said about one cell, the gravest first."""

    severity: str
    text: str


_ORDER = {Severity.RED: 0, Severity.YELLOW: 1, Severity.BLUE: 2}


def findings_of(problems: Iterable[CellProblem]) -> dict[str, Finding]:
    """Cell name → what is to be said about it."""
    found: dict[str, list[CellProblem]] = defaultdict(list)
    for problem in problems:
        if problem.cell:
            found[problem.cell].append(problem)
    told = {}
    for cell, several in found.items():
        several.sort(key=lambda problem: _ORDER[problem.problem.severity])
        text = "\n".join(dict.fromkeys(problem.problem.message for problem in several))
        told[cell] = Finding(several[0].problem.severity.value, text)
    return told
