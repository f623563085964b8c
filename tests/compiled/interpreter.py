"""Answers GraphQL operations from the recorded events, one field at a time, by graphql-core's own executor.

The schema is built anew from its printed text, so that no resolver of the product has a part in it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    execute_sync,
    get_nullable_type,
    parse,
)

from tests.compiled.fields import resolve, type_of
from tests.compiled.reading import Reading

Refusals = frozenset[tuple[tuple[str | int, ...], str]]
"""Codes of refusals with the paths of the fields that were refused."""


class Answer(NamedTuple):
    """The data, and what was refused. Of several refusals within one object that is lost, any one may be told."""

    data: Any
    refused: Refusals


class Interpreter:
    """A slow, plain reading of what the schema promises."""

    def __init__(self, sdl: str) -> None:
        self.schema = readable(sdl)
        self._forgiving = readable(sdl)
        for type_ in self._forgiving.type_map.values():
            if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
                for field in type_.fields.values():
                    field.type = get_nullable_type(field.type)

    def answer(self, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None = None) -> Answer:
        """What the reader is told by the operation of that name in the document."""
        result = self._executed(self.schema, reading, document, variables, name)
        # A refused field may take whole objects with it, and what is refused in them; all is seen if nothing is lost.
        told = self._executed(self._forgiving, reading, document, variables, name).errors if result.errors else ()
        return Answer(result.data, refusals(told or ()))

    def _executed(
        self, schema: GraphQLSchema, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None
    ) -> ExecutionResult:
        result = execute_sync(
            schema,
            parse(document),
            reading,
            variable_values=dict(variables),
            operation_name=name,
            field_resolver=resolve,
            type_resolver=type_of,
        )
        for error in result.errors or ():
            if not (error.extensions or {}).get("code"):
                raise error.original_error or error
        return result


def refusals(errors: list[GraphQLError] | tuple[GraphQLError, ...]) -> Refusals:
    return frozenset((tuple(error.path or ()), str((error.extensions or {})["code"])) for error in errors)


def refusals_told(errors: Iterable[Mapping[str, Any]]) -> Refusals:
    """The refusals in an answer of the API."""
    return frozenset((tuple(error.get("path") or ()), str(error["extensions"]["code"])) for error in errors)


def readable(sdl: str) -> GraphQLSchema:
    """The schema, with scalars that read what is given as Python's own values. They write text as it is."""
    schema = build_schema(sdl)
    readers = {"Date": date.fromisoformat, "DateTime": moment, "Decimal": lambda given: Decimal(str(given))}
    for name, reader in readers.items():
        scalar = schema.type_map[name]
        assert isinstance(scalar, GraphQLScalarType)
        scalar.coerce_input_value = reader
    return schema


def moment(given: str) -> datetime:
    return datetime.fromisoformat(given).astimezone(UTC)
