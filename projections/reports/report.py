"""A ready question of auditors: a view of the tables about all rooms, or a table, declared once (AUDIT-09).

Its rows are what a SELECT gives, under the columns of a class; or what is noted while the log is followed, where one
would have to look through all decisions for a few rows (`findings.py`) or count all that ever happened (`Counted`). So
a report is asked like any other table: filtered, sorted, paged, as of a position, on either database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from domain.shared.room import Room
from projections import across
from projections.dialect import quoted
from projections.tables import Column, Reading, Sums, Table, named

Select: TypeAlias = Callable[[Sequence[Room]], str]
"""Writes the SELECT for a company of these rooms. What it says must be SQL of both databases."""


class Counted(NamedTuple):
    """Counts that are kept for each record of a room to which something of what is counted has happened."""

    room: str
    row: type[Any]
    after: Callable[[Any, Any, Any], Any]
    """The row after an event, of the row before it (None if there is none), the record as it is now, and the event."""


@dataclass(frozen=True, slots=True)
class Report:
    """A question that is asked again and again, and the SELECT that answers it.

    `row` says which columns there are, what each means, and in its docstring what the question is. Without `select`,
    its instances are kept as they are found. Rows are only ever added: each has the `position` from which on it is
    there. But those that are `counted` change, and so do their sums: where a report `sums` another one, `select` says
    so of the other's rows, whatever moment they are of.
    """

    name: str
    """The name of its view: what one row is."""
    many: str
    """What the rows are: the name of the list in the API and of the report on the command line."""
    zh: str
    row: type[Any]
    select: Select | None = None
    counted: Counted | None = None
    sums: "Report | None" = None
    filters: tuple[str, ...] = ()
    """The columns that the command line narrows by; the API narrows by every column."""
    order: tuple[str, ...] = ("position",)
    needs: tuple[str, ...] = ("event", "signature")
    """The tables that the SELECT reads: without them there is no such question."""

    @property
    def doc(self) -> str:
        """What the question is."""
        return (self.row.__doc__ or "").split("\n")[0]

    def table(self, reading: Reading) -> Table:
        """The view, or the table, to be asked."""
        grows, derived = not (self.counted or self.sums), self.select is not None
        begins = () if grows else (reading.updated_position(),)
        columns: Mapping[str, Column] = named([reading.id(across.RowId), *begins, *reading.columns(self.row)])
        sums = Sums(self.sums.table(reading), self.select(())) if self.sums and self.select else None
        doc = self.row.__doc__ or ""
        return Table(name=self.name, zh=self.zh, doc=doc, columns=columns, grows=grows, derived=derived, sums=sums)

    def views(self, rooms: Sequence[Room]) -> Iterator[str]:
        """The statement that makes the view, if there is to be one."""
        if self.select and not self.sums:
            yield f"CREATE VIEW {quoted(self.name)} AS {self.select(rooms)}"


def listed(words: Iterable[str]) -> str:
    """Words of ours as SQL lists them; NULL where there are none, which nothing equals."""
    return ", ".join(f"'{word}'" for word in words) or "NULL"
