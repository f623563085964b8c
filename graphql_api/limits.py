"""How much one request may ask. Checked before anything else reads the document, fragments spread out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    value_from_ast_untyped,
)

from graphql_api.asking import found

BODY = 1_000_000
"""Bytes of a request's body."""
TOKENS = 8_000
"""Lexical tokens of a document."""
DEPTH = 15
"""Levels of fields, one inside the other."""
ALIASES = 100
"""Fields under another name."""
PAGE = 100
"""Rows of a page."""
CONDITIONS = 100
"""Conditions of a filter."""
NESTED = 10
"""Levels of conditions, one inside the other."""
ORDERS = 10
"""Columns to sort by."""
OBJECTS = 2_000
"""Objects in the variables of a request."""
VALUES = 1_000
"""Values in a list of a filter."""
FIELDS = 5_000
"""Fields selected, each as often as its fragment is spread."""
ROWS = 100_000
"""Rows that the pages of an operation can come to, each page as often as there may be rows around it."""


class Size(NamedTuple):
    """What a selection comes to."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0


def too_much(document: DocumentNode) -> list[GraphQLError]:
    """One error for each limit that an operation of the document breaks; none when it keeps them all."""
    try:
        return broken_limits(document)
    except RecursionError:
        return [GraphQLError("Fragments are spread within fragments too often.", extensions={"code": "TOO_MUCH"})]


def broken_limits(document: DocumentNode) -> list[GraphQLError]:
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    known: dict[str, Size] = {}
    errors = []
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            size = measured(operation.selection_set, fragments, known)
            broken = [
                f"{what} {found}; the limit is {limit}."
                for what, found, limit in (
                    ("The depth of fields is", size.depth, DEPTH),
                    ("The number of aliases is", size.aliases, ALIASES),
                    ("The number of fields is", size.fields, FIELDS),
                )
                if found > limit
            ]
            errors += [GraphQLError(text, operation, extensions={"code": "TOO_MUCH"}) for text in broken]
    return errors


def measured(
    selections: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode], known: dict[str, Size]
) -> Size:
    """The size of a selection. `known` remembers fragments: each is measured once, and a cycle counts as nothing."""
    depth = aliases = fields = 0
    inner = Size()
    for each in selections.selections if selections else ():
        if isinstance(each, FieldNode):
            # Introspection has a depth of its own, limited by a rule of GraphQL itself.
            inner = Size() if each.name.value.startswith("__") else measured(each.selection_set, fragments, known)
            inner = Size(inner.depth + 1, inner.aliases + (each.alias is not None), inner.fields + 1)
        elif isinstance(each, FragmentSpreadNode):
            inner = spread(each.name.value, fragments, known)
        elif isinstance(each, InlineFragmentNode):
            inner = measured(each.selection_set, fragments, known)
        depth, aliases, fields = max(depth, inner.depth), aliases + inner.aliases, fields + inner.fields
    return Size(depth, aliases, fields)


def spread(name: str, fragments: Mapping[str, FragmentDefinitionNode], known: dict[str, Size]) -> Size:
    if name not in known and name in fragments:
        known[name] = Size()
        known[name] = measured(fragments[name].selection_set, fragments, known)
    return known.get(name, Size())


def rows(
    selections: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
    known: dict[str, int],
) -> int:
    """How many rows a selection can come to. `known` remembers fragments, as in `measured`."""
    total = 0
    for each in selections.selections if selections else ():
        if isinstance(each, FragmentSpreadNode):
            name = each.name.value
            if name not in known:
                known[name] = rows(fragments[name].selection_set, fragments, variables, known)
            total += known[name]
        elif isinstance(each, FieldNode | InlineFragmentNode):
            inner = rows(each.selection_set, fragments, variables, known)
            size = page_size(each, variables) if isinstance(each, FieldNode) else 0
            total += size * (1 + inner) if size else inner
    return total


def sizing(*parts: Node) -> set[str]:
    """The names of the variables that say how long pages are."""
    sizes = (each for part in parts for each in found(part, ArgumentNode) if each.name.value in ("first", "last"))
    return {each.value.name.value for each in sizes if isinstance(each.value, VariableNode)}


def page_size(field: FieldNode, variables: Mapping[str, Any]) -> int:
    """How many rows of a list are wanted; 0 when the field is none."""
    for argument in field.arguments or ():
        if argument.name.value in ("first", "last"):
            given = argument.value
            size = variables.get(given.name.value) if isinstance(given, VariableNode) else value_from_ast_untyped(given)
            if isinstance(size, int):
                return size
    return 0
