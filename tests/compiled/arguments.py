"""Random arguments: filters, orders, pages and ids, written as literals or handed over in variables."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from graphql_api.names import opaque
from tests.compiled.pools import Draw, Pools

SEARCHING = ("contains", "startsWith")
"""They look for some of a text."""


class CursorOf(NamedTuple):
    """The cursor of the row with that number in the list of a kind in an order; it is known when somebody has asked."""

    kind: str
    order: tuple[tuple[str, str], ...]
    number: int


class Arguments:
    """Draws the arguments of fields, and gathers the variables and cursors that they speak of."""

    def __init__(self, draw: Draw, pools: Pools) -> None:
        self.draw = draw
        self.pools = pools
        self.declared: list[str] = []
        self.variables: dict[str, Any] = {}
        self.cursors: dict[str, CursorOf] = {}

    def of_list(self, kind: str, arguments: Mapping[str, GraphQLArgument], size: int) -> str:
        """Those of a list, for a page of about so many rows at most."""
        draw, given = self.draw, dict[str, Any]()
        size = draw.number(1, size)
        given["first" if draw.chance(70) else "last"] = draw.of((0, 101, -1, None)) if draw.chance(1) else size
        if draw.chance(55):
            given["filter"] = self.filter(kind, arguments["filter"].type, draw.number(0, 2))
        many = draw.number(1, 3) if draw.chance(55) else 0
        order = [self._order(kind, arguments["orderBy"].type) for _ in range(many)]
        if order or draw.chance(5):
            given["orderBy"] = order or draw.of((None, []))
        if draw.chance(25):
            for name in draw.of((("after",), ("before",), ("after", "before"))):
                given[name] = self._cursor(kind, order)
        return self.written(arguments, given)

    def of_row(self, kind: str, arguments: Mapping[str, GraphQLArgument]) -> str:
        """Those that name a row."""
        return self.written(arguments, {"id": self._named(kind, 50)})

    def of_nodes(self, kinds: list[str], arguments: Mapping[str, GraphQLArgument]) -> str:
        """Those that name one thing or several of whatever kind."""
        ids = [self._named(self.draw.of(kinds), 95) for _ in range(self.draw.number(0, 4))]
        return self.written(arguments, {"ids": ids} if "ids" in arguments else {"id": (ids or ["nothing"])[0]})

    def of_moment(self, arguments: Mapping[str, GraphQLArgument]) -> str:
        """Those that name a moment of the past, by its place in the log or by the clock."""
        draw, head = self.draw, self.pools.history.head
        position = head + 1 if draw.chance(2) else draw.number(0, head)
        recorded = self.pools.like(draw, "Event", "recorded_at", "DateTime")
        at = (datetime.fromisoformat(recorded) + timedelta(hours=draw.of((0, 1, 30)))).isoformat()  # in a quiet time
        given = {"position": position} if draw.chance(70) else {"at": at}
        return self.written(arguments, draw.of(({}, {"position": 0, "at": at})) if draw.chance(1) else given)

    def filter(self, kind: str, type_: Any, levels: int) -> dict[str, Any] | None:
        """A filter with conditions inside conditions, so many levels deep."""
        draw, input_ = self.draw, get_named_type(type_)
        assert isinstance(input_, GraphQLInputObjectType)
        if draw.chance(2):
            return None
        found: dict[str, Any] = {}
        for _ in range(0 if draw.chance(4) else draw.of((1, 1, 2))):
            word = draw.of(("and", "or", "not")) if levels and draw.chance(35) else None
            if word == "not":
                found[word] = self.filter(kind, type_, levels - 1)
            elif word:
                inner = [self.filter(kind, type_, levels - 1) or {} for _ in range(draw.number(0, 2))]
                found[word] = None if draw.chance(2) else inner
            else:
                names = [each for each in input_.fields if each not in ("and", "or", "not")]
                name = self._telling(kind, names, self.pools.kinds.by_name[kind].by_field)
                found[name] = self._condition(kind, name, get_named_type(input_.fields[name].type))
        return found

    def _condition(self, kind: str, name: str, type_: Any) -> dict[str, Any] | None:
        draw, found = self.draw, dict[str, Any]()
        if draw.chance(1):
            return None
        column = self.pools.kinds.by_name[kind].by_field[name]
        for _ in range(draw.of((1, 1, 1, 2))):
            op = draw.of(list(type_.fields))
            wanted = get_named_type(type_.fields[op].type)
            many = draw.number(0, 3) if is_list_type(type_.fields[op].type) else None
            scalar = "Words" if type_.name == "TextFilter" and op in SEARCHING else wanted.name
            values = [self._compared_with(kind, column, scalar, wanted) for _ in range(1 if many is None else many)]
            found[op] = None if draw.chance(1) else values[0] if many is None else values
        return found

    def _compared_with(self, kind: str, column: str, scalar: str, type_: Any) -> Any:
        like = self.pools.like(self.draw, kind, column, scalar)
        if like is None:
            assert isinstance(type_, GraphQLEnumType), type_
            return self.draw.of(list(type_.values))
        return like

    def _telling(self, kind: str, names: Sequence[str], values: Mapping[str, str]) -> str:
        """One of the names, mostly one of a column that has different values."""
        telling = [each for each in names if len(self.pools.values(kind, values[each])) > 1]
        return self.draw.of(telling if telling and self.draw.chance(80) else names)

    def _order(self, kind: str, type_: Any) -> dict[str, str]:
        input_ = get_named_type(type_)
        assert isinstance(input_, GraphQLInputObjectType)
        fields = get_named_type(input_.fields["field"].type)
        assert isinstance(fields, GraphQLEnumType)
        names = {each: each.lower() for each in fields.values}
        order = {"field": self._telling(kind, list(names), names)}
        return order | ({"direction": self.draw.of(("ASC", "DESC"))} if self.draw.chance(60) else {})

    def _cursor(self, kind: str, order: list[dict[str, str]]) -> str | None:
        if self.draw.chance(4):
            return self.draw.of((None, "", "nonsense", "é", "AAAA"))
        told = tuple((each["field"], each.get("direction", "ASC")) for each in order)
        text = f"cursor-{len(self.cursors)}-"
        kind = "Plan" if self.draw.chance(2) else kind
        self.cursors[text] = CursorOf(kind, told if kind != "Plan" else (), self.draw.number(0, 40))
        return text

    def _named(self, kind: str, opaquely: int) -> str:
        key = self.draw.of(self.pools.keys(kind))
        if self.draw.chance(3):
            kind = self.draw.of(("Plan", "Person"))
        return opaque(kind, key) if self.draw.chance(opaquely) else key

    def written(self, arguments: Mapping[str, GraphQLArgument], given: Mapping[str, Any]) -> str:
        """The arguments as a document has them."""
        pieces = [f"{name}: {self._written(arguments[name].type, value)}" for name, value in given.items()]
        return f"({', '.join(pieces)})" if pieces else ""

    def _written(self, type_: Any, value: Any) -> str:
        if self.draw.chance(15):
            return self._variable(type_, value)
        return literal(type_, value, self._written, unlisted=self.draw.chance(10))

    def _variable(self, type_: Any, value: Any) -> str:
        name = f"v{len(self.declared)}"
        default = ""
        if self.draw.chance(30):
            default = f" = {literal(type_, value)}"
        if not default or self.draw.chance(50):
            self.variables[name] = value
        self.declared.append(f"${name}: {type_}{default}")
        return f"${name}"

    def flag(self) -> str:
        """A truth value for a directive."""
        value = self.draw.chance(50)
        if self.draw.chance(60):
            return "true" if value else "false"
        self.declared.append(f"$v{len(self.declared)}: Boolean!{' = true' if self.draw.chance(30) else ''}")
        name = f"v{len(self.declared) - 1}"
        self.variables[name] = value
        return f"${name}"


def literal(type_: Any, value: Any, inner: Any = None, unlisted: bool = False) -> str:
    """A value of that input type as a document has it. `inner` writes what is inside it."""
    inner = inner or literal
    if is_non_null_type(type_):
        return literal(type_.of_type, value, inner, unlisted)
    if value is None:
        return "null"
    if is_list_type(type_):
        if unlisted and len(value) == 1:
            return literal(type_.of_type, value[0])
        return f"[{', '.join(inner(type_.of_type, each) for each in value)}]"
    if isinstance(type_, GraphQLInputObjectType):
        return f"{{{', '.join(f'{name}: {inner(type_.fields[name].type, each)}' for name, each in value.items())}}}"
    return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)
