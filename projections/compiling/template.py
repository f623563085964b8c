"""SQL with holes: the part of a statement that is always the same, and what is put in when it is run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from projections.compiling.selection import Pages, Wish
from projections.dialect import Sql
from projections.visibility import Viewer


@dataclass(slots=True)
class Given:
    """What is given when a statement is run: who asks, of which position (now when none), and with which values."""

    viewer: Viewer
    at: int | None = None
    variables: Any = None
    root: Any = None
    """What else the asker gives to the statement as a whole, such as the ids that it is about."""
    _wishes: dict[int, Wish] = field(default_factory=dict)

    def wish(self, pages: Pages) -> Wish:
        """What is wanted of these pages; reckoned once."""
        found = self._wishes.get(id(pages))
        if found is None:
            found = self._wishes[id(pages)] = pages.wished(self)
        return found


Hole: TypeAlias = Callable[[Given], Sql]


class Template:
    """Pieces of SQL in order, some of them holes."""

    __slots__ = ("_pieces",)

    def __init__(self, *pieces: "str | Sql | Hole | Template") -> None:
        merged: list[Sql | Hole] = []
        for piece in flat(pieces):
            if isinstance(piece, Sql) and merged and isinstance(before := merged[-1], Sql):
                merged[-1] = Sql(before.text + piece.text, before.values + piece.values)
            else:
                merged.append(piece)
        self._pieces = tuple(merged)

    @property
    def fixed(self) -> bool:
        """Whether it has no holes."""
        return all(isinstance(piece, Sql) for piece in self._pieces)

    def filled(self, given: Given) -> Sql:
        """The SQL, every hole filled. Refuses what the holes refuse."""
        texts: list[str] = []
        values: list[Any] = []
        for piece in self._pieces:
            text, bound = piece if isinstance(piece, Sql) else piece(given)
            texts.append(text)
            values += bound
        return Sql("".join(texts), tuple(values))


def flat(pieces: Iterable[str | Sql | Hole | Template]) -> Iterable[Sql | Hole]:
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
