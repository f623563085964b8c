"""Effective dating (ORG-10): who held what, from which day until which, kept for ever in order of time."""

from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.ids import PersonId, PositionId, UnitId
from domain.shared.term import Role


class Span(Struct, frozen=True, kw_only=True):
    """Something that holds from one day on, and until another."""

    valid_from: date
    valid_to: date | None = None
    """The first day on which it no longer holds; open when absent."""

    def holds(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def over(self, day: date) -> bool:
        """Whether it has ended by that day."""
        return self.valid_to is not None and self.valid_to <= day


S = TypeVar("S", bound=Span)


def held(history: tuple[S, ...], day: date) -> S | None:
    """What holds on that day."""
    for span in reversed(history):
        if span.holds(day):
            return span
    return None


def ended(history: tuple[S, ...], day: date) -> tuple[S, ...]:
    """The history with whatever would last beyond that day ending there."""
    return tuple(span if span.over(day) else replace(span, valid_to=day) for span in history if span.valid_from < day)


def followed(history: tuple[S, ...], span: S) -> tuple[S, ...]:
    """The history with this from its first day on, in place of what was to hold from then."""
    return (*ended(history, span.valid_from), span)


def lasting(history: tuple[S, ...], day: date) -> S | None:
    """What will still hold on that day or begin after it."""
    return next((span for span in reversed(history) if not span.over(day)), None)


def turns(history: tuple[S, ...], after: date) -> set[date]:
    """The days after that day on which something begins or ends."""
    days = {day for span in history for day in (span.valid_from, span.valid_to)}
    return {day for day in days if day is not None and day > after}


class Placement(Span, frozen=True, kw_only=True):
    """Below which unit a unit stood."""

    parent: UnitId | None


class Management(Span, frozen=True, kw_only=True):
    """Who managed a unit."""

    manager: PersonId


class Assignment(Span, frozen=True, kw_only=True):
    """In which unit and position somebody worked."""

    unit: UnitId
    position: PositionId


class Reporting(Span, frozen=True, kw_only=True):
    """To whom somebody reported; to nobody as head of the company."""

    superior: PersonId | None


class Deputyship(Span, frozen=True, kw_only=True):
    """Of which unit somebody was deputy manager, and for which units below it (分管领域)."""

    unit: UnitId
    areas: tuple[UnitId, ...]


class Mandate(Span, frozen=True, kw_only=True):
    """Which roles a position conferred."""

    roles: tuple[Role, ...]
