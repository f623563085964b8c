"""How the tree grows: what was recorded since the newest checkpoint is hashed into it and signed."""

from collections.abc import Callable
from typing import Protocol

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.keys import succeeded
from application.integrity.leaf import leaf
from application.integrity.note import BadNote, Signer
from application.integrity.tiles import Missing, Tiles
from application.integrity.tree import HASH, HEIGHT, WIDTH, Edge
from application.store import Stored

BATCH = 2_000
"""Events that are hashed between two signatures, at most."""


class Lines(Protocol):
    """What a tree is of: a log, or a book beside it whose lines are told as if they were events."""

    def log(self, after: int, limit: int) -> list[Stored]:
        """At most `limit` of them with positions above `after`, in order. Raises Unavailable."""
        ...

    def head(self) -> int:
        """The last position, or one beyond. Raises Unavailable when nothing can be read."""
        ...


class Growth:
    """The tree as it stands, and its next leaves."""

    def __init__(
        self, lines: Lines, tiles: Tiles, signer: Callable[[], Signer], keys: Tiles | None = None, book: str = ""
    ) -> None:
        """`book` is the name of what is beside the log, whose keys are then those that the tiles of the log name.

        Raises BadNote, and Missing when the hashes kept are not those that were signed.
        """
        self._lines = lines
        self._tiles = tiles
        self._signer = signer
        self._keys = keys or tiles
        self._book = book
        newest = tiles.checkpoint()
        self._newest = Checkpoint.parse(newest) if newest else None
        self._edge = Edge(self.size, levels(tiles, self.size))
        self._last = tiles.hashes(0, max(0, self.size - 1), self.size)
        if self._newest and self._edge.root() != self._newest.root:
            raise Missing("the hashes kept are not those that were signed")

    @property
    def size(self) -> int:
        """How many events are signed for."""
        return self._newest.size if self._newest else 0

    def grow(self) -> int:
        """Take in the next batch of events and sign; how many there were. Raises Tampered, Overtaken, BadNote."""
        leaves = self._next()
        if leaves:
            signer = self._signer()
            require_current(self._keys, signer)
            added = self._edge.extend(leaves)
            after = Checkpoint.signed(self._edge.size, self._edge.root(), signer, self._book)
            self._tiles.grow(self._newest, added, after)
            self._newest, self._last = after, leaves[-1]
        return len(leaves)

    def _next(self) -> list[bytes]:
        """The next leaves. The last event that is signed for is read again: a log that was cut goes on otherwise."""
        size = self.size
        events = self._lines.log(max(0, size - 1), BATCH)
        if size:
            if not events or events[0].position != size:
                raise Tampered(f"position {size:,} was signed and is missing")
            if leaf(events[0]) != self._last:
                raise Tampered(f"position {size:,} is not what was signed")
            del events[0]
        if events and events[-1].position != size + len(events):
            raise Tampered(f"the log has gaps after position {size:,}")
        return list(map(leaf, events))


def levels(tiles: Tiles, size: int) -> list[list[bytes]]:
    """The hashes at each level that fill no tile yet in a tree of that size."""
    found: list[list[bytes]] = []
    known = size
    while known:
        partial = tiles.hashes(len(found), known // WIDTH * WIDTH, known)
        found.append([partial[at : at + HASH] for at in range(0, len(partial), HASH)])
        known >>= HEIGHT
    return found


def require_current(tiles: Tiles, signer: Signer) -> None:
    """Raises BadNote when the log is signed by another key than this."""
    keys = succeeded(tiles.keys())
    if not keys or keys[-1] != signer.verifier:
        raise BadNote(f"the log is signed by another key than {signer.verifier}")
