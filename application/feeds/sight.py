"""Who may see which events of the log: decided for each event by what its record says today (API-07, API-09).

The rule is that of the views, where it stands as a condition on rows (`projections/visibility.py`): whoever follows the
log cannot wait for tables. An event about a part that has readers of its own is theirs, any other that of the record.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any, NamedTuple, get_args

import msgspec

from application.access import Caller
from application.feeds.cloudevent import reader_of_part
from application.ledger import Ledger
from application.mapper import UnknownEvent, stored_name
from application.store import Stored
from domain.shared.room import Part, Room
from domain.shared.term import Role

SEE_ALL = frozenset({Role.SYSTEM, Role.AUD})
HELD = 5_000
"""Records with readers of their own, those looked at last, that are kept in memory."""


class Guarded(NamedTuple):
    """All events of one type: the room, what says who sees them, and what reads the part's id where it is a part."""

    room: Room
    guard: Room | Part
    part_id: msgspec.json.Decoder[Any] | None

    @property
    def by_name(self) -> bool:
        """Whether it takes the record to know who may see them."""
        return any(not isinstance(each, Role) for each in (*(self.guard.readers or ()), *self.guard.kept_from))


class Happened(msgspec.Struct):
    """The event inside the stored envelope, still as text."""

    event: msgspec.Raw


class Sight:
    """Knows who may see the events of the ledger's rooms. Safe for threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._types = {
            stored_name(event): guarded(room, event)
            for room in ledger.rooms.values()
            for event in get_args(room.events) or (room.events,)
        }
        self._by_name = {name for name, each in self._types.items() if each.by_name}
        self._records: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def room(self, stored: Stored) -> Room:
        """The room of the event. Raises UnknownEvent."""
        return self._guarded(stored).room

    def look(self, events: Iterable[Stored]) -> None:
        """Look at the records that say by name who may see these events, so that `may_see` answers from memory."""
        for record, type_ in {each.stream: each.type for each in events if each.type in self._by_name}.items():
            self._look(self._types[type_].room, record)

    def may_see(self, caller: Caller, stored: Stored) -> bool:
        """Whether the caller may see the event. Raises UnknownEvent."""
        room, guard, _ = about = self._guarded(stored)
        if not caller.roles or not caller.covers(room.name):
            return False
        if caller.roles & SEE_ALL:
            return True
        if caller.roles.intersection(guard.kept_from) or caller.person in self._named(guard.kept_from, about, stored):
            return False
        program = Role.INT in caller.roles and not room.for_integrators
        if guard.readers is None or program or caller.roles.intersection(guard.readers):
            return True
        if caller.person in self._named(guard.readers, about, stored):
            return True
        principals = [person for name, person in caller.in_place_of if name == room.name]
        return bool(principals) and any(person in principals for person in self._named(guard.read_for, about, stored))

    def _guarded(self, stored: Stored) -> Guarded:
        try:
            return self._types[stored.type]
        except KeyError:
            raise UnknownEvent(f"position {stored.position}, {stored.type}") from None

    def _named(self, readers: Iterable[Role | str], about: Guarded, stored: Stored) -> Iterator[str]:
        """Those who are named in the columns among the readers."""
        columns = [each for each in readers if not isinstance(each, Role)]
        if columns and (row := self._row(about, stored)) is not None:
            for column in columns:
                named = getattr(row, column)
                yield from (named,) if isinstance(named, str) else named or ()

    def _row(self, about: Guarded, stored: Stored) -> Any:
        """The record, or the part of it that the event is about, as it is today."""
        record = self._records.get(stored.stream) or self._look(about.room, stored.stream)
        if record is None or isinstance(about.guard, Room) or about.part_id is None:
            return record
        id = about.part_id.decode(msgspec.json.decode(stored.data, type=Happened).event).part
        return getattr(record, about.guard.inside).get(id)

    def _look(self, room: Room, record: str) -> Any:
        with self._lock:  # so that nobody puts an older state in the place of a newer one
            state = self._records[record] = self._ledger.world().get(room.state, record)
            self._records.move_to_end(record)
            if len(self._records) > HELD:
                self._records.popitem(last=False)
        return state


def guarded(room: Room, event: type[Any]) -> Guarded:
    """What is known of events of the class."""
    part = next((part for part in room.parts if event in part.lifecycle.moves and part.readers is not None), None)
    return Guarded(room, part or room, reader_of_part(room, event) if part else None)
