"""`report` for money: one application by its number, the schools' money of any span."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from facilitydesk.app import main
from facilitydesk.services.datafile import files
from facilitydesk.services.money import applications, settling
from facilitydesk.services.money.settlements import school_names
from facilitydesk.services.money.settling import Typed
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, yuan
from tests.store_fixtures import clock


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Two applications of February; money for one school in January, February and April."""
    path = tmp_path / "临溪县.fdk"
    desk = files.create(path, home="临溪县", officer="王敏", clock=clock)
    project, document = add_project(desk, "教学楼"), paper(desk)
    for month, amount in ((1, 10_000), (2, 20_000), (4, 40_000)):
        day = date(2025, month, 20)
        allot(desk, document, project, amount, day=day)
        arrive(desk, document, amount, day=day, project_id=project)
    for number, amount in (("拨1", 20_000), ("拨2", 5_000)):
        added(applications.enter, desk,
            {
                "project_id": project, "document_id": document, "number": number,
                "day": date(2025, 2, 20), "amount": yuan(amount), "kind": "进度", "payee": "甲公司",
            },
        )  # fmt: skip
    (school,) = school_names(desk)
    spring = (date(2025, 1, 1), date(2025, 3, 31))
    typed = {"due": yuan(33_000), "reason": "缓拨"}
    settling.enter(desk, [Typed(school, *spring, *cell) for cell in typed.items()])
    desk.close()
    return path


def cells(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return [f"{each:.0f}" if isinstance(each, float | Decimal) else str(each) for each in found]


def test_one_application_by_its_number(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "申请.xlsx"
    asked = ["report", str(county), "application", "--application", "拨2", "--out", str(out)]
    assert main(asked) == 0
    found = cells(out)
    assert "（拨2，共1笔）" in found
    assert "5000" in found
    assert "20000" not in found


def test_an_unknown_number_is_refused(
    county: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "申请.pdf"
    asked = ["report", str(county), "application", "--application", "拨9", "--out", str(out)]
    assert main(asked) == 1
    assert "没有编号为“拨9”的拨付申请" in capfd.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("more", "title", "due", "received"),
    [
        (["--as-of", "2025-02-10", "--span", "month"], "（2025年2月）", "20000", "20000"),
        (["--as-of", "2025-02-28", "--span", "quarter"], "（2025年第1季度）", "33000", "30000"),
        (["--as-of", "2025-05-05", "--span", "year"], "（2025年）", "73000", "70000"),
        (
            ["--as-of", "2025-05-05", "--since", "2025-02-01"],
            "（2025年2月1日至5月5日）", "60000", "60000",
        ),
        (["--as-of", "2025-01-31"], "（2025年1月）", "10000", "10000"),
    ],
)  # fmt: skip
def test_the_schools_money_of_any_span(
    county: Path, tmp_path: Path, more: list[str], title: str, due: str, received: str
) -> None:
    out = tmp_path / "核对.xlsx"
    assert main(["report", str(county), "school_money", "--out", str(out), *more]) == 0
    found = cells(out)
    assert title in found
    row = found[found.index("城关镇中心小学") :]
    assert row[1:3] == [due, received]


def test_a_span_that_ends_before_it_begins_is_refused(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对.xlsx"
    days = ["--as-of", "2025-01-31", "--since", "2025-02-01"]
    assert main(["report", str(county), "school_money", "--out", str(out), *days]) == 1


def test_each_school_gets_a_file_of_its_own(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对单.pdf"
    days = ["--as-of", "2025-03-31", "--span", "quarter"]
    assert main(["report", str(county), "school_settlement", "--out", str(out), *days]) == 0
    assert [path.name for path in tmp_path.glob("核对单*.pdf")] == ["核对单_城关镇中心小学.pdf"]
