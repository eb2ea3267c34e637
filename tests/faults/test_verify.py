"""`verify` on files that were spoilt each in its own way; it must say no, and name what it found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from facilitydesk.cli import run
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing
from facilitydesk.services.projects import notes
from facilitydesk.services.week import Cell
from tests.entering import added
from tests.faults import audit_attacks
from tests.store_fixtures import add_work, clock

WEEK = date(2026, 3, 9)
PAGE = 4096
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def path(file_desk: Desk) -> Path:
    """Eight works with entries, a long note; the head of the middle is known outside."""
    works = [add_work(file_desk, project=f"第{n}号楼项目") for n in range(8)]
    for number, work in enumerate(works, start=1):
        week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(number * 500))])
    added(
        notes.enter,
        file_desk,
        {"text": "停工" * 3000},
        project_id=week.sheet(file_desk, WEEK).rows[0].project_id,
    )
    file_desk.close()
    return Path(file_desk.place)


@pytest.fixture
def said(path: Path, capfd: pytest.CaptureFixture[str]) -> Said:
    """What the command says of the file now: its exit code and all its words."""

    def verify(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = run(["verify", str(path), *words])
        told = capfd.readouterr()
        return code, told.out + told.err

    return verify


def spoil(path: Path, *statements: str) -> None:
    audit_attacks.run(path, *statements)


def test_a_sound_file(said: Said) -> None:
    code, words = said()
    assert code == 0
    assert "数据文件完好" in words


@pytest.mark.parametrize("table", ["project", "week_entry", "operation", "change", "problem_note"])
@pytest.mark.parametrize("how", ["zeros", "noise"])
def test_a_damaged_page(path: Path, said: Said, table: str, how: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        root = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        page = root.fetchone()[0]
    data = bytearray(path.read_bytes())
    bad = bytes(PAGE) if how == "zeros" else b"\x5a\xc3" * (PAGE // 2)
    data[(page - 1) * PAGE : page * PAGE] = bad
    path.write_bytes(bytes(data))
    code, words = said()
    assert code != 0
    assert "结构检查" in words or "不完整或已损坏" in words


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "CREATE TRIGGER x AFTER INSERT ON problem_note BEGIN DELETE FROM project; END",
            "不属于本程序的内容（trigger x）",
        ),
        ("CREATE VIEW x AS SELECT * FROM officer", "不属于本程序的内容（view x）"),
        ("DROP TABLE problem_note", "结构检查：缺少表 problem_note"),
        ("ALTER TABLE project RENAME COLUMN name TO other", "结构检查：缺少栏 project.name"),
        ("ALTER TABLE week_entry DROP COLUMN problem", "结构检查：缺少栏 week_entry.problem"),
    ],
)
def test_a_spoilt_schema(path: Path, said: Said, statement: str, named: str) -> None:
    spoil(path, statement)
    code, words = said()
    assert code != 0
    assert named in words
    assert "Traceback" not in words


def test_a_schema_page_of_noise(path: Path, said: Said) -> None:
    data = bytearray(path.read_bytes())
    data[100:130] = b"\xa5" * 30
    path.write_bytes(bytes(data))
    code, words = said()
    assert code != 0
    assert "损坏" in words


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE week_entry SET progress = 9900 WHERE progress = 500", "与操作日志不符"),
        ("UPDATE project SET name = '别的项目' WHERE name = '第3号楼项目'", "第3号楼项目"),
        ("DELETE FROM week_entry WHERE progress = 1000", "文件中却没有"),
        (
            "UPDATE operation SET hash = '000000000000' || substr(hash, 13) WHERE seq = 5",
            "操作日志第",
        ),
        ("UPDATE change SET after = '\"7\"' WHERE seq = 12 AND position = 0", "操作日志第12条"),
        ("UPDATE operation SET at = '2020-01-01 00:00:00.000000' WHERE seq = 9", "操作日志第9条"),
    ],
)
def test_a_row_changed_by_another_program(
    path: Path, said: Said, statement: str, named: str
) -> None:
    spoil(path, statement)
    code, words = said()
    assert code != 0
    assert named in words


@pytest.mark.parametrize("attack", audit_attacks.ATTACKS)
def test_a_journal_edited_cut_and_rewritten(path: Path, said: Said, attack: str) -> None:
    """With a head from paper all four; alone it must not call an edited journal sound."""
    with closing(files.open_desk(path, readonly=True, clock=clock)) as desk:
        head = auditing.current(desk).text
    assert said("--head", head)[0] == 0
    audit_attacks.ATTACKS[attack](path)
    code, words = said("--head", head)
    assert code != 0
    assert "操作日志" in words
    if attack in {"edit", "delete"}:
        code, words = said()
        assert code != 0
        assert "操作日志" in words


def test_a_journal_cut_together_with_its_rows(path: Path, said: Said) -> None:
    """An older state put back in whole: sound by itself, and found by the head alone."""
    older = path.read_bytes()
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        add_work(desk, project="食堂项目")
        head = auditing.current(desk).text
    path.write_bytes(older)
    assert said()[0] == 0
    code, words = said("--head", head)
    assert code != 0
    assert "末尾可能被删去；如恢复过备份" in words
