"""What is handed out, and what came of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What came of handing an event out once."""

    DELIVERED = "DELIVERED"
    """The consumer has it: it said so, or answered 2xx."""
    FAILED = "FAILED"
    """The consumer said no, or could not be reached; it is tried again."""
    PARKED = "PARKED"
    """It is set aside until somebody has it replayed; what comes after it goes on."""
    EXPIRED = "EXPIRED"
    """Nothing was heard until the lease ended; it is handed out again."""
    WITHHELD = "WITHHELD"
    """The credential might not see it, so it was passed over."""


class Waiting(NamedTuple):
    """An event that a consumer is to get: its place in the log, its record and its id."""

    position: int
    subject: str
    event: str


class Delivery(NamedTuple):
    """An event that is handed out: for the how-manieth time since it came or was replayed."""

    position: int
    subject: str
    event: str
    attempt: int


class Settled(NamedTuple):
    """What came of a delivery; one that failed is not handed out again before that moment (milliseconds)."""

    event: str
    outcome: Outcome
    detail: str = ""
    not_before: int = 0


class Place(NamedTuple):
    """Up to where the log has been looked through for a consumer, since which of its beginnings."""

    beginning: int
    position: int


class Ready(NamedTuple):
    """How many events may be handed out at once, and how many there are: those that wait, are out or are parked."""

    free: int
    in_all: int


class Parked(NamedTuple):
    """An event that was set aside, and why."""

    position: int
    subject: str
    event: str
    attempts: int
    reason: str


class Attempt(NamedTuple):
    """One handing out of an event that has come to an end; numbered for each consumer from 1. `at` in milliseconds."""

    number: int
    position: int
    event: str
    at: int
    outcome: str
    detail: str


class Counts(NamedTuple):
    """How many events of a consumer wait (those for a next attempt too), are handed out and are parked.

    `oldest` is the position of the first that is not settled and not parked.
    """

    waiting: int
    leased: int
    parked: int
    oldest: int | None


class Kept(NamedTuple):
    """What is kept for a consumer: its place, and how many events of which state."""

    place: Place
    counts: Counts


class Lease(NamedTuple):
    """Events that are one process's until that moment (milliseconds), under a number that nobody else gets."""

    number: int
    until: int
    deliveries: Sequence[Delivery]
