"""What consumers do: take events under a lease, say what came of each, have what is parked replayed (API-05)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.json import Decoder

from application.access import Caller
from application.deciding import by_system
from application.delivery.beginnings import beginning
from application.delivery.deliveries import Deliveries
from application.delivery.reading import read
from application.delivery.values import Attempt, Delivery, Kept, Lease, Outcome, Parked, Place, Settled, Waiting
from application.feeds.events import Events, Item
from application.ledger import Ledger
from application.reading import Reads
from domain.consumer import ROOM
from domain.consumer.claims import NAME, named
from domain.consumer.state import Consumer
from domain.consumer.terms import ConsumerStatus
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role

BATCH = 1_000
"""How many events of the log are looked through at once."""
AT_ONCE = 20
"""How many batches are looked through before a consumer is answered, though nothing was found."""
MOST = 1_000
"""How many events are handed out at once, at most."""
BACKLOG = 100_000
"""How many events of a consumer may wait, be handed out or be parked before the log is looked through no further."""
RANGE = 10_000
"""How many positions are replayed at once, at most."""
GAP = 50
"""Positions that are read though nobody wants them, rather than to begin another reading."""

NO_SUCH_CONSUMER = Reason("consumer.unknown", "You have no consumer called {name}.", "您没有名为{name}的订阅。")
NOT_ACTIVE = Reason(
    "consumer.not_active",
    "{name} is {status}: it is given no events until it is activated or resumed.",
    "订阅{name}当前状态为{status}：启用或恢复后才会投递事件。",
)
RANGE_TOO_LARGE = Reason(
    "consumer.range_too_large",
    "From {first} to {last} are more than {most} positions.",
    "从{first}到{last}超过{most}个位置。",
)


class Handed(NamedTuple):
    """An event in a consumer's hands: the how-manieth attempt it is, and the event."""

    delivery: Delivery
    item: Item


class Pulled(NamedTuple):
    """What a consumer has taken, and how far the log has been looked through for it."""

    lease: Lease
    handed: Sequence[Handed]
    position: int
    head: int


class Standing(NamedTuple):
    """How a consumer is doing: how far it is, how far the log is, and what waits.

    `settled` is the last position up to which nothing is outstanding but what is parked; `head - settled` is its lag.
    """

    settled: int
    position: int
    head: int
    waiting: int
    handed_out: int
    parked_count: int

    @property
    def lag(self) -> int:
        """How far it is behind, in positions."""
        return self.head - self.settled


