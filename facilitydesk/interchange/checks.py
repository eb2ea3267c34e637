"""What a careful person notices across a table: wrong units, contradictions, doubles.

Figures that contradict stay as printed and are named; a figure ten thousand times too large is
taken out and asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median_low
from typing import Any

from facilitydesk.domain.fields import FIELDS, Kind, term
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.quantities import WAN, Money
from facilitydesk.domain.rounding import amount
from facilitydesk.interchange.book import CellProblem, blue, text_of, yellow
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.context import FUNDS
from facilitydesk.interchange.drafts import Draft
from facilitydesk.interchange.grid import Sheet, cell_name

# A single school project of 20 亿元, or of more than 10 万元 a square metre, does not exist.
_TOO_MUCH = 200_000_000_000
_TOO_MUCH_PER_M2 = 100_000
_FAR_FROM_MEDIAN = 1_000
_MIN_TO_COMPARE = 3

_LATER = (
    ("start_date", "finish_date"),
    ("start_date", "planned_finish_date"),
    ("planned_start_date", "planned_finish_date"),
)
_AT_MOST = (
    ("completed_area", "started_area"),
    ("paid", "contract"),
    ("delivered_qty", "contract_qty"),
    ("accepted_qty", "delivered_qty"),
)


class Checks:
    """The findings about one table's rows."""

    def __init__(self, sheet: Sheet, columns: list[Column], drafts: list[Draft], kind: str) -> None:
        self._sheet = sheet
        self._drafts = drafts
        self._kind = kind
        self._columns = {column.key: column for column in columns if column.key}
        self.problems: list[CellProblem] = []

    def run(self) -> list[CellProblem]:
        """All findings, in the order of the rules; suspicious cells are emptied."""
        for key in self._columns:
            if key and FIELDS[key].kind is Kind.MONEY:
                self._wrong_units(key)
        self._contradictions()
        self._parts()
        self._products()
        self._twice()
        return self.problems

    def _wrong_units(self, key: str) -> None:
        """元 under 万元: ten thousand times the others."""
        column = self._columns[key]
        raws = [
            value.raw
            for d in self._drafts
            if isinstance(value := d.values.get(key), Money) and value.raw
        ]
        if not raws:
            return
        middle = abs(median_low(sorted(map(abs, raws)))) or 1
        for draft in self._drafts:
            value = draft.values.get(key)
            if not isinstance(value, Money) or not value.raw:
                continue
            if column.scale == WAN:
                smaller = value.raw / WAN
                far = value.raw >= middle * _FAR_FROM_MEDIAN and len(raws) >= _MIN_TO_COMPARE
                likely = middle / 100 <= smaller <= middle * 100
                if (far and likely) or value.raw >= _TOO_MUCH or self._per_m2(draft, value):
                    self._suspect(draft, key, "wrong_unit")
            elif (
                key in ("planned_investment", "contract")
                and self._kind in ("projects", "funding")
                and column.scale == 1
                and len(raws) >= _MIN_TO_COMPARE
                and value.raw * 2_000 <= middle
                and middle / 100 <= value.raw * WAN <= middle * 100
            ):
                self._suspect(draft, key, "wrong_unit_small")

    def _per_m2(self, draft: Draft, value: Money) -> bool:
        area: Any = draft.values.get("planned_area")
        if "planned_investment" not in self._columns or not area:
            return False
        return value.raw // area.raw >= _TOO_MUCH_PER_M2 and value.raw >= 10_000_000_000

    def _suspect(self, draft: Draft, key: str, code: str) -> None:
        column = self._columns[key]
        cell = self._sheet.cell(draft.index, column.index)
        draft.values[key] = None
        other = "元" if code == "wrong_unit" else "万元"
        problem = yellow(code, key, value=str(cell), unit=column.unit or "元", other=other)
        self._add(draft, key, problem)

    def _contradictions(self) -> None:
        for earlier, later in _LATER:
            if earlier in self._columns and later in self._columns:
                for draft in self._drafts:
                    first, second = draft.values.get(earlier), draft.values.get(later)
                    if (
                        isinstance(first, LooseDate)
                        and isinstance(second, LooseDate)
                        and second.last < first.first
                    ):
                        args = {
                            "later": term(later),
                            "later_date": second,
                            "earlier": term(earlier),
                            "earlier_date": first,
                        }
                        self._add(draft, later, yellow("order", later, **args))
        for less, more in _AT_MOST:
            if less in self._columns and more in self._columns:
                for draft in self._drafts:
                    small, large = draft.values.get(less), draft.values.get(more)
                    if small is None or large is None or _raw(small) <= _raw(large):
                        continue
                    args = {
                        "less": term(less),
                        "value": text_of(small),
                        "more": term(more),
                        "limit": text_of(large),
                    }
                    self._add(draft, less, yellow("exceeds", less, **args))

    def _parts(self) -> None:
        """中央 + 省 + 市 + 县 against 合计, where that is how the table is made."""
        levels = [key for key in FUNDS if key in self._columns]
        if len(levels) < 2 or "planned_investment" not in self._columns:
            return
        wrong: list[tuple[Draft, Money, int]] = []
        right = 0
        for draft in self._drafts:
            whole = draft.values.get("planned_investment")
            parts = [draft.values.get(key) for key in levels]
            if not isinstance(whole, Money) or all(part is None for part in parts):
                continue
            total = sum(_raw(part) for part in parts if part is not None)
            if total == whole.raw:
                right += 1
            else:
                wrong.append((draft, whole, total))
        if right * 2 < len(wrong):
            return  # the table prints only some of the sources
        for draft, whole, total in wrong:
            args = {
                "declared": amount(whole, "万元"),
                "computed": amount(Money(total), "万元"),
                "difference": amount(Money(abs(total - whole.raw)), "万元"),
            }
            self._add(
                draft, "planned_investment", yellow("parts_differ", "planned_investment", **args)
            )

    def _products(self) -> None:
        """数量 × 单价 against 金额."""
        if not {"quantity", "unit_price", "amount"} <= set(self._columns):
            return
        wrong = []
        right = 0
        for draft in self._drafts:
            count, price, whole = (
                draft.values.get(k) for k in ("quantity", "unit_price", "amount")
            )
            if count is None or not isinstance(price, Money) or not isinstance(whole, Money):
                continue
            product = _raw(count) * price.raw
            if product == whole.raw:
                right += 1
            else:
                wrong.append((draft, product, whole))
        if right * 2 < len(wrong):
            return
        for draft, product, whole in wrong:
            difference = amount(Money(abs(product - whole.raw)))
            args = {
                "computed": amount(Money(product)),
                "declared": amount(whole),
                "difference": difference,
            }
            self._add(draft, "amount", yellow("product", "amount", **args))

    def _twice(self) -> None:
        """The same project of the same school in two rows."""
        if self._kind not in ("projects", "progress"):
            return
        names: dict[tuple[str, str, str], list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            if draft.refused is None and draft.values.get("project") is not None:
                identity = [str(draft.values.get(k) or "") for k in ("school", "project", "year")]
                names[(identity[0], identity[1], identity[2])].append(draft)
        for drafts in names.values():
            for later in drafts[1:]:
                args = {"row": later.index + 1, "first": drafts[0].index + 1}
                self._add(later, "project", blue("listed_twice", "project", **args))

    def _add(self, draft: Draft, key: str, problem: Problem) -> None:
        column = self._columns[key]
        cell = self._sheet.cell(draft.index, column.index)
        place = cell_name(draft.index, column.index)
        text = "" if cell is None else str(cell)
        self.problems.append(
            CellProblem(self._sheet.name, draft.index + 1, place, key, text, problem)
        )


def fill_from_above(
    sheet: Sheet, columns: list[Column], drafts: list[Draft]
) -> Iterator[CellProblem]:
    """School and township printed once for the rows below, without a merge: filled and told.

    Only where that is how the table is made: at least three rows and a quarter of all, or where
    the project's own name begins with the school's. A single blank name stays a question.
    """
    for key in ("school", "township"):
        column = next((c for c in columns if c.key == key), None)
        if column is None:
            continue
        blank = [d for d in drafts if d.values.get(key) is None]
        pattern = len(blank) >= 3 and len(blank) * 4 >= len(drafts) and drafts[0] not in blank
        above: Any = None
        filled = []
        for draft in drafts:
            if draft.values.get(key) is not None:
                above = draft.values[key]
            elif above is not None and (pattern or _names_it(draft, above, key)):
                draft.values[key] = above
                filled.append(draft)
                if draft.refused is not None and draft.refused.field == key:
                    draft.refused = None
        if filled:
            index = filled[0].index
            args = {"term": term(key), "count": len(filled)}
            place = cell_name(index, column.index)
            yield CellProblem(
                sheet.name, index + 1, place, key, "", blue("filled_from_above", key, **args)
            )


def _names_it(draft: Draft, above: Any, key: str) -> bool:
    project = draft.values.get("project")
    return key == "school" and isinstance(project, str) and project.startswith(str(above))


def _raw(value: Any) -> int:
    return value if isinstance(value, int) else int(value.raw)
