"""Published money put into the ledger: parts, totals and rates come out exactly as printed.

The tables print sums by level and sums by part. A list of arranged money is made of them that has
both as its sums (`spread`), taken in with `import --kind funding` or entered through services, and
looked at in the matrix, in the execution report (pages and cells) and in `figures --json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from facilitydesk.app import main
from facilitydesk.domain.printed import Outcome
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.rounding import Mode, Style
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.reports.producing import produce
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import ledger_years, settlements, settling
from facilitydesk.services.money.ledger import RowBy, SourceBy, View, matrix
from facilitydesk.services.money.settling import Typed
from tests.cases.published import CASES, Case
from tests.cases.test_cases import verdict_on
from tests.interchange.books import write
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan
from tests.store_fixtures import clock

DAY = date(2026, 3, 11)
LEVELS = ("中央", "省级", "市州", "县级")
HEAD = [
    "项目学校",
    "项目名称",
    *(f"{level}资金（万元）" for level in ("中央", "省级", "市级", "县级")),
]


def case(name: str) -> Case:
    return next(each for each in CASES if each.id == name)


def printed(name: str, *keys: str) -> list[Decimal]:
    cells = case(name).data["cells"]
    return [Decimal(cells[key]["value"]) for key in keys]


def fault_of(name: str, check: str) -> str:
    """What the check of printed figures says about a fault."""
    given = next(each for each in case(name).checks if each["id"] == check)
    verdict = verdict_on(case(name), given)
    assert verdict.outcome is Outcome.FAULT
    assert verdict.problem is not None
    return verdict.problem.message


def spread(rows: list[Decimal], columns: list[Decimal]) -> list[list[Decimal]]:
    """A table with these sums of rows and columns (which agree): each part from the first on."""
    assert sum(rows) == sum(columns)
    down = list(accumulate(rows, initial=Decimal(0)))
    across = list(accumulate(columns, initial=Decimal(0)))
    return [
        [max(Decimal(0), min(down[r + 1], across[c + 1]) - max(down[r], across[c]))
         for c in range(len(columns))]
        for r in range(len(rows))
    ]  # fmt: skip


class Told:
    """A file asked from the command line."""

    def __init__(self, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.path, self.capfd = path, capfd
        files.create(path, home="某县", home_code="510999", officer="王敏", clock=clock).close()

    def json(self, command: str, *more: object, status: int = 0) -> Any:
        assert main([command, str(self.path), *map(str, more), "--json"]) == status
        return json.loads(self.capfd.readouterr()[0])

    def desk(self) -> Desk:
        return files.open_desk(self.path, officer="王敏", clock=clock)

    def execution(self, folder: Path) -> tuple[str, dict[str, list[Any]]]:
        """The words of the pages, and the cells of the workbook's rows by their first cell."""
        out = {ending: folder / f"执行{ending}" for ending in (".pdf", ".xlsx")}
        for path in out.values():
            self.json("report", "execution", "--as-of", DAY.isoformat(), "--out", path)
        with Preview(out[".pdf"].read_bytes()) as preview:
            words = "".join(preview.text(n) for n in range(len(preview)))
        page = load_workbook(out[".xlsx"], data_only=True).active
        assert page is not None
        rows = {str(row[0].value): [c.value for c in row] for row in page.iter_rows()}
        return words.translate({ord(mark): None for mark in "\r\n \ufffe"}), rows

    def by_source(self) -> dict[str, dict[str, Any]]:
        found = self.json("figures", "--as-of", DAY.isoformat(), "--by", "source")
        return {row["group"]: row for row in found["rows"]}

    def total(self) -> dict[str, Any]:
        (row,) = self.json("figures", "--as-of", DAY.isoformat(), "--basis", "money")["rows"]
        return dict(row)


@pytest.fixture
def told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Told:
    return Told(tmp_path / "某县.fdk", capfd)


def wan(value: Decimal | int) -> Money:
    return Money.of(Decimal(value) * 10_000)


def money(value: Decimal) -> str:
    """As the papers print 万元 in 元."""
    return f"{value * 10_000:,.2f}"


def numbers(path: Path) -> set[Decimal]:
    """All numbers in a workbook's cells."""
    page = load_workbook(path, data_only=True).active
    assert page is not None
    values = [cell.value for row in page.iter_rows() for cell in row]
    return {Decimal(str(v)) for v in values if isinstance(v, int | float)}


