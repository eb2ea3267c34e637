"""What stands above the pages after a file was opened, because something does not add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.gui.remembered import Settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing
from tests.gui.shells import opened, shell_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay
from tests.services.money.test_closing import alter

FEBRUARY = date(2026, 2, 28)
TOLD = "2026年2月已结账的支付由30,000.00元变为30,010.00元，相差10.00元"


def test_a_closed_month_that_was_altered_stands_above_the_pages(
    file_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    project, document = add_project(file_desk, "教学楼"), paper(file_desk)
    allot(file_desk, document, project, 80_000)
    arrive(file_desk, document, 90_000)
    payment = pay(file_desk, document, project, 30_000, day=FEBRUARY, payee="临溪一建")
    closing.close(file_desk, PeriodKind.MONTH, FEBRUARY)
    alter(file_desk, "payment", payment, amount=30_010_00)
    path = Path(file_desk.place)
    file_desk.close()

    with shell_on(Settings(tmp_path / "window.json"), "王敏") as shell:
        opened(shell, qtbot, path)
        qtbot.waitUntil(lambda: TOLD in shell.window.banner.text(), timeout=20_000)
        assert shell.window.banner.isVisible()


def test_leaving_at_once_is_no_fault(file_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = Path(file_desk.place)
    file_desk.close()
    with shell_on(Settings(tmp_path / "window.json"), "王敏") as shell:
        opened(shell, qtbot, path)
        shell._leave()
        qtbot.wait(1700)  # longer than the look waits for
        assert shell.window.banner.text() == ""
