"""What differs between the databases in the SQL that is written for them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from projections.tables import Column


class Sql(NamedTuple):
    """A piece of SQL and the values bound in it, in order."""

    text: str
    values: tuple[Any, ...] = ()


class Stored(NamedTuple):
    """A column as the database keeps it. `encode` makes what is written of a value; without it that is the value."""

    name: str
    type: str
    encode: Callable[[Any], Any] | None = None


class Dialect(Protocol):
    """How columns are kept, compared and read in one database."""

    mark: str
    """What stands for a bound value."""
    absent: Any
    """What is written where there is no value."""
    passing: str
    """What stands before a column that is only looked at, so that no index is entered by it."""
    place_of_row: str | None
    """The name of the place where a row is, if it is soonest found by that."""

    def stored(self, column: Column) -> tuple[Stored, ...]:
        """What is kept of the column: its value, and after it a sortable form where the value itself does not sort."""

    def exact(self, name: str) -> str:
        """The expression for what is kept in the column of that name, such that other kept values are not equal."""

    def bound(self, column: Column, value: Any) -> Any:
        """A value (or an absent one) as it is bound to be compared with the sortable form."""

    def decoder(self, column: Column) -> Callable[[Any], Any] | None:
        """Makes the value out of what is read; None where it is the value itself."""

    def any_of(self, column: Column, name: str, values: Sequence[Any]) -> Sql:
        """Whether the column of that name is one of these values, none of which is absent."""

    def among(self, name: str, numbers: tuple[int, ...]) -> Sql:
        """Whether the column of whole numbers is one of these, which are bound as one text."""

    def limited(self, rows: Sql, order: str, size: int) -> Sql:
        """The first so many, in that order, of the rows that a SELECT gives."""

    def merged(self, rows: Sql, order: str, size: int) -> Sql:
        """The rows of one side of UNION ALL, read in its order until there are enough for so many of both."""

    def apart(self, rows: Sql) -> Sql:
        """The rows that a SELECT gives, read before they are put in order: not by an index that has the order."""

    def holds(self, name: str, value: Any) -> Sql:
        """Whether the list in the column of that name holds the JSON value."""

    def place(self, name: str) -> str:
        """The expression for where in a text column a bound text begins, 1 or more; ASCII letters in either case."""

    def index(self, column: Column, then: Sequence[str]) -> str | None:
        """The columns of the index by which the column is searched, followed by others; None where it needs none."""


def quoted(name: str) -> str:
    """A name as SQL writes it. Names come from tables, never from a reader."""
    return f'"{name}"'


def about(size: int) -> int:
    """The next power of two: so there are few ways to write a statement."""
    return 1 << (size - 1).bit_length()
