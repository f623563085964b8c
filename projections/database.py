"""What a database does for the views: answer questions, and take a batch of changes in one transaction."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, Self, TypeAlias

from projections.compiling.json import Json
from projections.dialect import Dialect
from projections.tables import Table

PATIENCE = 10.0
"""Seconds that the database works for one answer."""

Line: TypeAlias = tuple[Any, ...]
"""A row as it is stored, its id first."""

Aside: TypeAlias = Callable[..., Awaitable[Any]]
"""Has a call that blocks done by another thread."""


class Overtaken(Exception):
    """Somebody else has written the views in the meantime; nothing was written."""


class Unavailable(Exception):
    """The database cannot be reached or is too busy just now; nothing was written."""


class TooSlow(Exception):
    """An answer took longer than anybody may have the database work for it."""


class Progress(NamedTuple):
    """How far the views have come, and the fingerprint of their layout."""

    position: int
    layout: str


@dataclass(slots=True)
class Changes:
    """What becomes of one table: ids of rows that no longer hold, rows as they are now by id, rows that are past.

    A row of the past ends with the position until which it held, and with its fork (`forks.py`). A table that only
    grows has `now` alone. The rows of `now` that are not outdated are new: the database refuses one whose id is taken.
    """

    outdated: set[str] = field(default_factory=set)
    now: dict[str, Line] = field(default_factory=dict)
    past: list[Line] = field(default_factory=list)


class Writer(Protocol):
    """One connection that writes, in one thread after another."""

    aside: bool
    """Whether it leaves the interpreter to other threads while it writes."""

    def begin(self, tables: Mapping[str, Table], layout: str) -> None:
        """Make the empty tables without their indexes, at position 0."""

    def index(self, tables: Mapping[str, Table]) -> None:
        """Make the indexes, and count what the planner wants to know."""

    def write(self, changes: Mapping[Table, Changes], before: int, after: int) -> None:
        """Write the changes and move the position, all or nothing. Raises Overtaken, Unavailable."""

    def close(self) -> None:
        """End the connection."""


class Database(Protocol):
    """One place where views are, for any number of threads."""

    @property
    def dialect(self) -> Dialect:
        """The SQL that it understands."""

    @property
    def json(self) -> Json:
        """How it builds JSON."""

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[Line]:
        """All rows of one statement. Raises TooSlow after `PATIENCE`."""

    async def told(self, sql: str, values: Sequence[Any], aside: Aside) -> Sequence[bytes | None]:
        """The only row of a statement whose columns are whole answers (`Json.whole`). Raises TooSlow after `PATIENCE`.

        Never keeps the event loop waiting: what might, is called `aside`.
        """

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Line]:
        """The rows of one statement one by one, for more of them than one would hold in memory."""

    def plan(self, sql: str, values: Sequence[Any] = ()) -> list[str]:
        """How the database would go about one statement, line by line; what is inside stands further in."""

    def declared(self) -> Mapping[str, str]:
        """Everything that is declared in it, each by what it is and its name, as the database tells it."""

    def damages(self) -> list[str]:
        """Where the database finds itself damaged. It reads all of itself if it can tell."""

    def progress(self) -> Progress | None:
        """How far the views have come; None when there are none, or none that can be read."""

    def writer(self) -> Writer:
        """A connection that writes."""

    def aside(self) -> AbstractContextManager[Self]:
        """An empty place beside this one for other views; it goes away at the end. Raises Unavailable while in use."""

    def replace(self, other: Self) -> None:
        """Take over the views of the place beside, at once. Readers see either the old ones or the new ones."""

    def wait(self, position: int, timeout: float) -> int:
        """Sleep until another process may have brought the views to the position; the position then reached."""

    def close(self) -> None:
        """End all connections."""
