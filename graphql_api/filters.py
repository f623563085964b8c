"""The filter and order inputs of each table, derived from its columns, and the conditions that a filter states."""

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum
from functools import lru_cache
from itertools import count
from typing import Any, get_args

from domain.shared.refusal import Labelled
from graphql_api.limits import CONDITIONS, NESTED, VALUES
from graphql_api.names import camel, id_of
from graphql_api.refusals import NULL, TOO_MANY
from graphql_api.registry import PLAIN, TypeRegistry, is_log_position, type_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, enum_type, input_type, listed, optional
from projections.filters import And, Compare, Filter, Not, Op, Or
from projections.tables import Column, Kind, Table, kind_of

CONDITION = Labelled("conditions", "conditions in a filter", "筛选条件")
LEVEL = Labelled("levels", "conditions one inside the other", "嵌套层数")
VALUE = Labelled("values", "values in a list", "列表取值")
EQUAL = (Op.EQ, Op.NE, Op.IN, Op.IS_NULL)
ORDERED = (*EQUAL, Op.LT, Op.LTE, Op.GT, Op.GTE)
OPERATORS: Mapping[Kind, tuple[Op, ...]] = {
    Kind.ID: EQUAL,
    Kind.TERM: EQUAL,
    Kind.BOOLEAN: (Op.EQ, Op.NE, Op.IS_NULL),
    Kind.INTEGER: ORDERED,
    Kind.DECIMAL: ORDERED,
    Kind.DATE: ORDERED,
    Kind.MOMENT: ORDERED,
    Kind.TEXT: (*ORDERED, Op.CONTAINS, Op.STARTS_WITH),
}
SAID = {
    Op.EQ: "Equal to this.",
    Op.NE: "Not equal to this; true where there is no value.",
    Op.IN: "One of these.",
    Op.LT: "Less (earlier) than this.",
    Op.LTE: "Not more (not later) than this.",
    Op.GT: "More (later) than this.",
    Op.GTE: "Not less (not earlier) than this.",
    Op.CONTAINS: "Contains this, in either case of ASCII letters.",
    Op.STARTS_WITH: "Starts with this, in either case of ASCII letters.",
    Op.IS_NULL: "Whether there is no value.",
}
OPS = {camel(op.value): op for op in Op}
FILTER_NAMES = {
    Kind.ID: "Id",
    Kind.TEXT: "Text",
    Kind.INTEGER: "Int",
    Kind.BOOLEAN: "Boolean",
    Kind.DATE: "Date",
    Kind.MOMENT: "DateTime",
    Kind.DECIMAL: "Decimal",
}


class Direction(StrEnum):
    """Which way to sort. An absent value is greater than every other."""

    ASC = "ASC"
    DESC = "DESC"


