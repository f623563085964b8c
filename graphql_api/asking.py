"""What an operation asks of the views: its selections, read once, as what is wanted of rows.

Each field of a compiled type says what it stands for (`Field.reads`); this module walks from field to field. Names in
the answer are those of the schema, or aliases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values
from graphql.type import GraphQLIncludeDirective, GraphQLSkipDirective

from domain.shared.refusal import Refused
from projections.compiling.selection import Alias, Constant
from projections.compiling.template import Given

KIND = "#"
"""Under which a row of any type says its own, where the answer is not passed on as it is. Nobody can ask for it."""

N = TypeVar("N", bound=Node)
M = TypeVar("M")
Arguments: TypeAlias = Callable[[Given], Mapping[str, Any]]
MOST = 500
"""Sets of values for which the meaning of a field's arguments is remembered."""


def as_they_are(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return arguments


@dataclass(slots=True)
class Asking:
    """One reading of an operation, for given values of the variables that `@skip` and `@include` name."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues
    composed: bool = False
    """Whether something is asked for that is reckoned elsewhere: then the answer is put together field by field."""

    def collected(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode]) -> dict[str, list[FieldNode]]:
        """The fields that are asked of an object, by the name in the answer; in the order in which they come."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            for field in self._fields(kind, node.selection_set):
                found.setdefault((field.alias or field.name).value, []).append(field)
        return found

    def _fields(self, kind: GraphQLObjectType, selections: SelectionSetNode | None) -> Iterator[FieldNode]:
        for each in selections.selections if selections else ():
            if not self._included(each):
                continue
            if isinstance(each, FieldNode):
                yield each
                continue
            fragment = self.fragments[each.name.value] if isinstance(each, FragmentSpreadNode) else each
            condition = cast("FragmentDefinitionNode | InlineFragmentNode", fragment).type_condition
            if condition is None or self._covers(condition.name.value, kind):
                yield from self._fields(kind, fragment.selection_set)  # type: ignore[union-attr]

    def _covers(self, name: str, kind: GraphQLObjectType) -> bool:
        return name in (kind.name, *(each.name for each in kind.interfaces))

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that is asked for, once or several times under the same name."""

    asking: Asking
    field: GraphQLField
    nodes: list[FieldNode]

    @property
    def definition(self) -> Any:
        """The field as it was made."""
        return self.field.extensions["strawberry-definition"]

    @property
    def kind(self) -> GraphQLNamedType:
        """The type that it leads to."""
        return get_named_type(self.field.type)

    def fields(self, kind: str | None = None) -> tuple[Any, ...]:
        """What is wanted of the object that it leads to, by name; of that type, when it may lead to several."""
        object_type = self.asking.schema.type_map[kind] if kind else self.kind
        return tuple(self._wanted(cast("GraphQLObjectType", object_type), told=kind is not None))

    def _wanted(self, kind: GraphQLObjectType, told: bool) -> Iterator[tuple[str, Any]]:
        if told and self.asking.composed:
            yield KIND, Constant(kind.name)
        for name, nodes in self.asking.collected(kind, self.nodes).items():
            called = nodes[0].name.value
            answered = name if name == called else Alias(name)
            if called == "__typename":
                yield answered, Constant(kind.name)
            else:
                asked = Asked(self.asking, kind.fields[called], nodes)
                yield answered, asked.definition.reads(asked)

    def arguments(self) -> Arguments:
        """Its arguments, once the variables are known."""
        return self.meaning(as_they_are)

    def meaning(self, meaning: Callable[[Mapping[str, Any]], M]) -> Callable[[Given], M]:
        """What its arguments mean, once the variables are known. Reckoned once for each set of their values."""
        node = self.nodes[0]
        inside = (each for argument in node.arguments or () for each in found(argument, VariableNode))
        names = sorted({each.name.value for each in inside})
        known: dict[tuple[Any, ...], M] = {}

        def meant(given: Given) -> M:
            try:
                return meaning(get_argument_values(self.field, node, given.variables))
            except Refused as no:
                raise RefusedThere(no, node) from None

        def reckoned(given: Given) -> M:
            key = tuple(given.variables.coerced.get(name, Undefined) for name in names)
            try:
                return known[key]
            except KeyError:
                if len(known) >= MOST:
                    known.clear()
                value = known[key] = meant(given)
                return value
            except TypeError:  # an object or a list, by which nothing can be looked up
                return meant(given)

        return reckoned


class RefusedThere(Refused):
    """A refusal of what a field's arguments say. Whoever tells it finds the place in the document under `nodes`."""

    def __init__(self, no: Refused, node: FieldNode) -> None:
        super().__init__(no.reason, no.facts)
        self.nodes = [node]


def found(node: Node, kind: type[N]) -> Iterator[N]:
    """All nodes of a kind inside a node."""
    if isinstance(node, kind):
        yield node
    for key in node.keys:
        held = getattr(node, key, None)
        for each in held if isinstance(held, tuple | list) else (held,):
            if isinstance(each, Node):
                yield from found(each, kind)
