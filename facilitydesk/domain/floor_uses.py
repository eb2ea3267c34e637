"""用房分类 of the national yearbook: the version to 2020, the new one, and what links them.

An area split carries the year of its definition (口径年度). What has no counterpart in the other
version is never moved there by guessing: it stays in the version it was counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LAST_OLD_YEAR = 2020


class Edition(StrEnum):
    """Which version of the categories a year is counted in."""

    OLD = "old"
    NEW = "new"

    @classmethod
    def of_year(cls, year: int) -> Edition:
        return cls.OLD if year <= LAST_OLD_YEAR else cls.NEW

    @property
    def other(self) -> Edition:
        """The other version."""
        return Edition.NEW if self is Edition.OLD else Edition.OLD

    @property
    def term(self) -> str:
        return "旧口径（2020年及以前）" if self is Edition.OLD else "新口径（2021年起）"

    @property
    def years(self) -> str:
        """The same where a bracket is open already."""
        return "2020年及以前口径" if self is Edition.OLD else "2021年起口径"


TEACHING, OFFICE, LIVING, OTHER = "教学及辅助用房", "行政办公用房", "生活用房", "其他用房"
GROUPS = (TEACHING, OFFICE, LIVING, OTHER)


@dataclass(frozen=True, slots=True)
class Use:
    """One category of a version; `key` is what is stored."""

    key: str
    term: str
    group: str
    counterpart: str | None = None  # the key it becomes in the other version


def _uses(group: str, *lines: tuple[str, str, str | None]) -> tuple[Use, ...]:
    return tuple(Use(key, term, group, other) for key, term, other in lines)


OLD = (
    *_uses(
        TEACHING,
        ("classroom", "教室", "classroom"),
        ("lab", "实验室", "science_lab"),
        ("library", "图书室", "reading_room"),
        ("computer_room", "微机室", "special_other"),
        ("language_room", "语音室", "special_other"),
        ("gym", "体育馆", "indoor_sports"),
    ),
    *_uses(
        OFFICE,
        ("teacher_office", "教师办公室", "teacher_office"),
        ("office_other", "其他办公用房", "office_other"),
    ),
    *_uses(
        LIVING,
        ("staff_dorm", "教工宿舍（不含周转）", None),
        ("turnover_dorm", "教师周转宿舍", "turnover_dorm"),
        ("pupil_dorm", "学生宿舍", "pupil_dorm"),
        ("canteen", "食堂", "canteen"),
        ("toilet", "厕所", "toilet"),
        ("boiler", "锅炉房/开水房", "boiler"),
        ("bath", "浴室", "bath"),
    ),
    *_uses(OTHER, ("other", "其他用房", "other")),
)
"""To 2020. 教工宿舍 does not become 教工值班宿舍: who lived there was not on duty."""

NEW = (
    *_uses(
        TEACHING,
        ("classroom", "教室", "classroom"),
        ("science_lab", "专用教室：理化生实验室", "lab"),
        ("special_other", "专用教室：其他", None),
        ("reading_room", "公共教学用房：图书阅览室", "library"),
        ("indoor_sports", "公共教学用房：室内体育用房", "gym"),
        ("counselling", "公共教学用房：心理辅导室", None),
        ("public_other", "公共教学用房：其他", None),
    ),
    *_uses(
        OFFICE,
        ("teacher_office", "教师办公室", "teacher_office"),
        ("office_other", "其他办公用房", "office_other"),
    ),
    *_uses(
        LIVING,
        ("duty_dorm", "教工值班宿舍", "staff_dorm"),
        ("turnover_dorm", "教师周转宿舍", "turnover_dorm"),
        ("pupil_dorm", "学生宿舍", "pupil_dorm"),
        ("canteen", "学生餐厅", "canteen"),
        ("toilet", "厕所", "toilet"),
        ("boiler", "锅炉房/开水房", "boiler"),
        ("bath", "浴室", "bath"),
    ),
    *_uses(OTHER, ("other", "其他用房", "other")),
)
"""From 2021. 专用教室：其他 has no way back: it was 微机室, 语音室, or neither."""

_BY_EDITION = {Edition.OLD: OLD, Edition.NEW: NEW}


def uses(edition: Edition) -> tuple[Use, ...]:
    """The categories of a version in the order of the form."""
    return _BY_EDITION[edition]


def use_named(edition: Edition, word: str) -> Use | None:
    """The category with a stored key or a printed term; None when the version has none."""
    for use in uses(edition):
        if word in (use.key, use.term):
            return use
    return None


@dataclass(frozen=True, slots=True)
class Converted:
    """Areas told in another version; `left` are those that stay in their own (by their key)."""

    areas: dict[str, int]
    left: dict[str, int]


def converted(
    areas: Mapping[str, int],
    source: Edition,
    target: Edition,
    links: Mapping[str, str | None] | None = None,
) -> Converted:
    """Areas (raw, by key) of one version in the categories of another; nothing is lost.

    `links` says what each category of the source becomes; without it the defaults do.
    """
    answer = Converted({}, {})
    if links is None:
        links = {use.key: use.counterpart for use in uses(source)}
    for key, area in areas.items():
        other = key if source is target else links[key]
        place = answer.left if other is None else answer.areas
        place[other or key] = place.get(other or key, 0) + area
    return answer


def by_group(areas: Mapping[str, int], edition: Edition) -> dict[str, int]:
    """The sums of the four groups of a version (raw), every group named."""
    sums = dict.fromkeys(GROUPS, 0)
    for use in uses(edition):
        sums[use.group] += areas.get(use.key, 0)
    return sums


def parts_differ(total: int, parts: Iterable[int]) -> int | None:
    """Total minus the sum of its parts (raw), or None within 0.01 ㎡ for each part."""
    known = list(parts)
    difference = total - sum(known)
    return difference if abs(difference) > len(known) else None
