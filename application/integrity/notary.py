"""The notary: a thread that follows the log, hashes what was recorded into the tree, and signs how far it has come.

It reads what others have committed and never stands in the way of those who write.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Event, Thread

from application.integrity.books import Book, Shelf
from application.integrity.checkpoint import Checkpoint
from application.integrity.growth import BATCH, Growth
from application.integrity.note import Signer
from application.integrity.tiles import Overtaken, Tiles
from application.store import Store, Unavailable

TASK = "integrity"
"""The task of which only one process is in charge."""
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

    def __init__(self, store: Store, tiles: Tiles, signer: Callable[[], Signer], books: Sequence[Book] = ()) -> None:
        """`signer` gives the key to sign with; it is asked when there is something to sign. It may raise BadNote.

        `books` are what is signed beside the log.
        """
        self._store = store
        self._tiles = tiles
        self._signer = signer
        self._books = books
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
        """Stop once what is recorded is signed, unless that is more than a batch."""
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
            shelf = Shelf(self._books, self._tiles, self._signer)
            while shelf.grow():
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
        shelf = Shelf(self._books, self._tiles, self._signer)
        stopped = False
        while not stopped:
            stopped = self._stopping.is_set()
            taken = max(growth.grow(), shelf.grow())
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
