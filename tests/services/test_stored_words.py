"""What is kept as a key or in hundredths reads as an officer writes it, in the log and the copy."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from facilitydesk.services import demo
from facilitydesk.services.datafile import files
from facilitydesk.services.datafile.plain_copy import plain
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import log
from tests.store_fixtures import clock

KEY = re.compile(r"[a-z]+(_[a-z]+)*")
OURS = {"root"}  # an account's name may look like a key


@pytest.fixture
def new(tmp_path: Path) -> Desk:
    return files.create(tmp_path / "临溪县.fdk", home="临溪县", officer="王敏", clock=clock)


def sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    with plain(path) as copy:
        return {
            sheet.title: [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows]
            for sheet in copy.sheets
        }


def test_a_norm_is_told_in_its_own_unit(new: Desk) -> None:
    """教督〔2017〕6号: 小学 at least 4.5 ㎡ of teaching rooms for each pupil."""
    lines = log.lines(new, log.Asked(entity="norm")).lines
    told = [line.after for line in lines if line.thing == "生均教学及辅助用房 · 小学"]
    assert told == [
        (
            "指标：生均教学及辅助用房；学段：小学；标准值：4.50；方向：至少；年度：2017；"
            "依据：《县域义务教育优质均衡发展督导评估办法》（教督〔2017〕6号）……"
        )
    ]
    new.close()
    rows = sheets(Path(new.place))["办学标准"]
    found = [row for row in rows if (row["指标"], row["学段"]) == ("生均教学及辅助用房", "小学")]
    assert [(row["标准值"], row["方向"]) for row in found] == [("4.50", "至少")]


def test_the_home_of_the_file_is_named(new: Desk) -> None:
    (line,) = (each for each in log.lines(new, log.Asked(entity="setting")).lines)
    assert (line.thing, line.after) == ("本单位所在地", "设置项：本单位所在地")
    new.close()
    (row,) = sheets(Path(new.place))["设置"]
    assert (row["设置项"], row["值"]) == ("本单位所在地", "临溪县")


def test_no_cell_of_a_lived_in_file_is_a_key(tmp_path: Path) -> None:
    path = tmp_path / "演示.fdk"
    demo.create_demo(path, today=date(2026, 3, 11), clock=clock).close()
    keys = {
        f"{title} {head}: {text}"
        for title, rows in sheets(path).items()
        for row in rows
        for head, text in row.items()
        if KEY.fullmatch(text) and text not in OURS
    }
    assert keys == set()
