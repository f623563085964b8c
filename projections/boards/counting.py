"""From a declared tile to what it shows: one statement for the count, one for a page of the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from projections.boards.declaring import Tile
from projections.dialect import quoted
from projections.filters import EVERYTHING, And, Compare, Filter, Op
from projections.views import Reader


class Count(NamedTuple):
    """How many rows have that value; None where they have none."""

    value: Any
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """A tile at a moment, for whoever reads; of some units, or of the whole company."""

    tile: Tile
    reader: Reader
    now: datetime
    units: Sequence[str] | None = None

    def counts(self) -> list[Count]:
        """How many rows there are of each value, most first."""
        table = self.reader.views.tables[self.tile.of]
        source, name = self.reader.source(table.name, self._where(), [self.tile.by]), quoted(self.tile.by)
        decode = self.reader.query.dialect.decoder(table.columns[self.tile.by])
        text = f"SELECT {name}, count(*) FROM {source.text} GROUP BY {name}"
        found = self.reader.views.database.read(text, source.values)
        counts = (Count(decode(value) if decode and value is not None else value, rows) for value, rows in found)
        return sorted(counts, key=lambda each: (-each.rows, str(each.value)))

    def ids(self, first: int, after: str) -> list[str]:
        """The ids of so many of the rows, in order, after that one."""
        where = And((self._where(), Compare("id", Op.GT, after)))
        return [row["id"] for row in self.reader.rows(self.tile.of, where, ["id"], first=first)]

    def _where(self) -> Filter:
        return And((self.tile.where(self.now), EVERYTHING if self.units is None else self.tile.within(self.units)))
