"""Treasury lists taken in: csv as banks write it, a longer list of the same month, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.interchange.importing import run_import
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.store import tables

HEAD = "支付日期,凭证号,收款人名称,用途摘要,支付金额（元）,指标文号"
FIRST = (
    "2026-01-05,0001,临溪县第一建筑工程有限公司,教学楼进度款,500000.00,川财教〔2025〕88号",
    "2026-01-05,0002,临溪县第一建筑工程有限公司,教学楼进度款,500000.00,川财教〔2025〕88号",
    '20260107,0003,王建国,退票,"-3,000.50",川财教〔2025〕88号',
)


def book(path: Path, *lines: str) -> Path:
    path.write_bytes("\r\n".join(("国库集中支付明细表", HEAD, *lines)).encode("gb18030"))
    return path


def kept(desk: Desk) -> list[tuple[str, str, int, str]]:
    line = tables.statement_line
    query = select(line.c.day, line.c.payee, line.c.amount, line.c.document).order_by(
        line.c.day, line.c.id
    )
    with desk.read() as connection:
        return [(str(r.day), r.payee, r.amount, r.document) for r in connection.execute(query)]


def test_a_list_in_gbk_and_the_longer_one_of_the_same_month(desk: Desk, tmp_path: Path) -> None:
    done = run_import(desk, book(tmp_path / "a.csv", *FIRST), kind="statement")
    assert done.changed["statement_lines"]["created"] == 3
    assert kept(desk)[2] == ("2026-01-07", "王建国", -3_000_50, "川财教〔2025〕88号")
    more = (*FIRST, FIRST[0], "2026-01-20,0004,王建国,重付,3000.50,川财教〔2025〕88号")
    again = run_import(desk, book(tmp_path / "b.csv", *more), kind="statement")
    assert again.changed["statement_lines"] == {
        "created": 2, "updated": 0, "unchanged": 3, "refused": 0,
    }  # fmt: skip
    assert len(kept(desk)) == 5
    undoing.undo_last(desk)
    assert len(kept(desk)) == 3
    undoing.undo_last(desk)
    assert kept(desk) == []


def test_a_line_without_day_or_amount_stays_out_and_is_named(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "a.csv", *FIRST, "待定,0005,王建国,工资,100.00,")
    done = run_import(desk, path, kind="statement")
    assert done.changed["statement_lines"]["refused"] == 1
    told = {p["code"] for table in done.to_json()["tables"] for p in table["problems"]}
    assert "statement.no_day" in told
    assert len(kept(desk)) == 3
    with pytest.raises(Refused):
        run_import(desk, path, kind="statement", strict=True)
