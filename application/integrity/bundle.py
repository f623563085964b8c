"""The audit bundle: events in a file that proves itself, read by people, checked without this ledger (AUDIT-11).

docs/audit-bundle.md says what each field means, so that others can check it too.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from mmap import mmap
from typing import Any, TypeAlias

import msgspec
from msgspec import Raw, Struct

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.leaf import leaf
from application.integrity.log import TransparencyLog
from application.integrity.note import BadNote
from application.integrity.tree import is_included
from application.sealing import Opened, Sealing
from application.store import Stored

Buffer: TypeAlias = bytes | mmap
FORMAT = "opsledger-audit-bundle/1"


class Selection(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was asked for: whole records, or all that was recorded within days (the last one included).

    ValueError when it is neither or both.
    """

    records: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if bool(self.records) == bool(self.since or self.until):
            raise ValueError("what was asked for are either records or days")


class Event(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
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


class Growth(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof that the log began as an older checkpoint, which somebody kept, says."""

    since: tuple[str, ...]
    proof: tuple[str, ...]


class Bundle(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file. Notes are lists of their lines, hashes base64. What explains comes after what is explained."""

    format: str
    made_at: str
    made_by: str
    selection: Selection
    checkpoint: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    growth: Growth | None = None
    events: Sequence[Event]
    types: Mapping[str, Any]


class Format(Struct, frozen=True):
    """All that has to be read of a file to know of which kind it is."""

    format: str


class Unread(Bundle, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file, with its events as they stand there."""

    events: tuple[Raw, ...]  # type: ignore[assignment]


def as_told(number: str) -> Raw:
    """A number with a fraction as it is written: people read all of its digits, a float keeps some of them."""
    return Raw(number.encode())


JSON = msgspec.json.Decoder(float_hook=as_told)
EVENT = msgspec.json.Decoder(Event, float_hook=as_told)


class Events(Sequence[Event]):
    """The events of a file, each read when it is looked at: a file may be larger than memory."""

    def __init__(self, raw: Sequence[Raw]) -> None:
        self._raw = raw

    def __len__(self) -> int:
        return len(self._raw)

    def __getitem__(self, at: Any) -> Any:
        return tuple(map(EVENT.decode, self._raw[at])) if isinstance(at, slice) else EVENT.decode(self._raw[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


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
            read=JSON.decode(event.data),
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
    whole = msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(bundle, events=())), indent=2)
    head, here, types = whole.partition(b'\n  "events": [')
    yield head + here
    between = b"\n    "
    for event in chain(bundle.events, events):
        yield between + msgspec.json.format(msgspec.json.encode(event), indent=2).replace(b"\n", b"\n    ")
        between = b",\n    "
    yield b"\n  " + types + b"\n"


def read(content: Buffer) -> Bundle:
    """The bundle in a file, or in memory that is mapped to one and stays so. Raises NotABundle.

    People read everything that stands in it: so nothing may stand there that is not looked at, or that is said twice.
    """
    try:
        bundle = understood(content)
        if not as_written(bundle, content):
            require_said_once(content)
    except msgspec.DecodeError as wrong:
        raise NotABundle(f"this is no audit bundle: {wrong}") from None
    except RecursionError:
        raise NotABundle("this is no audit bundle: it is nested too deeply") from None
    return bundle


def understood(content: Buffer) -> Bundle:
    """The bundle, with events that can be read. Raises NotABundle, DecodeError, RecursionError."""
    format = msgspec.json.decode(content, type=Format).format
    if format != FORMAT:
        raise NotABundle(f"this is {format}, and this program reads {FORMAT}")
    unread = msgspec.json.decode(content, type=Unread)
    events = Events(unread.events)
    for _ in events:
        """Each can be read."""
    others = {name: getattr(unread, name) for name in Bundle.__struct_fields__ if name != "events"}
    return Bundle(**others, events=events)


def as_written(bundle: Bundle, content: Buffer) -> bool:
    """Whether the file is byte for byte as this program writes it; then nothing is said in it twice."""
    at = 0
    for piece in written(bundle):
        if content[at : at + len(piece)] != piece:
            return False
        at += len(piece)
    return at == len(content)


def require_said_once(content: Buffer) -> None:
    """Raises NotABundle where an object has two fields of one name: people see the first, programs take the last.

    Nothing of the file is kept meanwhile but its text.
    """

    def once(fields: list[tuple[str, Any]]) -> None:
        if len({name for name, _ in fields}) < len(fields):
            said = ", ".join(dict(fields))
            raise NotABundle(f"this is no audit bundle: something is said twice among {said}")

    json.loads(str(content, "utf-8"), object_pairs_hook=once)


def same(one: Any, other: Any) -> bool:
    """Whether two values that JSON has read are the same to people, to whom 1, 1.0 and true are not."""
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


def note(told: Sequence[str]) -> str:
    """A note that stands in the file. Raises BadNote when what stands there as one line is none."""
    text = "\n".join(told) + "\n"
    if lines(text) != tuple(told):
        raise BadNote("a note stands in the file as a list of its lines")
    return text
