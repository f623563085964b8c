"""A ready question of auditors: a view of the tables about all rooms, or a table, declared once (AUDIT-09).

Its rows are what a SELECT gives, under the columns of a class; or what is noted while the log is followed, where one
would have to look through all decisions for a few rows (`findings.py`). So a report is asked like any other table:
filtered, sorted, paged, as of a position, on either database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from domain.shared.room import Room
from projections import across
from projections.dialect import quoted
from projections.tables import Column, Reading, Table, named

Select: TypeAlias = Callable[[Sequence[Room]], str]
"""Writes the SELECT for a company of these rooms. What it says must be SQL of both databases."""


@dataclass(frozen=True, slots=True)
class Report:
    """A question that is asked again and again, and the SELECT that answers it.

    `row` says which columns there are, what each means, and in its docstring what the question is. Without `select`,
    its instances are kept as they are found. Without `past`, rows are only ever added: each has the `position` from
    which on it is there. With it, `select` gives the rows that hold now, with their `updated_position`, and `past`
    those that no longer do, with their `until_position`.
    """

    name: str
    """The name of its view: what one row is."""
    many: str
    """What the rows are: the name of the list in the API and of the report on the command line."""
    zh: str
    row: type[Any]
    select: Select | None = None
    past: Select | None = None
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
        begins = () if self.past is None else (reading.updated_position(),)
        columns: Mapping[str, Column] = named([reading.id(across.RowId), *begins, *reading.columns(self.row)])
        grows, derived = self.past is None, self.select is not None
        doc = self.row.__doc__ or ""
        return Table(name=self.name, zh=self.zh, doc=doc, columns=columns, grows=grows, derived=derived)

    def views(self, rooms: Sequence[Room]) -> Iterator[str]:
        """The statements that make the view, and that of its past."""
        if self.select:
            yield f"CREATE VIEW {quoted(self.name)} AS {self.select(rooms)}"
        if self.past:
            yield f"CREATE VIEW {quoted(f'{self.name}_past')} AS {self.past(rooms)}"


def listed(words: Iterable[str]) -> str:
    """Words of ours as SQL lists them; NULL where there are none, which nothing equals."""
    return ", ".join(f"'{word}'" for word in words) or "NULL"