class Consuming:
    """Gives the events of the log to consumers. Safe for threads, and beside other processes."""

    def __init__(self, ledger: Ledger, events: Events, deliveries: Deliveries, reads: Reads) -> None:
        self.ledger = ledger
        self.deliveries = deliveries
        self._events, self._reads = events, reads

    def consumer(self, caller: Caller, name: str) -> Consumer:
        """The caller's own consumer by that name, if the token covers consumers. Refuses NO_SUCH_CONSUMER."""
        world = self.ledger.world()
        for id in world.find(NAME, named(caller.person, name)) if caller.covers(ROOM.name) else ():
            if found := world.get(Consumer, id):
                return found
        raise NO_SUCH_CONSUMER(name=name)

    def pull(self, consumer: Consumer, caller: Caller, most: int, seconds: float) -> Pulled:
        """Hand out at most `most` events for so many seconds, as far as the caller may see them.

        What an auditor is given is noted before (AUDIT-09). Refuses NOT_ACTIVE.
        """
        if consumer.status is not ConsumerStatus.ACTIVE:
            raise NOT_ACTIVE(name=Labelled(consumer.name, consumer.name, consumer.name), status=consumer.status)
        at = self._look(consumer, caller, most)
        now = self.now()
        lease = self.deliveries.take(consumer.id, now, now + round(1_000 * seconds), most)
        handed = list(self._seen(consumer, caller, lease))
        if handed and Role.AUD in caller.roles:
            self._reads.note(read(consumer, caller, [each.item for each in handed]))
        return Pulled(lease, handed, at.position, self.ledger.store.head())

    def settle(self, consumer: Consumer, lease: int, settled: Sequence[Settled]) -> list[str]:
        """Note what came of deliveries; the events of those that were still in this lease's hands."""
        return self.deliveries.settle(consumer.id, lease, self.now(), settled)

    def may_have(self, caller: Caller, item: Item) -> bool:
        """Whether the caller may see the event now, which was handed out a while ago."""
        self._events.sight.look([item.stored])
        return self._events.sight.may_see(caller, item.stored)

    def replay(self, consumer: Consumer, caller: Caller, first: int | None, last: int | None) -> int:
        """Hand out again what is parked; between two positions, both included, also what was settled, as far as the
        caller may see it. How many.

        Only what lies before the consumer's position can have been handed out. Refuses RANGE_TOO_LARGE.
        """
        at = self._begun(consumer)
        if first is None and last is None:
            return self.deliveries.replay_parked(consumer.id, 0, at.position)
        begin, end = max(first or 1, 1), min(at.position if last is None else last, at.position)
        if end - begin >= RANGE:
            raise RANGE_TOO_LARGE(first=begin, last=end, most=RANGE)
        again = self.deliveries.replay_parked(consumer.id, begin, end)
        return again + self.deliveries.replay(consumer.id, self._wanted(consumer, caller, self._between(begin, end)))

    def parked(self, consumer: Consumer, after: int, most: int) -> list[Parked]:
        """What is parked, with positions above `after`."""
        self._begun(consumer)
        return self.deliveries.parked(consumer.id, after, most)

    def attempts(self, consumer: Consumer, after: int, most: int, position: int | None = None) -> list[Attempt]:
        """What came of handing out, with numbers above `after`; of all events or of the one at a position."""
        return self.deliveries.attempts(consumer.id, after, most, position)

    def standing(self, consumer: Consumer) -> Standing:
        """How the consumer is doing; this changes nothing."""
        return self._standing(consumer, self.deliveries.kept(consumer.id, self.now()), self.ledger.store.head())

    def standings(self, consumers: Iterable[Consumer]) -> Iterator[tuple[Consumer, Standing]]:
        """How each of them is doing, by one look at the deliveries."""
        kept, head = self.deliveries.kept_for_all(self.now()), self.ledger.store.head()
        return ((each, self._standing(each, kept.get(each.id), head)) for each in consumers)

    def _standing(self, consumer: Consumer, kept: Kept | None, head: int) -> Standing:
        if kept is None or not holds(kept.place, consumer):
            begin = beginning(consumer, self.ledger)
            return Standing(begin, begin, head, 0, 0, 0)
        (_, position), counts = kept
        settled = position if counts.oldest is None else counts.oldest - 1
        return Standing(settled, position, head, counts.waiting, counts.leased, counts.parked)

    def show_secret(self, consumer: Consumer, caller: Caller) -> None:
        """Note that the caller is shown the secret, which happens once. Refuses what `consumer.show_secret` refuses."""
        self.ledger.do(by_system(ROOM.acts["show_secret"].name, consumer.id, to=caller.person))

    def now(self) -> int:
        """The ledger's present, in milliseconds since 1970."""
        return milliseconds(self.ledger.clock())

    def _look(self, consumer: Consumer, caller: Caller, most: int) -> Place:
        """Look through the log until there is enough to hand out, or for a while; how far that has come."""
        at = self._begun(consumer)
        for _ in range(AT_ONCE):
            ready = self.deliveries.ready(consumer.id, self.now(), most)
            if ready.free >= most or ready.in_all >= BACKLOG:
                break
            events = self._events.read(at.position, BATCH)
            if not events:
                break
            self.deliveries.add(consumer.id, at, events[-1].position, self._wanted(consumer, caller, events))
            at = self._begun(consumer)
        return at

    def _begun(self, consumer: Consumer) -> Place:
        """Its place in the log, since its newest beginning."""
        if known := self._place(consumer):
            return known
        self.deliveries.begin(consumer.id, Place(consumer.beginnings, beginning(consumer, self.ledger)))
        begun = self.deliveries.place(consumer.id)
        assert begun
        return begun

    def _place(self, consumer: Consumer) -> Place | None:
        """Its place in the log; None where it has not begun since it was last told where to begin."""
        known = self.deliveries.place(consumer.id)
        return known if known and holds(known, consumer) else None

    def _wanted(self, consumer: Consumer, caller: Caller, events: Iterable[Item]) -> list[Waiting]:
        """The events that the consumer's filters let pass and the caller may see. Of others not even a number is told.
        """
        may_see = self._events.sight.may_see
        return [
            Waiting(each.position, each.stored.stream, id_of(each))
            for each in events
            if consumer.wants(each.stored.type, each.stored.stream) and may_see(caller, each.stored)
        ]

    def _seen(self, consumer: Consumer, caller: Caller, lease: Lease) -> Iterator[Handed]:
        """The deliveries with their events; those that the caller may not see any more are passed over."""
        items = {each.position: each for each in self._items([each.position for each in lease.deliveries])}
        hidden: list[Settled] = []
        for delivery in lease.deliveries:
            item = items[delivery.position]
            if self._events.sight.may_see(caller, item.stored):
                yield Handed(delivery, item)
            else:
                hidden.append(Settled(delivery.event, Outcome.WITHHELD))
        if hidden:
            self.settle(consumer, lease.number, hidden)

    def _items(self, positions: Sequence[int]) -> Iterator[Item]:
        """The events at these positions, which are in order."""
        for run in runs(positions):
            yield from self._between(run[0], run[-1])

    def _between(self, first: int, last: int) -> Iterator[Item]:
        """The events from one position to another, both included."""
        while first <= last and (items := self._events.read(first - 1, last - first + 1)):
            yield from items
            first = items[-1].position + 1


def runs(positions: Iterable[int]) -> Iterator[list[int]]:
    """The positions, those together that lie close to each other."""
    run: list[int] = []
    for position in positions:
        if run and position - run[-1] > GAP:
            yield run
            run = []
        run.append(position)
    if run:
        yield run


class Known(Struct):
    """The stored envelope, as far as it is looked into."""

    id: str


DECODER = Decoder(Known)


def holds(place: Place, consumer: Consumer) -> bool:
    """Whether it is of the beginning that the consumer was last told."""
    return place.beginning >= consumer.beginnings


def id_of(item: Item) -> str:
    """The id of the event."""
    return DECODER.decode(item.stored.data).id


def milliseconds(moment: datetime) -> int:
    """The moment in milliseconds since 1970."""
    return round(moment.timestamp() * 1_000)
