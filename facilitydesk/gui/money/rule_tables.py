"""The rules of money in 设置: what is tested with its threshold and paper, and rules of sources."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.money.rule_words import (
    INKS,
    TESTS,
    default_words,
    read_severity,
    read_test,
    read_threshold,
    severity_word,
    test_word,
    threshold,
    unit_words,
)
from facilitydesk.gui.money.source_columns import OVER_RULES, read_over_rule
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.services.money import rule_table, source_rules
from facilitydesk.services.money.rule_table import RuleRow


class RuleTable(RegisterTable):
    """资金规则: thresholds, severities and papers; what differs from the program's is marked."""

    def __init__(self, page: RegisterPage) -> None:
        source = Source(
            noun=tr("资金规则"),
            measure=tr("条"),
            load=rule_table.rows,
            enter=rule_table.enter,
            delete=lambda desk, ids: [rule_table.delete(desk, row_id) for row_id in ids],
            required=("test", "name", "severity"),
            defaults=lambda: {"active": True, "severity": "yellow"},
        )
        columns = [
            column(
                "test",
                head=tr("检查项目"),
                kind=Kind.CHOICE,
                width=190,
                frozen=True,
                choices=lambda: tuple(TESTS.values()),
                show=test_word,
                parse=read_test,
            ),
            column("name", head=tr("规则"), kind=Kind.TEXT, editable=True, width=210),
            column(
                "threshold",
                head=tr("限值"),
                kind=Kind.TEXT,
                value=threshold,
                editable=lambda row: bool(row.unit),
                width=76,
                parse=read_threshold,
                tip=unit_words,
            ),
            column(
                "severity",
                head=tr("级别"),
                kind=Kind.CHOICE,
                editable=True,
                width=60,
                choices=lambda: tuple(item.term for item in Severity),
                show=severity_word,
                parse=read_severity,
                ink=lambda row: INKS[row.severity.value],
                tip=lambda _row: tr("错误：不可能成立；警告：违反规定，需说明；提示：不常见"),
            ),
            column("first", head=tr("起用日期"), kind=Kind.DATE, editable=True, width=96),
            column("document", head=tr("依据"), kind=Kind.TEXT, editable=True, width=210),
            column("active", head=tr("启用"), kind=Kind.FLAG, editable=True, width=64),
            column(
                "state",
                lambda row: tr("已改动") if rule_table.changed(row) else None,
                head=tr("与默认"),
                kind=Kind.TEXT,
                new=False,
                width=70,
                ink=lambda _row: Tone.AMBER,
                tip=default_words,
            ),
        ]
        super().__init__(page, "money_rules", tr("资金规则"), columns, source, search=False)
        self.back = button(tr("恢复所选"), tr("所选规则恢复为程序自带的名称、限值、级别和依据"))
        self.all_back = button(
            tr("全部恢复默认……"), tr("所有规则恢复为程序自带的；自行增加的删除，已删除的补回")
        )
        for made in (self.back, self.all_back):
            made.setEnabled(not self.context.desk.readonly)
            self.bar.extend(made)
        self.back.clicked.connect(self._on_back)
        self.all_back.clicked.connect(self._on_all)

    @Slot()
    def _on_back(self) -> None:
        ids = [row.id for row in self.view.selected_rows() if isinstance(row, RuleRow)]
        if ids:
            self.restore(ids)

    @Slot()
    def _on_all(self) -> None:
        yes = confirm(
            self,
            tr("全部资金规则恢复默认？"),
            tr("自行增加的规则会删除，已删除的会补回；可以撤销。"),
            yes=tr("恢复默认"),
            no=tr("保留现状"),
        )
        if yes:
            self.restore(None)

    def restore(self, ids: list[int] | None) -> None:
        """Put rules back to the program's; None: all of them."""

        def done(result: Any) -> None:
            self.storing.version += 1
            self.reload()
            self.panel.note.tell(tr("已恢复默认；按 Ctrl+Z 可以撤销。"), "info")
            self.stored.emit(result)

        self.context.runner.do(
            lambda desk: rule_table.restore(desk, ids),
            done=done,
            failed=lambda trouble: self.panel.note.tell(str(trouble), "red"),
            initiator=self.page,
        )


class SourceRuleTable(RegisterTable):
    """来源规则: stop or warn, and the days to pass money on, by level and fund."""

    def __init__(self, page: RegisterPage) -> None:
        source = Source(
            noun=tr("来源规则"),
            measure=tr("条"),
            load=source_rules.rows,
            enter=source_rules.enter,
            delete=source_rules.delete,
            required=("over_rule",),
            defaults=lambda: {"over_rule": "stop"},
        )
        columns = [
            column(
                "level",
                head=tr("资金级次"),
                kind=Kind.CHOICE,
                editable=True,
                width=90,
                choices=page.choices("levels"),
                tip=lambda row: "" if row.level else tr("空白：各级资金"),
            ),
            column(
                "fund_name",
                head=tr("资金名称"),
                kind=Kind.TEXT,
                editable=True,
                width=240,
                choices=page.choices("funds"),
                tip=lambda row: "" if row.fund_name else tr("空白：该级次的全部资金"),
            ),
            column(
                "over_rule",
                head=tr("超分配、超支付"),
                kind=Kind.CHOICE,
                editable=True,
                width=146,
                choices=lambda: tuple(OVER_RULES.values()),
                show=lambda key: OVER_RULES.get(key, key or ""),
                parse=read_over_rule,
            ),
            column(
                "pass_on_days",
                head=tr("限期分配（日）"),
                kind=Kind.COUNT,
                editable=True,
                width=136,
                tip=lambda _row: tr("到位后多少日内应分配下达；空白按资金规则（30日）"),
            ),
            column("basis", head=tr("依据"), kind=Kind.TEXT, editable=True, width=220),
            column("uses", head=tr("适用文件数"), kind=Kind.COUNT, new=False, width=112),
            column(
                "differ",
                head=tr("不一致"),
                kind=Kind.COUNT,
                new=False,
                width=84,
                ink=lambda row: Tone.AMBER if row.differ else Tone.INK,
                tip=lambda _row: tr("已登记的文件中，超支规则或期限与本规则不同的"),
            ),
        ]
        empty = EmptyState(
            tr("还没有来源规则"),
            tr(
                "按资金级次、资金名称规定：超分配、超支付时不允许登记还是只提醒，到位后多少日内"
                "应分配下达。新增的资金文件自动采用最具体的一条；没有规则的不允许超支，期限30日。"
            ),
            [(tr("新增来源规则"), lambda: self.add())],  # noqa: PLW0108 - bound later
        )
        super().__init__(
            page, "source_rules", tr("来源规则"), columns, source, empty=empty, search=False
        )
        self.apply = button(tr("应用到已有文件"), tr("已登记的资金文件按规则更新超支规则和期限"))
        self.apply.setEnabled(not self.context.desk.readonly)
        self.apply.clicked.connect(self._on_apply)
        self.bar.extend(self.apply)

    @Slot()
    def _on_apply(self) -> None:
        def done(changes: Any) -> None:
            count = len({row_id for name, row_id in changes.touched if name == "fund_document"})
            self.storing.version += 1
            self.reload()
            words = (
                tr("已更新 {n} 个资金文件；按 Ctrl+Z 可以撤销。")
                if count
                else tr("没有需要更新的文件。")
            )
            self.panel.note.tell(words.format(n=count), "info")

        self.context.runner.do(
            source_rules.apply,
            done=done,
            failed=lambda trouble: self.panel.note.tell(str(trouble), "red"),
            initiator=self.page,
        )
