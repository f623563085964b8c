"""The events of the log for those who follow it: which of them somebody wants and may see, and each as a CloudEvent."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, get_args

from application.access import Caller
from application.feeds.cloudevent import CloudEvents, kind_of
from application.feeds.sight import Sight
from application.ledger import Ledger
from application.mapper import stored_name
from application.store import Stored
from domain.shared.refusal import Reason

PREFIX = "opsledger."
LARGE = 1_000_000
"""Bytes of stored events that are handed on together; more only by the last of them."""
FEW = 50
"""Events that are read from the log before it is known how large they are."""
TYPE_UNKNOWN = Reason("feed.type_unknown", "No event is of the type {type}.", "没有类型为{type}的事件。")


class Item:
    """One event on its way out. It is written as a CloudEvent once, when it is first sent."""

    def __init__(self, stored: Stored, cloud_events: CloudEvents) -> None:
        self.stored = stored
        self.position = stored.position
        self._cloud_events = cloud_events

    @cached_property
    def event(self) -> bytes:
        """The CloudEvent: JSON without line breaks. Raises UnknownEvent."""
        return self._cloud_events.encode(self.stored)


class Wanted(NamedTuple):
    """Which events somebody asks for: of these types, about these records; all where nothing is said."""

    types: frozenset[str] | None = None
    """As they are stored."""
    subjects: frozenset[str] | None = None
    """Keys of records."""

    def takes(self, stored: Stored) -> bool:
        """Whether the event is asked for."""
        return (self.types is None or stored.type in self.types) and (
            self.subjects is None or stored.stream in self.subjects
        )


class Events:
    """The log as its followers are shown it. Safe for threads."""

    def __init__(self, ledger: Ledger) -> None:
        rooms = ledger.rooms.values()
        self.store = ledger.store
        self.sight = Sight(ledger)
        self.edition = ledger.mapper.sealing.edition
        """How often something personal was erased: what was read before may now read otherwise."""
        self._cloud_events = CloudEvents(rooms, ledger.mapper, lambda: self.store.log(0, 1)[0])
        self._of_room = {
            room.name: [stored_name(event) for event in get_args(room.events) or (room.events,)] for room in rooms
        }
        self._types = [name for names in self._of_room.values() for name in names]
        self._kinds = {kind_of(room) for room in rooms}

    def wanted(self, types: Iterable[str] = (), subjects: Iterable[str] = ()) -> Wanted:
        """What is asked for by types and subjects, none of which means all.

        A type goes with or without `opsledger.` before it; `plan.*` is every type that begins so. A subject is an
        opaque id or a key. Refuses TYPE_UNKNOWN.
        """
        named = frozenset(type_ for each in types for type_ in self._named(each))
        keys = frozenset(self._key(each) for each in subjects)
        return Wanted(named or None, keys or None)

    def wanted_of(self, room: str) -> Wanted:
        """All events of one room."""
        return Wanted(frozenset(self._of_room[room]))

    def read(self, after: int, limit: int) -> list[Item]:
        """The next events after the position, in order, ready to be shown to anybody who may see them: at most `limit`,
        and fewer where they are large. None at the end of the log alone.
        """
        stored = list(self.store.log(after, min(limit, FEW)))
        if len(stored) == FEW < limit and (size := sum(len(each.data) for each in stored)) < LARGE:
            stored += self.store.log(stored[-1].position, min(limit - FEW, 1 + FEW * (LARGE - size) // size))
        del stored[together(len(each.data) for each in stored) :]
        self.sight.look(stored)
        return [Item(each, self._cloud_events) for each in stored]

    def shown(self, items: Iterable[Item], wanted: Wanted, caller: Caller) -> list[Item]:
        """Those that the caller wants and may see. Raises UnknownEvent."""
        may_see, takes = self.sight.may_see, wanted.takes
        return [each for each in items if takes(each.stored) and may_see(caller, each.stored)]

    def _named(self, type_: str) -> Iterator[str]:
        name = type_.removeprefix(PREFIX)
        begins = name.removesuffix("*") if name.endswith(".*") else None
        found = [each for each in self._types if (each.startswith(begins) if begins else each == name)]
        if not found:
            raise TYPE_UNKNOWN(type=type_)
        return iter(found)

    def _key(self, subject: str) -> str:
        kind, colon, key = subject.partition(":")
        return key if colon and kind in self._kinds else subject


def together(sizes: Iterable[int]) -> int:
    """How many things of these sizes are handed on together: one, and what else is not too large with it."""
    number = whole = 0
    for size in sizes:
        number, whole = number + 1, whole + size
        if whole >= LARGE:
            break
    return number
