"""Random valid operations over the whole schema, derived from the schema itself.

Left out are questions that are not about the log: `issueFigures` (tests/projections/test_figures.py), `refusals`,
`terms`; the ready questions of auditors (tests/reports); and `myTasks`, whose condition is that of the caller's work,
which the application works out.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    parse,
)
from hypothesis import assume
from hypothesis import strategies as st

from graphql_api.limits import too_much
from graphql_api.names import camel
from projections.reports import REPORTS
from tests.compiled.arguments import Arguments, CursorOf
from tests.compiled.pools import Draw, Pools

LEFT_OUT = {"myTasks", "overdueObligations", *(camel(report.many) for report in REPORTS)}
"""Lists at the root that are of more than the rows of a table."""
ALONE = {"node", "nodes", "asOf", "me", "position"}
"""What else is asked at the root, beside rows and lists of them; all other questions have tests of their own."""
DEEPEST = 6
ROWS = 120
"""About so many rows may come of a field of the query."""
Scope = dict[str, tuple[str, "Scope"]]
"""What stands in a selection already: by response key the field with its arguments, and its selection."""


class Operation(NamedTuple):
    """A document, the operation of it that is meant, its variables, and the cursors that stand in both by name."""

    text: str
    name: str | None
    variables: dict[str, Any]
    cursors: dict[str, CursorOf]


class Fragment(NamedTuple):
    """A named fragment, for a place where so many rows and levels are left."""

    name: str
    type: Any
    rows: int
    levels: int


class Writer:
    """Writes one operation."""

    def __init__(self, draw: Draw, schema: GraphQLSchema, pools: Pools) -> None:
        self.draw = draw
        self.schema = schema
        self.kinds = pools.kinds
        self.arguments = Arguments(draw, pools)
        self.fragments: list[Fragment] = []
        self.definitions: list[str] = []
        self.left = draw.number(3, 45)
        self.aliases = 0

    def operation(self) -> Operation:
        assert self.schema.query_type
        body = self.selections(self.schema.query_type, DEEPEST, ROWS, {})
        given = self.arguments
        declared = f"({', '.join(given.declared)})" if given.declared else ""
        texts, name = [f"query Asked{declared} {body}", *self.definitions], None
        if self.draw.chance(5):
            texts.append("query Other { __typename }")
            name = "Asked"
        return Operation("\n".join(texts), name, given.variables, given.cursors)

    def selections(self, type_: Any, levels: int, rows: int, scope: Scope, aliased: bool = False) -> str:
        """What is asked of a type, in braces."""
        count = self.draw.number(1, 4 if type_ is not self.schema.query_type else 2)
        return "{ " + " ".join(self._selection(type_, levels, rows, scope, aliased) for _ in range(count)) + " }"

    def _selection(self, type_: Any, levels: int, rows: int, scope: Scope, aliased: bool) -> str:
        how = self.draw.number(0, 99)
        if how >= 95 and type_ is not self.schema.query_type:
            return self._spread(type_, levels, rows)
        if how >= 86:
            return self._inline(type_, levels, rows, scope, aliased)
        if how >= 82:
            return "__typename"
        return self._field(type_, levels, rows, scope, aliased)

    def _directive(self) -> str:
        if not self.draw.chance(6):
            return ""
        return f" @{self.draw.of(('include', 'skip'))}(if: {self.arguments.flag()})"

    def _inline(self, type_: Any, levels: int, rows: int, scope: Scope, aliased: bool) -> str:
        """A fragment in place: on the same type, on one that it implements, or on one of those that implement it."""
        others = [*self._narrower(type_), *getattr(type_, "interfaces", ()), type_, None]
        on = self.draw.of(others)
        same = on is None or on is type_
        inner = self.selections(on or type_, levels, rows, scope if same else {}, aliased or not same)
        return f"...{f' on {on}' if on else ''}{self._directive()} {inner}"

    def _narrower(self, type_: Any) -> Sequence[Any]:
        if not isinstance(type_, GraphQLInterfaceType):
            return ()
        return [each for each in self.schema.get_possible_types(type_) if isinstance(each, GraphQLObjectType)]

    def _spread(self, type_: Any, levels: int, rows: int) -> str:
        fitting = [f for f in self.fragments if f.type is type_ and f.rows <= rows and f.levels <= levels]
        if fitting and self.draw.chance(50):
            return f"...{self.draw.of(fitting).name}{self._directive()}"
        body = self.selections(type_, levels, rows, {}, aliased=True)
        fragment = Fragment(f"F{len(self.definitions)}", type_, rows, levels)
        self.definitions.append(f"fragment {fragment.name} on {type_} {body}")
        self.fragments.append(fragment)
        return f"...{fragment.name}{self._directive()}"

    def _field(self, type_: Any, levels: int, rows: int, scope: Scope, aliased: bool) -> str:
        self.left -= 1
        name, field = self._chosen(type_, levels, rows)
        kind = get_named_type(field.type)
        listed = kind.name.endswith("Connection")
        size = min(rows, 15 if levels == DEEPEST else 4)
        given = self._given(name, field, kind.name, size) if field.args else ""
        key, inner = name, dict[str, Any]()
        known = scope.get(name)
        if aliased or (known and known[0] != name + given) or self.draw.chance(12):
            self.aliases += 1
            key = f"a{self.aliases}"
        elif known:
            inner = known[1]
        scope[key] = (name + given, inner)
        alias = "" if key == name else f"{key}: "
        if is_leaf_type(kind):
            return f"{alias}{name}{given}{self._directive()}"
        rows = max(1, rows // (size if listed or self._many(field) else 1))
        halves = [self.selections(kind, levels - (not listed), rows, inner) for _ in range(1 + self.draw.chance(5))]
        if listed and self.draw.chance(60):
            halves.append("{ nodes { id } totalCount }")
        return " ".join(f"{alias}{name}{given}{self._directive()} {each}" for each in halves)

    def _many(self, field: GraphQLField) -> bool:
        return "[" in str(field.type)

    def _chosen(self, type_: Any, levels: int, rows: int) -> tuple[str, GraphQLField]:
        fields: dict[str, GraphQLField] = type_.fields
        if "asOf" in fields and levels == DEEPEST and self.draw.chance(25):
            return "asOf", fields["asOf"]
        pairs = list(fields.items())
        if type_ is self.schema.query_type:
            pairs = [pair for pair in pairs if self._is_of_rows(*pair)]
        leaves = [pair for pair in pairs if is_leaf_type(get_named_type(pair[1].type))]
        lists = [pair for pair in pairs if rows > 1 and is_list_of_rows(pair[1])]
        deep = [pair for pair in pairs if pair not in leaves and not is_list_of_rows(pair[1])]
        if type_.name.endswith(("Connection", "Edge")):
            return self.draw.of([*deep, *deep, *leaves])
        if type_ is self.schema.query_type:
            return self.draw.of(lists if self.draw.chance(65) else [*deep, *leaves])
        if (deep or lists) and (not leaves or (levels > 0 and self.left > 0 and self.draw.chance(45))):
            return self.draw.of(lists if lists and (not deep or self.draw.chance(35)) else deep)
        return self.draw.of(leaves)

    def _given(self, name: str, field: GraphQLField, kind: str, size: int) -> str:
        if kind.endswith("Connection"):
            return self.arguments.of_list(kind.removesuffix("Connection"), field.args, size)
        if kind in self.kinds.by_name:
            return self.arguments.of_row(kind, field.args)
        if name == "asOf":
            return self.arguments.of_moment(field.args)
        return self.arguments.of_nodes(list(self.kinds.by_name), field.args)

    def _is_of_rows(self, name: str, field: GraphQLField) -> bool:
        kind = get_named_type(field.type).name
        return name in ALONE or kind in self.kinds.by_name or (is_list_of_rows(field) and name not in LEFT_OUT)


def is_list_of_rows(field: GraphQLField) -> bool:
    """Whether the field is a page of a list."""
    return get_named_type(field.type).name.endswith("Connection")


@st.composite
def operations(draw: st.DrawFn, schema: GraphQLSchema, pools: Pools) -> Operation:
    """A random operation that is valid and keeps the limits."""
    operation = Writer(Draw(draw), schema, pools).operation()
    assume(not too_much(parse(operation.text)))
    return operation
