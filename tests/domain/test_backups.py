"""Which backups may go: by their numbers, never by a clock that went wild."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.backups import Aged, Reason, copy_name, read_name, removable

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)  # a Monday


MOMENTS = st.integers(0, 3_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def run(times: Iterable[datetime]) -> list[Aged]:
    """The copies that are left when the folder is thinned after each new one."""
    left: list[Aged] = []
    for number, at in enumerate(times, 1):
        left.append(Aged(number, at, schema=600))
        gone = removable(left)
        left = [copy for copy in left if copy.number not in gone]
    return left


def days(count: int, a_day: int = 8) -> list[datetime]:
    return [
        START + timedelta(days=day, minutes=30 * n) for day in range(count) for n in range(a_day)
    ]


def test_a_year_leaves_two_days_whole_then_daily_weekly_monthly_ones() -> None:
    left = [copy.at for copy in run(days(400))]
    last = START + timedelta(days=399)
    whole = [at for at in left if at.date() >= (last - timedelta(days=1)).date()]
    assert len(whole) == 16
    daily = left[-28:-16]
    assert [at.date() for at in daily] == [
        (last - timedelta(days=n)).date() for n in range(13, 1, -1)
    ]
    weekly = left[-38:-28]
    assert len({at.isocalendar()[:2] for at in weekly}) == 10
    monthly = left[:-38]
    assert len(monthly) == 9
    assert len({(at.year, at.month) for at in monthly}) == 9
    assert left == sorted(left)
    assert left[0] < last - timedelta(days=300)


def test_few_copies_all_stay() -> None:
    assert len(run(days(2))) == 16
    assert removable([]) == frozenset()


def test_a_copy_from_1970_or_the_future_removes_nothing_more() -> None:
    good = days(60)
    usual = {copy.number for copy in run([*good, START + timedelta(days=60)])}
    for wild in (
        datetime(1970, 1, 1, 8, tzinfo=UTC),
        datetime(2076, 3, 1, tzinfo=UTC),
        datetime(2021, 3, 1, tzinfo=UTC),
    ):
        after = {copy.number for copy in run([*good, wild])}
        assert len(usual - after) <= 1  # a week may end a day early, no more
        assert len(good) + 1 in after
    # A whole week with the clock 50 years ahead, then right again.
    later = [at + timedelta(days=60) for at in days(5, 2)]
    ahead = [at.replace(year=at.year + 50) for at in later]
    left = run([*good, *ahead, *[at + timedelta(days=7) for at in later]])
    assert len(left) >= 2 * 2 + 12 + 8  # two days whole, daily ones, eight weeks
    assert any(copy.at < START + timedelta(days=8) for copy in left)


def test_a_dead_battery_counts_each_start_as_a_day() -> None:
    """The PC wakes up on 1970-01-01 every morning."""
    morning = datetime(1970, 1, 1, 8, tzinfo=UTC)
    left = run([morning + timedelta(minutes=30 * n) for _ in range(120) for n in range(6)])
    assert len(left) == 2 * 6 + 12 + 10 + 9  # no week is known: each start stands for itself
    assert left[0].number == 6 * (120 - 2 - 12 - 10 - 9 + 1)


def test_the_newest_verified_and_the_last_before_a_new_schema_stay() -> None:
    copies = [Aged(n, START + timedelta(days=n), True, 100 if n <= 5 else 600) for n in range(500)]
    assert 5 not in removable(copies)
    assert 499 not in removable(copies)
    unverified = [Aged(n, START + timedelta(days=n), n == 3) for n in range(500)]
    assert removable(unverified) == frozenset()  # only what was verified is ours to remove


@given(
    st.lists(
        st.tuples(MOMENTS, st.booleans()),
        max_size=120,
    )
)
def test_whatever_the_clock_says_the_newest_verified_stays(
    made: list[tuple[datetime, bool]],
) -> None:
    copies = [Aged(n, at, good) for n, (at, good) in enumerate(made)]
    gone = removable(copies)
    verified = [copy.number for copy in copies if copy.verified]
    assert not gone & {copy.number for copy in copies if not copy.verified}
    kept = set(verified) - gone
    assert set(verified[-1:]) <= kept
    dates = [copy.at.date() for copy in copies if copy.verified]
    changes = sum(one != other for one, other in pairwise(dates)) + bool(dates)
    assert len(kept) >= min(changes, 33)  # 2 + 12 + 10 + 9, however wild the dates are


def test_names_can_be_read_again_and_are_never_too_long() -> None:
    at = datetime(2026, 3, 11, 10, 5, tzinfo=UTC)
    for reason in Reason:
        name = copy_name("临溪-县.fdk", 12, at, reason)
        assert read_name(name) == (12, at.replace(tzinfo=None), reason)
    assert copy_name("临溪县.fdk", 12, at, Reason.CLOSE) == "临溪县-00012-20260311-1005-关闭时.fdk"
    assert len(copy_name("很" * 80 + ".fdk", 1, at, Reason.MASS).encode()) < 200
    assert read_name("临溪县.fdk") is None
    assert read_name("临溪县-00012-20269911-1005-关闭时.fdk") is None
    assert read_name("临溪县-00012-20260311-1005-别的.fdk") is None
