"""Everything that one command reads and writes before it is recorded: the act, and what the system does upon it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from application.ids import new_id
from application.mapper import Mapper
from application.records import NOTHING, Loaded, Records
from application.store import Claim, Entry, KeptReceipt, Lookup, Refusal, Store, Unit
from domain.shared import series
from domain.shared.act import Past, World
from domain.shared.recorded import Envelope
from domain.shared.room import Room

T = TypeVar("T")
WAKES = "wakes"


class Written(Struct, frozen=True):
    """An event decided in this transaction, not yet recorded."""

    room: Room
    record: str
    version: int
    envelope: Envelope
    before: Loaded


class Transaction(Struct):
    """The world as this command sees and changes it. Whatever it has read must still hold when it is recorded."""

    store: Store
    records: Records
    rooms: Mapping[type[Any], Room]
    now: datetime
    fresh: bool = False
    edition: int = 0
    """Of the states that it reads; see `Records.edition`."""
    read: dict[str, Loaded] = {}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    changed: dict[str, tuple[Room, Loaded]] = {}
    written: list[Written] = []
    rung: tuple[Room, Claim] | None = None
    """The timer that made the scheduler ask, and the room of its record: taken off, and set anew if it rang early."""
    refused: list[Refusal] = []

    def __post_init__(self) -> None:
        self.edition = self.records.edition()

    def get(self, kind: type[T], id: str) -> T | None:
        """The record of that kind as it stands inside this transaction."""
        state: T | None = self.load(self.rooms[kind], id).state
        return state

    def find(self, claim: str, key: str) -> list[str]:
        """Ids of the records which claim that key, by what is recorded."""
        found = self.store.claimed(claim, key)
        self.found[claim, key] = tuple(found)
        return found

    def load(self, room: Room, id: str) -> Loaded:
        """The record with its version, as it stands inside this transaction."""
        if id in self.changed:
            return self.changed[id][1]
        if id not in self.read:
            self.read[id] = self.records.load(room, id, fresh=self.fresh)
        return self.read[id]

    def begin(self, id: str) -> None:
        """Note that nothing has happened to that record, whose id was made just now."""
        self.read.setdefault(id, NOTHING)

    def write(self, room: Room, id: str, decided: Any, stamped: Envelope) -> None:
        """Add an event to the record. `stamped` is its envelope, still without the event and its own id."""
        past = isinstance(decided, Past)
        event = decided.event if past else decided
        at = decided.occurred_at if past else stamped.occurred_at
        envelope = replace(stamped, id=new_id("event"), occurred_at=at, migrated=past, event=event)
        before = self.load(room, id)
        state = room.apply(before.state, event, envelope.stamp(id))
        self.changed[id] = room, Loaded(before.version + 1, state, at)
        self.written.append(Written(room, id, before.version + 1, envelope, before))

    def undo(self, mark: int) -> None:
        """Take back everything written since `mark` events had been."""
        while len(self.written) > mark:
            last = self.written.pop()
            if last.before is self.read.get(last.record):
                del self.changed[last.record]
            else:
                self.changed[last.record] = last.room, last.before

    def last(self, record: str) -> tuple[str, int]:
        """Stream and version of the last event of the transaction, or of the record when there is none."""
        if self.written:
            return self.written[-1].record, self.written[-1].version
        return record, self.read[record].version

    def draw(self, name: str, drawn_for: str, stamped: Envelope) -> int:
        """The next number of a series, taken when this transaction is recorded and never otherwise."""
        id = f"series-{name}"
        so_far = self.load(series.ROOM, id).state
        number = so_far.last + 1 if so_far else 1
        self.write(series.ROOM, id, series.NumberDrawn(number=number, drawn_for=drawn_for), stamped)
        return number

    def unit(self, mapper: Mapper, receipt: KeptReceipt | None) -> Unit:
        """All of it, as the store takes it."""
        claims, releases = self._claims()
        return Unit(
            entries=tuple([
                Entry(w.record, w.version, *mapper.encode(w.envelope, self.changed[w.record][1].state))
                for w in self.written
            ]),
            reads={id: loaded.version for id, loaded in self.read.items() if id not in self.changed},
            claims=tuple(claims),
            releases=tuple(releases),
            unique=frozenset().union(*[room.unique for room, _ in self.changed.values()]),
            receipt=receipt,
            lookups=tuple([Lookup(*claim, streams) for claim, streams in self.found.items()]),
        )

    def _claims(self) -> tuple[list[Claim], list[Claim]]:
        """What the changed records claim that they did not, and what they no longer claim."""
        made: list[Claim] = []
        dropped: list[Claim] = []
        for id, (room, after) in self.changed.items():
            old = claimed(room, id, self.read[id].state, self)
            new = claimed(room, id, after.state, self)
            if old != new:
                made += sorted(new - old)
                dropped += sorted(old - new)
        if self.rung:
            room, timer = self.rung
            dropped.append(timer)
            now = claimed(room, timer.stream, self.load(room, timer.stream).state, self)
            made += [each for each in now if each.name == WAKES and each not in made]
        return made, dropped


def claimed(room: Room, id: str, state: Any, world: World) -> set[Claim]:
    """All that the record claims in that state, with the timer that it wants."""
    if state is None:
        return set()
    made = {Claim(name, key, id) for name, key in room.claims(state)}
    if wakes := room.wakes(state, world):
        made.add(Claim(WAKES, moment(wakes), id))
    return made


def moment(at: datetime) -> str:
    """A moment as text that sorts as time does. Takes any aware datetime."""
    text = str(to_builtins(at.astimezone(UTC)))
    return text if at.microsecond else f"{text[:-1]}.000000Z"
