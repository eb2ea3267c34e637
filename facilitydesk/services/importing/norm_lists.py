"""Lists of norms go into the table of norms; a province's list again finds its own rows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from facilitydesk.domain.cells import read_area
from facilitydesk.domain.fields import term
from facilitydesk.domain.measures import Direction, Measure
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.norms import PLACES, SIZES, STAGES
from facilitydesk.services.importing.lines import Line, Source
from facilitydesk.services.importing.listed import Listed, Placed
from facilitydesk.store import tables

_MEASURES = {folded_name(word): each for each in Measure for word in (each.term, each.fact.term)}
_STAGES = {folded_name(stage): stage for stage in STAGES}
_PLACES = {folded_name(place): place for place in PLACES} | {"城镇": "城市", "乡村": "农村"}
_SIZES = {word: key for key, word in SIZES.items()} | {"班数": "classes", "学生数": "students"}
_DIRECTIONS = {each.term: each.value for each in Direction} | {
    "≥": "least", "不少于": "least", "不低于": "least",
    "≤": "most", "不多于": "most", "不高于": "most",
}  # fmt: skip
_WHAT = ("measure", "stage", "size_by", "size_from", "size_to", "place", "province", "year")


class Norms(Listed):
    """Plans sources of the kind norms."""

    entity = "norms"
    table = tables.norm
    keys: ClassVar[Mapping[str, str]] = {
        "value": "norm_value", "direction": "norm_direction", "document": "evidence",
        "note": "remark",
    }  # fmt: skip

    def key(self, row: Mapping[str, Any]) -> Hashable:
        return tuple(row[name] for name in _WHAT)

    def placed(self, source: Source, line: Line) -> Placed | None:
        measure = _MEASURES.get(folded_name(self.text(line, "norm_measure")))
        if measure is None:
            value = self.text(line, "norm_measure")
            self._plan.refuse(source.sheet, line.row, "norm_measure", "norm.measure", value=value)
            return None
        stage = _STAGES.get(folded_name(self.text(line, "school_kind")))
        if stage is None:
            args = {
                "term": "学段",
                "value": self.text(line, "school_kind"),
                "known": "、".join(STAGES),
            }
            code = "not_in_closed_list"
            self._plan.refuse(source.sheet, line.row, "school_kind", code, **args)
            return None
        low, high = self.raw(line, "size_from"), self.raw(line, "size_to")
        if low is not None and high is not None and low > high:
            self._plan.refuse(source.sheet, line.row, "size_from", "norm.sizes", low=low, high=high)
            return None
        size_by = self.word(source, line, "size_by", _SIZES) or ""
        if not size_by and (low is not None or high is not None):
            self.blank(source, line, "size_from", "norm.size_by")
        values: dict[str, Any] = {
            "measure": measure.value, "stage": stage, "size_by": size_by, "size_from": low,
            "size_to": high, "place": self.word(source, line, "norm_place", _PLACES) or "",
            "province": self.text(line, "province").removesuffix("省"),
            "year": self.raw(line, "year"),
        }  # fmt: skip
        if not self._rows.get(self.key(values)) and not self._way(line):
            natural = {"direction": measure.basis.natural.value}  # of a new row nobody told it of
        else:
            natural = {}
        return Placed(self.key(values), values | natural, f"{measure.term} {stage}")

    def wanted(self, source: Source, line: Line) -> dict[str, Any]:
        measure = _MEASURES[folded_name(self.text(line, "norm_measure"))]
        text = self.text(line, "norm_value").lstrip("≥≤><=")
        found = read_area(text.removesuffix(measure.unit)).value if text else None
        if text and (found is None or found.raw <= 0):
            value = self.text(line, "norm_value")
            self.blank(
                source,
                line,
                "norm_value",
                "norm.import_value",
                term=term("norm_value"),
                value=value,
            )
            found = None
        way = self._way(line)
        if way is None:
            self.word(source, line, "norm_direction", _DIRECTIONS)  # tells what is none
        return {
            "value": None if found is None else found.raw,
            "direction": way,
            "document": self.text(line, "evidence", "fund_document") or None,
            "note": self.text(line, "remark") or None,
        }

    def _way(self, line: Line) -> str | None:
        """至少 or 至多, by its word or the sign before the value."""
        words = self.text(line, "norm_direction") or self.text(line, "norm_value")[:1]
        return _DIRECTIONS.get(words)
