"""Whether the timers that are kept are those that records asked for. A timer moved to another time is found by it.

When a record wants to be woken depends on the organisation too. What is kept was reckoned by both as they were when the
record changed, or whenever the timer has rung since; it may also be left over from before.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from application.audit.steps import History
from application.audit.then import Onward, Then
from application.claiming import Last
from application.ledger import Ledger
from application.store import Claim
from application.transaction import WAKES, moment
from domain.organisation.state import ORGANISATION
from domain.shared.room import Room


def timers(ledger: Ledger, records: Mapping[str, Last], claims: Iterable[Claim]) -> Iterator[str]:
    """Timers of nothing, those for a time that was never asked for, and what should ring one day and has no timer, or
    too late a one.
    """
    world, now, upto = ledger.world(), ledger.clock(), ledger.store.head()
    kept: dict[str, set[str]] = {}
    for claim in claims:
        if claim.name == WAKES:
            kept.setdefault(claim.stream, set()).add(str(claim.key))
    for stream in sorted(kept.keys() - records.keys(), key=str):
        yield f"claims: the timer {min(kept[stream])!r} is of {stream!r}, of which nothing was recorded"
    past, strange = Onward(History(ledger), upto), dict[str, set[str]]()
    for id, (room, loaded, position) in sorted(records.items(), key=lambda each: each[1].position):
        rings = kept.get(id, set())
        reckoned = [wanted(room, loaded.state, then) for then in (world, Then(past, position))]
        if unasked := rings - set(reckoned):
            strange[id] = unasked
        moments = [each for each in reckoned if each]
        if len(moments) == len(reckoned) and rings and min(rings) > max(moments):
            yield f"claims: the timer of {id} rings at {min(rings)!r} instead of {max(moments)}"
            strange.pop(id, None)
        if len(moments) == len(reckoned) and not rings and min(moments) > moment(now):
            yield f"claims: the timer of {id} for {min(moments)} is missing"
    for id, key in never_asked(ledger, records, strange, upto):
        yield f"claims: the timer of {id} rings at {key!r}, for which it never asked"


def never_asked(
    ledger: Ledger, records: Mapping[str, Last], strange: dict[str, set[str]], upto: int
) -> Iterator[tuple[str, str]]:
    """Of these timers by record, those that nothing in the past of the record or of the organisation accounts for."""
    if not strange:
        return
    history = History(ledger)
    past, positions = Onward(history, upto), set[int]()
    for id in {ORGANISATION, *strange}:
        positions.update(each.recorded.position for each in history.steps(id, upto))
    for position in sorted(positions):
        for id, keys in strange.items():
            keys.discard(wanted(records[id].room, past.state(id, position), Then(past, position)) or "")
    yield from ((id, key) for id, keys in strange.items() for key in sorted(keys))


def wanted(room: Room, state: Any, world: Any) -> str | None:
    """The time for which a record in that state asks."""
    due = room.wakes(state, world) if state is not None else None
    return moment(due) if due else None
