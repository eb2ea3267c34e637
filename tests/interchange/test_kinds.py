"""Other kinds of lists are recognised by their columns: buildings, schools, statements, funding."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.interchange.headwords import head_word, meanings
from facilitydesk.interchange.recognise import read_book
from tests.interchange.books import column, table, write

CASES = Path(__file__).parents[1] / "cases"


def test_buildings(tmp_path: Path) -> None:
    rows = [
        ["某县校舍基本情况表"],
        [
            "学校名称",
            "楼号",
            "建筑物名称",
            "结构",
            "层数",
            "建筑面积（㎡）",
            "建成年月",
            "危房等级",
        ],
        ["甲小学", "01", "教学楼", "砖混", "三层", 1200.5, "1998年", "C级"],
        ["乙小学", "1", "宿舍", "框架", 4, 2000, datetime(2010, 5, 1), "A"],  # noqa: DTZ001 - a cell has no zone
        ["合计", None, None, None, None, 3200.5],
    ]
    found = table(write(tmp_path / "a.xlsx", rows))
    assert found.kind == "buildings"
    assert found.rows[0].to_json() == {
        "row": 3, "school": "甲小学", "building_no": "01", "building": "教学楼", "structure": "砖混",
        "floors": "3", "building_area_m2": "1200.50", "built": "1998", "danger_level": "C级",
    }  # fmt: skip


def test_schools_with_codes_as_numbers(tmp_path: Path) -> None:
    rows = [
        ["某县学校名册"],
        ["序号", "学校标识码", "学校名称", "所在乡镇", "学校类别", "班数", "在校生数", "寄宿生"],
        [1, 2151000123, "甲小学", "甲镇", "小学", 12, 500, 100],
        [2, "3151000456", "乙中学", "乙镇", "初中", "18个", "900人", "—"],
        ["合计", None, None, None, None, 30, 1400, 100],
    ]
    found = table(write(tmp_path / "a.xlsx", rows))
    assert found.kind == "schools"
    assert column(found, "school_code") == ["2151000123", "3151000456"]
    assert column(found, "students") == ["500", "900"]
    assert all(total.foots for total in found.totals)


def test_a_treasury_statement(tmp_path: Path) -> None:
    rows = [
        ["某县国库集中支付明细表"], [*[None] * 5, "单位：元"],
        ["支付日期", "凭证号", "预算单位", "收款人", "摘要", "支付金额", "指标文号"],
        ["2024-03-05", "0001", "县教育局", "某建筑公司", "工程款", 500000, "川财教〔2024〕1号"],
        ["20240306", 2, "县教育局", "某公司", "退票", -3000.5, "川财教〔2024〕1号"],
        ["合计", None, None, None, None, 496999.5],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert found.kind == "statement"
    assert column(found, "amount_yuan") == ["500000.00", "-3000.50"]
    assert column(found, "voucher") == ["0001", "2"]
    assert found.totals[0].foots


def test_money_allocated_to_projects(tmp_path: Path) -> None:
    rows = [
        ["某县教育局关于下达2024年资金的附件"], ["单位：万元"],
        ["序号", "资金文号", "项目学校", "项目名称", "金额", "其中：中央", "省级"],
        [1, "财教〔2024〕5号", "甲小学", "甲小学食堂", 100, 60, 40],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert found.kind == "funding"
    assert column(found, "amount_yuan") == ["1000000.00"]
    assert column(found, "fund_document") == ["财教〔2024〕5号"]


def test_published_project_lists() -> None:
    (kaili,) = read_book(CASES / "t08_kaili_2010_projects.csv").tables
    assert kaili.kind == "projects"
    assert column(kaili, "school")[0] == "凯里特殊教育学校"
    areas = [row.values["planned_area"] for row in kaili.rows]
    money = [row.values["invested"] for row in kaili.rows]
    assert sum(area.raw for area in areas if isinstance(area, Area)) == 1_759_384
    assert sum(value.raw for value in money if isinstance(value, Money)) == 1_915_000_000
    (suixian,) = read_book(CASES / "t15_suixian_2023_projects.csv").tables
    assert column(suixian, "school")[2] == "澴潭镇中心幼儿园"
    assert column(suixian, "project")[2] == "运动场改造"
    assert column(suixian, "planned_investment_yuan") == ["800000.00", "800000.00", "310000.00"]


HEADS = [
    (("项目学校",), "school"), (("单项工程名称",), "project"), (("资金来源", "中央"), "fund_central"),
    (("资金来源", "合计"), "planned_investment"), (("规划", "面积"), "planned_area"),
    (("规划", "资金"), "planned_investment"), (("进展", "完成投资"), "invested"),
    (("建设内容", "性质"), "nature"), (("开工情况", "面积"), "started_area"), (("到位资金", "中央"), None),
    (("累计完成投资", "合计"), "invested"), (("完成投资", "本月"), None), (("完成投资", "累计"), "invested"),
    (("上周形象进度",), None), (("建设单位负责人",), None), (("投资完成率",), None), (("监理单位",), None),
    (("计划工期", "开工"), "planned_start_date"), (("实际", "开工"), "start_date"),
    (("合同", "金额"), "contract"), (("2024年计划投资",), "planned_investment"),
    (("总投资", "其中：中央资金"), "fund_central"), (("学校（机构）标识码",), "school_code"),
    (("面积", "竣工"), "completed_area"), (("验收", "日期"), "acceptance_date"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "key"), HEADS)
def test_heads_over_heads(path: tuple[str, ...], key: str | None) -> None:
    found = meanings(tuple(head_word(text).text for text in path))
    assert (found[0][0] if found else None) == key


@pytest.mark.parametrize(
    ("text", "unit"),
    [("建筑面积\n（平方米）", "㎡"), ("总投资(单位:万元)", "万元"), ("投资额/万元", "万元"), ("面积 m²", "㎡"),
     ("中央资金【元】", "元"), ("数量（台件套）", ""), ("乡(镇)", "")],
)  # fmt: skip
def test_units_in_heads(text: str, unit: str) -> None:
    assert head_word(text).unit == unit
