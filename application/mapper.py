"""Events to stored bytes and back: deterministic JSON that can be read without us."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from application.sealing import Sealing, Unreadable
from application.store import Keys, NoSuchKey, Stored
from domain.shared.recorded import Envelope, Recorded
from domain.shared.room import Room

PRIVATE = b'"private":['
"""In stored bytes where something is encrypted. Inside a text its marks would be escaped."""


class UnknownEvent(Exception):
    """The log holds an event that this version of the product cannot read (AUDIT-08). Never skipped."""


class Mapper:
    """Reads and writes the events of these rooms; what is personal in them is encrypted by `sealing`."""

    def __init__(self, rooms: Iterable[Room], keys: Keys) -> None:
        rooms = tuple(rooms)
        self.sealing = Sealing(rooms, keys)
        self._upcasts = {name: upcast for room in rooms for name, upcast in room.upcasts.items()}
        union = reduce(or_, (room.events for room in rooms))
        typed = msgspec.defstruct(
            "StoredEnvelope", [("event", union)], bases=(Envelope,), frozen=True, kw_only=True, omit_defaults=True
        )
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(typed)
        self._encoder = msgspec.json.Encoder(order="deterministic")

    def encode(self, envelope: Envelope, state: Any) -> tuple[str, bytes]:
        """The stored name of the event, and its bytes; `state` is the record after it."""
        return stored_name(type(envelope.event)), self._encoder.encode(self.sealing.seal(envelope, state))

    def decode(self, stored: Stored) -> Recorded:
        """The event as it was recorded. Raises UnknownEvent."""
        try:
            envelope = self._typed(stored)
            if envelope.private:
                self.sealing.open(envelope)
            elif self.sealing.hides(stored.type):
                self.sealing.hide(envelope, stored.stream)
        except (msgspec.DecodeError, NoSuchKey, Unreadable) as wrong:
            raise UnknownEvent(f"position {stored.position}, {stored.type}: {wrong}") from wrong
        return Recorded(stored.position, stored.stream, stored.version, stored.type, envelope)

    def _typed(self, stored: Stored) -> Any:
        """The envelope, its event brought into today's shape if it has an earlier one that no longer fits."""
        try:
            return self._decoder.decode(stored.data)
        except msgspec.ValidationError:
            upcast = self._upcasts.get(stored.type)
            if upcast is None:
                raise
        told = msgspec.json.decode(stored.data)
        try:
            event = upcast(told["event"])
        except (KeyError, TypeError) as wrong:
            raise msgspec.ValidationError(f"it has no shape that it ever had: {wrong!r}") from wrong
        return self._decoder.decode(msgspec.json.encode({**told, "event": event}))

    def readable(self, stored: Stored) -> Stored:
        """The event with bytes to be shown, in which nothing is encrypted. Raises UnknownEvent."""
        if PRIVATE not in stored.data and not self.sealing.hides(stored.type):
            return stored
        return stored._replace(data=self._encoder.encode(self.decode(stored).envelope))


def stored_name(event: type[Any]) -> str:
    """The name under which events of this class are stored for ever."""
    return str(event.__struct_config__.tag)
