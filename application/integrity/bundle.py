"""The audit bundle: events in a file that proves itself, read by people, checked without this ledger (AUDIT-11).

docs/audit-bundle.md says what each field means, so that others can check it too.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import msgspec
from msgspec import Struct

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.keys import named, trusted
from application.integrity.leaf import Unhashable, leaf
from application.integrity.log import TransparencyLog
from application.integrity.note import BadNote, Verifier, parse
from application.integrity.tree import is_consistent, is_included
from application.integrity.verify import Finding
from application.sealing import Opened, Sealing, Unreadable, agrees
from application.store import Stored

FORMAT = "opsledger-audit-bundle/1"
PLACED = "{:,} events, each proved to be in the log at its position"


class Selection(Struct, frozen=True, omit_defaults=True):
    """What was asked for: whole records, or all that was recorded within days (the last one included)."""

    records: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


class Event(Struct, frozen=True, omit_defaults=True):
    """An event as it is stored, the same as JSON to read, and the proof that it is in the log."""

    position: int
    stream: str
    version: int
    type: str
    read: Any
    stored: str
    proof: tuple[str, ...]
    personal: tuple[Opened, ...] = ()
    """What is encrypted in it, in the clear, with keys that prove it; or that it was erased."""


class Growth(Struct, frozen=True):
    """The proof that the log began as an older checkpoint, which somebody kept, says."""

    since: tuple[str, ...]
    proof: tuple[str, ...]


class Bundle(Struct, frozen=True, omit_defaults=True):
    """The whole file. Notes are lists of their lines, hashes base64."""

    format: str
    made_at: str
    made_by: str
    selection: Selection
    checkpoint: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    growth: Growth | None = None
    types: Mapping[str, Any] = {}
    events: tuple[Event, ...] = ()


class NotABundle(Exception):
    """A file is no audit bundle, or one of a kind that this program does not know."""


def proved(
    log: TransparencyLog, checkpoint: Checkpoint, events: Iterable[Stored], sealing: Sealing
) -> Iterator[Event]:
    """The events with their proofs. Raises Tampered for one that is not what was signed."""
    for event in events:
        proof = log.inclusion(event.position, checkpoint.size)
        if not is_included(leaf(event), event.position - 1, checkpoint.size, proof, checkpoint.root):
            raise Tampered(f"position {event.position:,} is not what was signed")
        yield Event(
            position=event.position,
            stream=event.stream,
            version=event.version,
            type=event.type,
            read=msgspec.json.decode(event.data),
            stored=event.data.decode(),
            proof=hashes(proof),
            personal=sealing.disclosed(event.data),
        )


def grown(log: TransparencyLog, checkpoint: Checkpoint, since: Checkpoint) -> Growth:
    """The proof from an older checkpoint to this one. Raises LookupError when it is not older."""
    return Growth(lines(str(since)), hashes(log.consistency(since.size, checkpoint.size)))


def lines(note: str) -> tuple[str, ...]:
    """A note as it stands in the file."""
    return tuple(note.splitlines())


def hashes(proof: Iterable[bytes]) -> tuple[str, ...]:
    """A proof as it stands in the file."""
    return tuple(b64encode(hash).decode() for hash in proof)


def written(bundle: Bundle, events: Iterable[Event] = ()) -> Iterator[bytes]:
    """The file piece by piece: JSON, indented for people. `events` come after those that the bundle has already."""
    head = msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(bundle, events=())), indent=2)
    yield head.removesuffix(b"\n}") + b',\n  "events": ['
    between = b"\n    "
    for event in chain(bundle.events, events):
        yield between + msgspec.json.format(msgspec.json.encode(event), indent=2).replace(b"\n", b"\n    ")
        between = b",\n    "
    yield b"\n  ]\n}\n"


def read(content: bytes) -> Bundle:
    """The bundle in a file. Raises NotABundle."""
    try:
        bundle = msgspec.json.decode(content, type=Bundle)
    except msgspec.DecodeError as wrong:
        raise NotABundle(f"this is no audit bundle: {wrong}") from None
    if bundle.format != FORMAT:
        raise NotABundle(f"this is {bundle.format}, and this program reads {FORMAT}")
    return bundle


def check(bundle: Bundle, kept: Mapping[str, Checkpoint] = {}, given: Sequence[Verifier] = ()) -> Iterator[Finding]:
    """Check everything that the file claims, with nothing but the file and what its reader has kept.

    `kept` are checkpoints of earlier times by the names they go by, `given` the keys that the reader trusts.
    """
    try:
        checkpoint = Checkpoint.parse(note(bundle.checkpoint))
        yield signed(bundle, checkpoint, given)
    except BadNote as wrong:
        yield Finding("checkpoint", str(wrong), well=False)
        return
    yield placed(bundle, checkpoint)
    yield complete(bundle)
    if any(event.personal for event in bundle.events):
        yield personal(bundle)
    for name, before in kept.items():
        yield follows(bundle, checkpoint, name, before)


def signed(bundle: Bundle, checkpoint: Checkpoint, given: Sequence[Verifier]) -> Finding:
    """Who signed the head of the log. Raises BadNote."""
    notes = [note(each) for each in bundle.keys]
    first = [named(parse(each)) for each in notes[:1]]
    signers = checkpoint.signers(trusted(notes, given or first))
    names = ", ".join(map(str, signers)) or "nobody whose key is trusted"
    warning = "" if given else "; this key is the file's own: compare it with the one that you were told"
    what = f"{checkpoint.origin}, {checkpoint.size:,} events, signed by {names}"
    return Finding("checkpoint", what + warning, checkpoint.is_signed_by_the_log(signers))


def placed(bundle: Bundle, checkpoint: Checkpoint) -> Finding:
    """Whether each event is in the log where it says, and reads as it is stored."""
    for event in bundle.events:
        problem = misplaced(event, checkpoint)
        if problem:
            return Finding("events", f"position {event.position:,}: {problem}", False, event.position)
    return Finding("events", PLACED.format(len(bundle.events)))


def misplaced(event: Event, checkpoint: Checkpoint) -> str:
    """What is wrong with an event, if anything."""
    try:
        row = Stored(event.position, event.stream, event.version, event.type, event.stored.encode())
        if not is_included(leaf(row), event.position - 1, checkpoint.size, path(event.proof), checkpoint.root):
            return "it is not in the log so"
        return "" if msgspec.json.decode(event.stored) == event.read else "it does not read as it is stored"
    except (ValueError, Unhashable) as wrong:
        return f"it cannot be checked: {wrong}"


def personal(bundle: Bundle) -> Finding:
    """Whether what the file says in the clear is what is encrypted in the events."""
    shown = erased = 0
    for event in bundle.events:
        try:
            well = agrees(event.stored.encode(), event.personal)
        except (ValueError, Unreadable):
            well = False
        if not well:
            said = f"position {event.position:,}: what is said is not what is encrypted there"
            return Finding("personal", said, False, event.position)
        shown += sum(len(each.texts) for each in event.personal if each.key)
        erased += sum(len(each.texts) for each in event.personal if not each.key)
    return Finding("personal", f"{shown:,} texts are those encrypted in their events; {erased:,} are erased")


def complete(bundle: Bundle) -> Finding:
    """Whether nothing was left out: positions without gaps within days, versions without gaps for records."""
    positions = [event.position for event in bundle.events]
    if not bundle.selection.records:
        for before, after in pairwise(positions):
            if after != before + 1:
                return Finding("completeness", f"position {before + 1:,} is left out", False, before + 1)
        return Finding("completeness", "every position from the first to the last")
    for record in bundle.selection.records:
        versions = [event.version for event in bundle.events if event.stream == record]
        if not versions or versions != list(range(1, len(versions) + 1)):
            return Finding("completeness", f"{record}: versions {versions or 'none'}", well=False)
    return Finding("completeness", "each record from version 1 to the last one in the file")


def follows(bundle: Bundle, checkpoint: Checkpoint, name: str, before: Checkpoint) -> Finding:
    """Whether the log of the bundle is the one of an earlier checkpoint, grown."""
    if before[:3] == checkpoint[:3]:
        return Finding(name, "it is the one that the file is of")
    try:
        if bundle.growth is None or Checkpoint.parse(note(bundle.growth.since))[:3] != before[:3]:
            return Finding(name, "the file does not say how the log has grown since: export it against this", False)
        steps = path(bundle.growth.proof)
    except (BadNote, ValueError) as wrong:
        return Finding(name, f"it cannot be checked: {wrong}", well=False)
    well = is_consistent(before.size, checkpoint.size, before.root, checkpoint.root, steps)
    return Finding(name, f"its {before.size:,} events are {'' if well else 'NOT '}the first of this log", well)


def path(told: Iterable[str]) -> list[bytes]:
    """A proof out of the file. Raises ValueError."""
    return [b64decode(each, validate=True) for each in told]


def note(told: Sequence[str]) -> str:
    return "\n".join(told) + "\n"
