"""Reading the views: rows, pages and counts, as somebody may see them, now or as they stood at a position."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, TypeAlias

from domain.shared.room import Room
from projections.compiling.compiler import Compiler
from projections.database import Database
from projections.dialect import Sql, quoted
from projections.filters import EVERYTHING, And, Compare, Filter, Op, Order, total
from projections.query import Query, Reading
from projections.sqlite import SqliteDatabase
from projections.tables import Table, tables
from projections.visibility import SYSTEM, Viewer, visible
from projections.ways import way

Row: TypeAlias = dict[str, Any]
"""A row by column name, with Python values: dates, moments in UTC, decimals, terms, JSON as lists and dicts."""


def open_views(target: str, rooms: Iterable[Room], schema: str = "views") -> "Views":
    """The views of these rooms: a file in a folder, or a schema behind a `postgresql://` address."""
    if target.startswith(("postgresql://", "postgres://")):
        return Views(resolve_name("projections.postgres:PostgresDatabase")(target, schema), rooms)
    return Views(SqliteDatabase(Path(target) / f"{schema}.db"), rooms)


class Views:
    """The views in one database. Safe to use from any number of threads."""

    def __init__(self, database: Database, rooms: Iterable[Room]) -> None:
        self.database = database
        self.rooms = tuple(rooms)
        self.tables = tables(self.rooms)
        self.compiler = Compiler(database.dialect, database.json, self.tables)

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
        last = events.rows("event", recorded, ["position"], [Order("position", descending=True)], first=1)
        return last[0]["position"] if last else 0

    def moment(self, position: int) -> datetime:
        """When the event at a position was recorded; for 0 the beginning of time."""
        (at,) = self.as_seen_by(SYSTEM).rows("event", Compare("position", Op.EQ, position), ["recorded_at"]) or (None,)
        return at["recorded_at"] if at else datetime.min.replace(tzinfo=UTC)

    def latest(self) -> datetime | None:
        """When the latest of all events happened, whenever it was recorded; None when there are none."""
        newest = [Order("occurred_at", descending=True)]
        events = self.as_seen_by(SYSTEM).rows("event", columns=["occurred_at"], order=newest, first=1)
        return events[0]["occurred_at"] if events else None

    def close(self) -> None:
        """End all connections."""
        self.database.close()


@dataclass(frozen=True)
class Reader:
    """Answers for one viewer. Each statement holds the condition that its rows be visible, so nothing can leave it out.

    Columns that are asked for come with `id`; without any, all columns come.
    """

    views: Views
    viewer: Viewer
    at: int | None = None

    @cached_property
    def query(self) -> Query:
        return Query(self.views.database.dialect, self.views.tables, self.at)

    def rows(
        self,
        table: str,
        where: Filter = EVERYTHING,
        columns: Sequence[str] | None = None,
        order: Iterable[Order] = (),
        first: int | None = None,
    ) -> list[Row]:
        """The rows for which the condition holds, in that order and then by id: all of them, or the first so many."""
        described, read = self.views.tables[table], self._reading(table, columns)
        found = self._ordered(described, where, read.columns, order)
        if first is not None:
            found = Sql(f"{found.text} LIMIT {self.query.dialect.mark}", (*found.values, first))
        return [read.row(line) for line in self.views.database.read(*found)]

    def each(
        self, table: str, where: Filter = EVERYTHING, columns: Sequence[str] | None = None, order: Iterable[Order] = ()
    ) -> Iterator[Row]:
        """The same rows one by one, for more of them than one would hold in memory."""
        described, read = self.views.tables[table], self._reading(table, columns)
        return map(read.row, self.views.database.each(*self._ordered(described, where, read.columns, order)))

    def count(self, table: str, where: Filter = EVERYTHING) -> int:
        """How many rows there are for which the condition holds."""
        source = self.source(table, where, ["id"])
        return int(self.views.database.read(f"SELECT count(*) FROM {source.text}", source.values)[0][0])

    def source(self, table: str, where: Filter, columns: Iterable[str]) -> Sql:
        """What follows FROM in a statement about some columns of the rows for which the condition holds."""
        described = self.views.tables[table]
        kept = (each.name for name in columns for each in self.query.dialect.stored(described.columns[name]))
        found = self._held(described, where, map(quoted, kept))
        return Sql(f"({found.text}) AS t", found.values)

    def _held(self, table: Table, where: Filter, names: Iterable[str]) -> Sql:
        allowed = visible(table, self.viewer, self.views.tables)
        condition = self.query.condition(table, And((allowed, where)))
        return self.query.held(table, ", ".join(names), condition, way(table, where))

    def _ordered(self, table: Table, where: Filter, columns: Iterable[str], order: Iterable[Order]) -> Sql:
        orders = total(order)
        sorted_by = (self.query.sortable(table.columns[each.column]) for each in orders)
        found = self._held(table, where, dict.fromkeys([*map(quoted, columns), *sorted_by]))
        return Sql(f"{found.text} ORDER BY {self.query.ordering(table, orders)}", found.values)

    def _reading(self, table: str, columns: Sequence[str] | None) -> "Reading":
        described = self.views.tables[table]
        return Reading(described, self.query.dialect, tuple(dict.fromkeys(["id", *(columns or described.columns)])))
