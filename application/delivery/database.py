"""Where deliveries are kept: tables of the same shape in either database, in statements that both understand.

They are kept beside the log and not in it: they are many, no facts of the business, and may be lost. What is lost with
them is handed out again, under the same ids.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

LAYOUT = (
    # How far the log has been looked through for a consumer since its so-manieth beginning, and its last lease.
    """CREATE TABLE IF NOT EXISTS place (
        consumer TEXT PRIMARY KEY, beginning BIGINT NOT NULL, position BIGINT NOT NULL, lease BIGINT NOT NULL
    )""",
    # Events that wait, are handed out (`lease` is not 0) or are parked; what is done with is not here any more.
    # `not_before` is in milliseconds since 1970: the end of the lease, or of the pause before the next attempt.
    """CREATE TABLE IF NOT EXISTS delivery (
        consumer TEXT NOT NULL, position BIGINT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL,
        attempts BIGINT NOT NULL, lease BIGINT NOT NULL, not_before BIGINT NOT NULL, parked BIGINT NOT NULL,
        reason TEXT NOT NULL, PRIMARY KEY (consumer, position)
    )""",
    "CREATE INDEX IF NOT EXISTS delivery_held ON delivery (consumer, parked, not_before)",
    """CREATE TABLE IF NOT EXISTS attempt (
        consumer TEXT NOT NULL, number BIGINT NOT NULL, position BIGINT NOT NULL, event TEXT NOT NULL,
        at BIGINT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (consumer, number)
    )""",
    "CREATE INDEX IF NOT EXISTS attempt_of_event ON attempt (consumer, position)",
    # What all processes that send must agree on.
    "CREATE TABLE IF NOT EXISTS agreed (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


class Run(Protocol):
    """Runs statements in one transaction; values stand for question marks."""

    def __call__(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that it gives."""
        ...

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run it once for each row of values."""
        ...


class Database(Protocol):
    """One database. Safe for threads; every method raises Unavailable when it cannot be used."""

    def alone(self, consumer: str) -> AbstractContextManager[Run]:
        """One transaction, during which nobody else is in one about that consumer."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
