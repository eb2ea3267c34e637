"""Lists of what was found about the bottom lines: a matrix school × item, or one check a line.

A check has a day: the line's own, else the day of the list. What was found the same before stays
as it is; another finding of the same day is a difference for the officer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.cells import clean_text, folded
from facilitydesk.domain.facility_fields import han, item_number
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.store import tables

_T = tables.bottom_check
_DETAILS = ("evidence", "measure", "due")
_NUMBER = re.compile(
    r"(?:底线要求|底线|条目)?第?(\d{1,3}|[一二三四五六七八九十]{1,3})(条.*|[.、:)].*|)", re.DOTALL
)
_HAN = {han(number): number for number in range(1, 100)}


class BottomChecks(Planner):
    """Plans sources of the kind bottom_lines."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        known = ground.known
        self._items: dict[int, Facts] = {}
        self._by_text: dict[str, Facts] = {}
        for row in known.connection.execute(select(tables.bottom_item)).mappings():
            self._items[row["number"]] = self._by_text[folded_name(row["text"])] = dict(row)
        self._checks: dict[tuple[int, int], list[Facts]] = {}  # by day
        for row in known.connection.execute(select(_T).order_by(_T.c.day)).mappings():
            self._checks.setdefault((row["school_id"], row["item_id"]), []).append(dict(row))

    def take(self, source: Source) -> None:
        """All lines of a list."""
        matrix = {key: item_number(key) for key in source.fields}
        columns = {key: number for key, number in matrix.items() if number is not None}
        unknown = sorted(n for n in columns.values() if n not in self._items)
        if unknown:
            args = {"items": "、".join(str(number) for number in unknown)}
            problem = Problem("bottom.import_items", args=args)
            self._plan.note(source.sheet, source.head_row, None, problem, severity=Severity.YELLOW)
        for line in source.lines:
            day = self._day(source, line)
            school = self._schools.of(source, line) if day is not None else None
            found = self._of_matrix(line, columns) if columns else self._of_line(source, line)
            if day is None or school is None or found is None:
                self.refused(source, line, "bottom_checks")
                continue
            made = [self._check(source, line, school, day, *each) for each in found]
            what = "new" if any(made) else "found"
            told = "、".join(f"第{item['number']}条" for _, item, _ in found) if not columns else ""
            self._plan.outcomes.append(Outcome(source.sheet, line.row, what, school["name"], told))

    def _day(self, source: Source, line: Line) -> date | None:
        """The day of a line's checks; None when the line must stay out."""
        own = line.values.get("check_date")
        if isinstance(own, LooseDate) and not own.exact:
            args = {"term": term("check_date"), "value": own.text}
            self._plan.refuse(source.sheet, line.row, "check_date", "day_needed", **args)
            return None
        day = own.first if isinstance(own, LooseDate) else source.as_of
        if day is None:
            self._plan.refuse(source.sheet, line.row, "check_date", "bottom.import_day")
        elif day > self._today:
            self._plan.refuse(source.sheet, line.row, "check_date", "bottom.future", day=day)
            return None
        return day

    def _of_matrix(
        self, line: Line, columns: dict[str, int]
    ) -> list[tuple[str, Facts, dict[str, Any]]]:
        """Column, item and what was found, for the filled cells of a line."""
        return [
            (key, self._items[number], {"state": str(value)})
            for key, number in sorted(columns.items(), key=lambda pair: pair[1])
            if number in self._items and (value := line.values.get(key)) is not None
        ]

    def _of_line(
        self, source: Source, line: Line
    ) -> list[tuple[str, Facts, dict[str, Any]]] | None:
        """The same for a line that names one item; None when it names none that is known."""
        text = clean_text(str(line.values.get("bottom_item") or ""))
        item = self._item(text)
        if item is None:
            code = "bottom.import_item"
            self._plan.refuse(source.sheet, line.row, "bottom_item", code, value=text)
            return None
        facts: dict[str, Any] = {}
        for key in ("bottom_state", "evidence", "measure"):
            value = line.values.get(key)
            if value is not None:
                facts["state" if key == "bottom_state" else key] = str(value)
        due = line.values.get("due")
        if isinstance(due, LooseDate):
            facts["due"] = due.last
        return [("bottom_state", item, facts)] if facts else []

    def _item(self, text: str) -> Facts | None:
        match = _NUMBER.fullmatch("".join(folded(text).split()))
        if match is not None:
            number = int(match[1]) if match[1].isdigit() else _HAN.get(match[1], 0)
            if number in self._items:
                return self._items[number]
        return self._by_text.get(folded_name(text))

    def _check(
        self,
        source: Source,
        line: Line,
        school: Facts,
        day: date,
        key: str,
        item: Facts,
        found: dict[str, Any],
    ) -> bool:
        """One finding; whether it makes a new check."""
        checks = self._checks.setdefault((school["id"], item["id"]), [])
        at = bisect_right([row["day"] for row in checks], day)
        last = checks[at - 1] if at else None
        if last is not None and (last["day"] == day or self._told_before(line, last, found)):
            keys = {"state": key, "evidence": "evidence"}
            title = f"{school['name']}第{item['number']}条"
            changed = self._merge(source, line, _T, last, found, title, keys)
            self._plan.count("bottom_checks", "updated" if changed else "unchanged")
            return False
        facts: dict[str, Any] = {"school_id": school["id"], "item_id": item["id"], "day": day}
        state = found.get("state") or (last["state"] if last is not None else "")
        if last is not None and state == State.FAILED.value == last["state"]:
            facts |= {name: last[name] for name in _DETAILS}  # still open: so are its measures
        row = self._writes.insert(_T, {**facts, "state": state, **found})
        checks.insert(at, row)
        self._plan.count("bottom_checks", "created")
        return True

    @staticmethod
    def _told_before(line: Line, last: Facts, found: dict[str, Any]) -> bool:
        """Whether an earlier check says the same, and the line names no day of its own."""
        return line.values.get("check_date") is None and all(
            last[name] == value for name, value in found.items()
        )
