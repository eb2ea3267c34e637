"""A PC whose system writes 1.234,50: the program reads and writes as everywhere in the county."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_READ = """
import locale, sys
locale.setlocale(locale.LC_ALL, "")
assert locale.localeconv()["decimal_point"] == ",", "the locale of the test is not there"
from PySide6.QtCore import QLocale
assert QLocale.system().decimalPoint() == ","
from facilitydesk.gui.application import make_application
app = make_application()
assert QLocale().toString(1234.5, "f", 2) == "1,234.50"
from pathlib import Path
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.reports.paper import xlsx
from facilitydesk.reports.paper.page import Column, Document, Row, Sheet, Table
from facilitydesk.interchange.reader import read_raw
from tests.domain.test_cells import corpus, read
wrong = []
for kind, scale, text, expected, code in corpus():
    found = read(kind, scale, text)
    shown = "" if found.value is None else str(getattr(found.value, "raw", found.value))
    if (shown, found.problem.code if found.problem else "") != (expected, code):
        wrong.append(text)
assert len(corpus()) > 500 and not wrong, wrong[:5]
assert str(Area(123450)) == "1234.50" or f"{Area(123450)}" == "1,234.50", str(Area(123450))
table = Table((Column("面积"), Column("资金")), (Row((Area(123450), Money(123450))),))
made = xlsx.render(Document("表", (Sheet("表", (table,)),)))
path = Path(sys.argv[1]) / "表.xlsx"
path.write_bytes(made.xlsx)
print(read_raw(path).sheets[0].rows[-1])
book = Path(sys.argv[1]) / "表.csv"
book.write_text("学校名称,面积\\n城关镇中心小学,1234.5\\n", encoding="utf-8")
print(read_raw(book).sheets[0].rows[-1])
"""


@pytest.mark.skipif(shutil.which("localedef") is None, reason="no locale can be made here")
def test_figures_are_read_and_written_as_everywhere(tmp_path: Path) -> None:
    german = tmp_path / "de_DE.UTF-8"
    made = subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", str(german)], check=False, capture_output=True
    )
    if not german.is_dir():
        pytest.skip(f"the locale cannot be made: {made.stderr.decode()[-200:]}")
    told = subprocess.run(
        [sys.executable, "-c", _READ, str(tmp_path)],
        cwd=ROOT,
        env={
            **os.environ,
            "LOCPATH": str(tmp_path),
            "LC_ALL": "de_DE.UTF-8",
            "LANG": "de_DE.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-1500:]
    assert "1234.5" in told.stdout.splitlines()[0]
    assert "1234.5" in told.stdout.splitlines()[1]
