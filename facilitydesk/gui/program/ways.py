"""What the shell does about the program itself: upgrade, go back, come forward again.

The data file is given back and the window closed first; only then does another program begin.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from facilitydesk import __version__, handover, places
from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble

if TYPE_CHECKING:
    from facilitydesk.gui.context import Context
    from facilitydesk.gui.start import Shell
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.program.going_back import Way

WANTED = "program.wanted"  # in the settings: the versions of an upgrade that was handed over


class ProgramWays(QObject):
    """Handed to the shell; `afterwards` runs when the window is closed and the file given back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.afterwards: Callable[[], object] | None = None

    @Slot(str)
    def want(self, what: str) -> None:
        """`what`: upgrade, back, forward, news."""
        if what == "news":
            self.shell.window.show_help("news")
        elif what == "upgrade":
            self.upgrade()
        elif what == "back":
            self.back()
        else:
            self._forward()

    @Slot()
    def upgrade(self) -> None:
        """从U盘升级: also from the first page, where no data file is open."""
        from facilitydesk.gui.program.upgrade_dialog import UpgradeDialog
        from facilitydesk.gui.widgets.confirm import tell
        from facilitydesk.services.program import upgrade as program_upgrade

        shell = self.shell
        context = shell.window.context
        if not shell.window.may_leave():
            return
        data = context.desk if context is not None and not shell.banner else None
        dialog = UpgradeDialog(data, shell.window)
        taken = dialog.exec()
        ready = dialog.ready
        dialog.deleteLater()
        if not taken or ready is None:
            return
        file = _file_of(context)

        def last() -> None:
            if not program_upgrade.hand_over(ready, file):
                tell(None, tr("请由管理员运行：{command}").format(command=ready.command))

        shell.settings.set(WANTED, [__version__, ready.release.version])
        self._close(last)

    def back(self) -> None:
        """退回上一版本: what it does is said first, the safe answer is the default."""
        from facilitydesk.gui.widgets.confirm import confirm, tell
        from facilitydesk.services.people import authority
        from facilitydesk.services.program import going_back as program_return

        shell, context = self.shell, self.shell.window.context
        if context is None or not shell.window.may_leave():
            return
        file = _file_of(context) if not shell.banner else None
        try:
            way = program_return.way(file)
            if way.copy is not None:
                authority.refuse_post(context.desk, authority.RESTORE)
        except Trouble as trouble:
            tell(shell.window, str(trouble))
            return
        officer = context.desk.officer
        question = tr("退回版本{version}？").format(version=way.kept.version)
        if not confirm(shell.window, question, told(way), yes=tr("关闭程序并退回")):
            return
        known = _genesis(context.desk) if way.copy is not None else ""

        def last() -> None:
            from facilitydesk.gui.people import heads

            program_return.go_back(way, officer)
            if known:
                heads.drop(shell.settings, known)
                shell.settings.flush()
            program_return.start(way)

        self._close(last)

    def _forward(self) -> None:
        """After going back: the installed version again, which brings the data up by itself."""
        from facilitydesk.gui.widgets.confirm import confirm
        from facilitydesk.services.program import going_back as program_return

        version = handover.installed_version()
        question = tr("改用已安装的{version}？").format(version=version)
        details = tr("数据会先备份，再升级到新版。程序关闭后，请从菜单或桌面重新打开。")
        if not self.shell.window.may_leave():
            return
        if confirm(self.shell.window, question, details, yes=tr("关闭程序")):
            self._close(program_return.forward)

    def _close(self, last: Callable[[], object]) -> None:
        self.afterwards = last
        if not self.shell.window.close():
            self.afterwards = None

    def finish(self) -> None:
        """After the shell has closed: what was asked for; trouble is told, nothing is lost by it."""
        if self.afterwards is None:
            return
        from facilitydesk.gui.widgets.confirm import tell

        try:
            self.afterwards()
        except Trouble as trouble:
            sys.stderr.write(f"{trouble}\n")
            tell(None, str(trouble))

    def tell(self, context: Context) -> None:
        """At an opening: how the last upgrade went, and that an older version is in use."""
        shell = self.shell
        wanted = shell.settings.get(WANTED)
        if isinstance(wanted, list) and len(wanted) == 2:
            shell.settings.set(WANTED, None)
            before, to = str(wanted[0]), str(wanted[1])
            code = "release.done" if to == __version__ else "release.not_done"
            words = sentence(code, {"before": before, "now": __version__, "wanted": to})
            context.notice.emit(words, "info" if to == __version__ else "yellow")
        installed = handover.installed_version()
        if installed != __version__ and places.portable() is None:
            words = sentence("release.returned", {"now": __version__, "installed": installed})
            shell.banners.put("returned", words)


def told(way: Way) -> str:
    """What going back would do, for the question."""
    if way.copy is None:
        return tr("旧版能打开今天的数据，数据不变，只更换程序。")
    return tr(
        "旧版打不开今天的数据，将取回{at:%Y-%m-%d %H:%M}的备份（最后一步：{officer} {label}）。"
        "此后的填报不在其中；今天的数据另存为“恢复前”文件，不会丢失。"
    ).format(at=way.copy.at, officer=way.copy.last.officer, label=way.copy.last.label)


def _file_of(context: Context | None) -> Path | None:
    place = context.desk.place if context is not None else None
    return place if isinstance(place, Path) else None


def _genesis(desk: Desk) -> str:
    from facilitydesk.services.journal import auditing

    return auditing.genesis(desk)
