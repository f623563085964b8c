"""The first rows of an order, or the last ones: now, or of what held at a position."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from projections.dialect import Sql, about, quoted
from projections.filters import Order
from projections.query import ENDLESS, Query, united
from projections.tables import Table
from projections.ways import Way, lasting

NEAR = 16
"""Among how many times as many records as a page has rows those of it which had a word are looked for first."""


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
        if self.query.at is None or way is not Way.NEAR:
            return self._along(way)
        return self._near(between)

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

    def _near(self, between: Sql) -> Sql:
        """Records in their order of coming: those among the next of all, or if these are too few those among all."""
        dialect, coming = self.query.dialect, self.query.sortable(self.table.columns[self.order[0].column])
        begun = Sql(f"{coming} <= {dialect.mark}", (self.query.at,))
        place = self.query.where(Sql(f"SELECT {coming} FROM {quoted(self.table.name)}"), begun, between)
        edge = f"({place.text}{self._sorted(self.order[:1])} LIMIT 1 OFFSET {NEAR * about(self.size)})"
        end, sign = (0, ">=") if self.order[0].descending != self.backwards else (ENDLESS, "<=")
        within = (self.condition, begun, Sql(f"{coming} {sign} (SELECT edge FROM bound)"))
        near = replace(self, condition=self.query.joined(" AND ", "TRUE", within))._along(Way.NEAR)
        far = self._along(Way.FORK)
        enough = f"edge = {end} OR (SELECT count(*) FROM near) >= {dialect.mark}"
        text = f"""WITH bound AS MATERIALIZED (SELECT coalesce({edge}, {end}) AS edge),
near AS MATERIALIZED ({near.text}),
rest AS MATERIALIZED (SELECT CASE WHEN {enough} THEN 0 ELSE {dialect.mark} END AS wanted FROM bound)
SELECT * FROM near WHERE (SELECT wanted FROM rest) = 0
UNION ALL SELECT * FROM (SELECT * FROM ({far.text}) AS far LIMIT (SELECT wanted FROM rest)) AS instead"""
        return self._limited(Sql(text, (*place.values, *near.values, self.size, self.size, *far.values)))

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
