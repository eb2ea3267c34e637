"""Every report by name, in the groups of the list. To add one: write its file, add a line here."""

from __future__ import annotations

from dataclasses import dataclass

from facilitydesk.domain.problems import Refused
from facilitydesk.reports import (
    acceptance,
    adjustment,
    advice,
    application,
    areas,
    asset_ledger,
    bottom_lines,
    bottom_matrix,
    bulletin,
    danger,
    equipment_classes,
    equipment_plan,
    execution,
    issue_table,
    journal_paper,
    labels,
    milestone_table,
    missing,
    norm_gaps,
    payments,
    preschool,
    procurement,
    progress_table,
    ranking_table,
    reconciliation,
    school_file,
    school_money,
    stock_papers,
    yearbook_areas,
)
from facilitydesk.reports.report import Report
from facilitydesk.services.equipment import forms


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one subject, as they stand below its heading in the window."""

    title: str
    reports: tuple[Report, ...]


_COUNTED = ("programme_id", "period", "with_pooled", "bureau", "until")
_TABLE = (*_COUNTED, "by_township", "total_first")
_RATES = ("basis", "rank_by", "places", "mode", "ties")
_MONEY = ("bureau", "until")
_SPAN = (*_MONEY, "span", "first")
_AREAS = ("period", "since", "bureau", "until")
_BUY = ("programme_id", "bureau", "until")
_FORMS = ("programme_id", "batch_id", "bureau", "until")
_LABELS = ("batch_id", "grid", "start")
_LETTER = (
    *("red_head", "number", "title", "addressees", "demands", "signed"),
    *("contact", "full_phones", "copies"),
)

GROUPS: tuple[Group, ...] = (
    Group(
        "进度",
        (
            Report(
                bulletin.NAME,
                "工程进展情况通报",
                bulletin.build,
                (*_TABLE, *_RATES, "trim_zeros", "since", *_LETTER),
            ),
            Report("progress_table", "项目进度表", progress_table.build, _TABLE),
            Report(
                "school_progress",
                "学校项目进度表",
                progress_table.build_school,
                (*_COUNTED, "school_id", "total_first"),
                per_school=True,
            ),
            Report("preschool", "学前教育项目进度表", preschool.build, _COUNTED),
            Report("ranking", "排名表", ranking_table.build, (*_COUNTED, *_RATES)),
            Report(
                "missing", "未报名单", missing.build, (*_COUNTED, "places", "mode", "full_phones")
            ),
            Report("milestones", "倒排工期表", milestone_table.build, _COUNTED),
            Report("issues", "问题台账", issue_table.build, ("programme_id", "bureau", "until")),
        ),
    ),
    Group(
        "资金",
        (
            Report("reconciliation", "对账单", reconciliation.build, _MONEY, money=True),
            Report(
                "school_reconciliation",
                "学校对账单",
                reconciliation.build,
                (*_MONEY, "school_id"),
                per_school=True,
                money=True,
            ),
            Report("adjustment", "余额调节表", adjustment.build, _MONEY, money=True),
            Report("payments", "支付台账", payments.build, (*_MONEY, "by_township"), money=True),
            Report(
                "school_payments",
                "学校支付台账",
                payments.build,
                (*_MONEY, "school_id"),
                per_school=True,
                money=True,
            ),
            Report("execution", "资金执行情况表", execution.build, _MONEY, money=True),
            Report(
                "application", "拨付申请表", application.build, (*_MONEY, "application"), money=True
            ),
            Report("school_money", "学校资金核对表", school_money.build, _SPAN, money=True),
            Report(
                "school_settlement",
                "学校资金核对单",
                school_money.build,
                (*_SPAN, "school_id"),
                per_school=True,
                money=True,
            ),
        ),
    ),
    Group(
        "设备采购",
        (
            Report("equipment_plan", "设备采购计划表", equipment_plan.build, _BUY),
            Report(
                "procurement",
                "设备采购进度表",
                procurement.build,
                (*_BUY, "group", "total_first", "places", "mode"),
            ),
            Report(
                "equipment_classes",
                "设备分类汇总表",
                equipment_classes.build,
                (*_BUY, "count_unit", "money_unit", "total_first", "places", "trim_zeros", "mode"),
            ),
            Report("acceptance", "设备验收单", acceptance.build, _FORMS, schools=forms.schools),
            Report(
                "school_acceptance",
                "学校设备验收单",
                acceptance.build,
                (*_FORMS, "school_id"),
                per_school=True,
                schools=forms.schools,
            ),
        ),
    ),
    Group(
        "资产",
        (
            Report(
                "assets",
                "资产台账",
                asset_ledger.build,
                ("batch_id", "bureau", "until"),
                schools=asset_ledger.schools_of,
            ),
            Report(
                "school_assets",
                "学校资产台账",
                asset_ledger.build,
                ("batch_id", "bureau", "until", "school_id"),
                per_school=True,
                schools=asset_ledger.schools_of,
            ),
            Report("labels", "资产标签", labels.build, _LABELS, schools=asset_ledger.schools_of),
            Report(
                "school_labels",
                "学校资产标签",
                labels.build,
                (*_LABELS, "school_id"),
                per_school=True,
                schools=asset_ledger.schools_of,
            ),
            Report(
                "stock_take",
                "资产盘点表",
                stock_papers.build,
                ("bureau", "until"),
                schools=stock_papers.schools_of,
            ),
            Report(
                "school_stock_take",
                "学校资产盘点表",
                stock_papers.build,
                ("bureau", "until", "school_id"),
                per_school=True,
                schools=stock_papers.schools_of,
            ),
            Report(
                "stock_differences", "盘点差异表", stock_papers.differences, ("bureau", "until")
            ),
        ),
    ),
    Group(
        "校舍",
        (
            Report(
                "areas",
                "校舍面积变动表",
                areas.build,
                (*_AREAS, "by_township", "total_first"),
                schools=areas.schools_of,
            ),
            Report(
                "school_areas",
                "学校校舍面积变动表",
                areas.build_school,
                (*_AREAS, "school_id"),
                per_school=True,
                schools=areas.schools_of,
            ),
            Report(
                "yearbook_areas", "校舍面积分类统计表", yearbook_areas.build, ("bureau", "until")
            ),
            Report("danger", "危房台账", danger.build, ("bureau", "until")),
        ),
    ),
    Group(
        "学校与办学条件",
        (
            Report(
                school_file.NAME,
                "一校一档",
                school_file.build,
                ("bureau", "until", "school_id", "full_phones"),
                per_school=True,
                schools=school_file.schools_of,
            ),
            Report(
                "bottom_lines",
                "底线要求达标情况统计表",
                bottom_lines.build,
                ("bureau", "until", "total_first"),
            ),
            Report("bottom_matrix", "底线要求核查表", bottom_matrix.build, ("bureau", "until")),
            Report("weak_schools", "薄弱学校名单", bottom_matrix.build_weak, ("bureau", "until")),
            Report(
                "norm_gaps",
                "办学条件缺口表",
                norm_gaps.build,
                ("bureau", "until", "places", "mode"),
            ),
            Report("advice", "建议清单", advice.build, ("bureau", "until")),
        ),
    ),
    Group(
        "数据安全",
        (
            Report(
                "journal",
                "操作日志",
                journal_paper.build,
                ("first", "officer", "bureau", "full_phones"),
            ),
        ),
    ),
)
REPORTS: tuple[Report, ...] = tuple(report for group in GROUPS for report in group.reports)


def report_named(name: str) -> Report:
    """The report of a name or Chinese title. Raises Refused("report.unknown")."""
    for report in REPORTS:
        if name in (report.name, report.title):
            return report
    raise Refused("report.unknown", name=name, known="、".join(r.name for r in REPORTS))
