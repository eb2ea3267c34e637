"""Cells of a project list in the words of the register: nature, area category, dates, year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from facilitydesk.domain.fields import term
from facilitydesk.domain.milestones import Step, check_order
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.words.terms import NATURES, AreaCategory
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import Line, Plan, Source
from facilitydesk.services.importing.merging import Merger
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.projects.register import DATES
from facilitydesk.store import tables

_YEAR = re.compile(
    r"(20\d{2}|19\d{2})\s*[-—至到]?\s*年(?!\s*\d{1,2}\s*月)(?!\s*(底|末|上半年|下半年|第?[一二三四]季))"
)
_NATURE_CODE = re.compile(r"^\d{1,2}\s*[-.、—]\s*")
_NATURE_WORDS = {
    "维修": "维修改造", "改造": "维修改造", "修缮": "维修改造", "校舍维修": "维修改造",
    "新建项目": "新建", "设备采购": "设备购置", "购置": "设备购置", "附属": "附属设施",
    "附属工程": "附属设施", "改扩建项目": "改扩建", "加固改造": "加固", "重建": "新建",
}  # fmt: skip


def year_of(title: str) -> int | None:
    """The year a title gives its list; 2024年9月 is a date, not a plan year."""
    match = _YEAR.search(title)
    return int(match[1]) if match else None


def nature_of(source: Source, line: Line, known: Collection[str], plan: Plan) -> str:
    """The nature in the words of the code list; what is not on it stays blank and is named."""
    text = str(line.values.get("nature") or "")
    if not text:
        return ""
    plain = _NATURE_CODE.sub("", text).strip()
    nature = plain if plain in known else _NATURE_WORDS.get(plain, plain)
    if nature in (known or NATURES):
        return nature
    problem = Problem("not_in_list", args={"term": term("nature"), "value": text})
    plan.note(source.sheet, line.row, "nature", problem, severity=Severity.YELLOW)
    return ""


def category_of(source: Source, line: Line, plan: Plan) -> str | None:
    """The area category; None where the table names none, and with a finding where it is none."""
    text = str(line.values.get("area_category") or "")
    if not text:
        return None
    for category in AreaCategory:
        if text in (category.value, category.term):
            return category.value
    problem = Problem("not_in_list", args={"term": term("area_category"), "value": text})
    plan.note(source.sheet, line.row, "area_category", problem, severity=Severity.YELLOW)
    return None


def flag_of(value: Any) -> bool:
    """是, √ and the like."""
    return str(value or "") in {"是", "统筹", "√", "1", "Y", "y"}


def raw_of(value: Any) -> Any:
    """What is stored of a quantity."""
    return value.raw if isinstance(value, Quantity) else value


class Dates:
    """Planned and actual start and finish of a project, into its milestones."""

    def __init__(self, known: Known, writes: Writes, plan: Plan, merger: Merger) -> None:
        self._known = known
        self._writes = writes
        self._plan = plan
        self._merger = merger

    def enter(self, source: Source, line: Line, project: Facts, *, new: bool) -> bool:
        """Plans the dates of a line; a date that cannot be stays out and is named."""
        changed = False
        given = [key for key in DATES if line.values.get(key) is not None]
        alone = new and len(given) == 1  # nothing it could contradict
        for key in given:
            value = line.values[key]
            if not isinstance(value, LooseDate):
                continue
            step, which = DATES[key]
            row = self._known.milestones.get((project["id"], step.value))
            before = row[which] if row else None
            if before == value.text:
                continue
            if not alone and not self._in_order(source, line, project, step, which, value):
                continue
            if not self._merger.may_write(source, line, key, before, value.text, project["name"]):
                continue
            changed = True
            if row is None:
                row = self._writes.insert(
                    tables.milestone,
                    {"project_id": project["id"], "step": step.value, which: value.text},
                )
                self._known.milestones[project["id"], step.value] = row
            else:
                self._writes.update(tables.milestone, row, {which: value.text})
        return changed and not new

    def _in_order(
        self, source: Source, line: Line, project: Facts, step: Step, which: str, value: LooseDate
    ) -> bool:
        if which == "planned":
            return True
        dates = dict(self._dates_of(project, which))
        dates[step] = value
        red = [p for p in check_order(dates) if p.severity is Severity.RED]
        if red:
            key = "start_date" if step is Step.START else "finish_date"
            self._plan.note(source.sheet, line.row, key, red[0], severity=Severity.YELLOW)
        return not red

    def _dates_of(self, project: Facts, which: str) -> Iterator[tuple[Step, LooseDate]]:
        for step in Step:
            row = self._known.milestones.get((project["id"], step.value))
            if row and row[which]:
                yield step, LooseDate(row[which])
