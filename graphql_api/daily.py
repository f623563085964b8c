"""Fields that depend on the day: computed from the record as it is (or was), when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from inspect import getdoc
from typing import Any, get_type_hints

import msgspec

from domain.shared.room import Part, Room
from domain.shared.values import civil
from graphql_api import reads
from graphql_api.allowed_commands import aim
from graphql_api.annotations import Value
from graphql_api.context import RequestContext
from graphql_api.registry import TypeRegistry
from graphql_api.strawberry_types import Field


def fields(registry: TypeRegistry, room: Room, part: Part | None) -> Iterator[tuple[str, Field]]:
    """A field for each function that the room (or its part) declares as daily."""
    columns = (room.name, "id") if part else ("id",)
    for function in (part or room).daily:
        annotation = get_type_hints(function)["return"]
        value = Value(function.__name__, annotation, getdoc(function) or "", msgspec.NODEFAULT)
        for name, field in registry.fields(value):
            field.reads, field.resolve = reads.computed(*columns), computed(room, part, function)
            yield name, field


def computed(room: Room, part: Part | None, function: Callable[[Any, date], Any]) -> Callable[..., Any]:
    """What the function says of the row's record, or of the part of it, on the day that is asked about."""

    def resolve(source: Any, info: Any) -> Any:
        record, id, at = aim(source[info.path.key], part)
        context: RequestContext = info.context
        moment = None if at is None else context.asked_of(info.path, at)

        def read(aims: Sequence[tuple[str, str | None]]) -> list[Any]:
            day = civil(context.moment(moment))
            states = ((context.record(room, record, at), id) for record, id in aims)
            return [function(getattr(state, part.inside)[id] if part else state, day) for state, id in states]

        return context.load(("daily", room.name, function, moment), (record, id), read)

    return resolve
