"""The command line as a script uses it: exit codes, JSON alone on stdout, files left alone."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.app import main
from facilitydesk.domain.quantities import Area, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import week
from facilitydesk.services.datafile import files
from tests.store_fixtures import add_work, clock

MONDAY = date(2026, 3, 9)


def answer(capfd: pytest.CaptureFixture[str]) -> Any:
    """The one JSON document on stdout."""
    out, err = capfd.readouterr()
    assert err == ""
    return json.loads(out)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """临溪县 with two works: 1,000 ㎡ under way with 1,200 ㎡ started, 500 ㎡ not started."""
    path = tmp_path / "临溪 县.fdk"
    desk = files.create(path, home="临溪县", officer="王敏", clock=clock)
    first = add_work(desk)
    add_work(desk, school="东岭小学", township="东岭乡", project="厕所", planned_area=500_00)
    cells = [
        week.Cell(first, "stage", Stage.STRUCTURE),
        week.Cell(first, "progress", Percent.of(45)),
        week.Cell(first, "started_area", Area.of("1200.00")),
    ]
    week.enter(desk, MONDAY, cells)
    desk.close()
    return path


def test_new_makes_a_file_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "新县.fdk"
    assert main(["new", str(path), "--json", "--region", "新县"]) == 0
    assert answer(capfd) == {"file": str(path)}
    before = path.read_bytes()
    assert main(["new", str(path), "--json"]) == 3
    assert answer(capfd)["error"]["code"] == "file.exists"
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["新县.fdk"]


def test_figures_carry_their_basis(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", str(county), "--as-of", "2026-03-11", "--json"]) == 0
    (row,) = answer(capfd)["rows"]
    assert (row["projects"], row["started"], row["completed"]) == (2, 1, 0)
    assert row["planned_area_m2"] == "1500.00"
    assert row["start_rate"]["percent"] == "80.00"
    assert row["start_rate"]["numerator"] == "1200.00"
    assert row["start_rate"]["denominator"] == "1500.00"
    assert row["receipt_rate"]["percent"] is None


def test_figures_before_the_first_entry_are_zero(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(county), "--as-of", "2026-03-08", "--json"]) == 0
    assert answer(capfd)["rows"][0]["started"] == 0


def test_figures_by_township_keep_the_order_of_the_county(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["figures", str(county), "--as-of", "2026-03-11", "--by", "township", "--json"]
    assert main([*words, "--basis", "count"]) == 0
    rows = answer(capfd)["rows"]
    assert [(r["group"], r["start_rate"]["percent"]) for r in rows] == [
        ("城关镇", "100.00"),
        ("东岭乡", "0.00"),
    ]


def test_an_unknown_programme_is_refused_with_the_known_ones(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(county), "--programme", "校安工程", "--json"]) == 1
    assert "全面改薄" in answer(capfd)["error"]["message"]


def test_figures_for_people_explain_each_rate(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(county), "--as-of", "2026-03-11"]) == 0
    assert "开工率 80.00% = 1,200.00 / 1,500.00 ㎡，按面积" in capfd.readouterr().out


def test_verify_names_a_row_changed_behind_the_programs_back(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(county), "--json"]) == 0
    assert answer(capfd)["ok"] is True
    with sqlite3.connect(county) as raw:
        raw.execute("UPDATE change SET after = '4600' WHERE field = 'progress' OR seq = 2")
    raw.close()
    assert main(["verify", str(county), "--json"]) == 1
    assert "第2条" in answer(capfd)["faults"][0]


def test_what_is_no_data_file_is_left_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, content in [("空.fdk", b""), ("表.fdk", b"PK\x03\x04 workbook")]:
        path = tmp_path / name
        path.write_bytes(content)
        assert main(["figures", str(path), "--json"]) == 3
        assert answer(capfd)["error"]["code"] in {"file.damaged", "file.not_ours"}
        assert path.read_bytes() == content
    assert main(["verify", str(tmp_path / "没有.fdk")]) == 3
    assert "找不到文件" in capfd.readouterr().err


def test_wrong_usage_is_exit_2(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["figures"]) == 2
    assert main(["--window"]) == 2
    capfd.readouterr()


def test_a_file_held_by_another_is_only_read(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    holder = files.open_desk(county, officer="李芳", clock=clock)
    try:
        assert main(["figures", str(county), "--json"]) == 0
        answer(capfd)
        book = county.with_name("x.csv")
        book.write_text("学校名称,项目名称\n甲校,乙项目\n", encoding="utf-8")
        assert main(["import", str(county), str(book), "--json"]) == 3
        message = answer(capfd)["error"]["message"]
        assert "李芳" in message
    finally:
        holder.close()


def test_the_reports_are_listed_below_their_subjects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = lines.index("资金")
    assert lines[head - 1] == ""
    assert lines[head + 1].split() == ["reconciliation", "对账单"]
    assert main(["report", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["reports"]
    assert {"name": "danger", "title": "危房台账", "group": "校舍"} in rows
    assert len(rows) == len({row["name"] for row in rows}) > 30
