"""Object types for structures that a resolver has made: each field as it is, with what is written beneath it."""

from datetime import date, datetime
from typing import Any, get_args, get_origin

from msgspec import Struct

from domain.shared.annotations import without_none
from graphql_api.annotations import meaning
from graphql_api.scalars import Json, LogPosition
from graphql_api.strawberry_types import Field, listed, object_type, optional
from projections.fields import values_of

PLAIN = (str, int, bool, date, datetime)
POSITIONS = ("position", "published")


class Structures:
    """Makes the types, each once. Their names begin with a word of their own."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._made: dict[type[Struct], type] = {}

    def kind(self, annotation: Any, name: str = "") -> Any:
        """What stands for a type of the structure."""
        inner, nullable = without_none(annotation)
        if nullable:
            return optional(self.kind(inner, name))
        if get_origin(inner) is tuple:
            return listed(self.kind(get_args(inner)[0]))
        if inner is int and name in POSITIONS:
            return LogPosition
        if isinstance(inner, type) and issubclass(inner, Struct):
            return self._structure(inner)
        return inner if inner in PLAIN else optional(Json)

    def _structure(self, structure: type[Struct]) -> type:
        if structure not in self._made:
            name = structure.__name__
            self._made[structure] = type(name if name.startswith(self._prefix) else self._prefix + name, (), {})
            fields = {called: Field(self.kind(type_, called), doc) for called, type_, doc in values_of(structure)}
            object_type(self._made[structure], meaning(structure, name), fields)
        return self._made[structure]
