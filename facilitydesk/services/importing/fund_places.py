"""Which document, project and school a line of moved money means; all three are known already."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.services.importing.funding import NUMBER, Funding, Place
from facilitydesk.services.importing.known import Facts, Known
from facilitydesk.services.importing.lines import Line, Plan, Source
from facilitydesk.services.money.cells import name_of


class Places:
    """Finds the share a line is about; what it cannot find it refuses with the reason."""

    def __init__(self, known: Known, plan: Plan, funding: Funding) -> None:
        self._known = known
        self._plan = plan
        self._funding = funding
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._schools: dict[tuple[int, int], list[int | None]] = defaultdict(list)

    def ready(self) -> None:
        """Looks at the shares and projects there are now, with those this import makes."""
        self._by_name.clear()
        for project in self._known.projects.values():
            self._by_name[folded_name(project["name"])].append(project["id"])
        self._schools.clear()
        for document_id, project_id, school_id in self._funding.shares:
            self._schools[document_id, project_id].append(school_id)

    def of(self, source: Source, line: Line) -> Place | None:
        """Document, project and school; None when the line was refused."""
        found = self._projects(line)
        if not found and not _words(line, "project"):
            args = {"term": term("project")}
            self._plan.refuse(source.sheet, line.row, "project", "required", **args)
            return None
        if not found:
            self._refuse(source, line, "project", "no_project", project=_words(line, "project"))
            return None
        papers = self._papers(source, line)
        if papers is None:
            return None
        pairs = [(d, p) for d in papers for p in found if (d["id"], p["id"]) in self._schools]
        if len(pairs) == 1:
            return self._at(source, line, *pairs[0])
        if len(found) > 1 and (not pairs or len({p["id"] for _, p in pairs}) > 1):
            name = found[0]["name"]
            self._refuse(source, line, "project", "which_project", count=len(found), project=name)
        elif pairs:
            names = {"number": papers[0]["number"], "project": found[0]["name"]}
            self._refuse(source, line, "fund_document", "which_document", **names)
        else:
            names = {"document": paper_name(papers[0]), "project": found[0]["name"]}
            self._refuse(source, line, "fund_document", "no_share", **names)
        return None

    def _at(self, source: Source, line: Line, paper: Facts, project: Facts) -> Place | None:
        schools = self._schools[paper["id"], project["id"]]
        told = self._school_ids(_words(line, "school"))
        mine: list[int | None] = [school for school in schools if school in told]
        if not mine:
            mine = [None] if None in schools else schools
        if len(mine) > 1:
            names = {"document": paper_name(paper), "project": project["name"]}
            self._refuse(source, line, "school", "which_school", **names)
            return None
        return paper["id"], project["id"], mine[0]

    def _papers(self, source: Source, line: Line) -> list[Facts] | None:
        """By 文号 or by its whole name; else the document that the table's title names."""
        papers = self._funding.papers
        number = clean_text(_words(line, "fund_document"))
        if number:
            found = [d for d in papers if d["number"] == number or paper_name(d) == number]
            if not found:
                found = [d for d in papers if d["number"] and _has(number, d["number"])]
            if not found:
                self._refuse(source, line, "fund_document", "no_document", number=number)
            return found or None
        titled = NUMBER.search(source.title)
        found = [d for d in papers if d["number"] and _has(source.title, d["number"])]
        found = found or [d for d in papers if paper_name(d) in source.title]
        if not found and titled:
            self._refuse(source, line, "fund_document", "no_document", number=titled[0])
        elif not found:
            args = {"term": term("fund_document")}
            self._plan.refuse(source.sheet, line.row, "fund_document", "required", **args)
        return found or None

    def _projects(self, line: Line) -> list[Facts]:
        """By code, else by name at the school, else by name alone (also as 学校 · 项目)."""
        known, name = self._known, _words(line, "project")
        code = _words(line, "project_code")
        if code and code in known.project_by_code:
            return [known.projects[known.project_by_code[code]]]
        school = _words(line, "school")
        before, dot, after = name.partition(" · ")
        if dot:
            school, name = school or re.sub(r"等\d+所$", "", before), after
        found: list[int] = []
        for school_id in self._school_ids(school):
            key = known.project_key(name, known.schools[school_id]["name"])
            found += known.projects_by_key.get((school_id, key), ())
        found = found or self._by_name.get(folded_name(name), [])
        return [known.projects[project_id] for project_id in dict.fromkeys(found)]

    def _school_ids(self, name: str) -> list[int]:
        if not name:
            return []
        key = self._known.school_key(name)
        if found := self._known.schools_by_key.get(key):
            return found
        alias = self._known.school_by_alias.get(key)
        return [] if alias is None else [alias]

    def _refuse(self, source: Source, line: Line, key: str, code: str, /, **args: Any) -> None:
        self._plan.refuse(source.sheet, line.row, key, f"fund_moves.{code}", **args)


def paper_name(row: Facts) -> str:
    """What sentences call a document."""
    return name_of(row["level"], row["fund_name"], row["year"], row["number"])


def _has(text: str, number: str) -> bool:
    """Whether a text names a number: 1号 is not found in 11号, nor 财教 in 川财教."""
    at = text.find(number)
    return at >= 0 and not re.match(r"[\u4e00-\u9fff]", text[at - 1 : at] if at else "")


def _words(line: Line, key: str) -> str:
    value = line.values.get(key)
    return "" if value is None else str(value).strip()
