"""The books beside the log that auditors are shown: what was refused, and what auditors have read (AUDIT-07, AUDIT-09).

Each has a tree and checkpoints of its own, as the log has, under the log's keys: a line that is changed, taken out or
put in between is found by its number.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.growth import Growth, Lines
from application.integrity.leaf import Unhashable
from application.integrity.note import BadNote, Signer, Verifier
from application.integrity.tiles import Missing, Tiles
from application.integrity.verify import Finding, verify
from application.reading import Read as Line
from application.reading import Reads
from application.store import Store, Stored, Unavailable

JSON = msgspec.json.Encoder(order="deterministic")
UNTOLD = 2**62
"""Where a book ends, for who asks because a line of it cannot be read."""

logger = logging.getLogger(__name__)


class Refusals:
    """The log of refusals as lines."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def log(self, after: int, limit: int) -> list[Stored]:
        return [lined("refusals", number, no.code, no) for number, no in self._store.refusals(after, limit)]

    def head(self) -> int:
        self._store.refusals(0, 0)
        return UNTOLD


class Read:
    """The log of what auditors have read as lines."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def log(self, after: int, limit: int) -> list[Stored]:
        try:
            lines = self._reads.lines(after, limit)
        except (ValueError, TypeError, RecursionError) as wrong:
            raise Unavailable(f"a line that is none: {wrong}") from wrong
        return [lined("reads", number, read.operation, told(read)) for number, read in lines]

    def head(self) -> int:
        self._reads.lines(0, 0)
        return UNTOLD


def told(read: Line) -> tuple[object, ...]:
    """The values of a line. Most lines have no moment, and those of earlier programs had no place for one."""
    return read if read.moment is not None else read[:-1]


class Book(NamedTuple):
    """A book by its name, which its checkpoints have after that of the log, and its tree."""

    name: str
    lines: Lines
    tiles: Tiles

    def verify(self, keys: Tiles, kept: Mapping[str, Checkpoint], given: Sequence[Verifier]) -> Iterator[Finding]:
        """What `verify` says of the log, of this book; nothing of one in which nothing stands and nothing was signed.

        `keys` are the tiles of the log, which name the keys; of `kept` only checkpoints of this book are looked at.
        """
        ours = {name: each for name, each in kept.items() if each.book == self.name}
        found = list(verify(self.lines, self.tiles, ours, given, keys=keys))
        if len(found) > len(("log", "tree", "checkpoint")) or not all(each.well for each in found):
            for each in found:
                yield each._replace(what=f"{self.name}: {lines_in(each.what)}", seen=lines_in(each.seen))


def lines_in(told: str) -> str:
    return told.replace("events", "lines")


def lined(book: str, number: int, kind: str, line: tuple[object, ...]) -> Stored:
    return Stored(number, book, number, kind, JSON.encode(line))


class Shelf:
    """Makes the trees of the books grow. What stops one book is logged once and stops no other."""

    def __init__(self, books: Sequence[Book], keys: Tiles, signer: Callable[[], Signer]) -> None:
        self._books = list(books)
        self._keys = keys
        self._signer = signer
        self._growths: dict[str, Growth] = {}

    def grow(self) -> int:
        """Take in the next lines of each book and sign; how many there were at most. Raises Overtaken, Unavailable."""
        return max((self._grow(book) for book in tuple(self._books)), default=0)

    def _grow(self, book: Book) -> int:
        try:
            if book.name not in self._growths:
                self._growths[book.name] = Growth(book.lines, book.tiles, self._signer, self._keys, book.name)
            return self._growths[book.name].grow()
        except (Tampered, Missing, BadNote, Unhashable) as error:
            logger.error("The book of %s is no longer signed: %s", book.name, error)
            self._books.remove(book)
            return 0
