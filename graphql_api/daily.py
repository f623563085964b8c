"""Fields that depend on the day: computed from the record as it is, when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from inspect import getdoc
from typing import Any, get_type_hints

import msgspec

from domain.shared.room import Part, Room
from domain.shared.values import civil
from graphql_api.annotations import Value
from graphql_api.context import RequestContext
from graphql_api.registry import TypeRegistry
from graphql_api.resolvers import Resolver
from graphql_api.strawberry_types import Field
from projections.views import Row


def fields(registry: TypeRegistry, room: Room, part: Part | None) -> Iterator[tuple[str, Field]]:
    """A field for each function that the room (or its part) declares as daily."""
    for function in (part or room).daily:
        annotation = get_type_hints(function)["return"]
        value = Value(function.__name__, annotation, getdoc(function) or "", msgspec.NODEFAULT)
        for name, field in registry.fields(value):
            field.resolve = computed(room, part, function)
            yield name, field


def computed(room: Room, part: Part | None, function: Callable[[Any, date], Any]) -> Resolver:
    """What the function says of the row's record, or of the part of it, today."""

    def resolve(row: Row, info: Any) -> Any:
        context: RequestContext = info.context
        ledger = context.product.ledger

        def read(aims: Sequence[tuple[str, str]]) -> list[Any]:
            world, today = ledger.world(), civil(ledger.clock())
            records = ((world.get(room.state, record), id) for record, id in aims)
            return [function(getattr(record, part.inside)[id] if part else record, today) for record, id in records]

        return context.load(("daily", room.name, function), (row[room.name] if part else row["id"], row["id"]), read)

    return resolve
