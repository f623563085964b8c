"""The log as its followers read it: every event, decoded, in the one order of everything."""

from application.mapper import Mapper
from application.store import Store
from domain.shared.recorded import Recorded


class Feed:
    """Events after a position, and the wish to be woken when there are more."""

    def __init__(self, store: Store, mapper: Mapper) -> None:
        self._store = store
        self._mapper = mapper
        self.edition = mapper.sealing.edition
        self.wait = store.wait
        self.wake = store.wake
        self.leads = store.leads
        self.head = store.head

    def log(self, after: int, limit: int) -> list[Recorded]:
        """At most `limit` events with positions above `after`, in order. Raises UnknownEvent."""
        return [self._mapper.decode(stored) for stored in self._store.log(after, limit)]

    def stream(self, record: str, upto: int) -> list[Recorded]:
        """The record's events up to that version, in order. Raises UnknownEvent."""
        return [self._mapper.decode(stored) for stored in self._store.stream(record, 0, upto)]
