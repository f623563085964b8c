"""How much one request may ask. Checked before anything else reads the document, fragments spread out."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

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
    OperationType,
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
REPEATED = 50
"""Times that one name stands at one place of the answer: each is compared with each before they are merged."""
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
COST = 500_000
"""Points that an operation may cost."""
ACT, OBJECT, ROW, COUNT = 10, 1, 1, 10
"""Points for an act, for an object or a list, for a row of a page, for a count of a whole list."""
FIGURES = {"kpi": 1_000, "kpis": 25_000, "overview": 50_000, "cockpit": 50_000}
"""Points for what is computed of whole tables."""
PAGES = ("first", "last", "ids")
"""The arguments that say how many rows are asked for."""
PARTS_OF_LISTS = ("nodes", "edges", "pageInfo")
"""Fields that lead no further than the list that they are of."""

Fragments: TypeAlias = Mapping[str, FragmentDefinitionNode]


class Size(NamedTuple):
    """What a selection comes to."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    roots: int = 0
    """Fields at its own level."""


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
            if not broken and (most := repeated([operation.selection_set], fragments)) > REPEATED:
                broken = [f"One name is selected {most} times at one place; the limit is {REPEATED}."]
            errors += [GraphQLError(text, operation, extensions={"code": "TOO_MUCH"}) for text in broken]
    return errors


def measured(
    selections: SelectionSetNode | None, fragments: Fragments, known: dict[str, Size]
) -> Size:
    """The size of a selection. `known` remembers fragments: each is measured once, and a cycle counts as nothing."""
    depth = aliases = fields = roots = 0
    inner = Size()
    for each in selections.selections if selections else ():
        if isinstance(each, FieldNode):
            # Introspection has a depth of its own, limited by a rule of GraphQL itself.
            inner = Size() if each.name.value.startswith("__") else measured(each.selection_set, fragments, known)
            inner = Size(inner.depth + 1, inner.aliases + (each.alias is not None), inner.fields + 1, 1)
        elif isinstance(each, FragmentSpreadNode):
            inner = spread(each.name.value, fragments, known)
        elif isinstance(each, InlineFragmentNode):
            inner = measured(each.selection_set, fragments, known)
        depth, aliases, fields = max(depth, inner.depth), aliases + inner.aliases, fields + inner.fields
        roots += inner.roots
    return Size(depth, aliases, fields, roots)


def spread(name: str, fragments: Fragments, known: dict[str, Size]) -> Size:
    if name not in known and name in fragments:
        known[name] = Size()
        known[name] = measured(fragments[name].selection_set, fragments, known)
    return known.get(name, Size())


def repeated(selections: Iterable[SelectionSetNode], fragments: Fragments, depth: int = 1) -> int:
    """How often, at most, one name stands at one place of the answer, in selections that are merged there.

    A fragment counts once at each place, as often as it is spread. Fields deeper than DEPTH are those of a cycle.
    """
    found: dict[str, list[FieldNode]] = {}
    left, spread_out = list(selections), set[str]()
    while left:
        for each in left.pop().selections:
            if isinstance(each, FieldNode):
                found.setdefault((each.alias or each.name).value, []).append(each)
            elif isinstance(each, InlineFragmentNode):
                left.append(each.selection_set)
            elif isinstance(each, FragmentSpreadNode) and each.name.value not in spread_out:
                spread_out.add(each.name.value)
                if fragment := fragments.get(each.name.value):
                    left.append(fragment.selection_set)
    most = max(map(len, found.values()), default=0)
    if depth < DEPTH and most <= REPEATED:
        inner = ([each.selection_set for each in fields if each.selection_set] for fields in found.values())
        most = max([most, *(repeated(each, fragments, depth + 1) for each in inner if each)])
    return most


class Price(NamedTuple):
    """What answering may take: rows, and points by the published weights; those of counts of the list itself apart."""

    rows: int = 0
    cost: int = 0
    counts: int = 0


def price(operation: OperationDefinitionNode, fragments: Fragments, variables: Mapping[str, Any]) -> Price:
    """The price of an operation: an act costs ACT, an object OBJECT, a row of a page ROW and what is asked of it,
    a count of a whole list COUNT, figures of the company as FIGURES says. Values cost nothing.
    """
    whole = priced(operation.selection_set, fragments, variables, {})
    if operation.operation is OperationType.MUTATION:
        acts = measured(operation.selection_set, fragments, {}).roots
        return whole._replace(cost=whole.cost + acts * ACT)
    return whole


def priced(
    selections: SelectionSetNode | None, fragments: Fragments, variables: Mapping[str, Any], known: dict[str, Price]
) -> Price:
    """The price of a selection. `known` remembers fragments, as in `measured`."""
    rows = cost = counts = 0
    for each in selections.selections if selections else ():
        inner = Price()
        if isinstance(each, FragmentSpreadNode):
            name = each.name.value
            if name not in known:
                known[name] = priced(fragments[name].selection_set, fragments, variables, known)
            inner = known[name]
        elif isinstance(each, FieldNode | InlineFragmentNode):
            inner = priced(each.selection_set, fragments, variables, known)
            if isinstance(each, FieldNode):
                inner = price_of_field(each, inner, page_size(each, variables))
        rows, cost, counts = rows + inner.rows, cost + inner.cost, counts + inner.counts
    return Price(rows, cost, counts)


def price_of_field(field: FieldNode, inside: Price, size: int) -> Price:
    if size:
        return Price(size * (1 + inside.rows), OBJECT + inside.counts + size * (ROW + inside.cost))
    if field.name.value == "totalCount":
        return Price(counts=COUNT)
    name = field.name.value
    own = FIGURES.get(name, OBJECT) if field.selection_set and name not in PARTS_OF_LISTS else 0
    return Price(inside.rows, inside.cost + inside.counts + own)


def sizing(*parts: Node) -> set[str]:
    """The names of the variables that say how long pages are."""
    sizes = (each for part in parts for each in found(part, ArgumentNode) if each.name.value in PAGES)
    return {each.value.name.value for each in sizes if isinstance(each.value, VariableNode)}


def page_size(field: FieldNode, variables: Mapping[str, Any]) -> int:
    """How many rows of a list are wanted; 0 when the field is none."""
    for argument in field.arguments or ():
        if argument.name.value in PAGES:
            given = argument.value
            size = variables.get(given.name.value) if isinstance(given, VariableNode) else value_from_ast_untyped(given)
            if size := how_many(size):
                return size
    return 0


def how_many(size: Any) -> int:
    """The number of rows that an argument asks for: a number, or as many as there are ids."""
    return max(size, 0) if isinstance(size, int) else len(size) if isinstance(size, list) else 0
