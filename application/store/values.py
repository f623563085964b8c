"""What goes into the store, what comes out of it, and the ways in which it says no."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from msgspec import Struct

ADDRESSES = ("postgresql://", "postgres://")
"""How the address of a PostgreSQL database begins; whatever else is given is a folder."""


class Entry(NamedTuple):
    """One event to append: `version` is the place, from 1, which it gets in its stream."""

    stream: str
    version: int
    type: str
    data: bytes


class Stored(NamedTuple):
    """One event as it was recorded; `position` is its place, from 1, in the one order of everything."""

    position: int
    stream: str
    version: int
    type: str
    data: bytes


as_stored = cast("Callable[[Iterable[Any]], Stored]", partial(tuple.__new__, Stored))
"""`Stored._make` without its Python frame: it is called for every event that is ever read."""


class Claim(NamedTuple):
    """A line of a lookup index, kept in the same transaction as the events that made it true."""

    name: str
    key: str
    stream: str


class KeptReceipt(NamedTuple):
    """The answer given to a command, kept for ever; `digest` tells whether a repetition asks for the same."""

    command_id: str
    digest: str
    answer: bytes


class Refusal(NamedTuple):
    """A line of the refusal log: who was refused what, when and why. `at` is ISO text, `facts` are JSON."""

    at: str
    actor: str
    role: str | None
    act: str
    stream: str | None
    code: str
    facts: bytes
    command_id: str | None


class Snapshot(NamedTuple):
    """State of a stream at a version. Disposable; `shape` says which code can read `data`."""

    stream: str
    version: int
    shape: str
    data: bytes


class Lookup(NamedTuple):
    """The streams that were found to hold a key, ordered."""

    name: str
    key: str
    streams: tuple[str, ...]


class Unit(Struct, frozen=True):
    """Everything that one command records: all of it or nothing.

    `reads` are versions of streams that were read as facts, `lookups` what was found by keys: both must still hold.
    `unique` names the claims whose key may be held by one stream only. Releases are made before claims.
    """

    entries: tuple[Entry, ...]
    reads: Mapping[str, int] = MappingProxyType({})
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    unique: frozenset[str] = frozenset()
    receipt: KeptReceipt | None = None
    lookups: tuple[Lookup, ...] = ()

    def held(self) -> tuple[list[str], list[int]]:
        """Streams, and the version that each must have: those appended to and those read. ValueError as `before`."""
        before = self.before()
        return [*before, *self.reads], [*before.values(), *self.reads.values()]

    def before(self) -> dict[str, int]:
        """The version that each appended stream must have. ValueError when a stream's versions do not follow."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for stream, version, _, _ in self.entries:
            if version != last.get(stream, version - 1) + 1 or version < 1:
                raise ValueError(f"{stream}: version {version} does not follow {last.get(stream, 0)}")
            first.setdefault(stream, version - 1)
            last[stream] = version
        return first

    def begun(self) -> dict[str, int]:
        """How many bytes the first entry has of each stream that begins with it."""
        return {stream: len(data) for stream, version, _, data in self.entries if version == 1}


class Stale(Exception):
    """A stream is no longer, or not yet, at the version that the unit relied on; `version` is the present one.

    Also when other streams hold a key than the unit has found: then `stream` names the claim, and `version` is 0.
    """

    def __init__(self, stream: str, version: int) -> None:
        super().__init__(f"{stream} is at version {version}")
        self.stream = stream
        self.version = version


class Taken(Exception):
    """A unique key is held by another stream."""

    def __init__(self, claim: Claim, holder: str) -> None:
        super().__init__(f"{claim.name} {claim.key} is held by {holder}")
        self.claim = claim
        self.holder = holder


class Repeated(Exception):
    """The command id was answered before; `receipt` is that answer."""

    def __init__(self, receipt: KeptReceipt) -> None:
        super().__init__(f"{receipt.command_id} was answered before")
        self.receipt = receipt


class Unavailable(Exception):
    """The database cannot be used now. Whether the unit was recorded is then unknown: look, or repeat its receipt."""


class UnknownLayout(Exception):
    """The database was laid out by a newer program; this one must not write into it."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the ledger has layout {found}, this program knows layouts up to {known}: use the newer program"
        )
        self.found = found
        self.known = known
