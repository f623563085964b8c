"""The first rows of an order, or the last ones: now, or of what held at a position."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from projections.dialect import Sql, quoted
from projections.filters import Order
from projections.layout import COMING
from projections.query import Query, united
from projections.tables import Kind, Table
from projections.watermarks import WATERMARK
from projections.ways import Way, lasting

NEAR = 12
"""Among how many times as many rows of the present as a page has those of it are looked for first."""
MARKS = 1024
"""Among the versions of how many watermarks those that changed last are looked for first: of some 260,000 events."""
FEW = 256
"""So many versions are sooner read and put in order than found along an index that has the order and all versions."""
ALL = Sql("TRUE")
ENDS: Mapping[Kind, tuple[Any, Any]] = {
    Kind.ID: ("", chr(sys.maxunicode)),
    Kind.DATE: (date.min, date.max),
    Kind.MOMENT: (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
}
"""Before and after everything that rows can be sorted by, where an index is walked."""


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

    def found(self, way: Way, begins: Sql, alone: bool) -> Sql:
        """The SELECT of these rows. `begins` says from where on in the order the page is looked for.

        Only where they stand `alone`, and do not belong to another row, is anything looked for beforehand.
        """
        if self.query.at is None or not (alone and self.table.changes):
            return self._along(Way.FORK if way in (Way.NEAR, Way.LATEST) else way)
        match way:
            case Way.NEAR:
                return self._near(self._edge(begins), self._come, Way.NEAR, self._along(Way.FORK))
            case Way.LATEST:
                return self._latest(begins)
            case Way.ORDER | Way.RECORDS:
                return self._ordered(way, begins)
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

    def _latest(self, begins: Sql) -> Sql:
        """Records by when they last changed: of many, among what the latest events changed, or else among all."""
        far, mark = self._along(Way.FORK), self.query.dialect.mark
        if not self._falling:
            return far
        marks = f'(SELECT "position", "latest" AS {self._sorter} FROM {quoted(WATERMARK.name)}) AS marks'
        after = f'SELECT {self._sorter} FROM {marks} WHERE "position" >= {mark} ORDER BY "position" LIMIT 1'
        never = self._bound(ENDS[Kind.MOMENT][1])
        reached = Sql(f"{self._sorter} <= coalesce(({after}), {mark})", (self.query.at, never))
        passed = Sql(f'"position" <= {mark}', (self.query.at,))
        before = self.query.where(Sql(f"SELECT {self._sorter} FROM {marks}"), passed, begins)
        many = f"EXISTS (SELECT 1 FROM {quoted(self.table.name)} LIMIT 1 OFFSET {mark})"  # few change again and again
        text = f'CASE WHEN {many} THEN ({before.text} ORDER BY "position" DESC LIMIT 1 OFFSET {mark}) ELSE {mark} END'
        edge = Sql(text, (NEAR * self.size, *before.values, MARKS, never))
        return self._near(edge, reached, Way.ORDER, far)

    def _ordered(self, way: Way, begins: Sql) -> Sql:
        """Those along an index of the order: near its beginning, and if there are too few as far as it goes."""
        nullable = self.table.columns[self.order[0].column].nullable
        if nullable and self._falling:
            return self._unless_few(way)
        far = self._unless_few(way) if nullable else self._filled(way, self._last)
        return self._near(self._edge(begins), self._come, way, far)

    def _filled(self, way: Way, end: Sql, within: Sql = ALL) -> Sql:
        """What holds now, and what no longer does up to the end of the page if that fills it, else up to `end`.

        Where few of all versions held, or only far on in the order, one would walk past all the others in vain.
        """
        dialect, mark = self.query.dialect, self.query.dialect.mark
        now, _ = self.query.sides(self.table, self.names, self._where(self.condition, within).condition, way)
        last, sign = ("min", ">=") if self._falling else ("max", "<=")
        before = Sql(f"{self._sorter} {sign} (SELECT place FROM page)")
        _, past = self.query.sides(self.table, self.names, self._where(self.condition, before).condition, way)
        now, past = self._limited(now), dialect.merged(past, self._sorted(self.order), self.size)
        full = f"CASE WHEN count(*) >= {mark} THEN {last}({self._sorter}) ELSE {end.text} END"
        text = f"""WITH now AS MATERIALIZED ({now.text}),
