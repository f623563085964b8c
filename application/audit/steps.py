"""A record event by event, with its state before and after each (AUDIT-05)."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from application.audit.changes import Change, Figures, changes
from application.ledger import Ledger
from application.store import Stored
from domain.shared.recorded import Recorded
from domain.shared.room import Room

TOGETHER = 64
"""Events that are read at once in search of causes and effects."""


class Step(NamedTuple):
    """One event of a record: what was there before it, and what it left."""

    recorded: Recorded
    before: Any
    after: Any
    figures: Figures
    """Those of all steps of a record."""

    def changes(self) -> Iterator[Change]:
        """What it changed."""
        return changes(self.before, self.after, self.figures)


class History:
    """Replays records out of the log. Safe for threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._rooms: Mapping[type[Any], Room] = {
            event: room for room in ledger.rooms.values() for event in room.lifecycle.moves
        }

    def steps(self, record: str, upto: int) -> Iterator[Step]:
        """The record's events up to a position in the log, in order; none when there is no such record."""
        state: Any = None
        figures = Figures()
        for stored in self._ledger.store.stream(record):
            if stored.position > upto:
                return
            recorded = self._ledger.mapper.decode(stored)
            envelope = recorded.envelope
            after = self._rooms[type(envelope.event)].apply(state, envelope.event, envelope.stamp(record))
            yield Step(recorded, state, after, figures)
            state = after

    def room(self, record: str) -> Room | None:
        """The room of a record; None when there is no such record."""
        first = self._ledger.store.stream(record, 0, 1)
        return self._rooms[type(self._ledger.mapper.decode(first[0]).envelope.event)] if first else None

    def causes(self, recorded: Recorded) -> list[Recorded]:
        """Upon what the system did it: the event that it followed from, then what that one did, up to the first.

        What follows from an event is recorded in the same transaction, so all of it stands together in the log.
        """
        found: list[Recorded] = []
        wanted = recorded.envelope.cause
        for before in self._chain(recorded, self._backwards(recorded.position)) if wanted else ():
            if before.envelope.id == wanted:
                found.append(before)
                wanted = before.envelope.cause
        return found

    def effects(self, recorded: Recorded) -> list[Recorded]:
        """All that the system did upon it, at once or by way of other events, in order."""
        found: list[Recorded] = []
        known = {recorded.envelope.id}
        for after in self._chain(recorded, self._forwards(recorded.position)):
            if after.envelope.cause in known:
                found.append(after)
                known.add(after.envelope.id)
        return found

    def _chain(self, recorded: Recorded, beside: Iterator[Stored]) -> Iterator[Recorded]:
        """Of the events beside it, those that came of the same command."""
        for stored in beside:
            other = self._ledger.mapper.decode(stored)
            if other.envelope.correlation != recorded.envelope.correlation:
                return
            yield other

    def _backwards(self, position: int) -> Iterator[Stored]:
        while position > 1:
            first = max(1, position - TOGETHER)
            yield from reversed(self._ledger.store.log(first - 1, position - first))
            position = first

    def _forwards(self, position: int) -> Iterator[Stored]:
        while events := self._ledger.store.log(position, TOGETHER):
            yield from events
            position = events[-1].position
