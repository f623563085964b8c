"""What somebody wants of the rows of a table: a tree of names to answer under, and of what to answer under each.

The tree knows neither SQL nor the language in which it was asked. Columns, tables and words in it come from the
derived tables; the only foreign words are aliases, and they are bound like any other value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from projections.filters import EVERYTHING, Filter, Order, Range
from projections.tables import Table


class Alias(str):
    """A name to answer under that the asker has chosen."""

    __slots__ = ()


class Wish(NamedTuple):
    """Which rows of a list are wanted, in which order."""

    part: Range
    where: Filter = EVERYTHING
    order: tuple[Order, ...] = ()


Wished: TypeAlias = Callable[[Any], Wish]
"""Makes the wish out of what is given when the statement is run."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A word of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is kept; `absent` stands for one that a structure does not mention."""

    name: str
    absent: Any = None


@dataclass(frozen=True, slots=True)
class Identity:
    """An id (or each id of a list) as `Kind:id`, so that it names one thing among all; `absent` as of a value."""

    name: str
    kind: str
    many: bool = False
    absent: Any = None


@dataclass(frozen=True, slots=True)
class AnyIdentity:
    """The id of a record of any room, as `Kind:id`; `kinds` by room."""

    name: str
    room: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """The values of some columns as a list, and the position asked about: for what is reckoned from them elsewhere."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """The row to which an id leads, or the rows to which a list of ids leads; without those that may not be seen."""

    name: str
    table: Table
    fields: "Fields"
    many: bool = False


@dataclass(frozen=True, slots=True)
class AnyRelated:
    """The record of any room to which an id leads; the room is named by another column."""

    name: str
    room: str
    fields: Mapping[str, "Fields"]
    """By room."""


class Shape(Enum):
    """How structures lie in a value: one, a list of them, or a map, of which the entries are wanted."""

    ONE = "one"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure inside a value, or each of a list or map of them: some of its fields; `absent` as of a value."""

    name: str
    shape: Shape
    fields: "Fields"
    absent: Any = None


class Link(NamedTuple):
    """A row belongs to another when its column has what the other's column has (or has it among its values)."""

    column: str
    other: str
    among: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of the rows of a table, of those that belong to the row which it is asked of."""

    table: Table
    wished: Wished
    fields: "PageFields"
    links: tuple[Link, ...] = ()
    about: str | None = None
    """The room that rows about all rooms are about here, as they belong to a record or part of it."""


class Edge(Enum):
    """What is told of a page or of a row in it, besides the rows themselves."""

    CURSOR = "cursor"
    HAS_NEXT = "has_next_page"
    HAS_PREVIOUS = "has_previous_page"
    START = "start_cursor"
    END = "end_cursor"
    TOTAL = "total_count"


@dataclass(frozen=True, slots=True)
class Nodes:
    """The rows of the page."""

    fields: "Fields"


@dataclass(frozen=True, slots=True)
class Edges:
    """The rows of the page, each inside an object with its cursor; `Nodes` is the row itself there."""

    fields: "tuple[tuple[str, Nodes | Edge | Constant], ...]"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where the page lies in its list."""

    fields: tuple[tuple[str, Edge | Constant], ...]


Wanted: TypeAlias = Constant | Value | Identity | AnyIdentity | Keys | Related | AnyRelated | Structure | Pages
Fields: TypeAlias = tuple[tuple[str, Wanted], ...]
PageFields: TypeAlias = tuple[tuple[str, Nodes | Edges | PageInfo | Edge | Constant], ...]
