"""The figures of a review and of a finished import, in the words of what the book holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rounding import amount
from facilitydesk.gui.importing import reviewed
from facilitydesk.gui.theme import Tone
from facilitydesk.interchange.book import Row
from facilitydesk.interchange.review import Review

Count = tuple[str, int | str, str, str]  # word, number or text, list that a click opens, colour
_MONEY = {"statement": "statement_lines", "fund_moves": "fund_moves"}
_DAYS = ("pay_date", "move_date")
_OWN = {
    "buildings": ("buildings", tr("新增单体建筑")),
    "facts": ("school_facts", tr("新增年度数据")),
    "bottom_lines": ("bottom_checks", tr("新增核查")),
    "area_changes": ("area_movements", tr("新增面积变动")),
    "norms": ("norms", tr("新增标准")),
    "assets": ("assets", tr("新增资产")),
    "stock_takes": ("stock_lines", tr("新增盘点")),
    "batches": ("equipment_batches", tr("新增批次")),
}
"""Lists that speak of neither projects nor money: what is counted, and its word."""


def strip(made: Review, different: int, schools: int) -> list[Count]:
    """What would happen. Lists of payments and of moved money tell lines, amount and period."""
    counts = made.plan.counts
    none: dict[str, int] = {}
    refused: Count = (tr("退回"), len(made.refused), reviewed.PLANNED, Tone.RED)
    kinds = {table.kind for table in made.book.tables}
    if kinds and kinds <= set(_MONEY):
        return [*_of_money(made, kinds), refused]
    projects, entries = counts.get("projects", none), counts.get("week_entries", none)
    own = next((_OWN[kind] for kind in _OWN if kind in kinds), None) if not projects else None
    entity, words = own or ("projects", tr("新增项目"))
    if not projects and kinds == {"schools"}:
        own = entity, words = "schools", tr("新增学校")
    rows = Counter(counts.get(entity, none))
    if entity != "schools" and "schools" in kinds and "facts" not in kinds:
        # A list of schools beside another one: its lines fill blanks too.
        listed = counts.get("schools", none)
        rows.update({what: listed.get(what, 0) for what in ("updated", "unchanged")})
    found: list[Count] = [
        (words, rows.get("created", 0), reviewed.PLANNED, Tone.GREEN),
        (tr("补充或更新"), rows.get("updated", 0), reviewed.PLANNED, Tone.BLUE),
        (tr("无变化"), rows.get("unchanged", 0), reviewed.PLANNED, ""),
    ]
    weeks = entries.get("created", 0) + entries.get("updated", 0)
    if "funding" in kinds:
        given = counts.get("allocations", none).get("created", 0)
        papers = counts.get("fund_documents", none).get("created", 0)
        found.append((tr("新增分配"), given, reviewed.PLANNED, ""))
        found.append((tr("新增资金文件"), papers, reviewed.PLANNED, ""))
    if weeks or not (own or "funding" in kinds):
        found.append((tr("周填报"), weeks, reviewed.PLANNED, ""))
    new = counts.get("schools", none).get("created", 0)
    if entity != "schools":
        found.append((tr("新增学校"), new, reviewed.PLANNED, ""))
    return [
        *found,
        (tr("与现有不同"), different, reviewed.DIFFERENT, Tone.AMBER),
        (tr("近似学校"), schools, reviewed.SCHOOLS, Tone.AMBER),
        refused,
    ]


def _of_money(made: Review, kinds: set[str]) -> list[Count]:
    """New lines, known ones, what the new ones add up to, and their days."""
    told = {_MONEY[kind] for kind in kinds}
    sums = [made.plan.counts[name] for name in told if name in made.plan.counts]
    word = tr("新增明细") if kinds == {"statement"} else tr("新增变动")
    fresh = {(o.sheet, o.row) for o in made.plan.outcomes if o.what == "new"}
    rows = [
        row
        for table in made.book.tables
        for row in table.accepted
        if (table.sheet, row.number) in fresh
    ]
    whole = Money(sum(_amount(row).raw for row in rows))
    found: list[Count] = [
        (word, sum(each["created"] for each in sums), reviewed.PLANNED, Tone.GREEN),
        (tr("已登记"), sum(each["unchanged"] for each in sums), reviewed.PLANNED, ""),
        (tr("金额（元）"), amount(whole) if rows else "", reviewed.PLANNED, ""),
    ]
    days = [day for row in rows for key in _DAYS if (day := _day(row.values.get(key)))]
    if days:
        first, last = min(days), max(days)
        span = first if first == last else f"{first}—{last}"
        found.append((tr("期间"), span, reviewed.PLANNED, ""))
    return found


def _amount(row: Row) -> Money:
    value = row.values.get("amount")
    return value if isinstance(value, Money) else Money(0)


def _day(value: Any) -> str:
    return value.text if isinstance(value, LooseDate) else ""


_FIGURES: tuple[tuple[str, str, str], ...] = (
    (tr("新增项目"), "projects", "created"),
    (tr("更新项目"), "projects", "updated"),
    (tr("新增学校"), "schools", "created"),
    (tr("更新学校"), "schools", "updated"),
    (tr("新增单体建筑"), "buildings", "created"),
    (tr("更新单体建筑"), "buildings", "updated"),
    (tr("期初面积"), "area_openings", "created"),
    *((word, entity, "created") for entity, word in _OWN.values() if entity != "buildings"),
    (tr("新增采购计划"), "equipment_plans", "created"),
    (tr("新增分校清单"), "batch_lines", "created"),
    (tr("新增到货"), "deliveries", "created"),
    (tr("新增验收单"), "acceptances", "created"),
    (tr("新增周填报"), "week_entries", "created"),
    (tr("更新周填报"), "week_entries", "updated"),
    (tr("新增专项"), "programmes", "created"),
    (tr("规划数"), "plan_lines", "created"),
    (tr("新增资金文件"), "fund_documents", "created"),
    (tr("新增分配"), "allocations", "created"),
    (tr("新增资金变动"), "fund_moves", "created"),
    (tr("新增支付明细"), "statement_lines", "created"),
)


def figures(done: Review) -> list[tuple[str, int]]:
    """What was done, without what is 0."""
    changed = done.plan.changed
    count: Callable[[str, str], int] = lambda entity, what: changed.get(entity, {}).get(what, 0)  # noqa: E731 - one expression, named
    told = [(word, count(entity, what)) for word, entity, what in _FIGURES]
    told.append((tr("退回行"), len(done.refused)))
    return [(word, number) for word, number in told if number]
