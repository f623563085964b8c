"""What stands after the newest signature: nothing proves it before it is signed, so it is told, with its times.

Signatures follow within a second while a server runs. What is older than that and unsigned was put there by somebody
else, or says a time at which it was not written, or something has stopped the signing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from application.integrity.checkpoint import Checkpoint
from application.integrity.growth import Lines
from application.integrity.note import BadNote
from application.integrity.tiles import Tiles
from application.integrity.verify import Finding
from application.store import Stored, Unavailable

LAG = timedelta(seconds=10)
"""By then whatever is written is signed, on a machine with far too much to do as well."""
PAGE = 2_000


class Tail(NamedTuple):
    """The unsigned lines of a log or book: how many there are, by position when they say they were written."""

    name: str
    size: int
    """How many lines are signed."""
    signed_at: datetime | None
    """When the last of these was written."""
    unsigned: int
    times: dict[int, datetime]


def unsigned(places: Sequence[tuple[str, Lines, Tiles]], now: datetime, signing: bool) -> Iterator[Finding]:
    """What of each log or book is not signed yet, by its name. `signing` says whether a server signs just now."""
    tails = [tail for name, lines, tiles in places if (tail := tail_of(name, lines, tiles))]
    signed = max((tail.signed_at for tail in tails if tail.signed_at), default=None)
    for tail in tails:
        if tail.unsigned:
            yield finding(tail, signed, now if signing else None)


def finding(tail: Tail, signed: datetime | None, now: datetime | None) -> Finding:
    """What is told of the unsigned lines; not well when one of them should have been signed, as others were."""
    what = f"{tail.name}: not signed yet" if tail.name else "not signed yet"
    span = f", written from {min(tail.times.values())} to {max(tail.times.values())}" if tail.times else ""
    seen = f"the last {tail.unsigned:,}, after position {tail.size:,}{span}: nothing proves them before they are signed"
    for reached, why in ((signed, "what was written later is signed"), (now, "a server signs")):
        for position, at in tail.times.items():
            if reached and reached - at > LAG:
                return Finding(what, f"{seen}; position {position:,} of {at} is suspicious: {why}", False, position)
    return Finding(what, seen)


def tail_of(name: str, lines: Lines, tiles: Tiles) -> Tail | None:
    """The unsigned lines; None where that cannot be told, which verifying tells otherwise."""
    try:
        note = tiles.checkpoint()
        size = Checkpoint.parse(note).size if note else 0
        last = [written(each) for each in lines.log(size - 1, 1)] if size else []
        times, count, after = dict[int, datetime](), 0, size
        while page := lines.log(after, PAGE):
            times |= {each.position: at for each in page if (at := written(each))}
            count, after = count + len(page), page[-1].position
    except (BadNote, Unavailable, OSError):
        return None
    return Tail(name, size, last[0] if last else None, count, times)


def written(line: Stored) -> datetime | None:
    """When an event, or a line of a book, says that it was written; None for one that says nothing of the kind."""
    try:
        told: Any = msgspec.json.decode(line.data)
        at = datetime.fromisoformat(told["recorded_at"] if isinstance(told, dict) else told[0])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return at if at.tzinfo else None
