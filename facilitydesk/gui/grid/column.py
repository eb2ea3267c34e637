"""How a table of the window is declared: one Column per column.

    Column.of("planned_area", lambda row: row.planned_area, editable=True)

takes head, kind and unit from domain/fields.py; other columns name them. A column of the week
page stands in gui/week/columns.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import TYPE_CHECKING, Any

from facilitydesk.domain.fields import Kind, field
from facilitydesk.domain.phones import COLUMNS, masked
from facilitydesk.domain.quantities import WAN
from facilitydesk.gui.grid import formats

if TYPE_CHECKING:
    from facilitydesk.domain.cells import Reading

WIDTHS = {
    Kind.TEXT: 160,
    Kind.AREA: 104,
    Kind.MONEY: 112,
    Kind.PERCENT: 72,
    Kind.COUNT: 72,
    Kind.DATE: 104,
    Kind.STAGE: 112,
    Kind.CHOICE: 96,
    Kind.FLAG: 56,
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `value(row)` answers the domain value, None where the cell is blank.

    `past(row)` is an earlier value, painted grey at the left of the cell; `ghost(row)` one that
    is painted grey only where the cell is blank. `editable` may depend on the row. `ink(row)`
    is a colour of theme.Tone for the text. `choices` is the list of Alt+Down. `show` and `parse` replace those of the kind.
    `lines`: the text may have several lines. `tip(row)` is a tooltip of the cell. `scale` is the
    money's own unit in 元 where the switch does not apply (unit prices). `adds`: an exported list
    may have its sum. `strokes`: keys that fill the selected cells at once, each with its text.
    """

    key: str
    head: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: int = 0
    frozen: bool = False
    editable: bool | Callable[[Any], bool] = False
    choices: Callable[[], Sequence[str]] | None = None
    past: Callable[[Any], Any] | None = None
    ghost: Callable[[Any], Any] | None = None
    ink: Callable[[Any], str] | None = None
    show: Callable[[Any], str] | None = None
    parse: Callable[[str], Reading[Any]] | None = None
    tip: Callable[[Any], str] | None = None
    lines: bool = False
    hidden: bool = False
    strong: bool = False
    outside: Callable[[Any], str] | None = None  # what leaves in an export: numbers masked
    scale: int = 0
    adds: bool = True
    strokes: Mapping[str, str] = field_of(default_factory=dict, compare=False)

    @classmethod
    def of(cls, key: str, value: Callable[[Any], Any], **more: Any) -> Column:
        """A column of a declared field: its term, kind and unit come from domain/fields.py."""
        declared = field(key)
        facts: dict[str, Any] = {"head": declared.term, "kind": declared.kind, **more}
        return cls(key=key, value=value, **facts)

    @property
    def numeric(self) -> bool:
        """Whether it is right-aligned."""
        return self.kind in formats.NUMBERS

    @property
    def default_width(self) -> int:
        return self.width or WIDTHS[self.kind]

    def unit(self, money_scale: int = WAN) -> str:
        """The unit of the head: 元 or 万元 by the switch, ㎡, %; empty for the rest."""
        if self.kind is Kind.MONEY:
            return "万元" if (self.scale or money_scale) == WAN else "元"
        return {Kind.AREA: "㎡", Kind.PERCENT: "%"}.get(self.kind, "")

    def text(self, value: Any, money_scale: int = WAN) -> str:
        """The text of a value as the cell shows it."""
        money_scale = self.scale or money_scale
        return self.show(value) if self.show else formats.shown(value, self.kind, money_scale)

    def edit_text(self, value: Any, money_scale: int = WAN) -> str:
        """The text an editor begins with."""
        if self.show:
            return self.show(value)
        return formats.editable(value, self.kind, self.scale or money_scale)

    def read(self, text: str, money_scale: int = WAN) -> Reading[Any]:
        """What a typed text means."""
        from facilitydesk.gui.grid.reading import reader

        return (self.parse or reader(self.kind, self.scale or money_scale))(text)

    @property
    def tells_phones(self) -> bool:
        """Whether telephone numbers stand here, which leave the program masked."""
        return self.key in COLUMNS or self.outside is not None

    def going_out(self, row: Any) -> str:
        """The text of a cell of telephone numbers as it leaves the program."""
        if self.outside is not None:
            return self.outside(row)
        return masked(str(self.value(row) or ""))

    def may_edit(self, row: Any) -> bool:
        return self.editable(row) if callable(self.editable) else self.editable
