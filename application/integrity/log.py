"""The log as whoever checks it reads it: checkpoint, tiles and entries of c2sp.org/tlog-tiles, and ready proofs."""

from functools import lru_cache, partial

from application.integrity import tree
from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succeeded
from application.integrity.leaf import entry
from application.integrity.note import Verifier
from application.integrity.tiles import Tiles
from application.integrity.tree import HASH, HEIGHT, WIDTH, Perfect
from application.store import Store

TILES = 1_024
"""Tiles that are held in memory; what is in one never changes."""
NODES = 16_384
"""Roots of subtrees that are held in memory: successive events have most of their proofs in common."""


class NoCheckpoint(Exception):
    """The log has not been signed yet."""


class TransparencyLog:
    """What is kept of the tree, and the events that are in it (AUDIT-04). Safe for threads.

    Methods raise Missing when hashes were lost, OSError or Unavailable when they cannot be read.
    """

    def __init__(self, store: Store, tiles: Tiles) -> None:
        self._store = store
        self._tiles = tiles
        self._tile = lru_cache(TILES)(self._read)
        self._node = lru_cache(NODES)(self._fold)

    def checkpoint(self) -> Checkpoint:
        """The newest one. Raises NoCheckpoint."""
        newest = self._tiles.checkpoint()
        if newest is None:
            raise NoCheckpoint("nothing of this log has been signed yet")
        return Checkpoint.parse(newest)

    def cosigned(self) -> Checkpoint | None:
        """The newest one with cosignatures of witnesses."""
        kept = self._tiles.cosigned()
        return Checkpoint.parse(kept) if kept else None

    def successions(self) -> list[str]:
        """The notes that name the keys of the log, oldest first, each signed by the key before."""
        return self._tiles.keys()

    def verifiers(self) -> list[Verifier]:
        """The keys of the log, oldest first. Raises BadNote."""
        return succeeded(self.successions())

    def tile(self, level: int, index: int, width: int = WIDTH) -> bytes:
        """That many hashes of a tile, 32 bytes each. Raises LookupError when the tree does not have them (yet)."""
        self._require(level, index, width)
        return self._tile(level, index, width)

    def entries(self, index: int, width: int = WIDTH) -> bytes:
        """The entries of that many leaves of a tile of level 0, each after its length in two bytes, big-endian.

        They do not hold the events' content, only its digest. Raises LookupError, as `tile` does.
        """
        self._require(0, index, width)
        bundled = map(entry, self._store.log(index * WIDTH, width))
        return b"".join(len(each).to_bytes(2) + each for each in bundled)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The proof that the event at the position is in the log of that size. Raises LookupError."""
        self._require_size(size)
        if not 1 <= position <= size:
            raise LookupError(f"a log of {size:,} events has no position {position:,}")
        return tree.inclusion(position - 1, size, self._perfect(size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of the new size begins with that of the old size. Raises LookupError."""
        self._require_size(new)
        if not 0 <= old <= new:
            raise LookupError(f"a log of {new:,} events has not grown from {old:,}")
        return tree.consistency(old, new, self._perfect(new))

    def root(self, size: int) -> bytes:
        """The root of the log of that size. Raises LookupError."""
        self._require_size(size)
        return tree.span(0, size, self._perfect(size))

    def _perfect(self, size: int) -> Perfect:
        """The perfect subtrees of the tree of that size."""
        return partial(self._node, size)

    def _fold(self, size: int, height: int, index: int) -> bytes:
        """The root of a perfect subtree, out of the tile that its leaves, or the roots below it, stand in."""
        level, inside = divmod(height, HEIGHT)
        tile, offset = divmod(index << inside, WIDTH)
        known = self._tile(level, tile, min(WIDTH, (size >> HEIGHT * level) - tile * WIDTH))
        end = offset + (1 << inside)
        return tree.folded([known[at : at + HASH] for at in range(offset * HASH, end * HASH, HASH)])

    def _read(self, level: int, index: int, width: int) -> bytes:
        return self._tiles.hashes(level, index * WIDTH, index * WIDTH + width)

    def _require_size(self, size: int) -> None:
        if not 0 <= size <= self.checkpoint().size:
            raise LookupError(f"the log has not been signed at {size:,} events")

    def _require(self, level: int, index: int, width: int) -> None:
        there = 0 <= level < 64 and index >= 0 and 0 < width <= WIDTH
        if not there or index * WIDTH + width > self.checkpoint().size >> HEIGHT * level:
            raise LookupError(f"there are no {width} hashes in tile {index:,} of level {level}")

