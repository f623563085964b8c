"""Working days: weekdays without the holidays (放假), and the weekend days that are worked in their place (调休)."""

from datetime import UTC, date, datetime

from msgspec import Struct

from domain.shared.values import A_DAY, civil

SATURDAY = 5


class Calendar(Struct, frozen=True, kw_only=True):
    """On which days the company works."""

    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    """Saturdays and Sundays that are worked."""

    def is_working(self, day: date) -> bool:
        """Whether the company works that day."""
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day."""
        while n > 0:
            day += A_DAY
            n -= self.is_working(day)
        return day

    def after(self, moment: datetime, n: int) -> datetime:
        """The same time of day in Shanghai, n working days later; in UTC as every moment."""
        day = civil(moment)
        return (moment + (self.add(day, n) - day)).astimezone(UTC)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` and up to `end`; none when `end` is not later."""
        return sum(self.is_working(start + A_DAY * n) for n in range(1, (end - start).days + 1))
