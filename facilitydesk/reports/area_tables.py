"""What the papers of floor areas share: the columns that explain a balance, and its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.reports.paper.page import (
    Column,
    Figure,
    Head,
    Paragraph,
    Row,
    RowKind,
    Run,
    Value,
)
from facilitydesk.services.areas.balance import BalanceRow


def square(head: str, code: str = "", *, sums: bool = True) -> Column:
    """A column of exact areas."""
    return Column(head, Kind.AREA, "平方米", code=code, sums=sums)


def heads(first: str) -> tuple[Head | Column, ...]:
    """期初, what was completed and what became of it, what moved, 期末; with the formulas."""
    return (
        Column(first, code="甲", width=30),
        square("期初面积", "1"),
        square("竣工面积", "2=3+…+7"),
        Head(
            "竣工面积其中",
            (
                square("净增", "3"),
                square("拆除重建", "4"),
                square("维修加固", "5"),
                square("非校舍", "6"),
                square("未入账", "7"),
            ),
        ),
        Head(
            "校舍面积变动",
            (
                square("新建竣工", "8"),
                square("购置/接收", "9"),
                square("拆除", "10"),
                square("报废/移交", "11"),
                square("测量更正", "12"),
            ),
        ),
        square("期末面积", "13=1+8+…+12"),
        square("增减", "14=13-1"),
    )


def cells(name: str, told: Balance, *, begun: bool = True) -> tuple[Value, ...]:
    """The cells of one line; a school without an opening has no balance."""
    moved = (told.built, told.acquired, told.demolished, told.disposed, told.measured)
    work = (told.completed, told.net_area, told.rebuilt_area, told.repaired_area)
    areas: list[int | None] = [told.opening, *work, told.other_area, told.open, *moved]
    areas += [told.closing, told.growth]
    if not begun:
        balance = (0, 7, 8, 9, 10, 11, 12, 13)
        areas = [None if place in balance else area for place, area in enumerate(areas)]
    return (name, *(None if area is None else Area(area) for area in areas))


def row(name: str, told: Balance, kind: RowKind = RowKind.DATA, *, begun: bool = True) -> Row:
    """One line of the table."""
    return Row(cells(name, told, begun=begun), kind)


def in_townships(rows: Iterable[BalanceRow]) -> dict[str, list[BalanceRow]]:
    """The lines by township, in their order."""
    groups: dict[str, list[BalanceRow]] = {}
    for each in rows:
        groups.setdefault(each.township or "乡镇待补", []).append(each)
    return groups


def explained(told: Balance) -> Paragraph:
    """The sentence that lets both headline numbers stand: 竣工 beside 净增, the rest by name."""

    def figure(name: str, area: int, basis: str) -> Figure:
        return Figure(name, f"{amount(Area(area))}平方米", basis, Area(area))

    runs: list[Run] = ["期初校舍面积", figure("期初", told.opening, "各校期初面积之和")]
    runs += ["，期末", figure("期末", told.closing, "期初加各项变动"), "，"]
    word = "增加" if told.growth >= 0 else "减少"
    runs += [word, figure("增减", abs(told.growth), "期末减期初"), "。"]
    if told.completed:
        rest = told.completed - told.net_area
        runs += ["期内竣工", figure("竣工", told.completed, "单项工程竣工面积"), "，其中净增"]
        runs += [figure("净增", told.net_area, "竣工入账"), "；"]
        runs += ["其余", figure("其余", rest, "竣工减净增"), "未增加校舍面积："]
        parts = (
            ("拆除重建", told.rebuilt_area),
            ("维修加固", told.repaired_area),
            ("非校舍", told.other_area),
            ("尚未入账", told.open),
        )
        named = [f"{word}{amount(Area(area))}平方米" for word, area in parts if area]
        runs.append(("、".join(named) or "无") + "。")
    if told.elsewhere:
        runs.append(f"另有与竣工项目无关的增减{amount(Area(told.elsewhere))}平方米：")
        runs.append(_elsewhere(told))
    return Paragraph(tuple(runs))


def _elsewhere(told: Balance) -> str:
    """Where the growth beyond 净增 comes from; the parts add up to it."""
    parts = (
        ("新建竣工（未关联项目）", told.built - told.net_area - told.rebuilt_area),
        ("购置、接收", told.acquired),
        ("拆除后未重建", told.demolished + told.rebuilt_area),
        ("报废、移交", told.disposed),
        ("测量更正", told.measured),
    )
    return "、".join(f"{word}{amount(Area(area))}平方米" for word, area in parts if area) + "。"