def arranged(
    told: Told, folder: Path, parts: Mapping[str, Decimal], levels: Mapping[str, Decimal]
) -> dict[str, Any]:
    """Takes in a list with these sums and its printed total row; the answer of the import."""
    rows = [
        [f"{name}学校", f"{name}项目", *map(float, shares)]
        for name, shares in zip(
            parts, spread(list(parts.values()), list(levels.values())), strict=True
        )
    ]
    total = ["合计", None, *map(float, levels.values())]
    book = write(folder / "资金安排表.xlsx", [["2026年资金安排表"], HEAD, *rows, total])
    return dict(told.json("import", book, "--kind", "funding", "--as-of", "2026-03-01"))


def seen(
    told: Told, folder: Path, parts: Mapping[str, Decimal], levels: Mapping[str, Decimal]
) -> None:
    """Parts, levels and total as printed: in the matrix, on paper, in the workbook, as JSON."""
    whole = sum(parts.values(), Decimal(0))
    with closing(told.desk()) as desk:
        table = matrix(desk, View(DAY, RowBy.SCHOOL, SourceBy.LEVEL))
        of_rows = {table.rows[key]: Money(f.allocated) for key, f in table.row_totals.items()}
        assert of_rows == {f"{name}学校": wan(value) for name, value in parts.items()}
        of_levels = {str(key): Money(f.allocated) for key, f in table.source_totals.items()}
        assert of_levels == {level: wan(value) for level, value in levels.items()}
        assert Money(table.total.allocated) == Money(table.total.issued) == wan(whole)
    found = told.by_source()
    assert {level: row["planned_funds_yuan"] for level, row in found.items()} == {
        level: f"{value * 10_000:.2f}" for level, value in levels.items()
    }
    assert told.total()["planned_funds_yuan"] == f"{whole * 10_000:.2f}"
    words, rows = told.execution(folder)
    for level, value in levels.items():
        assert money(value) in words
        assert Decimal(str(rows[level][4])) == value * 10_000
    assert money(whole) in words
    assert Decimal(str(rows["合计"][4])) == whole * 10_000


# --- a county's five-year plan


PLAN = {
    "校舍一": "works_a", "校舍二": "works_b", "校舍三": "works_c", "运动场": "works_s",
    "教学设施": "eq_teach", "生活设施": "eq_life", "课桌椅": "eq_desk", "图书": "eq_book",
}  # fmt: skip


def test_t09_a_five_year_plan_adds_up_by_level_and_by_part(told: Told, tmp_path: Path) -> None:
    parts = dict(zip(PLAN, printed("T09", *PLAN.values()), strict=True))
    levels = dict(zip(LEVELS, printed("T09", "central", "province", "city", "county"), strict=True))
    total, works, equipment = printed("T09", "total", "works", "equip")
    answer = arranged(told, tmp_path, parts, levels)
    assert all(each["foots"] for table in answer["tables"] for each in table["totals"])
    seen(told, tmp_path, parts, levels)
    assert sum(parts.values()) == total
    with closing(told.desk()) as desk:
        table = matrix(desk, View(DAY, RowBy.SCHOOL))
        held = {table.rows[key]: flow.allocated for key, flow in table.row_totals.items()}
    built = [held[f"{name}学校"] for name in list(PLAN)[:4]]
    assert Money(sum(built)) == wan(works)
    assert Money(sum(held.values()) - sum(built)) == wan(equipment)
    assert "36,000㎡" in fault_of("T09", "T09-c6")
    assert "32,000㎡" in fault_of("T09", "T09-c6")


# --- a city's self-check


def haikou(desk: Desk) -> None:
    """Two documents of the merged plan figure, the city's own; what was spent by year and level."""
    works, equipment, upper, city = printed("T10", "works", "equip", "cp", "city")
    central, province, own = printed("T10", "y14c", "y14p", "y14m")
    projects = [add_project(desk, "土建类", "土建学校"), add_project(desk, "设备类", "设备学校")]
    start = date(2014, 3, 1)
    issued = {"中央": central, "省级": upper - central, "市州": city}
    papers = {
        level: paper(
            desk, f"琼财教〔2014〕{n}号", level=level, amount=wan(value), year=2014, day=start,
            fund_name="中央及省级专项" if n < 3 else "市配套",
        )
        for n, (level, value) in enumerate(issued.items(), start=1)
    }  # fmt: skip
    for project, row in zip(
        projects, spread([works, equipment], list(issued.values())), strict=True
    ):
        for level, share in zip(issued, row, strict=True):
            if share:
                allot(desk, papers[level], project, share * 10_000, day=start)
    for level, value in issued.items():
        arrive(desk, papers[level], value * 10_000, day=start)
    left = {
        (level, n): share
        for n, row in enumerate(spread([works, equipment], list(issued.values())))
        for level, share in zip(issued, row, strict=True)
    }
    later = dict(zip((2015, 2016, 2017), printed("T10", "y15p", "y16p", "y17p"), strict=True))
    spent = [
        (2014, "中央", central), (2014, "省级", province), (2014, "市州", own),
        *((year, "省级", value) for year, value in later.items()),
    ]  # fmt: skip
    for year, level, value in spent:
        open_ = value
        for n, project in enumerate(projects):
            part = min(open_, left[level, n])
            if part:
                pay(desk, papers[level], project, part * 10_000, day=date(year, 10, 27))
                left[level, n] -= part
                open_ -= part
        assert not open_


