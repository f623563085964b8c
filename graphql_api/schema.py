"""The schema of the API, derived from the rooms."""

from collections.abc import Iterable

import strawberry
from strawberry.schema.config import StrawberryConfig

from domain.rooms import ROOMS
from domain.shared.room import Room
from graphql_api.mutations import mutation
from graphql_api.queries import query
from graphql_api.scalars import SCALARS
from graphql_api.types import Types
from graphql_api.vocabulary import Vocabulary
from projections.tables import tables


def schema(rooms: Iterable[Room]) -> strawberry.Schema:
    """The schema of a product with these rooms, in alphabetical order."""
    types = Types(Vocabulary(tables(rooms)))
    changing = mutation(types)
    config = StrawberryConfig(scalar_map=SCALARS, sort_schema=True)
    return strawberry.Schema(query(types), changing, types=types.words.records.values(), config=config)


def print_schema(rooms: Iterable[Room] = ROOMS) -> str:
    """The schema as text, as it is kept in schema.graphql."""
    return schema(rooms).as_str() + "\n"
