"""The pages of the window in the order of the navigation.

To add a page: write a subclass of `gui.page.Page` and append its line here. Modules are imported
when the page is opened first, so that the window appears at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from facilitydesk.domain.messages import tr

if TYPE_CHECKING:
    from facilitydesk.gui.page import Page

ORDER = (
    "overview",
    "week",
    "projects",
    "schools",
    "programmes",
    "buildings",
    "equipment",
    "norms",
    "funds",
    "payments",
    "reconcile",
    "reports",
    "problems",
    "exchange",
    "restore",
    "settings",
)


@dataclass(frozen=True)
class Entry:
    """A page by name: key of ORDER, title in the navigation, module and class."""

    key: str
    title: str
    module: str
    name: str

    def load(self) -> type[Page]:
        """The page's class, imported now."""
        found: type[Page] = getattr(import_module(self.module), self.name)
        return found


PAGES: list[Entry] = [
    Entry("overview", tr("概览"), "facilitydesk.gui.dashboard.page", "DashboardPage"),
    Entry("week", tr("周进度"), "facilitydesk.gui.week.page", "WeekPage"),
    Entry("reports", tr("报表"), "facilitydesk.gui.report.page", "ReportPage"),
    Entry("projects", tr("项目"), "facilitydesk.gui.projects.page", "ProjectsPage"),
    Entry("schools", tr("学校"), "facilitydesk.gui.schools_page", "SchoolsPage"),
    Entry(
        "programmes", tr("专项规划"), "facilitydesk.gui.projects.programmes_page", "ProgrammesPage"
    ),
    Entry("equipment", tr("设备"), "facilitydesk.gui.equipment.page", "EquipmentPage"),
    Entry("norms", tr("达标与缺口"), "facilitydesk.gui.norms.page", "NormsPage"),
    Entry("buildings", tr("校舍"), "facilitydesk.gui.areas.page", "BuildingsPage"),
    Entry("funds", tr("资金"), "facilitydesk.gui.money.funds_page", "FundsPage"),
    Entry("payments", tr("合同与支付"), "facilitydesk.gui.money.payments_page", "PaymentsPage"),
    Entry("reconcile", tr("对账"), "facilitydesk.gui.money.reconcile_page", "ReconcilePage"),
    Entry("problems", tr("问题台账"), "facilitydesk.gui.projects.issues_page", "IssuesPage"),
    Entry("restore", tr("备份与恢复"), "facilitydesk.gui.backups.page", "BackupPage"),
    Entry("settings", tr("设置"), "facilitydesk.gui.settings.page", "SettingsPage"),
    Entry("exchange", tr("数据交换"), "facilitydesk.gui.importing.page", "ExchangePage"),
]


def entries() -> list[Entry]:
    """The pages that exist, in the order of the navigation."""
    return sorted(PAGES, key=lambda entry: ORDER.index(entry.key))
