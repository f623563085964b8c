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
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
)

from tests.compiled.fields import resolve, type_of
from tests.compiled.reading import Reading
from tests.compiled.refusing import Path, refusable

Refusals = frozenset[tuple[tuple[str | int, ...], str]]
"""Codes of refusals with the paths of the fields that were refused."""


class Answer(NamedTuple):
    """The data, and what was refused."""

    data: Any
    refused: Refusals


class Interpreter:
    """A slow, plain reading of what the schema promises."""

    def __init__(self, sdl: str) -> None:
        self.schema = readable(sdl)

    def answer(self, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None = None) -> Answer:
        """What the reader is told by the operation of that name in the document."""
        result = self._executed(reading, document, variables, name)
        return Answer(result.data, refusals(result.errors or ()))

    def refusable(
        self, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None
    ) -> Mapping[Path, set[str]]:
        """The refusals that the operation deserves, be there rows to ask it of or not."""
        return refusable(self.schema, reading, document, variables, name)

    def _executed(
        self, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None
    ) -> ExecutionResult:
        result = execute_sync(
            self.schema,
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


def refusals(errors: Iterable[GraphQLError]) -> Refusals:
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
