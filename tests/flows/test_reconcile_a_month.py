"""January with the finance bureau, as an officer does it over three days and prints it at the end.

First day: the list comes in from the command line, the sure matches are taken. Second day: the
program was closed in the middle; everything is there. Third day: it is finished, printed, locked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.app import main
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.money import payments, reconcile
from tests.interchange.books import write
from tests.services.money import a_month
from tests.store_fixtures import clock

LAST, SOON = date(2026, 1, 31), date(2026, 2, 10)


@contextmanager
def at_the_desk(path: Path) -> Iterator[Desk]:
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        yield desk


def told(capfd: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capfd.readouterr()[0])


def test_a_month_from_the_list_to_the_signed_sheet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "临溪县.fdk"
    files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock).close()
    with at_the_desk(path) as desk:
        made = a_month.ledger(desk)
    book = write(tmp_path / "国库1月.xlsx", a_month.rows())
    dry = ["import", str(path), str(book), "--kind", "statement", "--json"]
    assert main([*dry, "--dry-run"]) == 0
    assert told(capfd)["changed"]["statement_lines"]["created"] == 20
    assert main(dry) == 0
    assert told(capfd)["tables"][0]["kind"] == "statement"
    assert main(dry) == 0
    assert told(capfd)["changed"]["statement_lines"] == {
        "created": 0, "updated": 0, "unchanged": 20, "refused": 0,
    }  # fmt: skip

    with at_the_desk(path) as desk:
        run_id, _ = reconcile.start(desk, LAST)
        sheet = reconcile.look(desk, run_id)
        assert len(sheet.green) == 17
        reconcile.take_proposals(desk, run_id, sheet.green)

    with at_the_desk(path) as desk:
        sheet = reconcile.look(desk, run_id)
        assert len(sheet.ticks) == 17
        assert sheet.unexplained == Money.of("104700.50")
        with pytest.raises(Refused):
            reconcile.finish(desk, run_id)
        payments.enter(desk, [Edit(made.swapped, "amount", Money.of(124_350))])
        payments.void(desk, made.double[1], reason="重复登记")
        reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
        sheet = reconcile.look(desk, run_id)
        assert len(sheet.ticks) == 19
        assert {item.id for item in sheet.open_payments} == {made.missing, made.elsewhere}

    with at_the_desk(path) as desk:
        sheet = reconcile.look(desk, run_id)
        reconcile.explain(
            desk, run_id, payments=[made.missing], reason="财政2月支付", expected=SOON
        )
        reconcile.explain(
            desk, run_id, payments=[made.elsewhere], lines=[i.id for i in sheet.open_lines],
            reason="付错收款人，待退回重付", expected=SOON,
        )  # fmt: skip
        assert reconcile.look(desk, run_id).can_finish
        reconcile.finish(desk, run_id)
        changed = payments.enter(desk, [Edit(made.last_day, "amount", Money.of(1))])
        assert [str(r.problem.message) for r in changed.rejected] == [
            "该笔支付已列入2026-01-01至2026-01-31的对账结果，金额和日期不能修改；备注可以修改。"
        ]

    out = tmp_path / "对账单.pdf"
    paper = ["report", str(path), "reconciliation", "--as-of", "2026-01-31", "--out", str(out)]
    assert main([*paper, "--json"]) == 0
    assert told(capfd)["pages"] == 1
    with Preview(out.read_bytes()) as preview:
        words = preview.text(0).replace("\n", "").replace("\r", "")
    for shown in (
        "临溪县教育专项资金对账单",
        "45,600.50",
        "财政2月支付",
        "付错收款人，待退回重付",
        "未说明的对账差额0.00元。",
        "财政局（科教文股）",
        "项目学校",
    ):
        assert shown in words
