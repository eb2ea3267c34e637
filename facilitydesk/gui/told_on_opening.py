"""What is told when a data file has been opened: what happened since, and what does not add up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Problem
from facilitydesk.gui.opening import damage
from facilitydesk.gui.watch import INSPECT_AFTER_MS, Banners

if TYPE_CHECKING:
    from facilitydesk.gui.context import Context
    from facilitydesk.gui.window import MainWindow

_MOST_DAMAGE = 3  # lines of the banner


def of_last_time(context: Context, banners: Banners, crash: Path | None) -> None:
    """That the program died, and that settings of this PC were unreadable; once each."""
    if crash is not None:
        banners.put("crash", sentence("crash.last", {"path": crash}))
    settings = context.settings
    if settings.set_aside is not None:
        told = sentence("settings.bad", {"path": settings.set_aside})
        context.notice.emit(told, "yellow")
        settings.set_aside = None


def of_journal(context: Context, banners: Banners) -> None:
    """A journal that is not the one this PC closed last stays in sight."""
    from facilitydesk.gui.people import heads

    kept = heads.known(context.settings)

    def name(found: tuple[Problem, ...]) -> None:
        banners.put("audit", "\n".join(each.message for each in found))

    context.runner.read(lambda desk: heads.contradicted(desk, kept), name)


def of_damage(context: Context, window: MainWindow, banners: Banners) -> None:
    """Closed months that were altered by other means stay in sight, by month and amount."""

    def name(found: tuple[str, ...]) -> None:
        banners.put("closing", "\n".join(found[:_MOST_DAMAGE]))

    def look() -> None:
        if window.context is context:
            context.runner.read(damage, name)

    QTimer.singleShot(INSPECT_AFTER_MS, context, look)
