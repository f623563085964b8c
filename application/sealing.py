"""Personal texts of events, taken out of what is stored and put back when it is read (INFO-08).

What is taken out is encrypted under a key of the person to whom it belongs. Once that key is destroyed, ERASED is put
back instead. docs/personal-data.md says how stored bytes can be read without us.
"""

import os
import time
from collections.abc import Collection, Set
from contextlib import suppress
from hashlib import blake2b
from typing import Any, NamedTuple, get_args

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct
from msgspec.structs import force_setattr, replace

from application.marks import Hiding, Take, Taking, put, taker
from application.store.keys import NONCE, SIZE, SNAPSHOTS, Key, Keys, NoSuchKey
from domain.shared.ids import SYSTEM
from domain.shared.personal import ERASED, Personal
from domain.shared.recorded import Envelope, Sealed
from domain.shared.room import Room

PATIENCE = 1.0
"""Seconds after which a process sees, at the latest, that another one has destroyed a key."""
FOR_AN_EVENT = b"opsledger-event"
BACKDATED = Personal(said=True)
JSON = msgspec.json.Encoder()
TEXTS = msgspec.json.Decoder(tuple[str, ...])


class Unreadable(Exception):
    """Stored personal texts are not what was encrypted, or not by that key."""


class Private(Struct):
    """All that has to be read of an event to open what is encrypted in it."""

    id: str = ""
    private: tuple[Sealed, ...] = ()


PRIVATE = msgspec.json.Decoder(Private)


