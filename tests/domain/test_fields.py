"""Each field is declared once, and no heading means two things unless both are known."""

from __future__ import annotations

from collections import Counter

import pytest

from facilitydesk.domain.fields import FIELDS, Field, Kind, field, term

# Headings that really are ambiguous; whoever reads a workbook must look at the cells below.
ALLOWED = {
    "单位": {"school", "unit"},  # 项目单位, or 台/件/套
    "进度": {"progress", "stage"},  # 65 %, or 主体施工
    "日期": {"pay_date", "move_date"},  # of a payment, or of money that leaves its year
    # A change of floor area, or money that is carried on or goes back: the list's kind tells.
    "变动类型": {"area_move", "fund_move"},
    "变动类别": {"area_move", "fund_move"},
    "变动日期": {"area_date", "move_date"},
    "变动文号": {"area_document", "move_number"},
}

# The canonical names of a row in JSON (money in 元, areas in ㎡).
CANONICAL = """
school school_code township project programme nature area_category planned_area_m2 started_area_m2
completed_area_m2 planned_investment_yuan invested_yuan fund_central_yuan fund_province_yuan
fund_city_yuan fund_county_yuan fund_other_yuan stage progress_percent start_date finish_date
planned_start_date planned_finish_date contractor contract_no contract_yuan paid_yuan fund_document
amount_yuan pay_date voucher payee summary equipment_class item unit quantity unit_price_yuan
contract_qty delivered_qty accepted_qty acceptance_date building building_no structure floors built
building_area_m2 danger_level classes students boarders
""".split()  # noqa: SIM905 - a list to be read


def headings() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in FIELDS.values():
        for word in (one.term, *one.synonyms):
            found.setdefault(word, set()).add(one.key)
    return found


def test_only_known_headings_are_ambiguous() -> None:
    assert {word: keys for word, keys in headings().items() if len(keys) > 1} == ALLOWED


def test_no_field_names_a_heading_twice() -> None:
    for one in FIELDS.values():
        words = Counter((one.term, *one.synonyms))
        assert [word for word, times in words.items() if times > 1] == [], one.key


def test_official_terms_are_unique() -> None:
    terms = Counter(one.term for one in FIELDS.values())
    assert [word for word, times in terms.items() if times > 1] == []


def test_headings_are_written_as_cells_are_compared() -> None:
    """Without blanks and with half-width brackets, as a reader of workbooks normalises them."""
    for word in headings():
        assert not set(word) & set("（）：， \u3000"), word


@pytest.mark.parametrize("name", CANONICAL)
def test_the_canonical_json_names_exist(name: str) -> None:
    assert name in {one.json_name for one in FIELDS.values()}


def test_headings_of_the_handbook_are_understood() -> None:
    known = headings()
    expected = {
        "project": "项目名称 工程名称 建设项目",
        "planned_area": "建筑面积 建设规模 建设面积",
        "planned_investment": "总投资 计划投资 概算投资 批复投资",
        "stage": "形象进度 工程进度 当前进度",
        "school": "项目单位 项目学校 学校名称",
        "start_date": "开工时间 开工日期",
        "finish_date": "竣工时间 完工日期",
        "planned_finish_date": "计划竣工",
    }
    for key, words in expected.items():
        for word in words.split():
            assert known[word] == {key}, word


def test_heads_and_names_carry_the_unit() -> None:
    area = field("planned_area")
    assert (area.head, area.json_name) == ("规划面积（㎡）", "planned_area_m2")
    assert field("invested").head == "累计完成投资（万元）"
    assert field("progress").head == "进度（%）"
    assert field("school").head == term("school") == "学校名称"
    assert Field("x", "数量", Kind.COUNT).json_name == "x"
    with pytest.raises(KeyError):
        field("nothing")
