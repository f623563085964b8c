"""SQL with holes: the part of a statement that is always the same, and what is put in when it is run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import Any, NamedTuple

from projections.compiling.selection import Pages, Wish
from projections.dialect import Sql
from projections.visibility import Viewer

MOST = 500
"""Ways to write what has holes that are remembered."""


@dataclass(slots=True)
class Given:
    """What is given when a statement is run: who asks, of which position (now when none), and with which values."""

    viewer: Viewer
    at: int | None = None
    variables: Any = None
    root: Any = None
    """What else the asker gives to the statement as a whole, such as the ids that it is about."""
    clock: datetime | None = None
    """What the clock says at that position, if that is not when it was recorded. Only wishes may depend on it."""
    _wishes: dict[int, Wish] = field(default_factory=dict)

    def wish(self, pages: Pages) -> Wish:
        """What is wanted of these pages; reckoned once."""
        found = self._wishes.get(id(pages))
        if found is None:
            found = self._wishes[id(pages)] = pages.wished(self)
        return found


class Later(NamedTuple):
    """Stands for a bound value which is known only when the statement is run. The SQL is the same whatever it is."""

    value: Callable[[Given], Any]


class Hole(NamedTuple):
    """Writes what is put in: the same for the same viewer, position and wishes for these pages.

    Where `pages` is None it may be something else every time.
    """

    write: Callable[[Given], Sql]
    pages: tuple[Pages, ...] | None = ()


class Template:
    """Pieces of SQL in order, some of them holes."""

    __slots__ = ("_pieces", "pages")

    def __init__(self, *pieces: "str | Sql | Hole | Template") -> None:
        merged: list[Sql | Hole] = []
        for piece in flat(pieces):
            if isinstance(piece, Sql) and merged and isinstance(before := merged[-1], Sql):
                merged[-1] = Sql(before.text + piece.text, before.values + piece.values)
            else:
                merged.append(piece)
        self._pieces = tuple(merged)
        self.pages = together(each.pages for each in merged if isinstance(each, Hole))

    def written(self, given: Given) -> Sql:
        """The SQL, every hole filled; `Later` stands where values are to be put. Refuses what the holes refuse."""
        texts: list[str] = []
        values: list[Any] = []
        for piece in self._pieces:
            text, bound = piece if isinstance(piece, Sql) else piece.write(given)
            texts.append(text)
            values += bound
        return Sql("".join(texts), tuple(values))

    def filled(self, given: Given) -> Sql:
        """The SQL with all its values. Refuses what the holes refuse."""
        text, values = self.written(given)
        return Sql(text, tuple([each.value(given) if type(each) is Later else each for each in values]))

    def remembered(self) -> "Template":
        """The same, written once for each viewer, position and wishes that come again."""
        return Template(remembered(Hole(self.written, self.pages)))


def remembered(hole: Hole) -> Hole:
    """The same, written once for each viewer, position and wishes that come again."""
    if hole.pages is None:
        return hole
    write, pages = hole.write, hole.pages
    known: dict[tuple[Any, ...], tuple[list[Wish], Sql]] = {}  # with the wishes, so that nothing else has their ids

    def found(given: Given) -> Sql:
        wishes = [given.wish(each) for each in pages]
        key = (given.viewer, given.at, *map(id, wishes))
        before = known.get(key)
        if before:
            return before[1]
        text, values = write(given)
        if len(known) >= MOST:
            known.clear()
        sql = Sql(intern(text), values)  # most wishes differ in values only
        known[key] = wishes, sql
        return sql

    return Hole(found, pages)


def together(several: Iterable[tuple[Pages, ...] | None]) -> tuple[Pages, ...] | None:
    """All of these pages, each once; None where one of them is."""
    found: dict[int, Pages] = {}
    for pages in several:
        if pages is None:
            return None
        found |= {id(each): each for each in pages}
    return tuple(found.values())


def flat(pieces: Iterable[str | Sql | Hole | Template]) -> Iterator[Sql | Hole]:
    for piece in pieces:
        if isinstance(piece, Template):
            yield from piece._pieces
        else:
            yield Sql(piece) if isinstance(piece, str) else piece


def joined(between: str, pieces: Iterable[Template]) -> Template:
    """The pieces with the same text between each two."""
    several: list[str | Template] = []
    for piece in pieces:
        several += [between, piece] if several else [piece]
    return Template(*several)
