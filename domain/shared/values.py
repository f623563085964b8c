"""Small values that every room uses."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from domain.shared.refusal import Labelled, Reason
from domain.shared.zone import AHEAD, SHANGHAI

A_DAY = timedelta(days=1)
HUNDREDTHS = Decimal("0.01")
PERCENTAGE = Labelled("percent", "The percentage", "百分比")
MONEY = Labelled("amount", "The amount", "金额")

NOT_A_PERCENTAGE = Reason(
    "value.percent", "{field} is {value}; it must lie between 0 and 100.", "{field}为{value}，应在0到100之间。"
)
FINER_THAN_CENTS = Reason(
    "value.finer_than_cents", "{field} is {value}; money is given to the cent.", "{field}为{value}；金额最多两位小数。"
)
NEGATIVE = Reason("value.negative", "{field} is {value}; it may not be negative.", "{field}为{value}，不得为负。")

Text = Annotated[str, Meta(min_length=1, max_length=20_000, pattern=r"\S")]
"""Words that somebody must give: not blank."""

Line = Annotated[str, Meta(min_length=1, max_length=300, pattern=r"\S")]
"""One short line that somebody must give, such as a title."""


class Period(Struct, frozen=True, order=True):
    """Civil days from `starts` to `ends`, both included."""

    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def __str__(self) -> str:
        return f"{self.starts}/{self.ends}"


def civil(moment: datetime) -> date:
    """The company's calendar day at a moment."""
    if moment.tzinfo is UTC:  # as all that is recorded; much the faster
        return (moment + AHEAD).date()
    return moment.astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """The moment at which the company's calendar day begins, in UTC as every moment."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


@lru_cache(4096)
def end_of(day: date) -> datetime:
    """The moment at which the company's calendar day is over."""
    return midnight(day + A_DAY)


def hours(start: datetime | None, end: datetime | None) -> Decimal | None:
    """Hours between two moments, to the hundredth; nothing while one is missing, or when they came the other way round.

    The latter happens in migrated history, where an issue may be solved before it is first assigned.
    """
    if start is None or end is None or end < start:
        return None
    return Decimal(round((end - start).total_seconds() / 36)).scaleb(-2)


def in_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """The share of the whole in percent, to the hundredth; none of nothing, which is not zero (requirements §6)."""
    return hundredths(100 * part / whole) if whole else None


def hundredths(value: Decimal) -> Decimal:
    """The value rounded to two places."""
    return value.quantize(HUNDREDTHS, ROUND_HALF_UP)


def repeats(keys: Iterable[str]) -> list[str]:
    """The keys that occur more than once."""
    return sorted(key for key, times in Counter(keys).items() if times > 1)


def percent(value: Decimal, field: str | Labelled = PERCENTAGE) -> Decimal:
    """The value, if it is a percentage from 0 to 100. Refuses NOT_A_PERCENTAGE."""
    if not 0 <= value <= 100:
        raise NOT_A_PERCENTAGE(field=field, value=value)
    return value


def amount(value: Decimal, field: str | Labelled = MONEY) -> Decimal:
    """The value, if it is money of zero or more in CNY, to the cent. Refuses NEGATIVE and FINER_THAN_CENTS."""
    if value != hundredths(value):
        raise FINER_THAN_CENTS(field=field, value=value)
    return not_negative(value, field)


def not_negative(value: Decimal, field: str | Labelled) -> Decimal:
    """The value, if it is zero or more. Refuses NEGATIVE."""
    if not value >= 0:
        raise NEGATIVE(field=field, value=value)
    return value
