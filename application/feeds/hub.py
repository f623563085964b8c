"""The one follower of a process: reads the log once, keeps its end in memory, and wakes all who follow.

There are no queues: whoever follows has a position and takes what comes after it, from memory while it is there, else
from the log. So nobody waits for anybody, memory stays the same however many follow, and between what is past and what
is new there is no seam.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread

from application.feeds.events import Events, Item, together
from application.mapper import UnknownEvent
from application.store import Unavailable
from domain.authority.state import Authority
from domain.organisation.state import Organisation
from domain.token.state import Token

KEPT = 2_000
"""Events that stay in memory at least, once there have been so many; at most twice as many do."""
HEAVIEST = 16_000_000
"""Bytes of stored events that stay in memory, however few they are; written, they take about as many again."""
BATCH = 1_000
RIGHTS = frozenset({Organisation, Authority, Token})
"""By what happens to these, callers may become others, or nobody, or no longer stand in anybody's place."""
NAP = 0.5
"""Seconds after which the follower looks whether it should end, and after which it tries again what has failed."""

logger = logging.getLogger(__name__)


class Hub:
    """Follows the log while somebody listens."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.head: int | None = None
        """How far it has come; None until it has looked."""
        self.rights = 0
        """How often callers may have become others: it began to follow, or something was recorded about them."""
        self._edition = 0
        self._failure: UnknownEvent | None = None
        self._kept: list[Item] = []
        self._weight = 0
        self._listeners: list[Callable[[], None]] = []
        self._lock = Lock()
        self._ended = Event()
        self._thread: Thread | None = None

    @contextmanager
    def listening(self, ring: Callable[[], None]) -> Iterator[None]:
        """Have `ring` called, in a thread of the hub's, whenever the log has grown; until the end of the block."""
        with self._lock:
            self._listeners.append(ring)
            if self._thread is None:
                self._ended = Event()
                self._thread = Thread(target=self._run, args=(self._ended,), name="hub", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(ring)
                if not self._listeners:
                    self._ended.set()
                    self._thread, self.head, self._kept, self._weight = None, None, [], 0

    def recent(self, after: int, limit: int) -> Sequence[Item] | None:
        """The next events after the position, out of memory, at most `limit` and fewer where they are large; None where
        they are not there: `Events.read` has them.

        Raises UnknownEvent when it has stopped at an event that this program cannot read.
        """
        if self._failure is not None:
            raise UnknownEvent(*self._failure.args)  # a new one: each raising adds a traceback, and many are told
        kept = self._kept
        if not kept or after + 1 < kept[0].position:
            return () if after == self.head else None
        begin = after + 1 - kept[0].position
        found = kept[begin : begin + limit]
        return found[: together(len(each.stored.data) for each in found)]

    def _run(self, ended: Event) -> None:
        while not ended.is_set():
            try:
                self._follow(ended)
            except Unavailable as wrong:
                logger.warning("The log could not be followed: %s. Trying again.", wrong)
                ended.wait(NAP)
            except UnknownEvent as wrong:
                logger.exception("The feed has stopped at position %s: a newer program writes this log.", self.head)
                self._failure = wrong
                return self._reach(ended, self.head or 0, [])
            except Exception:
                logger.exception("The feed failed at position %s and tries again.", self.head)
                ended.wait(NAP)

    def _follow(self, ended: Event) -> None:
        store = self.events.store
        at = store.head() if self.head is None else self.head
        self.rights += 1
        self._reach(ended, at, [])
        while not ended.is_set():
            self._forget_erased()
            if store.wait(at, NAP):
                items = self.events.read(at, BATCH)
                self.rights += sum(self._looked_at(each) for each in items)
                at = items[-1].position if items else at
                self._reach(ended, at, items)

    def _forget_erased(self) -> None:
        """Let go of what was written before a person's texts were erased: it is read anew, without them."""
        if (edition := self.events.edition()) != self._edition:
            self._edition, self._kept, self._weight = edition, [], 0

    def _looked_at(self, item: Item) -> bool:
        """Have it written; whether callers may have become others by it. Raises UnknownEvent."""
        return bool(item.event) and self.events.sight.room(item.stored).state in RIGHTS

    def _reach(self, ended: Event, position: int, items: list[Item]) -> None:
        """Keep the events and wake whoever listens, unless nobody does any more."""
        with self._lock:
            if ended.is_set():
                return
            kept, weight = [*self._kept, *items], self._weight + weighed(items)
            while len(kept) > 2 * KEPT or (weight > HEAVIEST and len(kept) > 1):
                kept = kept[len(kept) // 2 :]
                weight = weighed(kept)
            self._kept, self._weight, self.head = kept, weight, position
            listeners = list(self._listeners)
        for ring in listeners:
            ring()


def weighed(items: Iterable[Item]) -> int:
    """Bytes of the events, as they are stored."""
    return sum(len(each.stored.data) for each in items)
