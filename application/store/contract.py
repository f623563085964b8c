"""What every store does, whatever it is kept on."""

from typing import Protocol

from application.store.keys import Keys
from application.store.values import Claim, KeptReceipt, Refusal, Snapshot, Stored, Unit


class Store(Protocol):
    """An append-only log of events in one total order, and what is recorded with them. Safe for threads.

    Every method raises Unavailable when the database cannot be used.
    """

    keys: Keys
    """Those that open what is encrypted in the log; closed with it."""

    def append(self, unit: Unit) -> int:
        """Record the unit durably; the position of its last event, or the head when it has none.

        Raises, in this order: Repeated for a known receipt, Stale for versions that do not hold, Taken for a
        unique key held by another stream. ValueError when its versions cannot be a history.
        """
        ...

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Stored]:
        """Events of one stream with versions above `after`, up to and including `upto`, in order."""
        ...

    def log(self, after: int, limit: int) -> list[Stored]:
        """At most `limit` events with positions above `after`, in order, without gaps."""
        ...

    def head(self) -> int:
        """The last position, 0 when nothing has happened."""
        ...

    def receipt(self, command_id: str) -> KeptReceipt | None:
        """The answer that command was given."""
        ...

    def claimed(self, name: str, key: str) -> list[str]:
        """The streams that hold that key, ordered."""
        ...

    def due(self, name: str, until: str, limit: int) -> list[Claim]:
        """At most `limit` claims with keys up to and including `until`, in order of key, then stream."""
        ...

    def refuse(self, refusal: Refusal) -> None:
        """Add a line to the refusal log, durably."""
        ...

    def refusals(self, after: int, limit: int) -> list[tuple[int, Refusal]]:
        """At most `limit` lines of the refusal log with numbers above `after`, in order."""
        ...

    def snapshot(self, stream: str) -> Snapshot | None:
        """The newest snapshot of the stream."""
        ...

    def keep(self, snapshot: Snapshot) -> None:
        """Keep the snapshot instead of the one before; an older one of the same shape is ignored."""
        ...

    def wait(self, after: int, timeout: float) -> bool:
        """Sleep until there is an event after that position, `timeout` seconds at most; whether there is one."""
        ...

    def wake(self) -> None:
        """Have everybody in this process who waits look around at once: whether there is an event, and what to do."""
        ...

    def leads(self, name: str) -> bool:
        """Whether this store is the only one that does that task; it stays so until it closes or its process dies."""
        ...

    def close(self) -> None:
        """Let go of everything. What waits is woken; the store cannot be used again."""
        ...
