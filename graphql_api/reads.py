"""What the fields of compiled types stand for: each function makes the reading of one kind of field.

A reading turns what is asked of a field into what is wanted of rows. It is the one place where the API's fields meet
the tables' columns.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias

from domain.shared.refusal import Labelled
from graphql_api.asking import Asked
from graphql_api.limits import ORDERS, PAGE
from graphql_api.refusals import PAGE_SIZE, TOO_MANY
from projections.compiling.selection import (
    AnyIdentity,
    AnyRelated,
    Edge,
    Edges,
    Identity,
    Keys,
    Link,
    Nodes,
    PageInfo,
    Pages,
    Related,
    Shape,
    Structure,
    Value,
    Wish,
)
from projections.compiling.template import Given
from projections.filters import EVERYTHING, And, Filter, Order, Range
from projections.tables import Table

ORDER = Labelled("orders", "columns to sort by", "排序字段")

Reads: TypeAlias = Callable[[Asked], Any]
Narrowing: TypeAlias = Callable[[Given], Filter]


class Kinds(Protocol):
    """Knows what the rows of each table are called in the API."""

    tables: Mapping[str, Table]

    def kind_of(self, table: str) -> str:
        """The name of the object type."""


def value(name: str, absent: Any = None) -> Reads:
    """A value as it is."""
    wanted = Value(name, absent)
    return lambda _: wanted


def identity(name: str, kind: str | None, many: bool = False, absent: Any = None) -> Reads:
    """The opaque id (or ids) in a column; as it is, where no table has rows of that kind."""
    return value(name, absent) if kind is None else lambda _: Identity(name, kind, many, absent)


def relation(name: str, table: Table, many: bool) -> Reads:
    """The row (or rows) to which a column leads; what may not be seen is left out."""
    return lambda asked: Related(name, table, asked.fields(), many)


def record_id(kinds: Kinds) -> Reads:
    """The opaque id of the record that a row about all rooms names."""
    rooms = {table.name: kinds.kind_of(table.name) for table in records(kinds)}
    return lambda _: AnyIdentity("record", "room", rooms)


def record(kinds: Kinds) -> Reads:
    """The record that a row about all rooms names."""
    rooms = {table.name: kinds.kind_of(table.name) for table in records(kinds)}
    return lambda asked: AnyRelated("record", "room", {room: asked.fields(kind) for room, kind in rooms.items()})


def records(kinds: Kinds) -> list[Table]:
    return [table for table in kinds.tables.values() if table.room and not table.part]


def structure(name: str, shape: Shape, absent: Any = None) -> Reads:
    """A structure inside a value, or a list or map of them."""
    return lambda asked: Structure(name, shape, asked.fields(), absent)


def computed(*names: str) -> Reads:
    """What is reckoned elsewhere, out of these columns."""

    def read(asked: Asked) -> Keys:
        asked.asking.composed = True
        return Keys(names)

    return read


class Listing(NamedTuple):
    """How the arguments of a list are read: the table, what a filter means, and the order when none is given."""

    table: Table
    condition: Callable[[Table, Mapping[str, Any] | None], Filter]
    order: tuple[Order, ...]

    def wish(self, asked: Mapping[str, Any]) -> Wish:
        """Which part of which list is asked for. Refuses PAGE_SIZE, TOO_MANY."""
        first, last = asked.get("first"), asked.get("last")
        size = first if last is None else last
        if (first is None) == (last is None) or not 1 <= (size or 0) <= PAGE:
            raise PAGE_SIZE(limit=PAGE)
        given = asked.get("orderBy") or ()
        if len(given) > ORDERS:
            raise TOO_MANY(limit=ORDERS, what=ORDER)
        order = tuple(Order(each["field"].value, each["direction"].value == "DESC") for each in given)
        part = Range(first=first, last=last, after=asked.get("after"), before=asked.get("before"))
        where = self.condition(self.table, asked["filter"]) if asked.get("filter") else EVERYTHING
        return Wish(part, where, order or self.order)


def pages(listing: Listing, *links: Link, narrow: Narrowing | None = None) -> Reads:
    """A page of the rows of a table; with links, of those that belong to the row which it is asked of."""

    def read(asked: Asked) -> Pages:
        wished = asked.meaning(listing.wish)

        def narrowed(given: Given) -> Wish:
            wish = wished(given)
            return wish if narrow is None else wish._replace(where=And((wish.where, narrow(given))))

        return Pages(listing.table, narrowed, asked.fields(), links)

    return read


def nodes(asked: Asked) -> Nodes:
    """The rows of a page; in an edge, its row."""
    return Nodes(asked.fields())


def edges(asked: Asked) -> Edges:
    """The rows of a page with their cursors."""
    return Edges(asked.fields())


def page_info(asked: Asked) -> PageInfo:
    """Where a page lies in its list."""
    return PageInfo(asked.fields())


def edge(which: Edge) -> Reads:
    """What is told of a page, or of a row in it."""
    return lambda _: which
