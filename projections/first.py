"""The first rows of an order, or the last ones: now, or of what held at a position."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from projections.dialect import Sql, quoted
from projections.filters import Order
from projections.query import Query, united
from projections.tables import Table
from projections.watermarks import WATERMARK
from projections.ways import Way, lasting

NEAR = 12
"""Among how many times as many records, or versions, as a page has rows those of it are looked for first."""
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class First:
    """So many rows that meet the condition, the first of that order, or the last ones when it is read backwards."""

    query: Query
    table: Table
    names: str
    condition: Sql
    order: Sequence[Order]
    size: int
    backwards: bool

    def found(self, way: Way, between: Sql) -> Sql:
        """The SELECT of these rows. `between` says of the condition what the cursors of the page say."""
        if self.query.at is not None and way is Way.NEAR:
            begun = Sql(f"{self._sorter} <= {self.query.dialect.mark}", (self.query.at,))
            end = 0 if self._falling else self.query.at
            return self._near(way, self._sorters(self.table.name, begun, between), begun, end)
        if self.query.at is not None and way is Way.LATEST:
            return self._latest(between)
        return self._along(way)

    def _along(self, way: Way) -> Sql:
        """What holds now and what no longer does, each read until there are enough rows of both."""
        dialect, selects = self.query.dialect, self.query.sides(self.table, self.names, self.condition, way)
        if way is Way.FEW or (way is Way.RELATED and len(selects) > 1):
            return self._limited(dialect.apart(united(selects)))
        if len(selects) > 1:
            now, past = selects
            if way in (Way.FORK, Way.NEAR) and lasting(self.table, self.order) and dialect.place_of_row:
                past = self._places(way, dialect.place_of_row)
            sides = (now, dialect.apart(past) if way is Way.FORK else past)
            selects = [dialect.merged(each, self._sorted(self.order), self.size) for each in sides]
        return self._limited(united(selects))

    def _latest(self, between: Sql) -> Sql:
        """Records by when they last changed: the latest of all versions that had begun are soon found, no others."""
        if not self._falling:
            return self._along(Way.FORK)
        mark, ended = self.query.dialect.mark, self._bound(LATEST)
        watermark = f'SELECT "latest" FROM {quoted(WATERMARK.name)} WHERE "position" >= {mark}'
        latest = f'coalesce(({watermark} ORDER BY "position" LIMIT 1), {mark})'
        reached = Sql(f"{self._sorter} <= {latest}", (self.query.at, ended))
        if self.condition.text == between.text:
            return self._where(self.condition, reached)._along(Way.ORDER)
        begun = Sql(f"{quoted(self.table.begins)} <= {mark}", (self.query.at,))
        place = self._sorters(f"{self.table.name}_past", begun, reached, between)
        return self._near(Way.ORDER, place, reached, self._bound(EARLIEST))

    def _near(self, way: Way, place: Sql, begun: Sql, end: Any) -> Sql:
        """Those among the next of all records or versions, or if these are too few those among all that held.

        `place` gives where all of these are in the order, `end` is beyond them, and `begun` leaves out what had not
        begun, which a falling order would begin with.
        """
        mark = self.query.dialect.mark
        edge = f"({place.text}{self._sorted(self.order[:1])} LIMIT 1 OFFSET {mark})"
        within = Sql(f"{self._sorter} {'>=' if self._falling else '<='} (SELECT edge FROM bound)")
        near = self._where(self.condition, within, *([begun] if self._falling else []))._along(way)
        far = self._along(Way.FORK)
        enough = f"edge = {mark} OR (SELECT count(*) FROM near) >= {mark}"
        text = f"""WITH bound AS MATERIALIZED (SELECT coalesce({edge}, {mark}) AS edge),
near AS MATERIALIZED ({near.text}),
rest AS MATERIALIZED (SELECT CASE WHEN {enough} THEN 0 ELSE {mark} END AS wanted FROM bound)
SELECT * FROM near WHERE (SELECT wanted FROM rest) = 0
UNION ALL SELECT * FROM (SELECT * FROM ({far.text}) AS far LIMIT (SELECT wanted FROM rest)) AS instead"""
        values = (*place.values, NEAR * self.size, end, *near.values, end, self.size, self.size, *far.values)
        return self._limited(Sql(text, values))

    def _places(self, way: Way, place: str) -> Sql:
        """What no longer holds, of which only so many rows are read: an index has the order, which is total."""
        _, past = self.query.sides(self.table, place, self.condition, way)
        by = f" ORDER BY {self.query.dialect.passing}{self.query.ordering(self.table, self.order[:1], self.backwards)}"
        found = self.query.dialect.limited(past, by, self.size)  # not along an index that has all versions in it
        name = quoted(self.table.name)
        text = f"SELECT {self.names} FROM {quoted(f'{self.table.name}_past')} AS {name} WHERE {place} IN"
        return Sql(f"{text} ({found.text})", found.values)

    def _limited(self, rows: Sql) -> Sql:
        return self.query.dialect.limited(rows, self._sorted(self.order), self.size)

    def _sorted(self, order: Sequence[Order]) -> str:
        return f" ORDER BY {self.query.ordering(self.table, order, self.backwards)}"

    def _sorters(self, name: str, *conditions: Sql) -> Sql:
        return self.query.where(Sql(f"SELECT {self._sorter} FROM {quoted(name)}"), *conditions)

    def _where(self, *conditions: Sql) -> "First":
        return replace(self, condition=self.query.joined(" AND ", "TRUE", conditions))

    def _bound(self, value: Any) -> Any:
        return self.query.dialect.bound(self.table.columns[self.order[0].column], value)

    @property
    def _sorter(self) -> str:
        return self.query.sortable(self.table.columns[self.order[0].column])

    @property
    def _falling(self) -> bool:
        return self.order[0].descending != self.backwards
