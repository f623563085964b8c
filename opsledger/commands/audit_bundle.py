"""`opsledger audit export` and `opsledger audit check`: files that prove themselves."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from inspect import cleandoc
from itertools import takewhile
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from application.integrity import bundle as bundles
from application.integrity.bundle import FORMAT, Buffer, Bundle, Event, NotABundle, Selection
from application.integrity.checking import check as checked
from application.integrity.checkpoint import Checkpoint
from application.mapper import stored_name
from application.store import Store, Stored
from domain.rooms import ROOMS
from domain.shared.recorded import Envelope
from domain.shared.values import civil
from opsledger import __version__
from opsledger.commands.answer import Answer, absent, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import signed_up
from opsledger.commands.evidence import add_trust, findings, kept_checkpoint, shown
from opsledger.commands.parser import Parser
from opsledger.compose import Product, opened
from opsledger.reference import classes
from projections.fields import meanings

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
        since=given.since,
        until=given.until,
    )
    with opened(existing(call.settings)) as product:
        checkpoint = signed_up(product)
        chosen = selected(product.ledger.store, selection, checkpoint.size)
        bundle = head(product, selection, checkpoint, chosen(), given.against)
        log, sealing = product.log, product.ledger.mapper.sealing
        count = save(given.file, bundle, bundles.proved(log, checkpoint, chosen(), sealing))
    return Answer({"file": str(given.file), "events": count}, (f"events written to {given.file}: {count:,}",))


def head(
    product: Product, selection: Selection, checkpoint: Checkpoint, events: Iterable[Stored], against: Path | None
) -> Bundle:
    """The bundle of what is selected, without its events. Raises Wrong."""
    found = {(event.stream, event.type) for event in events}
    records, types = ({pair[at] for pair in found} for at in (0, 1))
    if missing := [record for record in selection.records if record not in records]:
        raise absent("audit.empty", f"Nothing was recorded of {', '.join(missing)}.")
    if not found:
        raise absent("audit.empty", "Nothing of that was recorded.")
    since = kept_checkpoint(against) if against else None
    return Bundle(
        format=FORMAT,
        made_at=product.ledger.clock().isoformat(),
        made_by=f"opsledger {__version__}",
        selection=selection,
        checkpoint=bundles.lines(str(checkpoint)),
        keys=tuple(map(bundles.lines, product.log.successions())),
        growth=bundles.grown(product.log, checkpoint, since) if since else None,
        events=(),
        types=schemas(types),
    )


def save(file: Path, bundle: Bundle, events: Iterable[Event]) -> int:
    """Write the file, event by event; how many there were. A file of that name stays until this one is whole."""
    count = 0

    def counted() -> Iterator[Event]:
        nonlocal count
        for event in events:
            yield event
            count += 1

    beside = file.with_name(f"{file.name}.part")
    try:
        with beside.open("wb") as whole:
            whole.writelines(bundles.written(bundle, counted()))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return count


def selected(store: Store, selection: Selection, size: int) -> Callable[[], Iterator[Stored]]:
    """Reads what is selected of the first so many events, as often as it is called."""
    if selection.records:
        records = dict.fromkeys(selection.records)
        return lambda: (each for record in records for each in store.stream(record) if each.position <= size)
    first, last = ends(store, selection, size)
    return lambda: takewhile(lambda each: each.position <= min(last, size), every(store, first - 1))


def ends(store: Store, selection: Selection, size: int) -> tuple[int, int]:
    """The positions of the first and the last event recorded within the days; what stands between goes with them.

    Moments are taken a little before positions, so about midnight an event of the one day may follow one of the other.
    What was asked for without a last day goes on to the end of the log, and without a first one from its beginning.
    """
    first = last = 0
    for event in every(store):
        day = civil(recorded_at(event))
        if (selection.since or day) <= day <= (selection.until or day):
            first, last = first or event.position, event.position
    if not last:
        return 1, 0
    return first if selection.since else 1, last if selection.until else size


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
    described: dict[str, type[Any]] = {"envelope": Envelope}
    described |= {name: known[name] for name in sorted(types & known.keys())}
    return {name: readable(explained(type_)) for name, type_ in described.items()}


def explained(type_: type[Any]) -> dict[str, Any]:
    """The schema of a class, with what is written beneath its fields and those of the values inside it."""
    schema = msgspec.json.schema(type_)
    for each in structures(type_):
        properties = schema["$defs"][each.__name__]["properties"]
        for name, said in meanings(each).items():
            if name in properties:
                properties[name] = {**properties[name], "description": said}
    return schema


def structures(type_: Any) -> set[type[msgspec.Struct]]:
    """The classes of values that a type is made of, itself included."""
    if not (isinstance(type_, type) and issubclass(type_, msgspec.Struct)):
        return set().union(*map(structures, get_args(type_)))
    return {type_}.union(*map(structures, get_type_hints(type_).values()))


def readable(schema: Any) -> Any:
    """The schema with its descriptions as they are meant, without the indentation of our code."""
    if isinstance(schema, str):
        return cleandoc(schema)
    if isinstance(schema, dict):
        return {name: readable(part) for name, part in schema.items()}
    return [readable(part) for part in schema] if isinstance(schema, list) else schema


def check(call: Call) -> Answer:
    """Check the file, with what the caller has kept and whom they trust."""
    given = call.options
    kept = {str(path): kept_checkpoint(path) for path in given.against}
    try:
        return findings(list(checked(bundles.read(content_of(given.file)), kept, given.key)))
    except (NotABundle, ValueError) as wrong:
        raise usage(shown(f"{given.file}: {wrong}")) from None


def content_of(path: Path) -> Buffer:
    """What is in the file, which may be larger than memory. Raises OSError, and NotABundle for a pipe or a device."""
    if path.exists() and not path.is_file():
        raise NotABundle("this is no file: save what comes out of it, and check that")
    with path.open("rb") as file:  # the mapping is closed by nobody: what is read refers to it
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
