"""Every check of every published table gives exactly the result that a careful person found.

Fifteen bulletins, forms and reports of counties, cities and provinces, 180 checks; README.md
tells what each one is. Faults are asserted by the figures their sentences name.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from facilitydesk.domain.printed import (
    Equal,
    Identity,
    Order,
    Outcome,
    Paper,
    Printed,
    Product,
    Ratio,
    Restate,
    SharedDenominator,
    Sum,
    Verdict,
    ZeroOverZero,
    above_hundred,
    check,
    check_all,
    counted,
    descending,
    not_building,
    same_rows,
    same_set,
    zero_parts,
)
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.rounding import Mode, Style, digits
from tests.cases.published import CASES, Case

# 2023 spring is half a year: 应收 = (94 × 11,500 + 27 × 19,500) ÷ 2, as the case's note says.
HALF_A_YEAR = {"T26-c3": Fraction(1, 2)}

SENTENCES = {
    "T07-c11": "“舒城县·民生工程项目个数”印为1个，按0+0应为0个，相差正好1。",
    "T07-c12": "“舒城县·已开工(含完工)·民生工程开工园数比例”印为0%，按1÷1应为100%。",
    "T07-c13": "“舒城县·已完工·民生工程完工园数比例”印为0%，按1÷1应为100%。",
    "T09-c6": "“运动场面积(一处)”印为36,000㎡，“运动场面积(另一处)”印为32,000㎡，两处应当一致。",
    "T11-c6": "“长效机制总投资”印为2,995.1万元，按1,768.5+179+47.6应为1,995.1万元，相差正好1000。",
    "T15-c2": "“建筑面积共计”印为6,674㎡，按1,254+3,250+1,900应为6,404㎡。",
    "T16-c2": "“食堂(伙房)”印为22个，按5+1+17应为23个，相差正好1。",
    "T21-c19": "“和平区·达标率”印为100%，按21÷22应为95.45%。",
    "T21-c21": "“合计·学校总数”印为1,165所，按1,164+0应为1,164所，相差正好1。",
    "T21-c22": "“合计·学校总数”印为1,165所，按1,163+1应为1,164所，相差正好1。",
}
HINTS = {
    "T01-c5": "占总规划采购任务107%",
    "T02-c7": "枣庄市·完成率122.7%、淄博市·完成率115.95%",
    "T07-c14": "舒城县·投资额·其中市县资金印为0，请核对是否漏填。",
    "T07-c15": "舒城县·项目园数·设备购置、舒城县·其中设备完成投资印为0",
    "T09-c7": "“运动场面积(一处)”36,000㎡属于运动场，不计入校舍建筑面积。",
    "T15-c3": "“澴潭镇中心幼儿园运动场改造·建筑面积”1,900㎡属于运动场，不计入校舍建筑面积。",
}


def identity_of(given: dict[str, Any]) -> Identity | None:
    """The identity that a check of the files speaks of; None for checks of lists."""
    match given:
        case {"type": "sum"}:
            return Sum(given["total"], tuple(given["parts"]), tuple(given["minus"]))
        case {"type": "rate"}:
            return Ratio(given["rate"], given["numerator"], given["denominator"])
        case {"type": "product", "refs": [total, a, b, c, d]}:
            share = HALF_A_YEAR.get(given["id"], Fraction(1))
            return Product(total, ((a, b), (c, d)), share)
        case {"type": "equal"}:
            return Equal(given["left"], given["right"])
        case {"type": "order", "refs": [lower, upper]}:
            return Order(lower, upper)
        case {"type": "restate"}:
            return Restate(given["coarse"], given["fine"])
        case {"type": "implied_denominator"}:
            pairs = tuple((pair["numerator"], pair["rate"]) for pair in given["pairs"])
            return SharedDenominator(given["name"], pairs)
    return None


def verdict_on(case: Case, given: dict[str, Any]) -> Verdict:
    cells = case.cells()
    identity = identity_of(given)
    if identity is not None:
        return check(identity, cells)
    refs = given.get("refs", [])
    match given["type"]:
        case "monotone":
            rows = case.names(given["table"])
            return descending([cells[f"{given['table']}!{row}!{given['column']}"] for row in rows])
        case "same_set":
            return same_set(*(case.names(table) for table in refs))
        case "count":
            return counted(cells[refs[0]], len(case.names(refs[1])))
        case "row_equality":
            return same_rows(*(case.row(*ref.split("!")) for ref in refs))
        case "above_100":
            return above_hundred(cells[ref] for ref in refs)
        case "plausibility":
            return zero_parts(cells[ref] for ref in refs)
        case "scope" | "category":
            return not_building(cells[ref] for ref in refs)
        case "zero_over_zero":
            return zero_over_zero(case, refs[0])
    raise AssertionError(f"a kind of check nobody thought of: {given['type']}")


def zero_over_zero(case: Case, ref: str) -> Verdict:
    """The worst verdict on all rows that print 100 % for 0 of 0 where the paper does so by rule."""
    table, _, _ = ref.split("!")
    cells = case.cells()
    paper = Paper(zero_over_zero=ZeroOverZero.HUNDRED)
    verdicts = [
        check(
            Ratio(*(f"{table}!{row}!{key}" for key in ("tp_rate", "tp_ok", "tp_total"))),
            cells,
            paper,
        )
        for row in case.names(table)
    ]
    assert len(verdicts) == 17
    return next((v for v in verdicts if v.outcome is not Outcome.EXACT), verdicts[0])


def params(kinds: set[str] | None = None) -> list[Any]:
    """The checks of some kinds, or all, as parameters named by their ids."""
    return [
        pytest.param(case, given, id=given["id"])
        for case in CASES
        for given in case.checks
        if kinds is None or given["type"] in kinds
    ]


EVERY = params()


def test_all_cases_are_here() -> None:
    assert len(CASES) == 15
    assert len(EVERY) == 180


@pytest.mark.parametrize(("case", "given"), EVERY)
def test_every_check_gives_the_result_of_a_careful_person(
    case: Case, given: dict[str, Any]
) -> None:
    verdict = verdict_on(case, given)
    assert verdict.outcome.value == given["result"]
    red = verdict.problem is not None and verdict.problem.severity is Severity.RED
    assert red == (given["result"] == "fault")
    if given["id"] in SENTENCES:
        assert verdict.problem
        assert verdict.problem.message == SENTENCES[given["id"]]
    if given["id"] in HINTS:
        assert verdict.problem
        assert HINTS[given["id"]] in verdict.problem.message


def test_each_fault_has_its_sentence_and_each_hint_is_asserted() -> None:
    assert {fault for case in CASES for fault in case.data["faults"]} == set(SENTENCES)
    hinted = {"above_100", "plausibility", "scope", "category"}
    assert {g["id"] for c in CASES for g in c.checks if g["type"] in hinted} == set(HINTS)


@pytest.mark.parametrize(
    ("case", "given"),
    params({"sum", "rate", "restate", "implied_denominator", "monotone"}),
)
def test_the_computed_figure_is_the_one_of_a_careful_person(
    case: Case, given: dict[str, Any]
) -> None:
    verdict = verdict_on(case, given)
    kind = given["type"]
    if kind == "sum":
        total = case.cells()[given["total"]]
        assert verdict.computed is not None
        assert verdict.computed / total.scale == Fraction(given["computed"])
    elif kind == "rate":
        assert verdict.computed is not None
        assert digits(verdict.computed * 100, Style(4)) == given["computed"]
        either = frozenset(Mode)
        ways = {
            "either": either,
            "half_up": {Mode.HALF_UP},
            "truncate": {Mode.TRUNCATE},
            "n/a": set(),
        }
        assert verdict.ways == ways[given["rounding"]]
    elif kind == "restate":
        assert verdict.computed == Fraction(given["computed"]) * 10**8
        assert verdict.ways == {Mode.TRUNCATE}
    elif kind == "implied_denominator":
        unit = case.cells()[given["pairs"][0]["numerator"]]
        assert verdict.span
        low, high = verdict.span.low / unit.scale, verdict.span.high / unit.scale
        assert (digits(low), digits(high)) == (given["low"], given["high"])
        for pair in given["pairs"]:
            one = SharedDenominator(given["name"], ((pair["numerator"], pair["rate"]),))
            span = check(one, case.cells()).span
            assert span
            assert digits(span.low / unit.scale) == pair["low"]
            assert digits(span.high / unit.scale) == pair["high"]
    elif kind == "monotone":
        assert verdict.ties == given["ties"]
        assert len(case.names(given["table"])) == given["n"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_all_identities_of_a_paper_together_name_its_faults_and_no_more(case: Case) -> None:
    identities = [found for given in case.checks if (found := identity_of(given))]
    report = check_all(identities, case.cells())
    told = {problem.message for problem in report.problems}
    assert told == {SENTENCES[fault] for fault in case.data["faults"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_printed_texts_are_read_as_their_values(case: Case) -> None:
    for key, cell in case.data["cells"].items():
        assert Printed.read(cell["printed"], cell["unit"]).value == Decimal(cell["value"]), key
    for name, table in case.tables.items():
        assert case.csv_rows(name) == table["rows_printed"]
        for printed, values in zip(table["rows_printed"], table["rows_value"], strict=True):
            for column, text, number in zip(table["columns"], printed, values, strict=True):
                if column["unit"] and number is not None:
                    assert Printed.read(text, column["unit"]).value == Decimal(number)
                elif column["unit"]:
                    assert text == ""
