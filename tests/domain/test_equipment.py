"""Equipment's pure rules: exact shares, states, acceptance, splitting, numbers, units."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.equipment import (
    Amount,
    Counted,
    Progress,
    Purchase,
    check_moves,
    check_signers,
    check_splitting,
    names_in,
    part_of,
    shares,
    state_of,
    wan,
)
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import (
    BatchState,
    BuyMoment,
    EquipmentClass,
    in_class_unit,
    units_of,
)

D1, D2, D3 = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [2, 1], [67, 33]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (5, [0, 3], [0, 5]),
        (7, [0, 0], [0, 0]),
        (7, [], []),
    ],
)
def test_shares_add_up_to_the_last_fen(total: int, weights: list[int], parts: list[int]) -> None:
    found = shares(total, weights)
    assert sorted(found) == sorted(parts)
    assert sum(found) == (total if sum(weights) else 0)


def test_the_money_of_all_pieces_is_all_the_money() -> None:
    assert part_of(10_000, 3, 3) == 10_000
    assert part_of(10_000, 1, 3) == 3_333
    assert part_of(10_001, 1, 2) == 5_001, "half a fen goes up"
    assert part_of(10_000, 0, 3) == 0
    assert part_of(10_000, 1, 0) == 0


def counted(**facts: object) -> Counted:
    nothing = {
        "quantity": 100, "delivered": 0, "accepted": 0, "tendered": False, "contracted": False,
        "contract": 1_000, "paid": 0,
    }  # fmt: skip
    return Counted(**{**nothing, **facts})  # type: ignore[arg-type]  # each test names its own


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, BatchState.PLANNED),
        ({"tendered": True}, BatchState.TENDER),
        ({"tendered": True, "contracted": True}, BatchState.CONTRACTED),
        ({"contracted": True, "delivered": 60}, BatchState.PART_DELIVERED),
        ({"contracted": True, "delivered": 100}, BatchState.DELIVERED),
        ({"delivered": 60, "accepted": 1}, BatchState.PART_ACCEPTED),
        ({"delivered": 100, "accepted": 96}, BatchState.PART_ACCEPTED),
        ({"delivered": 100, "accepted": 100}, BatchState.ACCEPTED),
        ({"delivered": 100, "accepted": 100, "paid": 999}, BatchState.ACCEPTED),
        ({"delivered": 100, "accepted": 100, "paid": 1_000}, BatchState.PAID),
        ({"paid": 1_000, "contracted": True}, BatchState.CONTRACTED),
        ({"delivered": 100, "accepted": 100, "contract": None}, BatchState.ACCEPTED),
        ({"quantity": 0, "contracted": True}, BatchState.CONTRACTED),
    ],
)
def test_the_state_is_the_furthest_that_is_wholly_true(
    facts: dict[str, object], state: BatchState
) -> None:
    assert state_of(counted(**facts)) is state


def test_accepted_stays_within_delivered_within_contract_on_every_day() -> None:
    came = [(D1, 60), (D3, 40)]
    assert check_moves("灯", 100, came, [(D2, 60), (D3, 40)]) is None
    early = check_moves("灯", 100, came, [(D2, 61)])
    assert early is not None
    assert early.message == "“灯”截至2026-02-05到货60，验收61；验收不能早于到货，请核对日期。"
    more = check_moves("灯", 99, came, [])
    assert more is not None
    assert more.code == "equipment.delivered_above"
    taken = check_moves("灯", 100, [(D1, 60)], [(D3, 61)])
    assert taken is not None
    assert taken.code == "equipment.accepted_above"


def test_names_are_told_apart_however_they_are_parted() -> None:
    assert names_in("李梅、王强，赵敏;李梅 周兵") == ("李梅", "王强", "赵敏", "周兵")
    assert names_in("  ") == ()


def test_the_least_number_of_signers_is_a_setting() -> None:
    assert check_signers("周兵", "李梅、王强", least=2) == ()
    (few,) = check_signers("周兵", "", least=1)
    assert few.message == "验收人应不少于1人，填写了0人。"


def purchase(batch: int, money: int, method: str = "询价", **facts: object) -> Purchase:
    found = {"kind": EquipmentClass.DESKS, "year": 2026, **facts}
    return Purchase(batch, f"批次{batch}", method=method, money=money * 1_000_000, **found)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("purchases", "told"),
    [
        ([purchase(1, 150), purchase(2, 120)], [(1, 2)]),
        ([purchase(1, 150), purchase(2, 40)], []),  # 40 is not just below 200
        ([purchase(1, 150), purchase(2, 120, year=2025)], []),
        ([purchase(1, 150), purchase(2, 120, kind=EquipmentClass.BOOKS)], []),
        ([purchase(1, 150), purchase(2, 120, "公开招标")], []),
        ([purchase(1, 200), purchase(2, 120)], []),  # one reaches it openly, by itself
        ([purchase(1, 100), purchase(2, 100)], [(1, 2)]),
    ],
)
def test_splitting_is_what_stays_just_below_and_together_reaches_the_threshold(
    purchases: list[Purchase], told: list[tuple[int, ...]]
) -> None:
    found = check_splitting(purchases, threshold=200_000_000, near=50)
    assert [ids for ids, _ in found] == told


def test_units_of_a_class_and_what_is_not_one() -> None:
    assert in_class_unit(EquipmentClass.DIGITAL, "TB") == 1024
    assert in_class_unit(EquipmentClass.BOOKS, "台") is None
    assert units_of(EquipmentClass.DESKS)[0] == "套"
    assert EquipmentClass.of_text("课桌椅") is EquipmentClass.DESKS
    assert EquipmentClass.of_text("家具") is None
    assert [each.group for each in EquipmentClass] == [
        "生活设施", "图书", "教学设施", "课桌椅", "教学设施",
    ]  # fmt: skip


def test_a_rate_says_what_counts_and_is_never_cut() -> None:
    progress = Progress(planned=Amount(100, Money.of(1_000)), accepted=Amount(90, Money.of(1_314)))
    assert progress.rate(BuyMoment.ACCEPTANCE).text() == "131.40%"
    assert progress.quantity_rate(BuyMoment.ACCEPTANCE).text() == "90.00%"
    assert progress.rate(BuyMoment.PAYMENT).notes == ("以已付款计",)
    assert Progress().rate(BuyMoment.ACCEPTANCE).text() == "—"


@pytest.mark.parametrize(
    ("money", "text"), [(0, "0"), (200_000_000, "200"), (1_995_000_00, "199.5"), (-1, "-0.000001")]
)
def test_amounts_in_wan_are_exact(money: int, text: str) -> None:
    assert wan(money) == text
