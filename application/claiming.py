"""Claims follow from the log and from the code that reads it. When other code made those that are there, they are made
anew: acts are decided by them, so nothing may be recorded with claims of another program.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pkgutil import resolve_name
from typing import NamedTuple

from application.ledger import Ledger
from application.records import Loaded, program
from application.store import Claim, Stale, Store, Unit
from application.transaction import claimed
from domain.shared.recorded import Recorded
from domain.shared.room import Room

PROGRAM = "program"
"""The claim that says whose the others are: its key is a digest of that program's rooms."""
PAGE = 2_000
BEYOND = "g"
"""Comes after every digest."""
AT_ONCE = 500
"""Records whose claims are changed in one transaction."""


class Last(NamedTuple):
    """A record as its newest event leaves it, and the position of that."""

    room: Room
    loaded: Loaded
    position: int


class Folded:
    """Records as their events make them, whatever is kept of them otherwise."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self._rooms = {event: room for room in rooms for event in room.lifecycle.moves}
        self.records: dict[str, Last] = {}

    def take(self, recorded: Recorded) -> Last:
        """The record after its next event."""
        envelope, id = recorded.envelope, recorded.record
        room, before = self._rooms[type(envelope.event)], self.records.get(id)
        state = room.apply(before.loaded.state if before else None, envelope.event, envelope.stamp(id))
        self.records[id] = Last(room, Loaded(recorded.version, state, envelope.occurred_at), recorded.position)
        return self.records[id]


def mark() -> Claim:
    """What is claimed beside the claims that are of this program."""
    return Claim(PROGRAM, program(), "claims")


def are_ours(store: Store) -> bool:
    """Whether the claims that are kept are those of this program. Raises Unavailable."""
    return bool(store.claimed(*mark()[:2]))


def renew(ledger: Ledger, target: str) -> bool:
    """Make the claims anew, timers among them, unless they are of this program; whether that was needed.

    Reads the whole log when it was. Others may record meanwhile. Raises Unavailable, and UnknownEvent for an event that
    cannot be read.
    """
    if are_ours(ledger.store):
        return False
    claims_held = resolve_name("application.store.holding:claims_held")  # it loads the drivers of both databases
    kept: dict[str, set[Claim]] = {}
    for claim in claims_held(target):
        kept.setdefault(claim.stream, set()).add(claim)
    folded = Folded(ledger.rooms.values())
    after = 0
    while stored := ledger.store.log(after, PAGE):
        for each in stored:
            folded.take(ledger.mapper.decode(each))
        after = stored[-1].position
    records = iter(folded.records.items())
    while share := dict(islice(records, AT_ONCE)):
        put_right(ledger, share, kept)
    others = ledger.store.due(PROGRAM, BEYOND, AT_ONCE)
    ledger.store.append(Unit((), claims=(mark(),), releases=tuple(others)))
    return True


def put_right(ledger: Ledger, share: Mapping[str, Last], kept: Mapping[str, set[Claim]]) -> None:
    """Have these records claim what this program says, in one transaction. Those that move on meanwhile are read again.

    Two that claim what only one may, by rules that are stricter than they were, both keep it.
    """
    loaded = {id: last.loaded for id, last in share.items()}
    while True:
        world = ledger.world()
        ours = {id: claimed(share[id].room, id, each.state, world) for id, each in loaded.items()}
        wrong = [id for id in ours if ours[id] != kept.get(id, set())]
        if not wrong:
            return
        unit = Unit(
            (),
            reads={id: loaded[id].version for id in wrong},
            claims=tuple([claim for id in wrong for claim in sorted(ours[id])]),
            releases=tuple([claim for id in wrong for claim in sorted(kept.get(id, set()) - ours[id])]),
        )
        try:
            ledger.store.append(unit)
            return
        except Stale:
            loaded = {id: ledger.records.load(share[id].room, id, fresh=True) for id in wrong}
