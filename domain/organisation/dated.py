"""What is recorded ahead of the day from which on it holds."""

from datetime import date

from msgspec import Struct


class Dated(Struct, frozen=True, kw_only=True):
    """A change that takes effect on a day of its own, which may lie ahead (ORG-10)."""

    effective_on: date
    """The first day on which it holds; today when none is named."""
