"""The notary: a thread that follows the log, hashes what was recorded into the tree, and signs how far it has come.

It reads what others have committed and never stands in the way of those who write.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Event, Thread

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.keys import succeeded
from application.integrity.leaf import leaf
from application.integrity.note import BadNote, Signer
from application.integrity.tiles import Missing, Overtaken, Tiles
from application.integrity.tree import HASH, HEIGHT, WIDTH, Edge
from application.store import Store, Unavailable

TASK = "integrity"
"""The task of which only one process is in charge."""
BATCH = 2_000
"""Events that are hashed between two signatures, at most."""
NAP = 0.25
"""Seconds until it looks again: what is recorded meanwhile is signed at once, and what failed is tried again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many events are signed for, whether this process signs, and what has stopped it."""

    size: int
    leading: bool
    error: Exception | None


class Notary:
    """Makes the tree grow with the log while it leads (AUDIT-04)."""

    def __init__(self, store: Store, tiles: Tiles, signer: Callable[[], Signer]) -> None:
        """`signer` gives the key to sign with; it is asked when there is something to sign. It may raise BadNote."""
        self._store = store
        self._tiles = tiles
        self._signer = signer
        self._size = 0
        self._leading = False
        self._error: Exception | None = None
        self._moved = Condition()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="notary", daemon=True)

    def start(self) -> None:
        """Begin to follow the log."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def status(self) -> Progress:
        """How far it has come, and what has stopped it."""
        return Progress(self._size, self._leading, self._error)

    def wait(self, position: int, timeout: float) -> bool:
        """Sleep until that position is signed for, `timeout` seconds at most; whether it is."""
        with self._moved:
            self._moved.wait_for(lambda: self._size >= position or self._error, timeout)
            return self._size >= position

    def catch_up(self) -> Checkpoint | None:
        """Bring the tree up to the log here and now, unless another process leads; the newest checkpoint.

        Raises Tampered, Missing, Overtaken, BadNote.
        """
        if self._store.leads(TASK):
            growth = Growth(self._store, self._tiles, self._signer)
            while growth.grow():
                pass
        newest = self._tiles.checkpoint()
        return Checkpoint.parse(newest) if newest else None

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._leading = self._store.leads(TASK)
                if self._leading:
                    self._lead()
                else:
                    self._attend()
            except (Overtaken, Unavailable, OSError) as error:
                logger.warning("The log could not be signed: %s. Trying again.", error)
                self._stopping.wait(NAP)
            except Exception as error:
                logger.exception("The log is no longer signed, after position %d.", self._size)
                with self._moved:
                    self._error = error
                    self._moved.notify_all()
                return

    def _lead(self) -> None:
        growth = Growth(self._store, self._tiles, self._signer)
        while not self._stopping.is_set():
            taken = growth.grow()
            self._reach(growth.size)
            if taken < BATCH - 1:
                self._stopping.wait(NAP)

    def _attend(self) -> None:
        """Notice how far the process that leads has come."""
        newest = self._tiles.checkpoint()
        self._reach(Checkpoint.parse(newest).size if newest else 0)
        self._stopping.wait(NAP)

    def _reach(self, size: int) -> None:
        with self._moved:
            self._size = size
            self._moved.notify_all()


class Growth:
    """The tree as it stands, and its next leaves."""

    def __init__(self, store: Store, tiles: Tiles, signer: Callable[[], Signer]) -> None:
        """Raises BadNote, and Missing when the hashes kept are not those that were signed."""
        self._store = store
        self._tiles = tiles
        self._signer = signer
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
            require_current(self._tiles, signer)
            added = self._edge.extend(leaves)
            after = Checkpoint.signed(self._edge.size, self._edge.root(), signer)
            self._tiles.grow(self._newest, added, after)
            self._newest, self._last = after, leaves[-1]
        return len(leaves)

    def _next(self) -> list[bytes]:
        """The next leaves. The last event that is signed for is read again: a log that was cut goes on otherwise."""
        size = self.size
        events = self._store.log(max(0, size - 1), BATCH)
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
