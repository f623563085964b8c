"""The schema of the API, derived from the rooms."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import strawberry
from graphql import GraphQLSchema, lexicographic_sort_schema
from graphql import print_schema as printed
from strawberry.schema.config import StrawberryConfig

from domain.rooms import ROOMS
from domain.shared.room import Room
from graphql_api.live.subscription import subscription
from graphql_api.mutations import mutation
from graphql_api.object_types import ObjectTypes
from graphql_api.queries import query
from graphql_api.registry import TypeRegistry
from graphql_api.scalars import SCALARS
from projections.tables import tables


@cache
def schema(*rooms: Room) -> GraphQLSchema:
    """The schema of a product with these rooms; made once."""
    registry = TypeRegistry(tables(rooms))
    types = ObjectTypes(registry)
    config = StrawberryConfig(scalar_map=SCALARS)
    made = strawberry.Schema(
        query(types), mutation(types), subscription(types), types=registry.records.values(), config=config
    )
    # Executed by graphql-core itself: Strawberry would parse each document anew, and its results do not tell apart
    # what HTTP must tell apart.
    return made._schema


def print_schema(rooms: Iterable[Room] = ROOMS) -> str:
    """The schema as text in alphabetical order, as it is kept in schema.graphql."""
    return printed(lexicographic_sort_schema(schema(*rooms))) + "\n"


if __name__ == "__main__":
    Path(__file__).with_suffix(".graphql").write_text(print_schema())
