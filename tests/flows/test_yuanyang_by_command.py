"""元阳县 2016: from three workbooks and the command line to the rates the county printed.

71 works of 全面改薄 (59 924 ㎡) and 110 pooled ones (74 361 ㎡), a plan inside the ranges that the
printed rates allow, and equipment bought for 1 190.3 万元: 开工 75 %, 竣工 72 %, 采购 107 %.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from facilitydesk.app import main
from facilitydesk.domain.rounding import Style, digits

AS_OF = "2016-12-30"
WHOLE = Style(places=0)


def split(total: Decimal, parts: int) -> list[Decimal]:
    """A total as that many areas with two places, none of them equal shares of it."""
    shares = [
        (total * (50 + n % 11) / (55 * parts)).quantize(Decimal("0.01")) for n in range(parts)
    ]
    return [*shares[:-1], total - sum(shares[:-1])]


def project_list(path: Path) -> None:
    """The county's list: title, unit line, two groups of works, total last."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["元阳县教育建设项目进度表（截至2016年12月30日）"])
    sheet.append(["单位：㎡、万元"])
    head = (
        "序号 项目学校 项目名称 建设性质 是否统筹 规划面积 开工面积 竣工面积 累计完成投资 形象进度"
    )
    sheet.append(head.split())
    works = [(area, "否") for area in split(Decimal(59924), 71)]
    works += [(area, "是") for area in split(Decimal(74361), 110)]
    # 128 195 ㎡ are completed: the last works, 6 090 ㎡ together, are still being built.
    open_area, left = Decimal(0), Decimal(134285 - 128195)
    rows: list[list[Any]] = []
    for number, (area, pooled) in enumerate(works, 1):
        under_way = number > 170 and open_area < left
        done = area
        if under_way:
            part = min(area, left - open_area)
            open_area += part
            done = area - part
        stage = "主体施工" if under_way else "已完工"
        school = f"第{(number - 1) // 2 + 1}小学"
        rows.append([number, school, f"{number}号楼", "新建", pooled, area, area, done, 100, stage])
    assert open_area == left
    for row in rows:
        sheet.append(row)
    for n in range(3):
        money = [Decimal("400.1"), Decimal("390.1"), Decimal("400.1")][n]
        row = [182 + n, f"第{n + 1}小学", f"设备{n + 1}批", "设备购置", "否"]
        sheet.append([*row, None, None, None, money, "已完工"])
    book.save(path)


def plan(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["元阳县全面改薄规划表"])
    sheet.append(["专项", "规划面积（㎡）", "设备资金（万元）", "项目数"])
    sheet.append(["全面改薄", 178500, 1112.5, 181])
    book.save(path)


