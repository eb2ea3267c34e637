"""Dirty cells: a table of lines as offices write them, and round trips of what we print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain import cell_dates, cells
from facilitydesk.domain.cells import Reading
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import LIMIT, WAN, Area, Money, Percent
from facilitydesk.domain.rounding import Style, amount

LINES = (
    Path(__file__).with_name("cells.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
)
ESCAPES = {r"\t": "\t", r"\n": "\n", r"\r": "\r", "\\\\": "\\"}


def corpus() -> list[tuple[str, int, str, str, str]]:
    """kind, scale, text, expected raw value or date ("" for none), code of the question."""
    lines = []
    for line in LINES:
        kind, scale, text, expected, code = line.split("\t")
        for char in "\u00a0\u3000\u200b\ufeff":
            text = text.replace(f"\\u{ord(char):04x}", char)
        for written, char in ESCAPES.items():
            text = text.replace(written, char)
        lines.append((kind, int(scale), text, expected, code))
    return lines


def read(kind: str, scale: int, text: str) -> Reading[Any]:
    if kind == "count":
        return cells.read_count(text)
    if kind == "date":
        return cell_dates.read_date(text)
    if kind.startswith("serial"):
        return cell_dates.read_date_number(text, base_1904=kind == "serial1904")
    if kind == "text":
        return Reading(cells.clean_text(text))
    by_kind: dict[str, Callable[[str, int], Reading[Any]]] = {
        "money": cells.read_money,
        "area": cells.read_area,
        "percent": cells.read_percent,
    }
    return by_kind[kind](text, scale)


def test_the_corpus_is_large() -> None:
    assert len(corpus()) >= 300


@pytest.mark.parametrize(("kind", "scale", "text", "expected", "code"), corpus())
def test_every_line_reads_as_a_careful_person_reads_it(
    kind: str, scale: int, text: str, expected: str, code: str
) -> None:
    found = read(kind, scale, text)
    value = found.value
    shown = "" if value is None else str(getattr(value, "raw", value))
    assert (shown, found.problem.code if found.problem else "") == (expected, code)
    if found.problem:
        assert found.problem.message
        # What is None is asked; what is an interpretation is listed and can be refused.
        assert (value is None) == (found.problem.severity is Severity.YELLOW)
        assert value is None or found.changed


RAW = st.integers(-LIMIT, LIMIT)


@given(RAW, st.sampled_from([("", 1), ("元", 1), ("万元", 1), ("万元", WAN), ("亿元", WAN)]))
def test_money_printed_is_money_read(raw: int, unit: tuple[str, int]) -> None:
    word, scale = unit
    printed = amount(Money(raw), word or "元", Style(places=10)) + word
    assert cells.read_money(printed, 1 if not word else scale).value == Money(raw)


@given(st.integers(0, LIMIT), st.sampled_from(["㎡", "平方米", "m²", ""]), st.sampled_from(", "))
def test_areas_printed_are_areas_read(raw: int, unit: str, mark: str) -> None:
    printed = amount(Area(raw)).replace(",", mark) + unit
    assert cells.read_area(printed).value == Area(raw)


@given(st.integers(0, 20_000))
def test_percents_printed_are_percents_read(raw: int) -> None:
    assert cells.read_percent(f"{Percent(raw)}%").value == Percent(raw)


@given(st.dates(date(1949, 1, 1), date(2060, 12, 31)))
def test_dates_in_every_writing(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for written in (f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}/{m:02}/{d:02}", f"{y}{m:02}{d:02}"):
        found = cell_dates.read_date(written).value
        assert found is not None
        assert found.text == day.isoformat()
    month = cell_dates.read_date(f"{y}年{m}月").value
    assert month is not None
    assert month.text == f"{y:04}-{m:02}"


@given(st.text(max_size=120))
def test_no_text_at_all_breaks_a_reader(text: str) -> None:
    for kind in ("money", "area", "count", "percent", "date", "text"):
        found = read(kind, 1, text)
        if found.value is not None and kind in ("money", "area", "percent"):
            assert any(char.isdigit() for char in cells.folded(text)) or "〇" in text


@given(st.decimals(0, 10**9, places=8))
def test_no_digit_is_dropped_in_silence(value: Decimal) -> None:
    found = cells.read_money(f"{value:f}", WAN)
    assert found.value is not None
    exact = value * WAN * 100
    assert (Decimal(found.value.raw) == exact) == (found.problem is None)