page AS MATERIALIZED (SELECT {full} AS place FROM now)
SELECT * FROM now UNION ALL {past.text}"""
        return self._limited(Sql(text, (*now.values, self.size, *end.values, *past.values)))

    def _unless_few(self, way: Way) -> Sql:
        """Those along an index of the order, in which rows may lack a place, or if few versions held by their forks."""
        dialect, mark = self.query.dialect, self.query.dialect.mark
        walked, (now, _) = self._along(way), self.query.sides(self.table, self.names, self.condition, way)
        _, past = self.query.sides(self.table, "*", Sql("TRUE"), Way.FORK)
        apart = dialect.apart(past)
        rows = Sql(f"SELECT {self.names} FROM ({apart.text}) AS {quoted(self.table.name)}", apart.values)
        both = now, self.query.where(rows, self.condition)
        few = self._limited(united([dialect.merged(each, self._sorted(self.order), self.size) for each in both]))
        text = f"""WITH held AS MATERIALIZED (SELECT 1 AS one FROM ({past.text} LIMIT {FEW}) AS versions),
rest AS MATERIALIZED (SELECT CASE WHEN count(*) < {FEW} THEN {mark} ELSE 0 END AS wanted FROM held)
SELECT * FROM (SELECT * FROM ({walked.text}) AS walked LIMIT (SELECT {mark} - wanted FROM rest)) AS often
UNION ALL SELECT * FROM (SELECT * FROM ({few.text}) AS few LIMIT (SELECT wanted FROM rest)) AS seldom"""
        return self._limited(Sql(text, (*past.values, self.size, *walked.values, self.size, *few.values)))

    def _near(self, edge: Sql, begun: Sql, way: Way, far: Sql) -> Sql:
        """Those before an edge, or if these are too few those far away.

        `begun` leaves out what had not begun, with which a falling order would begin.
        """
        mark, column = self.query.dialect.mark, self.table.columns[self.order[0].column]
        within = Sql(f"{self._sorter} {'>=' if self._falling else '<='} (SELECT edge FROM bound)")
        first = self._where(self.condition, begun if self._falling else ALL)
        if way is Way.NEAR:
            near = first._where(first.condition, within)._along(way)
        else:
            near = first._filled(way, Sql("(SELECT edge FROM bound)"), within)
        whole = "" if column.nullable else "whole OR "  # but for those without a place
        enough = f"{whole}(SELECT count(*) FROM near) >= {mark}"
        text = f"""WITH bound AS MATERIALIZED
(SELECT coalesce(place, {mark}) AS edge, place IS NULL AS whole FROM (SELECT ({edge.text}) AS place) AS found),
near AS MATERIALIZED ({near.text}),
rest AS MATERIALIZED (SELECT CASE WHEN {enough} THEN 0 ELSE {mark} END AS wanted FROM bound)
SELECT * FROM near WHERE (SELECT wanted FROM rest) = 0
UNION ALL SELECT * FROM (SELECT * FROM ({far.text}) AS far LIMIT (SELECT wanted FROM rest)) AS instead"""
        end = self._last.values
        return self._limited(Sql(text, (*end, *edge.values, *near.values, self.size, self.size, *far.values)))

    def _edge(self, begins: Sql) -> Sql:
        """Where the order has come to after some times as many rows of the present as the page has."""
        rows = Sql(f"SELECT {self._sorter} FROM {quoted(self.table.name)}")
        found = self.query.where(rows, self._come, begins)
        text = f"{found.text}{self._sorted(self.order[:1])} LIMIT 1 OFFSET {self.query.dialect.mark}"
        return Sql(text, (*found.values, NEAR * self.size))

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

    def _where(self, *conditions: Sql) -> "First":
        return replace(self, condition=self.query.joined(" AND ", "TRUE", conditions))

    def _bound(self, value: Any) -> Any:
        return self.query.dialect.bound(self.table.columns[self.order[0].column], value)

    @property
    def _last(self) -> Sql:
        """What lies beyond all rows in the order, or beyond all that had come by the position."""
        column = self.table.columns[self.order[0].column]
        if column.name == COMING:
            end: Any = 0 if self._falling else self.query.at
        else:
            end = self._bound(ENDS[column.kind][not self._falling])
        return Sql(self.query.dialect.mark, (end,))

    @property
    def _come(self) -> Sql:
        """In the order of coming, the condition that the record had come by the position."""
        coming = self.order[0].column == COMING
        return Sql(f"{self._sorter} <= {self.query.dialect.mark}", (self.query.at,)) if coming else ALL

    @property
    def _sorter(self) -> str:
        return self.query.sortable(self.table.columns[self.order[0].column])

    @property
    def _falling(self) -> bool:
        return self.order[0].descending != self.backwards
