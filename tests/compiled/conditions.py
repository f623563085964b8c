"""Which rows a filter wants: each condition as a plain question about one row."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from graphql import GraphQLError, GraphQLInputObjectType, get_named_type, get_nullable_type

from domain.shared.term import Term
from graphql_api.names import opened
from tests.compiled.history import Row
from tests.compiled.kinds import Kinds

Condition = Callable[[Row], bool]

FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
"""Text is searched without regard to the case of ASCII letters, and of no others."""

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value is not None and bool(value == wanted),
    "ne": lambda value, wanted: value is None or bool(value != wanted),
    "in": lambda value, wanted: value is not None and value in wanted,
    "lt": lambda value, wanted: value is not None and bool(value < wanted),
    "lte": lambda value, wanted: value is not None and bool(value <= wanted),
    "gt": lambda value, wanted: value is not None and bool(value > wanted),
    "gte": lambda value, wanted: value is not None and bool(value >= wanted),
    "isNull": lambda value, wanted: (value is None) == wanted,
    "startsWith": lambda value, wanted: value is not None and value.translate(FOLD).startswith(wanted.translate(FOLD)),
}
"""Nothing is less or greater than an absent value, and it is unequal to everything."""


def refusal(code: str, *others: str) -> GraphQLError:
    """A refusal, which the product tells by the same code; or by another, where others are deserved as well."""
    return GraphQLError(code, extensions={"code": code, "codes": {code, *others}})


def all_of(several: Iterable[Callable[[], Condition]]) -> list[Condition]:
    """These conditions. Refuses what any of them refuses: nobody says which one is looked at first."""
    made: list[Condition] = []
    codes: list[str] = []
    for each in several:
        try:
            made.append(each())
        except GraphQLError as error:
            codes += (error.extensions or {})["codes"]
    if codes:
        raise refusal(*codes)
    return made


def condition(kinds: Kinds, kind: str, type_: GraphQLInputObjectType, given: Mapping[str, Any] | None) -> Condition:
    """What the filter asks of a row. Refuses ids of another kind, and null where isNull is meant."""
    parts = ((name, value) for name, value in (given or {}).items() if value is not None)
    asked = all_of(partial(said, kinds, kind, type_, name, value) for name, value in parts)
    return lambda row: all(each(row) for each in asked)


def said(kinds: Kinds, kind: str, type_: GraphQLInputObjectType, name: str, value: Any) -> Condition:
    if name == "not":
        inner = condition(kinds, kind, type_, value)
        return lambda row: not inner(row)
    if name in ("and", "or"):
        several = all_of(partial(condition, kinds, kind, type_, each) for each in value)
        every = all if name == "and" else any
        return lambda row: every(each(row) for each in several)
    read, about = kinds.by_name[kind].by_field[name], get_named_type(type_.fields[name].type).name
    to = kinds.led_to(kind, name, read) if about.startswith("Id") else None

    def one(op: str, wanted: Any) -> Condition:
        if wanted is None:
            raise refusal("filter.null")
        if not about.startswith("Id") or op == "isNull":
            return compared(read, op, wanted, many=about.endswith("ListFilter"))
        keys = [key(kinds, to, each) for each in (wanted if op == "in" else [wanted])]
        return compared(read, op, keys if op == "in" else keys[0], many=about == "IdListFilter")

    known = all_of(partial(one, op, wanted) for op, wanted in value.items())
    return lambda row: all(each(row) for each in known)


def compared(name: str, op: str, wanted: Any, many: bool) -> Condition:
    if op == "contains" and many:
        return lambda row: wanted in [plain(each) for each in row.value(name)]
    if op == "contains":
        return lambda row: row.value(name) is not None and wanted.translate(FOLD) in row.value(name).translate(FOLD)
    return lambda row: COMPARED[op](plain(row.value(name)), wanted)


def plain(value: Any) -> Any:
    """A value as filters speak of it: a word by its name."""
    return value.name if isinstance(value, Term) else value


def key(kinds: Kinds, wanted: str | None, given: str) -> str:
    """The plain key in an id. Refuses that of a row of another kind."""
    kind, found = opened(given, kinds.by_name)
    if kind and wanted and kind != wanted:
        raise refusal("input.wrong_kind")
    return found


def input_of(type_: Any) -> GraphQLInputObjectType:
    """The input type of an argument."""
    found = get_nullable_type(type_)
    assert isinstance(found, GraphQLInputObjectType)
    return found