class FilterInputs:
    """The filter and order inputs of tables, each made once, and what a given filter means."""

    def __init__(self, registry: TypeRegistry) -> None:
        self._registry = registry
        self._made: dict[str, type] = {}
        self._direction = enum_type("Direction", Direction.__doc__ or "", Direction)

    def filter(self, table: Table) -> type:
        """`PlanFilter`: conditions on columns, all of which must hold, and `and`, `or`, `not`."""
        name = f"{type_name(table)}Filter"
        if name not in self._made:
            shell = self._made[name] = type(name, (), {})
            fields = {
                filter_name(column): Field(optional(self._conditions(column)), column.doc) for column in compared(table)
            }
            fields |= {
                "and": Field(optional(listed(shell)), "All of these hold."),
                "or": Field(optional(listed(shell)), "At least one of these holds."),
                "not": Field(optional(shell), "This does not hold."),
            }
            input_type(shell, "Which rows are wanted. Everything that is given must hold.", fields)
        return self._made[name]

    def order(self, table: Table) -> type:
        """`PlanOrder`: a column and a direction."""
        name = f"{type_name(table)}Order"
        if name not in self._made:
            columns = {each.name.upper(): each.name for each in table.columns.values() if each.kind is not Kind.JSON}
            field = enum_type(f"{name}Field", "What to sort by.", Enum(f"{name}Field", columns))  # type: ignore[arg-type]
            fields = {
                "field": Field(field, "What to sort by."),
                "direction": Field(self._direction, "Which way.", default=Direction.ASC),
            }
            self._made[name] = input_type(type(name, (), {}), "One thing to sort by.", fields)
        return self._made[name]

    def condition(self, table: Table, given: Mapping[str, Any] | None) -> Filter:
        """The condition that a given filter states. Refuses NULL, TOO_MANY and ids of another kind."""
        left = count(CONDITIONS, -1)
        return And(tuple(self._said(table, given or {}, left)))

    def _said(
        self, table: Table, given: Mapping[str, Any], left: Iterator[int], levels: int = NESTED
    ) -> Iterator[Filter]:
        if levels == 0:
            raise TOO_MANY(limit=NESTED, what=LEVEL)
        columns = asked_about(table)
        for name, value in given.items():
            if value is None:
                continue
            if next(left) <= 0:
                raise TOO_MANY(limit=CONDITIONS, what=CONDITION)
            if name in ("and", "or"):
                several = tuple(And(tuple(self._said(table, each, left, levels - 1))) for each in value)
                yield And(several) if name == "and" else Or(several)
            elif name == "not":
                yield Not(And(tuple(self._said(table, value, left, levels - 1))))
            else:
                yield from self._compared(table, columns[name], value)

    def _compared(self, table: Table, column: Column, given: Mapping[str, Any]) -> Iterator[Filter]:
        for name, value in given.items():
            op = OPS[name]
            if value is None:
                raise NULL(field=f"{camel(filter_name(column))}.{name}")
            if op is Op.IN and len(value) > VALUES:
                raise TOO_MANY(limit=VALUES, what=VALUE)
            kind = table.name if column.name == "id" else column.refers
            several = value if op is Op.IN else [value]
            by_id = is_id(column) and op is not Op.IS_NULL
            wanted = [self._registry.key(each, kind) for each in several] if by_id else several
            yield Compare(column.name, op, tuple(wanted) if op is Op.IN else wanted[0])

    def _conditions(self, column: Column) -> type:
        kind = Kind.ID if is_id(column) else kind_of(single(column))
        word, value = self._compared_with(column, kind)
        name = f"{word}{'List' if column.many else ''}Filter"
        if name not in self._made:
            operators = (Op.CONTAINS,) if column.many else OPERATORS[kind]
            said = {Op.CONTAINS: "Has this among its values."} if column.many else SAID
            fields = {
                op.value: Field(
                    optional(listed(value) if op is Op.IN else bool if op is Op.IS_NULL else value), said[op]
                )
                for op in operators
            }
            self._made[name] = input_type(
                type(name, (), {}), "Conditions on a value. All that are given must hold.", fields
            )
        return self._made[name]

    def _compared_with(self, column: Column, kind: Kind) -> tuple[str, Any]:
        """What to call the values that the column is compared with, and their kind."""
        if is_log_position(column):
            return "LogPosition", LogPosition
        if kind is Kind.TERM:
            term = single(column)
            return self._registry.name_of(term), self._registry.term(term)
        return FILTER_NAMES[kind], PLAIN[kind]


@lru_cache(None)
def asked_about(table: Table) -> Mapping[str, Column]:
    """The columns that a filter may ask about, by the name under which it does."""
    return {camel(filter_name(column)): column for column in compared(table)}


def compared(table: Table) -> Iterator[Column]:
    """The columns that a filter may ask about."""
    return (column for column in table.columns.values() if column.many or column.kind is not Kind.JSON)


def single(column: Column) -> Any:
    """The type of the column's value, or of each value of its list."""
    return get_args(column.type)[0] if column.many else column.type


def is_id(column: Column) -> bool:
    return column.name in ("id", "record") or kind_of(single(column)) is Kind.ID


def filter_name(column: Column) -> str:
    """An id is asked about under the name of the field that shows it."""
    return id_of(column.name, column.many) if is_id(column) and column.name != "id" else column.name