def test_t10_haikou_rates_are_cut_off_as_printed(told: Told, tmp_path: Path) -> None:
    with closing(told.desk()) as desk:
        haikou(desk)
        years = ledger_years.by_year(desk, View(DAY, RowBy.PROJECT))
        spent = {
            year: Money(sum(years.cell(row, year).paid for row in years.rows))
            for year in years.years
        }
        table = matrix(desk, View(DAY, RowBy.PROJECT, SourceBy.LEVEL))
    plan, invested, upper, city = printed("T10", "plan", "invested", "cp", "city")
    first = sum(printed("T10", "y14c", "y14p", "y14m"))
    later = printed("T10", "y15p", "y16p", "y17p")
    assert spent == {
        2014: wan(first), 2015: wan(later[0]), 2016: wan(later[1]), 2017: wan(later[2]),
    }  # fmt: skip
    by_level = {str(key): flow for key, flow in table.source_totals.items()}
    assert Money(by_level["中央"].issued + by_level["省级"].issued) == wan(upper)
    assert Money(by_level["市州"].issued) == wan(city)
    assert [Money(f.allocated) for key, f in table.row_totals.items() if key is not None] == [
        wan(value) for value in printed("T10", "works", "equip")
    ]
    assert (Money(table.total.issued), Money(table.total.paid)) == (wan(plan), wan(invested))

    row = told.total()
    assert (row["planned_funds_yuan"], row["paid_yuan"]) == ("376975000.00", "326783700.00")
    paid = row["payment_rate"]
    assert (paid["percent"], paid["numerator"], paid["denominator"]) == (
        "86.69", "326783700.00", "376975000.00",
    )  # fmt: skip
    words, rows = told.execution(tmp_path)
    assert money(plan) in words
    assert money(invested) in words
    assert Decimal(str(rows["合计"][4])) == plan * 10_000
    assert Decimal(str(rows["合计"][7])) == invested * 10_000
    cut = Style(mode=Mode.TRUNCATE)
    rate = Rate(wan(invested), wan(plan), Basis.MONEY)
    assert (rate.text(), rate.text(cut)) == ("86.69%", "86.68%")
    assert Rate(wan(city), wan(plan), Basis.MONEY).text() == "29.04%"


# --- one document for three kindergartens, with a printed total that does not foot


def test_t15_suixian_money_foots_and_the_area_does_not(told: Told, tmp_path: Path) -> None:
    given = case("T15").tables["projects"]["rows_printed"]
    fund, area = (str(value) for value in printed("T15", "fund", "area"))
    rows = [[name, work, float(value), float(size)] for name, work, value, size in given]
    book = write(
        tmp_path / "随县.xlsx",
        [
            ["2023年支持学前教育发展补助资金安排表（鄂教财发〔2023〕49号）"],
            ["项目学校", "项目名称", "中央资金（万元）", "建筑面积（㎡）"],
            *rows,
            ["合计", None, float(fund), float(area)],
        ],
    )
    answer = told.json("import", book, "--kind", "funding", "--as-of", "2023-08-01")
    totals = {each["field"]: each for table in answer["tables"] for each in table["totals"]}
    assert totals["fund_central_yuan"]["foots"]
    bad = totals["planned_area_m2"]
    assert (bad["foots"], bad["declared"], bad["computed"]) == (False, "6674.00", "6404.00")
    said = [each["message"] for table in answer["tables"] for each in table["problems"]]
    assert any("6,674" in text and "6,404" in text for text in said) or any(
        "6674" in text and "6404" in text for text in said
    )
    with closing(told.desk()) as desk:
        table = matrix(desk, View(DAY, RowBy.SCHOOL))
        held = {table.rows[key]: Money(f.allocated) for key, f in table.row_totals.items()}
        (source,) = table.sources.values()
    assert held == {name: wan(int(value)) for name, _, value, _ in given}
    assert "鄂教财发〔2023〕49号" in source.name
    assert told.total()["planned_funds_yuan"] == "1910000.00"
    assert told.total()["planned_area_m2"] == "6404.00"
    words, cells = told.execution(tmp_path)
    assert "1,910,000.00" in words
    assert Decimal(str(cells["合计"][4])) == 1_910_000
    assert "6,674㎡，按1,254+3,250+1,900应为6,404㎡" in fault_of("T15", "T15-c2")


