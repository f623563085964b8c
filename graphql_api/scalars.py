"""Scalars of the API. Values inside JSON columns are text already and pass through."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

LARGEST = 2**53 - 1
DIGITS = 40


def as_is(value: Any) -> Any:
    return value


def iso(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def parse_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"{value!r} is not a day like 2026-01-31.") from None


def parse_moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise GraphQLError(f"{value!r} is not a moment with its time zone, like 2026-01-31T09:00:00+08:00.")


def parse_decimal(value: Any) -> Decimal:
    text = str(value)
    try:
        number = Decimal(text if text.isascii() and "_" not in text else "NaN")  # Python reads more than is written
    except InvalidOperation:
        number = Decimal("NaN")
    fits = number.is_finite() and abs(number.adjusted()) < DIGITS and len(number.as_tuple().digits) < DIGITS
    if isinstance(value, bool) or not fits:
        raise GraphQLError(f"{text[:DIGITS]!r} is not a decimal number like 12.50.")
    return number


def parse_position(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise GraphQLError(f"{value!r} is not a position in the log.")
    return value


LogPosition = NewType("LogPosition", int)
Json = NewType("Json", object)

SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date", description="A civil day in Asia/Shanghai, as YYYY-MM-DD.", serialize=iso, parse_value=parse_date
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, as ISO 8601 with its offset from UTC.",
        serialize=iso,
        parse_value=parse_moment,
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number, as text: money in CNY, percentages, hours.",
        serialize=str,
        parse_value=parse_decimal,
    ),
    LogPosition: strawberry.scalar(
        name="LogPosition",
        description="A place in the one log of everything: a whole number that only grows, up to 2^53 - 1.",
        serialize=int,
        parse_value=parse_position,
    ),
    Json: strawberry.scalar(name="JSON", description="Any JSON value.", serialize=as_is, parse_value=as_is),
}
"""What stands for these Python types in the API."""
