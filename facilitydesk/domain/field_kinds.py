"""What a declared field is: key, Chinese term, kind, and the headings workbooks use for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; it decides parsing, alignment, number format and JSON name."""

    TEXT = "text"
    AREA = "area"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DATE = "date"
    STAGE = "stage"
    CHOICE = "choice"
    FLAG = "flag"


_SUFFIX = {Kind.AREA: "_m2", Kind.MONEY: "_yuan", Kind.PERCENT: "_percent"}
_UNIT = {Kind.AREA: "㎡", Kind.MONEY: "万元", Kind.PERCENT: "%"}


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field."""

    key: str
    term: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()

    @property
    def json_name(self) -> str:
        """The canonical name in JSON: planned_area → planned_area_m2."""
        return self.key + _SUFFIX.get(self.kind, "")

    @property
    def unit(self) -> str:
        """The unit that heads show: 万元 for money, ㎡ for areas, % for percents."""
        return _UNIT.get(self.kind, "")

    @property
    def head(self) -> str:
        """The column head with its unit: 建筑面积（㎡）."""
        return f"{self.term}（{self.unit}）" if self.unit else self.term


def declared(key: str, term: str, kind: Kind = Kind.TEXT, synonyms: str = "") -> Field:
    """A field with its synonyms as one text of words."""
    return Field(key, term, kind, tuple(synonyms.split()))
