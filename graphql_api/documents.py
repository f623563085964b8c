"""Documents, parsed and validated once for each text."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.execution import get_variable_values

from graphql_api.limits import ROWS, TOKENS, rows, too_much

KEPT = 1_000
LONGEST = 50_000
"""Characters of a document that is kept."""
ERRORS = 10
"""No more errors than this are reported at once."""
NUL = re.compile(r"\x00|\\u(0000|\{0+\})")
"""PostgreSQL keeps no text with this character: what could be recorded with it could not be shown."""


class NotAnswered(Exception):
    """The request cannot be executed: an HTTP status, and errors that say why."""

    def __init__(self, status: int, *errors: GraphQLError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.status = status
        self.errors = errors
        self.headers = dict(headers or {})


def refusal(status: int, message: str, code: str, **headers: str) -> NotAnswered:
    """NotAnswered with one error, and with headers (`retry_after="1"`)."""
    error = GraphQLError(message, extensions={"code": code})
    return NotAnswered(status, error, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Prepared(NamedTuple):
    """A document with the one operation of it that is to be executed."""

    document: DocumentNode
    operation: OperationDefinitionNode


class Documents:
    """The documents of one schema. The valid ones most lately used are kept. Safe for threads."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, DocumentNode] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, text: str) -> bool:
        """Whether the document is kept: another may take a second to be judged."""
        return text in self._kept

    def prepare(self, text: str, operation_name: str | None) -> Prepared:
        """The operation to execute. Raises NotAnswered (400 not GraphQL, 422 invalid, or no such operation)."""
        document = self._valid(text)
        operation = get_operation_ast(document, operation_name)
        if operation is None:
            raise refusal(422, "Name one of the document's operations in operationName.", "OPERATION_UNKNOWN")
        return Prepared(document, operation)

    def require_variables(self, prepared: Prepared, variables: dict[str, Any]) -> None:
        """Raise NotAnswered (422) when the variables do not fit the operation, or make it ask for too much."""
        document, operation = prepared
        values = get_variable_values(self._schema, operation.variable_definitions or (), variables, ERRORS)
        if isinstance(values, list):
            raise NotAnswered(422, *coded(values, "VARIABLES_INVALID"))
        fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        if (asked := rows(operation.selection_set, fragments, values.coerced, {})) > ROWS:
            raise refusal(422, f"This may come to {asked} rows; the limit is {ROWS}.", "TOO_MUCH")

    def _valid(self, text: str) -> DocumentNode:
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        if NUL.search(text):
            raise refusal(422, "A text may not contain the character U+0000.", "NUL")
        try:
            document = parse(text, max_lexical_tokens=TOKENS, max_comments=TOKENS)
        except GraphQLError as error:  # also when it is nested too deeply to be parsed
            raise NotAnswered(400, *coded([error], "SYNTAX")) from None
        if errors := too_much(document) or coded(
            validate(self._schema, document, specified_rules, max_errors=ERRORS), "DOCUMENT_INVALID"
        ):
            raise NotAnswered(422, *errors)
        with self._lock:
            if len(text) <= LONGEST:
                self._kept[text] = document
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return document


def coded(errors: list[GraphQLError], code: str) -> list[GraphQLError]:
    for error in errors:
        error.extensions = {"code": code, **(error.extensions or {})}
    return errors
