"""Counting working days."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.shared.calendar import Calendar

CALENDAR = Calendar(holidays=(date(2026, 10, 1), date(2026, 10, 2)), workdays=(date(2026, 10, 10),))
DAYS = st.dates(date(2026, 9, 1), date(2026, 11, 30))


def test_weekends_and_holidays_are_off_unless_worked() -> None:
    working = [day for day in range(1, 13) if CALENDAR.is_working(date(2026, 10, day))]
    assert working == [5, 6, 7, 8, 9, 10, 12]


def test_days_are_counted_over_what_is_not_worked() -> None:
    assert CALENDAR.add(date(2026, 9, 30), 1) == date(2026, 10, 5)
    assert CALENDAR.add(date(2026, 10, 9), 2) == date(2026, 10, 12)
    assert CALENDAR.add(date(2026, 10, 3), 0) == date(2026, 10, 3)


def test_the_time_of_day_is_that_of_shanghai() -> None:
    late = datetime(2026, 9, 29, 17, 30, tzinfo=UTC)  # 01:30 on the 30th in Shanghai
    assert CALENDAR.after(late, 1) == datetime(2026, 10, 4, 17, 30, tzinfo=UTC)


@given(DAYS, st.integers(0, 30))
def test_counting_back_what_was_added_gives_it_again(day: date, n: int) -> None:
    assert CALENDAR.between(day, CALENDAR.add(day, n)) == n


@given(DAYS, DAYS)
def test_nothing_lies_between_a_day_and_an_earlier_one(one: date, other: date) -> None:
    assert CALENDAR.between(max(one, other), min(one, other)) == 0
