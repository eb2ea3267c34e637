"""Taking a workbook in, from file to data file, in one call: what the command line does."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.domain.collecting import collecting_later
from facilitydesk.interchange.recognise import read_book
from facilitydesk.interchange.review import Review, differences, review, take_in
from facilitydesk.services import importing
from facilitydesk.services.datafile import backups
from facilitydesk.services.desk import Desk
from facilitydesk.services.importing import Options


@dataclass(frozen=True)
class ImportResult:
    """What was read and what became of it."""

    review: Review
    dry_run: bool
    hidden: bool = False  # hidden rows were confirmed

    @property
    def refused(self) -> frozenset[tuple[str, int]]:
        """Sheet and row of every row that stayed out."""
        return self.review.refused

    @property
    def changed(self) -> dict[str, dict[str, int]]:
        """Per entity how many were created, updated, unchanged, refused."""
        return self.review.plan.changed

    def to_json(self) -> dict[str, Any]:
        """The design's answer of `import --json`."""
        told = self.review.book.to_json()
        by_sheet = {table["sheet"] or "": table for table in reversed(told["tables"])}
        for problem in (*self.review.problems, *differences(self.review)):
            table = by_sheet.get(problem.sheet)
            if table is not None:
                table["problems"].append(problem.to_json())
        refused = self.review.plan.refused
        for table in told["tables"]:
            mine = sum((table["sheet"] or "", row["row"]) in refused for row in table["rows"])
            table["refused"] += mine
            table["accepted"] -= mine
            if self.hidden:
                table["accepted"] += sum(
                    "hidden" in row and (table["sheet"] or "", row["row"]) not in self.refused
                    for row in table["rows"]
                )
        told["changed"] = self.changed
        return told

    def summary(self) -> str:
        """The same in a few Chinese lines."""
        lines = []
        for table in self.to_json()["tables"]:
            sheet = f"工作表“{table['sheet']}”" if table["sheet"] else "表格"
            told = f"可导入{table['accepted']}行，不能导入{table['refused']}行"
            if table["kind"] not in importing.STORED_KINDS:
                told = "只供查看"
            lines.append(f"{sheet}：读出{table['read']}行，{told}")
            lines += [
                f"　第{p['row']}行{p['cell'] or ''}：{p['message']}"
                if p["row"]
                else f"　{p['message']}"
                for p in table["problems"]
            ]
        verb = "将" if self.dry_run else "已"
        words = (
            (("created", f"{verb}新增"), ("updated", f"{verb}更新")),
            (("unchanged", "未变"), ("refused", "未导入")),
        )
        for entity, counts in self.changed.items():
            parts = "；".join(
                "、".join(words_of)
                for group in words
                if (words_of := [f"{word}{counts[key]}" for key, word in group if counts[key]])
            )
            if parts:
                lines.append(f"{_ENTITIES.get(entity, entity)}：{parts}")
        return "\n".join(lines)


_ENTITIES = {
    "schools": "学校",
    "townships": "乡镇",
    "school_facts": "学校年度数据",
    "bottom_checks": "底线核查",
    "assets": "资产卡片",
    "stock_takes": "盘点",
    "stock_lines": "盘点明细",
    "area_movements": "面积变动",
    "norms": "办学条件标准",
    "buildings": "单体建筑",
    "area_openings": "期初面积",
    "programmes": "专项",
    "projects": "项目",
    "week_entries": "周填报",
    "plan_versions": "规划版本",
    "plan_lines": "规划数",
    "fund_documents": "指标文件",
    "allocations": "资金分配",
    "fund_moves": "资金变动",
    "statement_lines": "支付明细",
    "equipment_items": "设备目录",
    "equipment_plans": "采购计划",
    "equipment_batches": "采购批次",
    "batch_lines": "分校清单",
    "deliveries": "到货",
    "acceptances": "验收单",
}


def run_import(
    desk: Desk,
    path: Path,
    *,
    kind: str | None = None,
    as_of: date | None = None,
    programme: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
    update: bool = False,
    hidden: bool = False,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
) -> ImportResult:
    """Read a workbook and take in what can be taken in; with `dry_run` only say what would happen.

    Raises Trouble when nothing can be read, Refused when `strict` and a row is refused.
    """
    with collecting_later():
        known = importing.mappings(desk)
        book = read_book(
            path,
            kind=None if kind in (None, "auto") else kind,
            mapping={**known, **(mapping or {})},
            hidden_sheets=hidden,
        )
        if as_of is not None:
            tables = tuple(dataclasses.replace(table, as_of=as_of) for table in book.tables)
            book = dataclasses.replace(book, tables=tables)
        options = Options(
            file_name=path.name,
            sha256=book.sha256,
            programme=programme,
            update=update,
            hidden=hidden,
            strict=strict,
        )
        if not dry_run:
            backups.before_import(desk)
        done = review(desk, book, options) if dry_run else take_in(desk, book, options)
    return ImportResult(done, dry_run, hidden)
