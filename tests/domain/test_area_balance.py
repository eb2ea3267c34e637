"""期初 + 增减 = 期末 to 0.01 ㎡, and the two headline numbers of a county in one table."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from facilitydesk.domain.area_balance import Balance, Proposal, built_text, proposal
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement

CASES = Path(__file__).parents[1] / "cases"


def printed(case: str) -> dict[str, str]:
    stored = json.loads((CASES / case).read_text(encoding="utf-8"))
    return {key: cell["value"] for key, cell in stored["cells"].items()}


def test_yuanyang_128195_completed_and_50446_21_more_agree() -> None:
    cells = printed("t01_yuanyang_2016.json")
    done, growth, after, before = (
        Area.of(cells[key]).raw for key in ("done_area", "growth", "total_area", "before")
    )
    told = Balance(
        schools=1,
        opening=before,
        built=growth + 60_000_00,
        demolished=-60_000_00,
        completed=done,
        net_area=growth,
        rebuilt_area=60_000_00,
        repaired_area=15_000_00,
        other_area=done - growth - 75_000_00,
    )
    assert told.closing == after
    assert told.growth == growth == told.net_area
    assert (told.open, told.elsewhere) == (0, 0)
    assert Area(told.entered - told.net_area).decimal == Decimal("77748.79")


def test_the_sum_of_townships_is_exact_at_national_scale() -> None:
    """1,621.89 = 428.39 + 1,193.50 万㎡ (Inner Mongolia 2012), kept to 0.01 ㎡ in many parts."""
    cells = printed("t17_neimenggu_2012.json")
    done, repaired, rebuilt = (Area.of(cells[key], scale=10_000) for key in ("done", "jg", "xj"))
    told = Balance(1, completed=done.raw, repaired_area=repaired.raw, rebuilt_area=rebuilt.raw)
    assert (told.open, told.growth) == (0, 0)
    parts = [Balance(1, 1_193_500_000 // 1000 + n, built=n + 1) for n in range(1000)]
    whole = Balance.total(parts)
    assert whole.opening == 1_193_500_000 + sum(range(1000))
    assert whole.built == sum(range(1001))
    assert whole.closing == sum(part.closing for part in parts)
    large = Balance(1, 80_000_000_000_00 + 1, built=1)
    assert Area(Balance.total([large, large]).closing).decimal == Decimal("160000000000.04")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Movement.BUILT, 500, 500),
        (Movement.DEMOLISHED, 500, -500),
        (Movement.DEMOLISHED, -500, -500),
        (Movement.DISPOSED, 7, -7),
        (Movement.MEASURED, -3, -3),
        (Movement.MEASURED, 3, 3),
    ],
)
def test_the_sign_follows_the_kind(kind: Movement, typed: int, kept: int) -> None:
    assert kind.signed(typed) == kept


@pytest.mark.parametrize(
    ("nature", "demolished", "expected"),
    [
        ("新建", 0, Proposal(net_area=800)),
        ("新建", 500, Proposal(net_area=300, rebuilt_area=500)),
        ("新建", 900, Proposal(net_area=0, rebuilt_area=800)),
        ("新建", -50, Proposal(net_area=800)),
        ("维修改造", 500, Proposal(repaired_area=800)),
        ("加固", 0, Proposal(repaired_area=800)),
        ("附属设施", 0, Proposal(other_area=800)),
    ],
)
def test_what_a_completed_work_probably_changes(
    nature: str, demolished: int, expected: Proposal
) -> None:
    assert proposal(800, nature, demolished) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1998", "1998"),
        ("1998年", "1998"),
        ("199809", "1998-09"),
        ("1998.9", "1998-09"),
        ("1998年9月", "1998-09"),
        ("1998-09-01", "1998-09"),
        ("1998/13", None),
        ("九十年代", None),
        ("98", None),
    ],
)
def test_when_a_building_was_built(text: str, kept: str | None) -> None:
    assert built_text(text) == kept
