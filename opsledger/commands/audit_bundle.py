"""`opsledger audit export` and `opsledger audit check`: files that prove themselves."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from application.integrity import bundle as bundles
from application.integrity.bundle import FORMAT, Bundle, NotABundle, Selection
from application.mapper import stored_name
from application.store import Store, Stored
from domain.rooms import ROOMS
from domain.shared.recorded import Envelope
from domain.shared.values import civil
from opsledger import __version__
from opsledger.commands.answer import Answer, absent, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import signed_up
from opsledger.commands.evidence import add_trust, findings, kept_checkpoint
from opsledger.commands.parser import Parser
from opsledger.compose import Product, opened
from opsledger.reference import classes

PAGE = 2_000


class Moment(msgspec.Struct):
    """All that has to be read of an event to know the day on which it was recorded."""

    recorded_at: datetime


def add_export(parser: Parser) -> None:
    parser.set_defaults(run=export)
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    record = "every event of the record; repeatable"
    parser.add_argument("--record", action="append", default=[], metavar="ID", help=record)
    parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="recorded since")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="recorded until")
    against = "a checkpoint that the reader has kept: prove that the log has only grown since"
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help=against)


def add_check(parser: Parser) -> None:
    parser.set_defaults(run=check)
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to check")
    add_trust(parser)


def export(call: Call) -> Answer:
    """Write what was asked for with its proofs, as of now."""
    given = call.options
    if bool(given.record) == bool(given.since or given.until):
        raise usage("either --record, or --from and --to")
    selection = Selection(
        records=tuple(given.record),
        since=given.since and given.since.isoformat(),
        until=given.until and given.until.isoformat(),
    )
    with opened(existing(call.settings)) as product:
        bundle = made(product, selection, given.against)
    given.file.write_bytes(bundles.written(bundle))
    count = len(bundle.events)
    return Answer({"file": str(given.file), "events": count}, (f"events written to {given.file}: {count:,}",))


def made(product: Product, selection: Selection, against: Path | None) -> Bundle:
    """The bundle of what is selected. Raises Wrong."""
    checkpoint, log = signed_up(product), product.log
    chosen = of_records if selection.records else within
    events = [event for event in chosen(product.ledger.store, selection) if event.position <= checkpoint.size]
    if not events:
        raise absent("audit.empty", "Nothing of that was recorded.")
    since = kept_checkpoint(against) if against else None
    return Bundle(
        format=FORMAT,
        made_at=product.ledger.clock().isoformat(),
        made_by=f"opsledger {__version__}",
        selection=selection,
        checkpoint=bundles.lines(str(checkpoint)),
        keys=tuple(map(bundles.lines, log.successions())),
        growth=bundles.grown(log, checkpoint, since) if since else None,
        types=schemas({event.type for event in events}),
        events=tuple(bundles.proved(log, checkpoint, events, product.ledger.mapper.sealing)),
    )


def of_records(store: Store, selection: Selection) -> Iterator[Stored]:
    for record in dict.fromkeys(selection.records):
        yield from store.stream(record)


def within(store: Store, selection: Selection) -> Iterator[Stored]:
    """What was recorded from the first day to the last, and whatever stands between in the log: nothing is left out.

    Moments are taken a little before positions, so about midnight an event of the one day may follow one of the other.
    """
    held: list[Stored] = []
    begun = False
    for event in every(store):
        day = civil(recorded_at(event)).isoformat()
        inside = (selection.since or day) <= day <= (selection.until or day)
        if inside or begun:
            held.append(event)
        if inside:
            begun = True
            yield from held
            held.clear()


def recorded_at(event: Stored) -> datetime:
    """When it was recorded."""
    return msgspec.json.decode(event.data, type=Moment).recorded_at


def every(store: Store, after: int = 0) -> Iterator[Stored]:
    """The log after a position."""
    while events := store.log(after, PAGE):
        yield from events
        after = events[-1].position


def schemas(types: set[str]) -> dict[str, Any]:
    """What the stored events of these types look like, as JSON Schema: the envelope, and each event inside it."""
    known = {stored_name(event): event for room in ROOMS for event in classes(room)}
    described = {name: msgspec.json.schema(known[name]) for name in sorted(types & known.keys())}
    return {"envelope": msgspec.json.schema(Envelope), **described}


def check(call: Call) -> Answer:
    """Check the file, with what the caller has kept and whom they trust."""
    given = call.options
    kept = {str(path): kept_checkpoint(path) for path in given.against}
    try:
        bundle = bundles.read(given.file.read_bytes())
    except NotABundle as wrong:
        raise usage(f"{given.file}: {wrong}") from None
    return findings(list(bundles.check(bundle, kept, given.key)))
