"""The closed lists that rules depend on."""

from __future__ import annotations

import pytest

from facilitydesk.domain.words import terms
from facilitydesk.domain.words.terms import AreaCategory, CodeList, Level


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("保教楼维修改造", AreaCategory.BUILDING),
        ("运动场改造", AreaCategory.SPORTS),
        ("塑胶跑道", AreaCategory.SPORTS),
        ("体育馆", AreaCategory.BUILDING),
        ("围墙及挡墙", AreaCategory.ANCILLARY),
        ("校园道路硬化", AreaCategory.ANCILLARY),
        ("", AreaCategory.BUILDING),
    ],
)
def test_what_a_name_says_of_the_area(text: str, category: AreaCategory) -> None:
    assert AreaCategory.of_text(text) is category


def test_every_entry_has_its_official_word() -> None:
    assert [category.term for category in AreaCategory] == ["校舍", "运动场", "附属"]
    assert [level.term for level in Level] == ["省", "市州", "县", "乡镇"]
    assert [one.term for one in CodeList] == [
        "建设性质",
        "学校类别",
        "用途",
        "资料类别",
        "资金级次",
    ]
    assert terms.EQUIPMENT_NATURE in terms.NATURES
    for words in (terms.NATURES, terms.SCHOOL_KINDS, terms.ROOM_KINDS, terms.ATTACHMENT_KINDS):
        assert len(set(words)) == len(words)
