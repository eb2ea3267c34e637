"""Every report by name. To add one: write its file with a build function, add a line here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk import atomic
from facilitydesk.domain.problems import Problem, Refused
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
    closed_books,
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
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.fonts import FontBook
from facilitydesk.reports.paper.marking import marked
from facilitydesk.reports.paper.page import Document
from facilitydesk.services import papers
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import forms
from facilitydesk.services.figures import Scope, programme_named

Build = Callable[[Desk, date, Options], Document]
ENDINGS = (".pdf", ".xlsx", ".docx")


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name on the command line, its Chinese title, how it is made.

    `options` are the fields of Options that change its paper; the report page asks for these.
    `per_school` reports are about one school; without one, a file is made for each. A report of
    `money` is compared with what was closed before every print.
    """

    name: str
    title: str
    build: Build
    options: tuple[str, ...]
    per_school: bool = False
    money: bool = False
    schools: Callable[[Desk, date], dict[int, str]] | None = None  # None: those with works

    def damage(self, desk: Desk, as_of: date, options: Options) -> tuple[Problem, ...]:
        """What to say on the paper and before it goes out; see closed_books."""
        until = options.days(as_of)[1] if options.span else as_of
        return closed_books.damaged(desk, until) if self.money else ()

    def paper(
        self, desk: Desk, as_of: date, options: Options, damage: Sequence[Problem]
    ) -> Document:
        """What is printed: the document with a line for all damage."""
        return closed_books.told(self.build(desk, as_of, options), damage)


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


REPORTS: tuple[Report, ...] = (
    Report(
        bulletin.NAME,
        "工程进展情况通报",
        bulletin.build,
        (*_TABLE, *_RATES, "trim_zeros", "since", *_LETTER),
    ),
    Report("progress_table", "项目进度表", progress_table.build, _TABLE),
    Report("ranking", "排名表", ranking_table.build, (*_COUNTED, *_RATES)),
    Report("missing", "未报名单", missing.build, (*_COUNTED, "places", "mode", "full_phones")),
    Report("issues", "问题台账", issue_table.build, ("programme_id", "bureau", "until")),
    Report("milestones", "倒排工期表", milestone_table.build, _COUNTED),
    Report(
        "school_progress",
        "学校项目进度表",
        progress_table.build_school,
        (*_COUNTED, "school_id", "total_first"),
        per_school=True,
    ),
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
    Report("application", "拨付申请表", application.build, (*_MONEY, "application"), money=True),
    Report(
        "journal", "操作日志", journal_paper.build, ("first", "officer", "bureau", "full_phones")
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
    Report("yearbook_areas", "校舍面积分类统计表", yearbook_areas.build, ("bureau", "until")),
    Report("danger", "危房台账", danger.build, ("bureau", "until")),
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
    Report("norm_gaps", "办学条件缺口表", norm_gaps.build, ("bureau", "until", "places", "mode")),
    Report("advice", "建议清单", advice.build, ("bureau", "until")),
    Report("preschool", "学前教育项目进度表", preschool.build, _COUNTED),
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
    Report("stock_differences", "盘点差异表", stock_papers.differences, ("bureau", "until")),
)


def report_named(name: str) -> Report:
    """The report of a name or Chinese title. Raises Refused("report.unknown")."""
    for report in REPORTS:
        if name in (report.name, report.title):
            return report
    raise Refused("report.unknown", name=name, known="、".join(r.name for r in REPORTS))


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the files, their pages, and what the officer should know."""

    report: Report
    as_of: date
    files: tuple[Path, ...]
    pages: int
    notices: tuple[Problem, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of `report --json`."""
        return {
            "report": self.report.name,
            "title": self.report.title,
            "as_of": self.as_of.isoformat(),
            "files": [str(path) for path in self.files],
            "pages": self.pages,
            "notices": [
                {"code": each.code, "severity": each.severity.value, "message": each.message}
                for each in self.notices
            ],
        }

    def summary(self) -> str:
        """What a person reads on the command line."""
        shown = "\n".join(str(path) for path in self.files)
        said = "\n".join(notice.message for notice in self.notices)
        return f"已生成{self.report.title}：\n{shown}" + (f"\n{said}" if said else "")


def produce(
    desk: Desk,
    name: str,
    *,
    as_of: date,
    out: Path,
    school: str | None = None,
    programme: str | None = None,
    options: Options | None = None,
) -> Made:
    """Make a report and write it as PDF, xlsx or docx, by the ending of `out`.

    A report per school without a school makes one file for each beside `out`, named after the
    school: 进度表.pdf → 进度表_城关小学.pdf. Raises Refused for an unknown report, programme,
    school or ending, Trouble when a file cannot be written.
    """
    report = report_named(name)
    if out.suffix.lower() not in ENDINGS:
        raise Refused("report.ending", path=out.name)
    wanted = options or Options()
    if programme:
        wanted = replace(wanted, programme_id=programme_named(desk, programme))
    jobs: list[tuple[Path, Options]] = [(out, wanted)]
    if school or report.per_school:
        jobs = _school_jobs(desk, as_of, out, wanted, school, report)
    files: list[Path] = []
    pages = 0
    damage = report.damage(desk, as_of, wanted)
    notices = {(each.code, each.message): each for each in damage}
    for path, chosen in jobs:
        document, _ = marked(desk, report.paper(desk, as_of, chosen, damage))
        data, count, found = drawn(document, path.suffix)
        atomic.save(path, data)
        files.append(path)
        pages += count
        notices |= {(each.code, each.message): each for each in found}
    return Made(report, as_of, tuple(files), pages, tuple(notices.values()))


def drawn(
    document: Document, ending: str, book: FontBook | None = None
) -> tuple[bytes, int, tuple[Problem, ...]]:
    """The document as a file's content, its pages (0 for what has none yet) and its notices.

    `ending` is one of ENDINGS. Many papers of one run share the `book` of fonts.
    """
    if ending.lower() == ".pdf":
        from facilitydesk.reports.paper import pdf

        printed = pdf.render(document, book)
        return printed.pdf, printed.pages, printed.notices
    if ending.lower() == ".docx":
        from facilitydesk.reports.paper import docx

        word = docx.render(document, book)
        return word.docx, 0, word.notices
    from facilitydesk.reports.paper import xlsx

    workbook = xlsx.render(document)
    return workbook.xlsx, 0, workbook.notices


def _school_jobs(
    desk: Desk, as_of: date, out: Path, wanted: Options, school: str | None, report: Report
) -> list[tuple[Path, Options]]:
    """One job for the school named, else one for each school with works."""
    scope = Scope(as_of, wanted.programme_id, wanted.period, wanted.with_pooled)
    known: dict[int, str] = report.schools(desk, as_of) if report.schools else {}
    for line in () if report.schools else papers.works(desk, scope):
        known.setdefault(line.names.school_id, line.names.school)
    if school:
        for school_id, name in known.items():
            if name == school:
                return [(out, replace(wanted, school_id=school_id))]
        raise Refused("report.unknown_school", name=school)
    if not known:
        raise Refused("report.no_school")
    jobs = []
    taken: set[str] = set()
    for school_id, name in known.items():
        stem = f"{out.stem}_{file_name(name)}"
        if stem.lower() in taken:
            stem = f"{stem}_{school_id}"
        taken.add(stem.lower())
        jobs.append((out.with_name(stem + out.suffix), replace(wanted, school_id=school_id)))
    return jobs


def file_name(text: str) -> str:
    """A school's name as part of a file name that every system accepts."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", text).strip(" .")
    return plain[:60] or "未命名"
