"""Sheets as county offices lay them out, each read as a careful person reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange import child, reader
from facilitydesk.interchange.book import Book, Table, json_name
from facilitydesk.interchange.grid import number
from facilitydesk.interchange.recognise import recognise
from tests.interchange.papers import FOLDER, Told, read_paper

PAPERS = sorted(FOLDER.glob("*.txt"))


def read_here(path: Path) -> Book:
    """As read_book, but without a process per paper; what crosses to the parent is the same."""
    told = json.dumps({"book": child.read(path)}, default=child._plain)
    raw = reader._book(path.name, json.loads(told, parse_float=number, parse_int=number)["book"])
    return recognise(raw, "")


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_reads_as_a_careful_person_reads_it(path: Path, tmp_path: Path) -> None:
    paper = read_paper(path)
    file = paper.save(tmp_path)
    if paper.trouble:
        with pytest.raises(Trouble) as trouble:
            read_here(file)
        assert trouble.value.code == paper.trouble
        return
    book = read_here(file)
    assert len(book.tables) == paper.tables
    for told in paper.told:
        compare(book.tables[told.number - 1], told)


def compare(table: Table, told: Told) -> None:
    answer: dict[str, Any] = json.loads(json.dumps(table.to_json(), ensure_ascii=False))
    assert (answer["kind"], tuple(answer["header_rows"])) == (told.kind, told.head)
    if told.title is not None:
        assert table.title == told.title
    if told.as_of is not None:
        assert str(table.as_of) == told.as_of
    letters = {json_name(c.key): c.letter for c in table.columns if c.key and c.key != "remark"}
    assert letters == told.columns
    rows = {row["row"]: {key: row.get(key) for key in letters} for row in answer["rows"]}
    assert rows == told.rows
    assert [f"{s['row']}:{s['why']}" for s in answer["skipped"]] == told.skipped
    problems = [f"{p['cell'] or p['row']}:{p['code']}" for p in answer["problems"]]
    assert sorted(problems) == sorted(told.problems)
    assert [str(row.number) for row in table.refused] == told.refused
    differing = [
        f"{t['row']}:{t['field']}={t['declared']}/{t['computed']}"
        for t in answer["totals"]
        if not t["foots"]
    ]
    assert sorted(differing) == sorted(told.not_footing)
