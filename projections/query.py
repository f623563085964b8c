"""Conditions, orders and system time as SQL. Every value is bound; every name comes from a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from projections import cursors
from projections.dialect import Dialect, Sql, quoted
from projections.filters import And, Compare, Filter, Not, Op, Or, Order, Range, Through
from projections.forks import forks
from projections.layout import COMING, FORK, UNTIL
from projections.tables import Column, Kind, Table
from projections.ways import LASTING, Way, way

ENDLESS = 2**63 - 1
"""The end of what has not ended: beyond every position."""
SIGNS: Mapping[Op, str] = {Op.LT: "<", Op.LTE: "<=", Op.GT: ">", Op.GTE: ">="}
TEXTUAL = {Kind.ID, Kind.TEXT, Kind.TERM}


@dataclass(frozen=True, slots=True)
class Query:
    """Writes the parts of a statement over these tables, now or as they stood at a position."""

    dialect: Dialect
    tables: Mapping[str, Table]
    at: int | None = None
    each: bool = False
    """Whether what a condition leads through is looked up for each row; otherwise it is listed once for all rows."""

    def held(self, table: Table, names: str, condition: Sql, way: Way = Way.FORK) -> Sql:
        """A SELECT of these columns: of the current rows, or of those that held at the position."""
        return united(self.sides(table, names, condition, way))

    def one(self, table: Table, names: str, condition: Sql) -> Sql:
        """The same for a condition on the id, which one row at most can meet: once found it is not looked for on."""
        found = self.held(table, names, condition, Way.FEW)
        return found if self.at is None else Sql(f"{found.text} LIMIT 1", found.values)

    def come(self, table: Table) -> Sql:
        """A SELECT of as many rows as there were records: these come, change, and never go."""
        begun = Sql(f"{quoted(COMING)} <= {self.dialect.mark}", (self.at,))
        return self.where(Sql(f"SELECT 1 FROM {quoted(table.name)}"), begun)

    def ever(self, table: Table, names: str) -> str:
        """A SELECT of these columns of all rows that ever were, and of where each ended; with no condition inside."""
        now = f"SELECT {names}, {ENDLESS} AS {UNTIL} FROM {quoted(table.name)}"
        past = f" UNION ALL SELECT {names}, {UNTIL} FROM {quoted(f'{table.name}_past')}"
        return now if table.grows else now + past

    def spanned(self, table: Table, row: str) -> Sql:
        """The condition that a row of `ever` held at the position."""
        mark = self.dialect.mark
        return Sql(f"{row}.{quoted(table.begins)} <= {mark} AND {row}.{UNTIL} > {mark}", (self.at, self.at))

    def sides(self, table: Table, names: str, condition: Sql, way: Way) -> list[Sql]:
        """The SELECTs that have what is asked for between them: of what holds now, and of what no longer does."""
        select, name, mark = f"SELECT {names} FROM", quoted(table.name), self.dialect.mark
        if table.sums:
            found = self._summed(*table.sums)
            return [self.where(Sql(f"{select} ({found.text}) AS {name}", found.values), condition)]
        now = Sql(f"{select} {name}")
        if self.at is None:
            return [self.where(now, condition)]
        begun = Sql(f"{quoted(table.begins)} <= {mark}", (self.at,))
        now = self.where(now, begun, condition)
        if table.grows:
            return [now]
        if way is Way.RECORDS and self.dialect.place_of_row:
            return [now, self._looked_up(table, select, self.dialect.place_of_row, condition)]
        passed = self.dialect.passing if way in (Way.NEAR, Way.ORDER, Way.RECORDS) else ""
        held = [begun, Sql(f"{passed}{UNTIL} > {mark}", (self.at,)), condition]
        by_fork = [self.dialect.among(FORK, forks(self.at))] if way in (Way.RELATED, Way.FORK, Way.NEAR) else []
        past = Sql(f"{select} {quoted(f'{table.name}_past')} AS {name}")
        return [now, self.where(past, *by_fork, *held)]

    def where(self, select: Sql, *conditions: Sql) -> Sql:
        """The SELECT of the rows that meet these conditions."""
        met = self.joined(" AND ", "TRUE", conditions)
        text = select.text if met.text == "TRUE" else f"{select.text} WHERE {met.text}"
        return Sql(text, select.values + met.values)

    def _summed(self, of: Table, select: str) -> Sql:
        kept = (each.name for column in of.columns.values() for each in self.dialect.stored(column))
        rows = self.held(of, ", ".join(map(quoted, kept)), Sql("TRUE"))
        return Sql(select.format(rows=f"({rows.text})"), rows.values)

    def _looked_up(self, table: Table, select: str, place: str, condition: Sql) -> Sql:
        """What held of the records that have changed since, one version of each, in the order of the present."""
        name, past, mark = quoted(table.name), quoted(f"{table.name}_past"), self.dialect.mark
        begins, same = quoted(table.begins), ", ".join(map(quoted, LASTING))
        changed = f"(SELECT {same} FROM {name} WHERE {begins} > {mark}) AS k"
        later = f'SELECT p.{place} FROM {past} AS p WHERE p."id" = k."id" AND p.{UNTIL} > {mark}'
        held = f"{name}.{place} = ({later} ORDER BY p.{UNTIL} LIMIT 1) AND {begins} <= {mark} AND ({condition.text})"
        text = f"{select} {changed} CROSS JOIN {past} AS {name} USING ({same}) WHERE {held}"
        return Sql(text, (self.at, self.at, self.at, *condition.values))

    def condition(self, table: Table, where: Filter) -> Sql:
        """The condition on rows of the table. Raises KeyError for a column that it does not have."""
        match where:
            case And(all=parts):
                return self.joined(" AND ", "TRUE", (self.condition(table, each) for each in parts))
            case Or(any=parts):
                return self.joined(" OR ", "FALSE", (self.condition(table, each) for each in parts))
            case Not(one=part):
                inner = self.condition(table, part)
                return Sql(f"({inner.text}) IS NOT TRUE", inner.values)
            case Through(column=name, table=other, where=inside):
                return self.through(table, quoted(table.columns[name].name), self.tables[other], inside)
            case Compare(column=name, op=op, value=value):
                return self.comparison(table.columns[name], op, value)

    def through(self, table: Table, column: str, there: Table, inside: Filter) -> Sql:
        """The condition that the column names a row of the other table for which the condition inside holds."""
        if self.each and there is not table:  # inside, the name of a table is that of the nearest
            named = Sql(f'"id" = {quoted(table.name)}.{column}')
            both = self.joined(" AND ", "TRUE", (named, self.condition(there, inside)))
            found = self.held(there, "1", both, Way.FEW)
            return Sql(f"EXISTS ({found.text})", found.values)
        found = self.held(there, '"id"', self.condition(there, inside), way(there, inside))
        return Sql(f"{column} IN ({found.text})", found.values)

    def joined(self, between: str, none: str, parts: Iterable[Sql]) -> Sql:
        """All or any of these; what is so for every row, or for none, is not written."""
        pieces = [each for each in parts if each.text != none]
        if len(pieces) == 1:
            return pieces[0]
        text = between.join(f"({each.text})" for each in pieces)
        return Sql(text or none, tuple(value for each in pieces for value in each.values))

    def comparison(self, column: Column, op: Op, value: Any) -> Sql:
        name = self.sortable(column)
        match op:
            case Op.EQ | Op.NE if value is None:
                return Sql(f"{name} IS {'' if op is Op.EQ else 'NOT '}NULL")
            case Op.EQ:
                return self.bound(column, f"{name} =", value)
            case Op.NE:
                equal = self.bound(column, f"{name} =", value)
                return Sql(f"({equal.text}) IS NOT TRUE", equal.values)
            case Op.IN:
                return self.any_of(column, name, tuple(value))
            case Op.IS_NULL:
                return Sql(f"{name} IS {'' if value else 'NOT '}NULL")
            case Op.CONTAINS if column.many:
                return self.dialect.holds(name, msgspec.to_builtins(value))
            case Op.CONTAINS | Op.STARTS_WITH:
                return self.searched(column, op, value)
            case _:
                return self.bound(column, f"{name} {SIGNS[op]}", value)

    def bound(self, column: Column, before: str, value: Any) -> Sql:
        return Sql(f"{before} {self.dialect.mark}", (self.dialect.bound(column, value),))

    def any_of(self, column: Column, name: str, values: Sequence[Any]) -> Sql:
        given = [value for value in values if value is not None]
        some = self.dialect.any_of(column, name, given)
        return some if len(given) == len(values) else Sql(f"({some.text} OR {name} IS NULL)", some.values)

    def searched(self, column: Column, op: Op, value: str) -> Sql:
        if column.kind not in TEXTUAL:
            raise ValueError(f"{column.name} is not text and cannot be searched")
        return Sql(f"{self.dialect.place(quoted(column.name))} {'> 0' if op is Op.CONTAINS else '= 1'}", (value,))

    def sortable(self, column: Column) -> str:
        return quoted(self.dialect.stored(column)[-1].name)

    def ordering(
        self, table: Table, orders: Sequence[Order], backwards: bool = False, row: str = "", apart: bool = False
    ) -> str:
        """What comes after ORDER BY, of a row with that alias. An absent value is the greatest, in both databases.

        Rows that are to be put in order `apart` are not read by an index that has the order.
        """
        of = f"{row}." if row else ""
        names = [f"{of}{self.sortable(table.columns[each.column])}" for each in orders]
        if apart:
            names[0] = f"greatest({names[0]})"
        return ", ".join(
            f"{name} {self.direction(table.columns[each.column], each.descending != backwards)}"
            for name, each in zip(names, orders, strict=True)
        )

    def direction(self, column: Column, descending: bool) -> str:
        nulls = (" NULLS FIRST" if descending else " NULLS LAST") if column.nullable else ""
        return f"{'DESC' if descending else 'ASC'}{nulls}"

    def between(self, table: Table, orders: Sequence[Order], part: Range) -> Iterator[Sql]:
        """The conditions that a row lies between the cursors. Refuses those that do not belong to the list."""
        if part.after is not None:
            yield self.beyond(table, orders, cursors.place(table, orders, part.after))
        if part.before is not None:
            yield self.beyond(table, orders, cursors.place(table, orders, part.before), backwards=True)

    def begins(self, table: Table, orders: Sequence[Order], part: Range) -> Iterator[Sql]:
        """What follows from that for the first column of the order."""
        for cursor, backwards in ((part.after, False), (part.before, True)):
            if cursor is not None:
                (value, *_) = cursors.place(table, orders, cursor)
                yield from self.at_least(table, orders[0], value, backwards)

    def beyond(self, table: Table, orders: Sequence[Order], values: Sequence[Any], backwards: bool = False) -> Sql:
        """The condition that a row comes after the one with these values in the order (backwards: before it)."""
        steps: list[Sql] = []
        for index, order in enumerate(orders):
            before = zip(orders[:index], values, strict=False)
            same = [self.comparison(table.columns[each.column], Op.EQ, value) for each, value in before]
            after = self.after(table.columns[order.column], values[index], order.descending != backwards)
            steps.append(self.joined(" AND ", "TRUE", [*same, after]))
        beyond = self.joined(" OR ", "FALSE", steps)
        return self.joined(" AND ", "TRUE", [*self.at_least(table, orders[0], values[0], backwards), beyond])

    def at_least(self, table: Table, order: Order, value: Any, backwards: bool) -> Iterator[Sql]:
        """What follows for the first column alone: by it an index is entered where the page begins."""
        column, descending = table.columns[order.column], order.descending != backwards
        if value is not None and (descending or not column.nullable):
            yield self.bound(column, f"{self.sortable(column)} {'<=' if descending else '>='}", value)

    def after(self, column: Column, value: Any, descending: bool) -> Sql:
        name = self.sortable(column)
        if value is None:
            return Sql(f"{name} IS NOT NULL" if descending else "FALSE")
        further = self.bound(column, f"{name} {'<' if descending else '>'}", value)
        if column.nullable and not descending:
            return Sql(f"{further.text} OR {name} IS NULL", further.values)
        return further


def united(selects: Sequence[Sql]) -> Sql:
    return Sql(" UNION ALL ".join(each.text for each in selects), tuple(v for each in selects for v in each.values))


class Reading:
    """Makes rows by column name, with Python values, of what a statement gives for these columns (and maybe more)."""

    def __init__(self, table: Table, dialect: Dialect, columns: Sequence[str]) -> None:
        self.columns = columns
        self._decoders = [(name, decode) for name in columns if (decode := dialect.decoder(table.columns[name]))]

    def row(self, line: Sequence[Any]) -> dict[str, Any]:
        """The row."""
        row = dict(zip(self.columns, line, strict=False))
        for name, decode in self._decoders:
            if (value := row[name]) is not None:
                row[name] = decode(value)
        return row