# --- four levels that add up and a count that does not


def test_t16_jianchuan_has_one_canteen_more_than_printed(told: Told, tmp_path: Path) -> None:
    total, *by_level = printed("T16", "total", "central", "province", "pref", "county")
    levels = dict(zip(LEVELS, by_level, strict=True))
    kinds = zip(("寄宿制食堂", "改建食堂", "伙房"), printed("T16", "n1", "n2", "n3"), strict=True)
    names = [f"{kind}{n + 1}" for kind, count in kinds for n in range(int(count))]
    each = total // len(names)
    parts = dict.fromkeys(names, each) | {names[-1]: total - each * (len(names) - 1)}
    arranged(told, tmp_path, parts, levels)
    seen(told, tmp_path, parts, levels)
    row = told.total()
    assert row["planned_funds_yuan"] == "9340000.00"
    assert (int(row["projects"]), int(printed("T16", "n")[0])) == (23, 22)
    assert "印为22个，按5+1+17应为23个" in fault_of("T16", "T16-c2")


# --- a finance bureau's check of one school


def test_t26_heshan_due_received_paid_and_what_lacks(told: Told, tmp_path: Path) -> None:
    got22, got23, paid23, due, gap = printed("T26", "got22", "got23", "paid23", "due23", "gap")
    with closing(told.desk()) as desk:
        project = add_project(desk, "特殊教育公用经费", "鹤山市特殊教育学校")
        day = date(2022, 1, 10)
        source = paper(
            desk, "鹤财教〔2022〕1号", amount=yuan(2_300_000), year=2022, day=day, level="县级"
        )
        allot(desk, source, project, 2_300_000, day=day)
        arrive(desk, source, got22, project_id=project, day=date(2022, 6, 1))
        pay(desk, source, project, got22, day=date(2022, 9, 1))
        arrive(desk, source, got23, project_id=project, day=date(2023, 3, 1))
        pay(desk, source, project, paid23, day=date(2023, 5, 1))
        years = ledger_years.by_year(desk, View(date(2023, 6, 30)))
        (row,) = [key for key in years.rows if key is not None and key == project]
        assert {
            year: (Money(years.cell(row, year).received), Money(years.cell(row, year).paid))
            for year in (2022, 2023)
        } == {2022: (Money.of(got22),) * 2, 2023: (Money.of(got23), Money.of(paid23))}
        spring = (date(2023, 1, 1), date(2023, 6, 30))
        (school_id,) = settlements.school_names(desk)
        assert [each.received for each in settlements.settlements(desk, *spring)] == [
            Money.of(got23)
        ]
        typed = {
            "due": Money.of(due),
            "basis": "（94人×11500元+27人×19500元）÷2",
            "reason": "临聘教师工资和社保不再由该项资金支付",
        }
        settling.enter(desk, [Typed(school_id, *spring, *cell) for cell in typed.items()])
        (told_of,) = settlements.settlements(desk, *spring)
        assert told_of.difference == Money.of(gap)
        for name in ("execution", "school_money"):
            for ending in (".xlsx", ".pdf"):
                produce(desk, name, as_of=spring[1], out=tmp_path / f"{name}{ending}")
    cells = numbers(tmp_path / "school_money.xlsx")
    assert {due, got23, gap} <= cells
    assert got22 + got23 in numbers(tmp_path / "execution.xlsx")
    with Preview((tmp_path / "execution.pdf").read_bytes()) as preview:
        assert f"{got22 + got23:,.2f}" in preview.text(0)
    with Preview((tmp_path / "school_money.pdf").read_bytes()) as preview:
        words = preview.text(0)
    assert all(f"{value:,.2f}" in words for value in (due, got23, gap))
    row_told = told.json("figures", "--as-of", "2023-06-30")["rows"][0]
    assert row_told["received_yuan"] == row_told["paid_yuan"] == f"{got22 + got23:.2f}"
    assert due - got23 == gap == Decimal("448168.05")
