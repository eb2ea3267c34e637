"""The self-test passes on sound parts, and says which file of the program is not as it was built."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitydesk import selftest
from facilitydesk.selftest import files
from facilitydesk.selftest.bench import Wrong
from facilitydesk.services.program import files as program_files


def test_every_step_passes_here() -> None:
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    done = subprocess.run(
        [sys.executable, "-m", "facilitydesk", "selftest", "--json"],
        capture_output=True,
        timeout=120,
        env=environment,
        check=False,
    )
    answer = json.loads(done.stdout)
    assert [step for step in answer["steps"] if not step["ok"]] == []
    assert (answer["ok"], done.returncode, done.stderr) == (True, 0, b"")
    said = {step["step"]: step["said"] for step in answer["steps"]}
    assert "读出2行" in said["导入表格（xls）"]
    assert "𬭼" in said["报表"]
    assert said["程序文件"] == "从源代码运行，没有文件清单"


def test_a_failing_step_is_named_and_the_answer_goes_into_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_bench: object) -> str:
        raise Wrong("缺少字体 Noto")

    monkeypatch.setattr(selftest, "STEPS", (("好的", lambda _bench: "完好"), ("字体", broken)))
    out = tmp_path / "结果.txt"
    assert selftest.run(["--out", str(out)]) == 1
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines == ["通过　好的　完好", "失败　字体　Wrong: 缺少字体 Noto", "自检未通过"]


def test_without_a_console_the_answer_goes_into_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "STEPS", (("好的", lambda _bench: "完好"),))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.stdout", None)
    assert selftest.run([]) == 0
    assert (tmp_path / selftest.UNSEEN).read_text(encoding="utf-8").endswith("自检通过\n")


def test_unknown_words_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert selftest.run(["--fast"]) == 2
    assert "用法" in capfd.readouterr().out


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with two files and the list of them."""
    (tmp_path / "_internal").mkdir()
    lines = []
    for name in ("facilitydesk", "_internal/库.so"):
        (tmp_path / name).write_bytes(name.encode())
        lines.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (tmp_path / program_files.MANIFEST).write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_untouched_files_pass_and_an_officers_data_beside_them_do_not_matter(
    program: Path,
) -> None:
    (program / "data").mkdir()
    (program / "data/临溪县.fdk").write_bytes(b"x")
    assert files.compare(program) == 2


def test_changed_missing_and_added_files_are_named(program: Path) -> None:
    (program / "_internal/库.so").write_bytes(b"flipped")
    (program / "facilitydesk").unlink()
    (program / "_internal/other.so").write_bytes(b"")
    with pytest.raises(Wrong) as wrong:
        files.compare(program)
    assert str(wrong.value) == (
        "已改动 1 个文件：_internal/库.so；缺少 1 个文件：facilitydesk；"
        "多出 1 个文件：_internal/other.so"
    )


def test_at_every_start_what_is_gone_is_found_without_reading_the_rest(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACILITYDESK_FOLDER", str(program))
    assert program_files.own(whole=False) is None
    (program / "_internal/库.so").write_bytes(b"flipped")
    assert program_files.own(whole=False) is None  # the weekly look reads it
    assert "已改动 1 个文件：_internal/库.so" in str(program_files.own(whole=True))
    (program / "_internal/库.so").unlink()
    assert "缺少 1 个文件：_internal/库.so" in str(program_files.own(whole=False))


def test_a_program_without_its_list_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="缺少文件清单"):
        files.compare(tmp_path)