class Opened(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Texts of an event by their places, and the key by which they are encrypted there and nowhere else.

    The key is absent, and the texts are ERASED, once the key that it derives from was destroyed.
    """

    at: tuple[str, ...]
    texts: tuple[str, ...]
    key: bytes | None = None


class Deriving(NamedTuple):
    """A key by its name, and the beginning of what derives from it."""

    id: str
    hash: blake2b

    def key(self, event: str) -> bytes:
        """What encrypts for one event alone."""
        hash = self.hash.copy()
        hash.update(event.encode())
        return hash.digest()


class Marked(NamedTuple):
    """What is known of the events of a class: how to take texts out, and which field of the record says whose."""

    take: Take
    about: str | None


class Sealing:
    """Takes personal texts out of the events of these rooms, and puts them back. Safe for threads."""

    def __init__(self, rooms: Collection[Room], keys: Keys) -> None:
        self._keys = keys
        self._current: dict[str, Deriving] = {}
        self._known: dict[str, Deriving | None] = {}
        self._destroyed = 0
        self._erased: Set[str] = frozenset()
        self._subjects: dict[str, str] = {}
        self._looked = -PATIENCE
        self._marked = {
            event: Marked(take, room.about)
            for room in rooms
            for event in get_args(room.events) or (room.events,)
            if (take := taker(event))
        }
        self._telling = {
            event: room.about
            for room in rooms
            for event in get_args(room.events) or (room.events,)
            if room.about in event.__struct_fields__
        }
        self._names = {event.__struct_config__.tag for event in (*self._marked, *self._telling)}

    def edition(self) -> int:
        """How many keys have been destroyed, PATIENCE seconds ago or later. What was read before a change may now read
        otherwise.
        """
        if time.monotonic() - self._looked > PATIENCE:
            self.look()
        return self._destroyed

    def look(self) -> None:
        """Forget the keys that are known if any were destroyed."""
        destroyed = self._keys.destroyed()
        if destroyed != self._destroyed:
            self._erased = self._keys.erased()
            self._current, self._known = {}, {}
            self._destroyed = destroyed
        self._looked = time.monotonic()

    def erase(self, owner: str) -> list[str]:
        """Destroy the owner's keys for good; the names of all that were ever destroyed."""
        names = self._keys.destroy(owner)
        self.look()
        return names

    def seal(self, envelope: Envelope, state: Any) -> Envelope:
        """The envelope as it is stored; `state` is the record after the event, which may say whom it is about."""
        event = envelope.event
        marked = self._marked.get(type(event))
        if marked is None and not envelope.backdated:
            return envelope
        subject = getattr(state, marked.about) if marked and marked.about else None
        taking = Taking(event, author(envelope), subject)
        if marked:
            event = marked.take(event, "/event", taking)
        backdated = taking.take(BACKDATED, "/backdated", envelope.backdated)
        if not taking.texts:
            return envelope
        self.edition()
        private = tuple([self._sealed(envelope.id, owner, *taken) for owner, taken in taking.texts.items()])
        return replace(envelope, event=event, backdated=backdated, private=private)

    def open(self, envelope: Envelope) -> None:
        """Put the texts back into an envelope that was decoded just now. Raises NoSuchKey, Unreadable, Unavailable."""
        self.edition()
        for sealed in envelope.private:
            key = self._key(sealed.key)
            texts = opened(envelope.id, sealed, key.key(envelope.id)) if key else (ERASED,) * len(sealed.at)
            for path, text in zip(sealed.at, texts, strict=True):
                put(envelope, path, text)
        force_setattr(envelope, "private", ())

    def hides(self, type_: str) -> bool:
        """Whether events of that stored name, in the clear, may hold texts of somebody who was erased."""
        self.edition()
        return bool(self._erased) and type_ in self._names

    def hide(self, envelope: Envelope, record: str) -> None:
        """Take the texts of those who were erased out of an envelope that was recorded in the clear.

        Whom a record is about is known from its first event, which is always read before the others.
        """
        event = envelope.event
        if about := self._telling.get(type(event)):
            self._subjects[record] = getattr(event, about)
        hiding = Hiding(event, author(envelope), self._subjects.get(record), self._erased)
        if marked := self._marked.get(type(event)):
            force_setattr(envelope, "event", marked.take(event, "", hiding))
        force_setattr(envelope, "backdated", hiding.take(BACKDATED, "", envelope.backdated))

    def disclosed(self, stored: bytes) -> tuple[Opened, ...]:
        """What is encrypted in an event, with the keys that open it and nothing else.

        Raises NoSuchKey, Unreadable, Unavailable.
        """
        self.edition()
        event = PRIVATE.decode(stored)
        return tuple(self._disclosed(event.id, sealed) for sealed in event.private)

    def _disclosed(self, event: str, sealed: Sealed) -> Opened:
        key = self._key(sealed.key)
        if key is None:
            return Opened(sealed.at, (ERASED,) * len(sealed.at))
        secret = key.key(event)
        return Opened(sealed.at, opened(event, sealed, secret), secret)

    def closed(self, data: bytes) -> tuple[str, bytes]:
        """A state as it is kept as a snapshot, with the name of the key that opens it until the next erasure."""
        self.edition()
        key, nonce = self._owned(SNAPSHOTS), os.urandom(NONCE)
        return key.id, nonce + AESGCM(key.key(SNAPSHOTS)).encrypt(nonce, data, None)

    def reopened(self, id: str, data: bytes) -> bytes | None:
        """The state of a snapshot under the key of that name; None if the key is gone, or it was not written so."""
        self.edition()
        with suppress(InvalidTag, NoSuchKey, ValueError):  # which is what too short a text is told by
            if key := self._key(id):
                return AESGCM(key.key(SNAPSHOTS)).decrypt(data[:NONCE], data[NONCE:], None)
        return None

    def _sealed(self, event: str, owner: str, paths: list[str], texts: list[str]) -> Sealed:
        key, nonce, at = self._owned(owner), os.urandom(NONCE), tuple(paths)
        cipher = AESGCM(key.key(event))
        data = nonce + cipher.encrypt(nonce, JSON.encode(texts), bound(event, key.id, at))
        return Sealed(key.id, at, data)

    def _owned(self, owner: str) -> Deriving:
        key = self._current.get(owner)
        if key is None:
            current, known = self._current, self._known
            key = current[owner] = prepared(self._keys.current(owner))
            known[key.id] = key
        return key

    def _key(self, id: str) -> Deriving | None:
        known = self._known  # another one, when a key is destroyed while this one is fetched
        if id not in known:
            key = self._keys.get(id)
            known[id] = key and prepared(key)
        return known[id]


def author(envelope: Envelope) -> str | None:
    """Whose words are in the event: the actor's, and where the system acts those of whoever made it act."""
    return envelope.actor if envelope.actor != SYSTEM else envelope.on_behalf_of


def prepared(key: Key) -> Deriving:
    """The key, ready to derive from."""
    return Deriving(key.id, blake2b(key=key.secret, digest_size=SIZE, person=FOR_AN_EVENT))


def bound(event: str, key: str, at: tuple[str, ...]) -> bytes:
    """What the encrypted texts belong to: no other event, key or place will do."""
    return JSON.encode((event, key, *at))


def agrees(stored: bytes, told: tuple[Opened, ...]) -> bool:
    """Whether these are the texts of that event, as far as their keys show. Raises Unreadable."""
    event = PRIVATE.decode(stored)
    return [each.at for each in told] == [sealed.at for sealed in event.private] and all(
        each.texts == (opened(event.id, sealed, each.key) if each.key else (ERASED,) * len(sealed.at))
        for each, sealed in zip(told, event.private, strict=True)
    )


def opened(event: str, sealed: Sealed, secret: bytes) -> tuple[str, ...]:
    """The texts, in the order of their places. Raises Unreadable."""
    nonce, data = sealed.data[:NONCE], sealed.data[NONCE:]
    try:
        texts = TEXTS.decode(AESGCM(secret).decrypt(nonce, data, bound(event, sealed.key, sealed.at)))
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable(f"what {sealed.key} encrypted in {event} does not open") from wrong
    if len(texts) != len(sealed.at):
        raise Unreadable(f"what {sealed.key} encrypted in {event} does not fit its places")
    return texts
