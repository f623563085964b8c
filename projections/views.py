"""Reading the views: rows, pages and counts, as somebody may see them, now or as they stood at a position."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeAlias

from domain.shared.room import Room
from projections import cursors
from projections.database import Database
from projections.dialect import Sql, quoted
from projections.filters import EVERYTHING, And, Compare, Filter, Op, Order
from projections.postgres import PostgresDatabase
from projections.query import Query, reader_of
from projections.sqlite import SqliteDatabase
from projections.tables import Table, tables
from projections.visibility import SYSTEM, Viewer, visible

Row: TypeAlias = dict[str, Any]
"""A row by column name, with Python values: dates, moments in UTC, decimals, terms, JSON as lists and dicts."""

NUMBER = '"#"'


def open_views(target: str, rooms: Iterable[Room], schema: str = "views") -> "Views":
    """The views of these rooms: a file in a folder, or a schema behind a `postgresql://` address."""
    if target.startswith(("postgresql://", "postgres://")):
        return Views(PostgresDatabase(target, schema), rooms)
    return Views(SqliteDatabase(Path(target) / f"{schema}.db"), rooms)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, in its order; what lies around them; and how many the whole list has, counted when asked."""

    rows: list[Row]
    has_next: bool
    has_previous: bool
    total: Callable[[], int]
    cursor: Callable[[Row], str]
    """The cursor of one of the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Which part of a list is wanted: the `first` so many rows, or the `last`; `after` or `before` a cursor."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if (self.first is None) == (self.last is None):
            raise ValueError("a page is either the first rows of a list or the last")

    @property
    def size(self) -> int:
        return next(size for size in (self.first, self.last) if size is not None)

    @property
    def backwards(self) -> bool:
        return self.last is not None


class Views:
    """The views in one database. Safe to use from any number of threads."""

    def __init__(self, database: Database, rooms: Iterable[Room]) -> None:
        self.database = database
        self.rooms = tuple(rooms)
        self.tables = tables(self.rooms)

    def as_seen_by(self, viewer: Viewer, at: int | None = None) -> "Reader":
        """What the viewer may see: current rows, or those that held at a position."""
        return Reader(self, viewer, at)

    def position(self) -> int:
        """The position of the last event in the views; 0 when there are none yet."""
        progress = self.database.progress()
        return progress.position if progress else 0

    def position_at(self, moment: datetime) -> int:
        """The position of the last event recorded by that moment."""
        events = self.as_seen_by(SYSTEM)
        recorded = Compare("recorded_at", Op.LTE, moment)
        last = events.page("event", Range(last=1), recorded, [Order("position")], ["position"]).rows
        return last[0]["position"] if last else 0

    def close(self) -> None:
        """End all connections."""
        self.database.close()


@dataclass(frozen=True)
class Reader:
    """Answers for one viewer. Each statement holds the condition that its rows be visible, so nothing can leave it out.

    Columns that are asked for come with `id` and with those of the order; without any, all columns come.
    """

    views: Views
    viewer: Viewer
    at: int | None = None

    @cached_property
    def query(self) -> Query:
        return Query(self.views.database.dialect, self.views.tables, self.at)

    def rows(self, table: str, where: Filter = EVERYTHING, columns: Sequence[str] | None = None) -> list[Row]:
        """All rows for which the condition holds, by id."""
        chosen = self._select(table, where, [Order("id")], columns)
        return chosen.rows(chosen.statement())

    def by_ids(self, table: str, ids: Iterable[str], columns: Sequence[str] | None = None) -> dict[str, Row]:
        """The rows with these ids, by id; what is not there or not visible is left out."""
        return {row["id"]: row for row in self.rows(table, Compare("id", Op.IN, tuple(ids)), columns)}

    def page(
        self,
        table: str,
        part: Range,
        where: Filter = EVERYTHING,
        order: Sequence[Order] = (),
        columns: Sequence[str] | None = None,
    ) -> Page:
        """One page of the rows for which the condition holds. Refuses a cursor that does not belong to the list."""
        chosen = self._select(table, where, order, columns)
        return chosen.page(chosen.rows(chosen.statement(part)), part, lambda: self.count(table, where))

    def pages_by(
        self,
        table: str,
        column: str,
        keys: Iterable[str],
        part: Range,
        where: Filter = EVERYTHING,
        order: Sequence[Order] = (),
        columns: Sequence[str] | None = None,
    ) -> dict[str, Page]:
        """A page for each value of the column, such as the tasks of each of fifty plans, by one statement."""
        keys = tuple(keys)
        chosen = self._select(table, And((Compare(column, Op.IN, keys), where)), order, [column, *(columns or ())])
        chosen = chosen if columns else replace(chosen, columns=tuple(chosen.table.columns))
        grouped: dict[str, list[Row]] = {key: [] for key in keys}
        for row in chosen.rows(chosen.statement_by(column, part)):
            grouped[row[column]].append(row)

        counted: dict[str, int] = {}

        def counts(key: str) -> int:
            if not counted:
                counted.update(self.counts_by(table, column, keys, where))
            return counted[key]

        return {key: chosen.page(found, part, partial(counts, key)) for key, found in grouped.items()}

    def count(self, table: str, where: Filter = EVERYTHING) -> int:
        """How many rows there are for which the condition holds."""
        source = self.source(table, where)
        return int(self.views.database.read(f"SELECT count(*) FROM {source.text}", source.values)[0][0])

    def source(self, table: str, where: Filter = EVERYTHING) -> Sql:
        """What follows FROM in a statement about the rows for which the condition holds."""
        return self._select(table, where, (), ["id"]).source

    def counts_by(self, table: str, column: str, keys: Iterable[str], where: Filter = EVERYTHING) -> dict[str, int]:
        """How many rows there are for each value of the column."""
        keys = tuple(keys)
        chosen = self._select(table, And((Compare(column, Op.IN, keys), where)), (), ["id"])
        name = quoted(column)
        grouped = f"SELECT {name}, count(*) FROM {chosen.source.text} GROUP BY {name}"
        counted: dict[Any, Any] = dict(self.views.database.read(grouped, chosen.source.values))
        return {key: counted.get(key, 0) for key in keys}

    def _select(self, table: str, where: Filter, order: Sequence[Order], columns: Sequence[str] | None) -> "Selection":
        described = self.views.tables[table]
        orders = tuple(order)
        if "id" not in {each.column for each in orders}:
            orders = (*orders, Order("id", descending=bool(orders) and orders[-1].descending))
        wanted = dict.fromkeys(["id", *(each.column for each in orders), *(columns or described.columns)])
        allowed = visible(described, self.viewer, self.views.tables)
        source, condition = self.query.source(described), self.query.condition(described, And((allowed, where)))
        values = (*source.values, *condition.values)
        return Selection(
            self, described, Sql(f"{source.text} AS t WHERE {condition.text}", values), orders, tuple(wanted)
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of a table that are visible and wanted, in an order that leaves no two rows equal."""

    reader: Reader
    table: Table
    source: Sql
    """What follows FROM, with the condition."""
    orders: tuple[Order, ...]
    columns: tuple[str, ...]

    @property
    def names(self) -> str:
        return ", ".join(map(quoted, self.columns))

    def statement(self, part: Range | None = None) -> Sql:
        """All the rows, or one more of them than the page has, in the direction in which it is read."""
        source, query = self.bounded(part) if part else self.source, self.reader.query
        text = f"SELECT {self.names} FROM {source.text} ORDER BY "
        if part is None:
            return Sql(text + query.ordering(self.table, self.orders), source.values)
        text += f"{query.ordering(self.table, self.orders, part.backwards)} LIMIT {query.dialect.mark}"
        return Sql(text, (*source.values, part.size + 1))

    def statement_by(self, column: str, part: Range) -> Sql:
        """The same for each value of the column at once."""
        source, query = self.bounded(part), self.reader.query
        window = f"PARTITION BY {quoted(column)} ORDER BY {query.ordering(self.table, self.orders, part.backwards)}"
        numbered = f"SELECT {self.names}, row_number() OVER ({window}) AS {NUMBER} FROM {source.text}"
        text = f"SELECT {self.names} FROM ({numbered}) AS n WHERE {NUMBER} <= {query.dialect.mark} ORDER BY {NUMBER}"
        return Sql(text, (*source.values, part.size + 1))

    def bounded(self, part: Range) -> Sql:
        """The source, only what lies between the cursors."""
        source, query = self.source, self.reader.query
        for given, backwards in ((part.after, False), (part.before, True)):
            if given is not None:
                place = cursors.place(self.table, self.orders, given)
                bound = query.beyond(self.table, self.orders, place, backwards)
                source = Sql(f"{source.text} AND ({bound.text})", (*source.values, *bound.values))
        return source

    def rows(self, statement: Sql) -> list[Row]:
        read = reader_of(self.table, self.reader.query.dialect, self.columns)
        return [read(line) for line in self.reader.views.database.read(*statement)]

    def page(self, rows: list[Row], part: Range, total: Callable[[], int]) -> Page:
        """The page made of rows as the statement gives them."""
        more, rows = len(rows) > part.size, rows[: part.size]
        if part.backwards:
            rows.reverse()
        return Page(
            rows=rows,
            has_next=part.before is not None if part.backwards else more,
            has_previous=more if part.backwards else part.after is not None,
            total=total,
            cursor=lambda row: cursors.cursor(self.table, self.orders, row),
        )
