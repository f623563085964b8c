"""Events to stored bytes and back: deterministic JSON that can be read without us."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from application.store import Stored
from domain.shared.recorded import Envelope, Recorded
from domain.shared.room import Room


class UnknownEvent(Exception):
    """The log holds an event that this version of the product cannot read (AUDIT-08). Never skipped."""


class Mapper:
    """Reads and writes the events of these rooms."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        union = reduce(or_, (room.events for room in rooms))
        typed = msgspec.defstruct(
            "StoredEnvelope", [("event", union)], bases=(Envelope,), frozen=True, kw_only=True, omit_defaults=True
        )
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(typed)
        self._encoder = msgspec.json.Encoder(order="deterministic")

    def encode(self, envelope: Envelope) -> tuple[str, bytes]:
        """The stored name of the event, and its bytes."""
        return stored_name(type(envelope.event)), self._encoder.encode(envelope)

    def decode(self, stored: Stored) -> Recorded:
        """The event as it was recorded. Raises UnknownEvent."""
        try:
            envelope = self._decoder.decode(stored.data)
        except msgspec.ValidationError as wrong:
            raise UnknownEvent(f"position {stored.position}, {stored.type}: {wrong}") from wrong
        return Recorded(stored.position, stored.stream, stored.version, stored.type, envelope)


def stored_name(event: type[Any]) -> str:
    """The name under which events of this class are stored for ever."""
    return str(event.__struct_config__.tag)
