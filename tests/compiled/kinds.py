"""What the schema calls the rows of each room and part, and the values that each of them shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import getmembers_static
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type
from msgspec import Struct

from domain.shared.room import Part, Room, shown
from projections import across

KEPT = (
    "id", "version", "updated_position", "created_position", "created_at", "created_by", "updated_at", "updated_by",
)  # fmt: skip
"""What every row of a room or part has, beside what its state shows."""
CHANGING = ("WorkItem", "Obligation")
"""The rows about all rooms that do not stay as they came."""


@dataclass(frozen=True, eq=False)
class Kind:
    """The rows of one object type: records of a room, parts of them, or rows about all rooms."""

    name: str
    shows: type[Any]
    room: Room | None = None
    part: Part | None = None

    @cached_property
    def values(self) -> frozenset[str]:
        """The names of the values of a row, as Python has them."""
        own = KEPT if self.room else ("id", "updated_position") if self.name in CHANGING else ("id",)
        owner = {self.room.name} if self.room and self.part else set()
        return frozenset({*own, *owner, *names_in(self.shows)})

    @cached_property
    def by_field(self) -> Mapping[str, str]:
        """The value behind each field of the API."""
        return fields_of(self.values)


def names_in(shows: type[Any]) -> set[str]:
    """The fields and `@shown` properties of a class."""
    properties = getmembers_static(shows, lambda member: isinstance(member, shown))
    return {*(shows.__struct_fields__ if issubclass(shows, Struct) else ()), *(name for name, _ in properties)}


def fields_of(names: Iterable[str]) -> Mapping[str, str]:
    """The fields by which the API shows values of these names. The bare ids of a relation are fields of their own."""
    names = sorted(names)
    ids = {f"{camel(name)}Id": name for name in names}
    several = {f"{camel(singular(name))}Ids": name for name in names}
    return {**several, **ids, **{camel(name): name for name in names}}


def camel(name: str) -> str:
    """`occurred_at` is shown as `occurredAt`."""
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def pascal(name: str) -> str:
    return "".join(map(str.capitalize, name.split("_")))


def singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


class Kinds:
    """All kinds of row of a schema."""

    def __init__(self, schema: GraphQLSchema, rooms: Iterable[Room]) -> None:
        self.schema = schema
        self.rooms = {room.name: room for room in rooms}
        self.by_name: dict[str, Kind] = {}
        self.of_room: dict[str, str] = {}
        self.of_part: dict[tuple[str, str], str] = {}
        for room in self.rooms.values():
            self.of_room[room.name] = self._add(pascal(room.name), room.state, room)
            for part in room.parts:
                full = pascal(f"{room.name}_{part.name}")
                name = full if full in schema.type_map else pascal(part.name)
                self.of_part[room.name, part.name] = self._add(name, part.state, room, part)
        for shows in (across.Event, across.Signature, across.WorkItem, across.Obligation):
            self._add(shows.__name__, shows)

    def _add(self, name: str, shows: type[Any], room: Room | None = None, part: Part | None = None) -> str:
        assert isinstance(self.schema.type_map[name], GraphQLObjectType), name
        self.by_name[name] = Kind(name, shows, room, part)
        return name

    def led_to(self, type_name: str, field: str, value: str) -> str | None:
        """The kind of row to which an id in that field leads, where there is one.

        Then the type has another field for the row itself, called as the value is.
        """
        if field == "id":
            return type_name
        beside = self.type(type_name).fields.get(camel(value))
        to = get_named_type(beside.type) if beside else None
        return to.name if to and to.name in self.by_name else None

    def type(self, name: str) -> GraphQLObjectType | GraphQLInterfaceType:
        """The object type (or interface) of that name."""
        found = self.schema.type_map[name]
        assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType), name
        return found
