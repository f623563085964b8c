"""A read by an auditor, and what every log of reads does, whatever it is kept on."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Read(NamedTuple):
    """A line of the log: who asked what, when, and of which position of the ledger the answer was."""

    at: str
    """A moment as ISO text of one width, in UTC."""
    actor: str
    roles: tuple[str, ...]
    """The roles that the actor held by position."""
    operation: str
    """What was asked, as the asker calls it: the name of the operation, or of the document."""
    fields: tuple[str, ...]
    """The questions at the root, as the schema calls them."""
    records: tuple[str, ...]
    """The ids that were asked for by name."""
    document: str
    """SHA-256 of what was sent."""
    variables: str
    """SHA-256 of the values sent with it, as canonical JSON."""
    position: int
    """The position of the ledger that the answer is of."""
    past: bool
    """Whether that position was asked for, in place of the newest."""
    moment: str | None = None
    """The moment that was asked for, where it was asked by time: what depends on the day was told by its clock."""


class Looked(NamedTuple):
    """Which lines are wanted: all that agree with everything that is given. Moments are ISO text as in the lines."""

    actor: str | None = None
    record: str | None = None
    field: str | None = None
    since: str | None = None
    until: str | None = None

    def conditions(self, mark: str, among: str) -> Iterator[tuple[str, str]]:
        """SQL conditions with the value that each binds; `among` says whether a list of texts holds a bound one."""
        for value, condition in (
            (self.actor, f"actor = {mark}"),
            (self.record, among.format("records")),
            (self.field, among.format("fields")),
            (self.since, f"at >= {mark}"),
            (self.until, f"at < {mark}"),
        ):
            if value is not None:
                yield condition, value


EVERY_LINE = Looked()


class Reads(Protocol):
    """A log that only grows, in one order, numbered from 1 without gaps. Safe for threads.

    Methods raise Unavailable when the place cannot be used.
    """

    def note(self, read: Read) -> None:
        """Add a line, durably; together with whatever other threads add meanwhile."""
        ...

    def lines(self, after: int, limit: int, looked: Looked = EVERY_LINE) -> list[tuple[int, Read]]:
        """At most `limit` of the wanted lines with numbers above `after`, in order."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
