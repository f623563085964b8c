"""Records as they stand now: folded from their events, kept in memory, never copied since they never change."""

import threading
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import GenericAlias
from typing import Any

import msgspec
from msgspec import Struct

import domain
from application.kept import Kept
from application.mapper import Mapper
from application.store import Snapshot, Store
from domain.shared.room import Room

SNAPSHOT_EVERY = 100


class Loaded(Struct, frozen=True, array_like=True):
    """A record at a version; version 0 and no state when nothing has happened to it."""

    version: int
    state: Any
    last_at: datetime | None


NOTHING = Loaded(0, None, None)


class Records:
    """The newest known state of each record. May lag behind other processes: what relied on it is then Stale.

    All are forgotten when keys were destroyed: they may hold what can no longer be read.
    """

    def __init__(self, store: Store, mapper: Mapper) -> None:
        self._store = store
        self._mapper = mapper
        self._kept: Kept[Loaded] = Kept(lambda loaded: len(msgspec.json.encode(loaded.state)))
        self._edition = 0
        self._lock = threading.Lock()
        self._shapes: dict[str, str] = {}

    def load(self, room: Room, id: str, *, fresh: bool = False) -> Loaded:
        """The record; `fresh` also reads what other processes have appended. The id of another kind names nothing."""
        loaded = self._newest(room, id, fresh)
        return loaded if loaded.state is None or isinstance(loaded.state, room.state) else NOTHING

    def edition(self) -> int:
        """Of what the states that are loaded from now on show: how many keys have been destroyed."""
        edition = self._mapper.sealing.edition()
        if edition != self._edition:
            with self._lock:
                self._kept.clear()
                self._edition = edition
        return edition

    def _newest(self, room: Room, id: str, fresh: bool) -> Loaded:
        edition = self.edition()
        with self._lock:
            kept = self._kept.get(id)
        if kept is not None and not fresh:
            return kept
        return self.keep(room, id, self._follow(room, id, kept or self.from_snapshot(room, id)), edition)

    def keep(self, room: Room, id: str, loaded: Loaded, edition: int, heavy: int | None = None) -> Loaded:
        """Remember a newer state, unless an even newer one is known, or it is of an edition that is over.

        `heavy` is about how many bytes it takes, where that is known.
        """
        self.edition()
        with self._lock:
            if edition != self._edition:
                return loaded
            known = self._kept.get(id) or NOTHING
            if known.version > loaded.version:
                return known
            self._kept.put(id, loaded, loaded.version, heavy)
        if loaded.version // SNAPSHOT_EVERY > known.version // SNAPSHOT_EVERY:
            self._keep_snapshot(room, id, loaded, edition)
        return loaded

    def _keep_snapshot(self, room: Room, id: str, loaded: Loaded, edition: int) -> None:
        """Keep the state for the next process. A key destroyed meanwhile opens it no more, and no newer one may."""
        key, data = self._mapper.sealing.closed(msgspec.json.encode(loaded))
        self._mapper.sealing.look()
        if edition == self.edition():
            self._store.keep(Snapshot(id, loaded.version, f"{self._shape(room)}/{key}", data))

    def then(self, room: Room, id: str, position: int) -> Any:
        """The state of the record as it stood at a position; None when it was not there yet."""
        return self._follow(room, id, NOTHING, position).state

    def _follow(self, room: Room, id: str, loaded: Loaded, upto: int | None = None) -> Loaded:
        version, state, at = loaded.version, loaded.state, loaded.last_at
        for stored in self._store.stream(id, version):
            if upto is not None and stored.position > upto:
                break
            envelope = self._mapper.decode(stored).envelope
            if type(envelope.event) not in room.lifecycle.moves:
                return NOTHING
            state = room.apply(state, envelope.event, envelope.stamp(id))
            version, at = stored.version, envelope.occurred_at
        return Loaded(version, state, at)

    def from_snapshot(self, room: Room, id: str) -> Loaded:
        """The record as its snapshot has it; NOTHING where there is none that this program and its keys can read."""
        snapshot = self._store.snapshot(id)
        shape, _, key = snapshot.shape.partition("/") if snapshot else ("", "", "")
        data = self._mapper.sealing.reopened(key, snapshot.data) if snapshot and shape == self._shape(room) else None
        if data is None:
            return NOTHING
        version, state, at = msgspec.json.decode(data, type=GenericAlias(tuple, (int, room.state, datetime)))
        return Loaded(version, state, at)

    def _shape(self, room: Room) -> str:
        """A fingerprint of the state's shape and of the rules: a snapshot by others is ignored and made anew."""
        if room.name not in self._shapes:
            schema = msgspec.json.encode(msgspec.json.schema(room.state), order="sorted")
            self._shapes[room.name] = sha256(program().encode() + schema).hexdigest()
        return self._shapes[room.name]


def program() -> str:
    """A digest of the domain's code: other code may make other states, and other claims, of the same events."""
    return digest_of(tuple(domain.__path__))


@cache
def digest_of(folders: tuple[str, ...]) -> str:
    digest = sha256()
    for folder in folders:
        for source in sorted(Path(folder).rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()
