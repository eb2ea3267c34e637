"""Searching with a few letters."""

from __future__ import annotations

import pytest

from facilitydesk.services.pinyin import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("城关镇中心小学", "cgzzxxx"),
        ("教学楼建设项目", "jxljsxm"),
        ("3号楼（ＡB区）", "3hlabq"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_both_readings_are_found() -> None:
    assert initials("朝阳小学").split() == ["cyxx", "zyxx"]
    assert "cq" in initials("重庆路小学")
    assert "zy" in initials("重阳镇小学")


def test_many_readings_stay_few() -> None:
    assert len(initials("长重朝乐行会单曾" * 3).split()) <= 8


def test_rare_characters_do_no_harm() -> None:
    assert initials("𬭼西小学").endswith("xxx")
    assert initials("𣗋木镇小学").endswith("mzxx")
    assert initials("𠮷小学").endswith("xx")
    assert initials("㐀𪚥")
