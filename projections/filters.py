"""Which rows are wanted: a small tree of conditions, an order, a part of it. They name columns, never SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, TypeAlias


class Op(Enum):
    """What a condition asks of a column.

    Text is searched without regard to the case of ASCII letters. `CONTAINS` asks a list whether the value is in it.
    Nothing is less or greater than an absent value; `NE` is true of it.
    """

    EQ = "eq"
    NE = "ne"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IS_NULL = "is_null"


@dataclass(frozen=True, slots=True)
class Compare:
    """A condition on one column. The value has the column's type; for `IN` a sequence of such; for `IS_NULL` a bool."""

    column: str
    op: Op
    value: Any


@dataclass(frozen=True, slots=True)
class Through:
    """The column names a row of that table for which the condition holds."""

    column: str
    table: str
    where: "Filter"


@dataclass(frozen=True, slots=True)
class And:
    """All of these; of none: true."""

    all: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these; of none: false."""

    any: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything for which the condition does not hold."""

    one: "Filter"


Filter: TypeAlias = Compare | Through | And | Or | Not

EVERYTHING = And(())
NOTHING = Or(())


class Order(NamedTuple):
    """One column to sort by. An absent value is greater than every other."""

    column: str
    descending: bool = False


def total(orders: Iterable[Order]) -> tuple[Order, ...]:
    """The order in which no two rows are equal: rows that are alike otherwise go by their id."""
    orders = tuple(orders)
    if any(each.column == "id" for each in orders):
        return orders
    return (*orders, Order("id", descending=bool(orders) and orders[-1].descending))


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Which part of a list is wanted: the `first` so many rows, or the `last`; `after` or `before` a cursor."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if (self.first is None) == (self.last is None):
            raise ValueError("a page is either the first rows of a list or the last")

    @property
    def size(self) -> int:
        return next(size for size in (self.first, self.last) if size is not None)

    @property
    def backwards(self) -> bool:
        return self.last is not None
