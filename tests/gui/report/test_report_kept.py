"""What a paper was made with is there again the next day; each report has its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.gui.report.page import ReportPage
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import log, undoing
from tests.gui.desks import context_on, settle, shown
from tests.gui.report.reports import Reports
from tests.store_fixtures import add_work, clock


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    return path


def opened(qtbot: QtBot, context: object, told: object) -> Reports:
    page = ReportPage(context)  # type: ignore[arg-type]  # the fixture's context
    qtbot.addWidget(page)
    shown(page)
    return Reports(page, context, told)  # type: ignore[arg-type]  # as above


def width(reports: Reports) -> int:
    with Preview(reports.pdf) as preview:
        return round(preview.size(0)[0])


def test_the_paper_and_words_of_a_saved_table_are_there_after_a_restart(
    qtbot: QtBot, desk: Desk, out: Path
) -> None:
    add_work(desk)
    with context_on(desk) as (context, told):
        reports = opened(qtbot, context, told)
        reports.choose("progress_table")
        reports.option("paper", "A3")
        reports.option("bureau", "临溪县教育和体育局")
        steps = undoing.steps(desk).undo
        reports.view.save_pdf()
        settle()
        assert told.last == f"已保存：{out}"
        assert undoing.steps(desk).undo == steps, "nothing to take back"
        saved = reports.pdf
        reports.choose("ranking")
        assert reports.view.options.editors["paper"].value is None, "each report has its own"
        reports.choose("progress_table")
        assert reports.pdf == saved, "and the paper is still what it was"
    desk.close()
    with (
        closing(files.open_desk(desk.place, officer="李强", clock=clock)) as again,
        context_on(again) as (context, told),
    ):
        reports = opened(qtbot, context, told)
        reports.choose("progress_table")
        assert width(reports) == 1191
        assert "填报单位：临溪县教育和体育局" in reports.text
        (line,) = [each for each in log.lines(again).lines if "版式" in each.label]
        assert (line.thing, line.after) == (
            "报表版式",
            "设置项：报表版式；值：单位名称：临溪县教育和体育局；按乡镇分组：是；纸张：A3",
        )


def test_what_was_only_tried_is_not_kept(qtbot: QtBot, desk: Desk, out: Path) -> None:
    add_work(desk)
    with context_on(desk) as (context, told):
        reports = opened(qtbot, context, told)
        reports.choose("progress_table")
        reports.option("paper", "A3")
        reports.choose("ranking")
        reports.choose("progress_table")
        assert reports.view.options.editors["paper"].value is None
        assert width(reports) == 842
    assert not out.exists()


def test_who_may_only_look_saves_as_before(qtbot: QtBot, desk: Desk, out: Path) -> None:
    add_work(desk)
    desk.close()
    with (
        closing(files.open_desk(desk.place, readonly=True, clock=clock)) as again,
        context_on(again) as (context, told),
    ):
        reports = opened(qtbot, context, told)
        reports.choose("progress_table")
        reports.option("paper", "A3")
        reports.view.save_pdf()
        settle()
        assert told.last == f"已保存：{out}"
    assert out.stat().st_size > 1000
