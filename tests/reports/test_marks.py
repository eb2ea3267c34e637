"""The head of the journal on paper: on the last page, in the workbook's footer, in the stored print."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from facilitydesk.gui.report import press
from facilitydesk.gui.report.press import Wanted
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.producing import produce
from facilitydesk.services import printing
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing

DAY = date(2026, 3, 11)


def pages(data: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("name", ["bulletin", "missing", "progress_table", "journal"])
def test_the_last_page_alone_carries_the_head(
    desk: Desk, make_work: Callable[..., int], tmp_path: Path, name: str
) -> None:
    make_work()
    out = tmp_path / "纸.pdf"
    produce(desk, name, as_of=DAY, out=out)
    *before, last = pages(out.read_bytes())
    line = auditing.mark(auditing.current(desk))
    assert line in last
    assert not [page for page in before if "数据校验值" in page]


def test_the_workbook_carries_it_in_its_footer(
    desk: Desk, make_work: Callable[..., int], tmp_path: Path
) -> None:
    make_work()
    out = tmp_path / "表.xlsx"
    produce(desk, "progress_table", as_of=DAY, out=out)
    sheet = load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.left.text == auditing.mark(auditing.current(desk))


def test_a_stored_print_keeps_its_head_and_the_paper_made_again_is_the_same(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    make_work()
    wanted = Wanted(report_named("missing"), DAY, {})
    made = press.make(desk, wanted, lambda *_: None)
    issued = printing.issue(desk, made.to_issue())
    printing.mark_printed(desk, issued.id)
    again = press.make(desk, wanted, lambda *_: None)
    assert again.printed.pdf == made.printed.pdf  # issuing and printing change no figure
    with desk.read() as connection:
        (anchor,) = auditing.prints(connection)
    assert (anchor.seq, anchor.hash) == (made.known_at, made.head)
    assert auditing.check(desk) == ()
