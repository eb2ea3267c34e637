"""Eight typical workbooks, read exactly as a careful person reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.interchange.book import json_name
from facilitydesk.interchange.recognise import read_book

FOLDER = Path(__file__).parents[1] / "workbooks"
EXPECTED = sorted(FOLDER.glob("*.json"))
KINDS = {"project_list": "projects", "fund_plan": "funding", "equipment_plan": "equipment"}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_workbook_reads_as_a_careful_person_reads_it(expected: Path) -> None:
    told: dict[str, Any] = json.loads(expected.read_text(encoding="utf-8"))
    book = read_book(FOLDER / told["file"])
    (table,) = book.tables
    answer = json.loads(json.dumps(book.to_json(), ensure_ascii=False))["tables"][0]

    assert answer["kind"] == KINDS[told["kind"]]
    assert answer["sheet"] == told["sheet"]
    assert answer["header_rows"] == told["header_rows"]
    assert (table.title or None) == told["title"]
    assert (table.as_of.isoformat() if table.as_of else None) == told["as_of"]
    assert book.encoding == told["encoding"]
    letters = {json_name(c.key): c.letter for c in table.columns if c.key and c.key != "remark"}
    assert letters == told["columns"]
    for unit in told["units"].values():
        has = {column.unit for column in table.columns} | {"㎡"}
        assert unit in has
    assert answer["rows"] == told["rows"]
    assert answer["read"] == answer["accepted"] == told["row_count"]
    assert answer["refused"] == len(told["refused"])
    assert answer["skipped"] == told["not_data"]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_its_questions_and_totals(expected: Path) -> None:
    told: dict[str, Any] = json.loads(expected.read_text(encoding="utf-8"))
    answer = read_book(FOLDER / told["file"]).to_json()["tables"][0]

    questions = [(p["row"], p["field"], p["code"]) for p in answer["problems"]]
    wanted = [(issue["row"], issue["field"], issue["kind"]) for issue in told["issues"]]
    wanted += [
        (total["row"], field, "total_differs")
        for total in told["declared_totals"]
        for field in total["differences"]
    ]
    assert questions == wanted
    declared: dict[int, dict[str, str]] = {}
    for total in answer["totals"]:
        declared.setdefault(total["row"], {})[total["field"]] = total["declared"]
        expected_total = next(t for t in told["declared_totals"] if t["row"] == total["row"])
        different = expected_total["differences"].get(total["field"])
        assert total["foots"] == (different is None)
        assert total["computed"] == (different["computed"] if different else total["declared"])
    assert declared == {t["row"]: t["values"] for t in told["declared_totals"]}


def test_a_problem_names_its_cell_and_speaks_chinese() -> None:
    answer = read_book(FOLDER / "09_开竣工时间_日期杂写.xlsx").to_json()["tables"][0]
    assert answer["problems"][1] == {
        "sheet": "Sheet1",
        "row": 9,
        "cell": "D9",
        "field": "start_date",
        "value": "2024.13.5",
        "code": "bad_date",
        "message": "“2024.13.5”不是有效日期：月份13不存在，未读入，请核对。",
    }


def test_every_changed_value_is_listed() -> None:
    answer = read_book(FOLDER / "09_开竣工时间_日期杂写.xlsx").to_json()["tables"][0]
    changes = {change["cell"]: (change["value"], change["read"]) for change in answer["changes"]}
    assert changes["E6"] == ("45509", "2024-08-05")
    assert changes["D17"] == ("24.3.5", "2024-03-05")
    assert changes["D21"] == ("未开工", "")
