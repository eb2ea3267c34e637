"""Lists of procurement batches: one line a batch, with its method, tender, dates and contract."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Any, ClassVar

from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.words.equipment_terms import Method
from facilitydesk.services.importing.lines import Line, Source
from facilitydesk.services.importing.listed import Listed, Placed
from facilitydesk.services.importing.project_cells import year_of
from facilitydesk.store import tables

METHODS = {folded_name(method.value): method.value for method in Method} | {
    "磋商": "竞争性磋商", "谈判": "竞争性谈判", "询价采购": "询价", "单一来源采购": "单一来源",
    "招标": "公开招标", "电子商城": "电子卖场",
}  # fmt: skip
_ORDER = {
    "notice_day": "notice_date", "open_day": "open_date", "award_day": "award_date",
    "signed_day": "signed_date",
}  # fmt: skip


class Batches(Listed):
    """Plans sources of the kind batches; a batch is known by its programme and name."""

    entity = "equipment_batches"
    table = tables.equipment_batch
    keys: ClassVar[Mapping[str, str]] = {
        "method": "method", "budget": "budget", "tender_number": "tender_number",
        "supplier": "contractor", "contract_number": "contract_no", "contract_sum": "contract",
        "note": "remark", **_ORDER,
    }  # fmt: skip

    def key(self, row: Mapping[str, Any]) -> Hashable:
        return row["programme_id"], folded_name(row["name"])

    def placed(self, source: Source, line: Line) -> Placed | None:
        name = self.text(line, "batch_name")
        if not name:
            args = {"term": term("batch_name")}
            self._plan.refuse(source.sheet, line.row, "batch_name", "required", **args)
            return None
        programme_id, _ = self.programme_of(source, line)
        day = self.day(source, line, "start_day", "notice_date", "award_date", "signed_date")
        own = self.raw(line, "year")
        day = min(day or source.as_of or self._today, self._today)
        year = own or self._options.year or year_of(source.title) or source.year or day.year
        values: dict[str, Any] = {"programme_id": programme_id, "name": name}
        if not self._rows.get(self.key(values)):
            values |= {"day": day, "year": year}
        return Placed(self.key(values), values, name)

    def wanted(self, source: Source, line: Line) -> dict[str, Any]:
        days = {column: self.day(source, line, key) for column, key in _ORDER.items()}
        known = [column for column, day in days.items() if day is not None]
        for first, last in pairwise(known):
            one, two = days[first], days[last]
            if one is not None and two is not None and one > two:
                args = {
                    "later": term(_ORDER[last]), "later_date": two,
                    "earlier": term(_ORDER[first]), "earlier_date": one,
                }  # fmt: skip
                self.blank(source, line, _ORDER[last], "order", **args)
                days[last] = None
                break
        return {
            **days,
            "method": self.word(source, line, "method", METHODS),
            "budget": self.raw(line, "budget"),
            "tender_number": self.text(line, "tender_number", "project_code") or None,
            "supplier": self.text(line, "contractor") or None,
            "contract_number": self.text(line, "contract_no") or None,
            "contract_sum": self.raw(line, "contract"),
            "note": self.text(line, "remark") or None,
        }
