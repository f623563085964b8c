"""Documents, parsed and validated once for each text."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLSchema,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    Undefined,
    ValidationContext,
    VariableNode,
    execute_sync,
    parse,
    specified_rules,
    validate,
)
from graphql.execution import get_variable_values
from graphql.execution.values import VariableValues
from orjson import Fragment

from graphql_api.limits import COST, ROWS, TOKENS, Price, how_many, measured, price, sizing, too_much
from graphql_api.plans import Plans
from graphql_api.threads import may_block

KEPT = 1_000
LONGEST = 50_000
"""Characters of a document that is kept."""
ERRORS = 10
"""No more errors than this are reported at once."""
SCHEMA = ("__schema", "__type")
"""What is asked to learn how the schema is."""
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


class Prepared:
    """One operation of a valid document, with what was found out about it."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.document = document
        self.operation = operation
        fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        self.plans = Plans(schema, operation, fragments)
        self._schema, self.fragments = schema, fragments
        self._sizes = sorted(sizing(operation, *fragments.values()))
        self._prices: dict[tuple[int, ...], Price] = {}
        self._not_null = not_null(schema, document, operation)
        self._lock = Lock()
        self._introspected: ExecutionResult | None = None

    @property
    def introspects(self) -> bool:
        """Whether all that it asks is how the schema is: the answer is the same for all, and takes seconds to make."""
        asked = self.operation.selection_set.selections
        return not self.operation.variable_definitions and all(
            isinstance(each, FieldNode) and each.name.value in SCHEMA for each in asked
        )

    def introspected(self) -> ExecutionResult:
        """The answer of an operation that `introspects`: made once, and kept as JSON. To be asked by a thread."""
        with self._lock:
            if self._introspected is None:
                done = execute_sync(self._schema, self.document, operation_name=name_of(self.operation))
                told = {name: Fragment(orjson.dumps(value)) for name, value in (done.data or {}).items()}
                self._introspected = done if done.errors else ExecutionResult(told)
            return self._introspected

    @property
    def reads(self) -> bool:
        """Whether it is a query."""
        return self.operation.operation is OperationType.QUERY

    def variables(self, given: dict[str, Any]) -> VariableValues:
        """The values of its variables. Raises NotAnswered (400) when they do not fit."""
        values = get_variable_values(self._schema, self.operation.variable_definitions or (), given, ERRORS)
        if isinstance(values, list):
            raise NotAnswered(400, *coded(values, "VARIABLES_INVALID"))
        if wrong := [each for each in self._not_null if values.coerced.get(each.name.value, Undefined) is None]:
            errors = [GraphQLError(f"Variable '${each.name.value}' may not be null here.", each) for each in wrong]
            raise NotAnswered(400, *coded(errors[:ERRORS], "VARIABLES_INVALID"))
        return values

    def cost(self, values: VariableValues) -> int:
        """What it costs with these variables. Raises NotAnswered (422) when that is too much."""
        return self.price(values).cost

    def price(self, values: VariableValues) -> Price:
        """What it comes to with these variables. Raises NotAnswered (422) when that is too much."""
        sizes = tuple(how_many(values.coerced.get(name)) for name in self._sizes)
        if (known := self._prices.get(sizes)) is None:
            may_block()
            known = price(self.operation, self.fragments, values.coerced)
            if known.rows > ROWS:
                raise refusal(422, f"This may come to {known.rows} rows; the limit is {ROWS}.", "TOO_MUCH")
            if known.cost > COST:
                raise refusal(422, f"This costs {known.cost} points; the limit is {COST}.", "TOO_COSTLY")
            if len(self._prices) < KEPT:
                self._prices[sizes] = known
        return known

    def at_once(self, values: VariableValues, most: int) -> int:
        """How many times, up to `most`, it may be answered at once with these variables: what it comes to then is
        within the limits of an operation, and fields under other names repeat no more than `most` values.
        """
        rows, cost, _ = self.price(values)
        aliases = measured(self.operation.selection_set, self.fragments, {}).aliases
        return max(1, min(most // (1 + aliases), ROWS // max(rows, 1), COST // max(cost, 1)))


class Documents:
    """The documents of one schema. The valid ones most lately used are kept. Safe for threads."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, dict[str | None, Prepared]] = OrderedDict()
        self._lock = Lock()

    def prepare(self, text: str, operation_name: str | None) -> Prepared:
        """The operation to execute. Raises NotAnswered: 400 not GraphQL, invalid, no such operation; 422 too much."""
        with self._lock:
            operations = self._kept.get(text)
            if operations:
                self._kept.move_to_end(text)
        if operations is None:
            may_block()
            operations = self._prepared(self._valid(text))
            with self._lock:
                if len(text) <= LONGEST:
                    self._kept[text] = operations
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        if operation_name not in operations:
            raise refusal(400, "Name one of the document's operations in operationName.", "OPERATION_UNKNOWN")
        return operations[operation_name]

    def _prepared(self, document: DocumentNode) -> dict[str | None, Prepared]:
        """The operations by name; an only one goes without, too."""
        operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        prepared = [Prepared(self._schema, document, each) for each in operations]
        named: dict[str | None, Prepared] = {
            each.operation.name.value: each for each in prepared if each.operation.name
        }
        return named | {None: prepared[0]} if len(prepared) == 1 else named

    def _valid(self, text: str) -> DocumentNode:
        if NUL.search(text):
            raise refusal(422, "A text may not contain the character U+0000.", "NUL")
        try:
            document = parse(text, max_lexical_tokens=TOKENS, max_comments=TOKENS)
        except GraphQLError as error:  # also when it is nested too deeply to be parsed
            raise NotAnswered(400, *coded([error], "SYNTAX")) from None
        if errors := too_much(document):
            raise NotAnswered(422, *errors)
        if errors := validate(self._schema, document, specified_rules, max_errors=ERRORS):
            raise NotAnswered(400, *coded(errors, "DOCUMENT_INVALID"))
        return document


def not_null(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> tuple[VariableNode, ...]:
    """Where a variable that may be null may not: validation trusts in its default, which a null takes away.

    Told before anything is executed, since a mutation would be recorded by then.
    """
    declared = operation.variable_definitions or ()
    nullable = {each.variable.name.value for each in declared if not isinstance(each.type, NonNullTypeNode)}
    if not nullable:
        return ()
    context = ValidationContext(schema, document, TypeInfo(schema), lambda _: None)
    used = (each for each in context.get_recursive_variable_usages(operation) if isinstance(each.type, GraphQLNonNull))
    return tuple(each.node for each in used if each.node.name.value in nullable)


def name_of(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def coded(errors: list[GraphQLError], code: str) -> list[GraphQLError]:
    for error in errors:
        error.extensions = {"code": code, **(error.extensions or {})}
    return errors
