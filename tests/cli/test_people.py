"""The command line with officers: posts, passwords, the log, heads from paper, whole numbers."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.quantities import Percent
from facilitydesk.services import schools, settings, week
from facilitydesk.services.datafile import files
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import auditing
from facilitydesk.services.people import logins, officers, passwords
from tests.store_fixtures import add_work, clock

MINE, HIS = "春风又绿江南岸2026", "李建平的长密码123"
MONDAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """临溪县 with one work, without log-in."""
    path = tmp_path / "临溪县.fdk"
    with closing(files.create(path, home="临溪县", officer="王敏", clock=clock)) as desk:
        work = add_work(desk)
        school = schools.rows(desk)[0]
        cells = [Edit(school.id, "phone", "13812345678"), Edit(school.id, "contact", "周芳")]
        schools.enter(desk, cells)
        week.enter(desk, MONDAY, [week.Cell(work, "progress", Percent.of(45))])
    return path


@pytest.fixture
def closed(county: Path) -> Path:
    """The same with log-in: 王敏 管理, 李建平 查看."""
    with closing(files.open_desk(county, officer="王敏", clock=clock)) as desk:
        logins.set_own(desk, "", MINE)
        logins.new_recovery(desk, desk.officer_id)
        other = officers.enter(desk, new=[{"name": "李建平", "role": "查看"}]).row_id
        settings.change(desk, "login.own_password", value=False)
        logins.reset(desk, other, HIS)
        logins.switch(desk, on=True)
    return county


Run = Callable[..., tuple[int, Any]]


def test_figures_ask_for_name_and_password(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, told = run("figures", str(closed))
    assert (code, told["error"]["code"]) == (1, "login.officer_asked")
    code, told = run("figures", str(closed), "--officer", "王敏")
    assert (code, told["error"]["code"]) == (1, "login.password_asked")
    monkeypatch.setenv("FACILITYDESK_PASSWORD", "不是这个密码1234")
    code, told = run("figures", str(closed), "--officer", "王敏")
    assert (code, told["error"]["message"]) == (1, "密码不正确；还可试4次。")
    monkeypatch.setenv("FACILITYDESK_PASSWORD", MINE)
    assert run("figures", str(closed), "--officer", "王敏")[0] == 0
    monkeypatch.delenv("FACILITYDESK_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(HIS + "\n"))
    assert run("figures", str(closed), "--officer", "李建平", "--password-stdin")[0] == 0


def test_who_may_only_look_imports_nothing(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FACILITYDESK_PASSWORD", HIS)
    book = tmp_path / "表.csv"
    book.write_text("学校名称,项目名称\n东岭小学,厕所\n", encoding="utf-8")
    code, told = run("import", str(closed), str(book), "--officer", "李建平")
    assert code == 1
    assert "需要“录入”岗位" in told["error"]["message"]
    with closing(files.open_desk(closed, readonly=True)) as desk:
        assert len(schools.rows(desk)) == 1


def test_verify_needs_no_password(closed: Path, run: Run) -> None:
    assert run("verify", str(closed))[0] == 0


def test_the_head_of_a_paper_finds_a_journal_that_was_cut(county: Path, run: Run) -> None:
    with closing(files.open_desk(county, readonly=True)) as desk:
        head = auditing.current(desk)
    assert run("verify", str(county), "--head", head.text)[0] == 0
    with closing(sqlite3.connect(county)) as other:
        for table in ("change", "operation"):
            other.execute(f"DELETE FROM {table} WHERE seq = {head.seq}")
        other.commit()
    code, told = run("verify", str(county), "--head", head.text)
    assert code == 1
    assert any("末尾可能被删去" in fault for fault in told["faults"])
    code, told = run("verify", str(county), "--head", "120")
    assert (code, told["error"]["code"]) == (1, "audit.head_form")


def test_the_log_says_who_what_when_from_and_to(county: Path, run: Run) -> None:
    code, told = run("log", str(county), "--from", "2026-03-11", "--to", "2026-03-11")
    assert code == 0
    newest, *_, phone, _contact = told["lines"][:4]
    assert (newest["officer"], newest["kind"], newest["what"]) == ("王敏", "周进度", "新增")
    phones = [line["after"] for line in told["lines"] if line["field"] == "联系电话"]
    assert phones == ["138****5678"]
    assert told["count"] == len(told["lines"])
    assert phone["thing"]
    assert run("log", str(county), "--by", "李建平")[1]["lines"] == []


def pages(path: Path) -> str:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_chase_list_hides_numbers_unless_asked_and_that_is_journalled(
    county: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "未报.pdf"
    words = ("report", str(county), "missing", "--as-of", "2026-03-18", "--out", str(out))
    assert run(*words)[0] == 0
    text = pages(out)
    assert "138****5678" in text
    assert "13812345678" not in text
    with closing(files.open_desk(county, readonly=True)) as desk:
        head = auditing.current(desk)
        assert auditing.mark(head) in text
    assert run(*words, "--full-phones", "--officer", "王敏")[0] == 0
    assert "13812345678" in pages(out)
    told = run("log", str(county))[1]["lines"][0]
    assert told["operation"] == "导出未报名单（含完整电话）"


def test_the_printed_log(county: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "日志.pdf"
    words = ("report", str(county), "journal", "--as-of", "2026-03-11", "--person", "王敏")
    assert run(*words, "--out", str(out))[0] == 0
    text = pages(out)
    assert "2026-03-01至2026-03-11，王敏" in text
    assert "138****5678" in text
    assert "13812345678" not in text
    assert run(*words, "--out", str(tmp_path / "日志.xlsx"))[0] == 0