@pytest.fixture
def county(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "元阳县.fdk"
    project_list(tmp_path / "项目表.xlsx")
    plan(tmp_path / "规划表.xlsx")
    assert main(["new", str(file), "--region", "元阳县"]) == 0
    for book, more in (("项目表.xlsx", []), ("规划表.xlsx", ["--as-of", "2014-11-20"])):
        words = ["import", str(file), str(tmp_path / book), "--json", *more]
        code = main([*words, "--programme", "全面改薄"])
        assert code == 0, capfd.readouterr().out
    capfd.readouterr()
    return file


def figures(file: Path, capfd: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    words = ["figures", str(file), "--as-of", AS_OF, "--programme", "全面改薄", "--json", *more]
    assert main(words) == 0
    answer = json.loads(capfd.readouterr().out)
    row: dict[str, Any] = answer["rows"][0]
    return row | {"plan_version": answer["plan_version"]}


def whole(rate: dict[str, Any]) -> str:
    """The percent as the county printed it: no places, 四舍五入, from the exact figures."""
    quotient = Fraction(rate["numerator"]) / Fraction(rate["denominator"])
    return digits(quotient * 100, WHOLE)


def test_the_printed_rates_come_out(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    row = figures(county, capfd)
    assert (row["projects"], row["started"]) == (181, 181)
    assert row["started_area_m2"] == "134285.00"
    assert row["completed_area_m2"] == "128195.00"
    assert row["planned_area_m2"] == "178500.00"
    assert row["procured_equipment_yuan"] == "11903000.00"
    assert row["planned_equipment_yuan"] == "11125000.00"
    assert whole(row["start_rate"]) == "75"
    assert whole(row["completion_rate"]) == "72"
    assert whole(row["procurement_rate"]) == "107"
    assert row["plan_version"] is not None
    assert row["start_rate"]["basis"] == "area"


def test_pooled_projects_can_be_left_out(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    row = figures(county, capfd, "--scope", "without-pooled")
    assert row["projects"] == 71
    assert row["started_area_m2"] == "59924.00"


def test_taking_in_the_same_list_again_adds_nothing(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = figures(county, capfd)
    book = county.with_name("项目表.xlsx")
    words = ["import", str(county), str(book), "--programme", "全面改薄", "--json"]
    assert main(words) == 0
    changed = json.loads(capfd.readouterr().out)["changed"]
    assert all(not counts.get("created") for counts in changed.values() if isinstance(counts, dict))
    assert figures(county, capfd) == before


def test_the_bulletin_prints_the_countys_own_words(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from facilitydesk.reports.paper.preview import Preview

    out = county.with_name("通报.pdf")
    words = ["report", str(county), "bulletin", "--as-of", AS_OF, "--programme", "全面改薄"]
    assert main([*words, "--out", str(out)]) == 0
    capfd.readouterr()
    paper = Preview(out.read_bytes())
    text = "".join(paper.text(page) for page in range(len(paper))).replace("\r\n", "")
    assert "共有181个项目" in text
    assert "134,285.00平方米" in text
    assert "107.0" in text or "106.99%" in text


def test_128195_completed_and_50446_21_more_agree_in_print(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """All completed works entered at once: what had been demolished was rebuilt, the rest is gain."""
    from facilitydesk.domain.quantities import Area
    from facilitydesk.reports.paper.preview import Preview
    from facilitydesk.services.areas import completed, movements, openings, unentered
    from facilitydesk.services.datafile import files
    from facilitydesk.services.edits import Edit

    before, growth = Decimal("458777.00"), Decimal("50446.21")
    as_of = date.fromisoformat(AS_OF)
    with closing(files.open_desk(county, officer="王敏")) as desk:
        schools = [row.id for row in openings.rows(desk)]
        shares = split(before, len(schools))
        cells = [Edit(s, "area", Area.of(a)) for s, a in zip(schools, shares, strict=True)]
        cells += [Edit(s, "day", date(2013, 12, 31)) for s in schools]
        assert openings.enter(desk, cells).rejected == ()
        waiting = unentered.rows(desk, as_of)
        done: dict[int, int] = {}
        for row in waiting:
            done[row.school_id] = done.get(row.school_id, 0) + row.open.raw
        left = Area.of(Decimal(128195) - growth).raw
        gone = []
        for school, area in done.items():
            part = min(left, area)
            left -= part
            facts = {"school": school, "kind": "拆除", "day": date(2015, 5, 1)}
            gone += [{**facts, "area": Area(part), "document": "拆1号"}] if part else []
        movements.enter(desk, (), gone)
        completed.enter_proposed(desk, [row.id for row in waiting], as_of=as_of)
        assert unentered.rows(desk, as_of) == ()
    out = county.with_name("变动表.pdf")
    assert main(["report", str(county), "areas", "--as-of", AS_OF, "--out", str(out)]) == 0
    capfd.readouterr()
    with Preview(out.read_bytes()) as paper:
        text = "".join(paper.text(0).split())
    assert "期初校舍面积458,777.00平方米，期末509,223.21平方米，增加50,446.21平方米。" in text
    assert "期内竣工128,195.00平方米，其中净增50,446.21平方米；" in text
    assert "其余77,748.79平方米未增加校舍面积：拆除重建77,748.79平方米。" in text
