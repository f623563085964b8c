"""What an operation asks that is refused wherever it is asked: of a row, or of none because there is none.

The one statement that answers a question is refused as a whole for the sake of any argument inside it; a field of its
own only when it comes to it. Both are right.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    get_operation_ast,
    parse,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values

from tests.compiled.conditions import key
from tests.compiled.fields import NEWEST
from tests.compiled.reading import Reading
from tests.compiled.wishes import moment_meant, of_list, wanted

Path = tuple[str, ...]
"""Names in the answer, from the root."""


def refusable(
    schema: GraphQLSchema, reading: Reading, document: str, variables: Mapping[str, Any], name: str | None
) -> Mapping[Path, set[str]]:
    """The codes of the refusals that the arguments deserve, by the field that they are given to."""
    parsed = parse(document)
    operation = get_operation_ast(parsed, name)
    assert operation is not None
    values = get_variable_values(schema, operation.variable_definitions or (), dict(variables))
    assert isinstance(values, VariableValues)
    fragments = {each.name.value: each for each in parsed.definitions if isinstance(each, FragmentDefinitionNode)}
    walk = Walk(schema, reading, fragments, values)
    found: dict[Path, set[str]] = defaultdict(set)
    for path, code in walk.selection("Query", operation.selection_set, ()):
        found[path].add(code)
    return found


class Walk:
    """Looks at every argument of an operation, whichever way its switches are set."""

    def __init__(
        self,
        schema: GraphQLSchema,
        reading: Reading,
        fragments: Mapping[str, FragmentDefinitionNode],
        values: VariableValues,
    ) -> None:
        self.schema = schema
        self.reading = reading
        self.fragments = fragments
        self.values = values

    def selection(self, type_: str, selections: SelectionSetNode | None, path: Path) -> Iterator[tuple[Path, str]]:
        """The refusals that a selection of fields of that type deserves."""
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode) and not node.name.value.startswith("__"):
                yield from self._field(self.reading.kinds.type(type_).fields[node.name.value], type_, node, path)
            elif isinstance(node, InlineFragmentNode | FragmentSpreadNode):
                found = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
                on = found.type_condition.name.value if found.type_condition else type_
                yield from self.selection(on, found.selection_set, path)

    def _field(self, field: GraphQLField, type_: str, node: FieldNode, path: Path) -> Iterator[tuple[Path, str]]:
        below = (*path, (node.alias or node.name).value)
        try:
            self._ask(field, type_, node)
        except GraphQLError as error:
            for code in (error.extensions or {})["codes"]:
                yield below, code
        yield from self.selection(get_named_type(field.type).name, node.selection_set, below)

    def _ask(self, field: GraphQLField, type_: str, node: FieldNode) -> None:
        given = get_argument_values(field, node, self.values)
        kinds, led_to = self.reading.kinds, get_named_type(field.type).name
        if led_to.endswith("Connection"):
            by_itself = NEWEST if node.name.value == "myNotices" else ()
            wanted(self.reading, of_list(led_to), field, given, by_itself)
        elif node.name.value == "asOf":
            moment_meant(self.reading, given.get("position"), given.get("at"))
        elif type_ == "Query" and led_to in kinds.by_name and "id" in given:
            key(kinds, led_to, given["id"])
