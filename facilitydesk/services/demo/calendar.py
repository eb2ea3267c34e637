"""The weeks of the demonstration data, counted from the first of them, as days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from facilitydesk.domain.periods import week_start
from facilitydesk.services.demo.works import WEEKS

_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Calendar:
    """Sixty weeks that end with the week of `today`."""

    today: date

    def monday(self, week: int) -> date:
        return week_start(self.today) + timedelta(weeks=week - WEEKS + 1)

    def reported(self, week: int) -> date:
        """The day a week is reported for: its Friday, or today while it has not come."""
        return min(self.monday(week) + timedelta(days=_FRIDAY), self.today)

    def at(self, week: int, *, weekday: int = _FRIDAY, hour: int = 16) -> datetime:
        """A moment of office hours in Beijing."""
        day = self.monday(week) + timedelta(days=weekday)
        return datetime.combine(day, time(hour - 8, 10), UTC)

    def pace(self) -> list[int]:
        """How much is built in each week from -60 on: little around the Spring Festival."""
        months = [self.monday(week).month for week in range(-60, WEEKS)]
        return [{1: 7, 2: 3}.get(month, 10) for month in months]
