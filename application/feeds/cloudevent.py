"""An event of the log as a CloudEvent 1.0 in JSON: what happened exactly as it was recorded, with its envelope."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from application.mapper import Mapper, UnknownEvent, stored_name
from application.store import Stored
from domain.shared.room import Room

DIGITS = 19
"""Of a position in `sequence`: as many as the largest has, so that sequences sort as texts."""


class Kept(Struct):
    """The stored envelope with the event still as text."""

    id: str
    occurred_at: str
    recorded_at: str
    actor: str
    role: str
    act: str
    command: str
    correlation: str
    matrix: int
    event: Raw
    on_behalf_of: str | UnsetType = UNSET
    cause: str | UnsetType = UNSET
    backdated: str | UnsetType = UNSET
    migrated: bool | UnsetType = UNSET


class CloudEvent(Struct, omit_defaults=True, tag_field="specversion", tag="1.0"):
    """The attributes of the specification and of its extensions, then ours, by what they are called in the API.

    `subject` is the record's opaque id; `record`, `part`, `actor` and `onbehalfof` are keys, as those inside `data`.
    What does not apply is left out.
    """

    id: str
    source: str
    type: str
    subject: str
    time: str
    sequence: str
    recordedtime: str
    record: str
    recordversion: int
    act: str
    actor: str
    role: str
    command: str
    correlationid: str
    matrix: int
    datacontenttype: str
    data: Raw
    part: str | UnsetType = UNSET
    causationid: str | UnsetType = UNSET
    onbehalfof: str | UnsetType = UNSET
    backdated: str | UnsetType = UNSET
    migrated: bool | UnsetType = UNSET


class About(NamedTuple):
    """What is known of all events of one type: the kind of record, and what reads the id of a part."""

    kind: str
    part: msgspec.json.Decoder[Any] | None


class CloudEvents:
    """Writes the events of these rooms as CloudEvents. Safe for threads."""

    def __init__(self, rooms: Iterable[Room], mapper: Mapper, first: Callable[[], Stored]) -> None:
        """`first` reads the first event of the log; it is asked once there is one."""
        self._mapper, self._first = mapper, first
        self._types = {
            stored_name(event): About(kind_of(room), reader_of_part(room, event))
            for room in rooms
            for event in get_args(room.events) or (room.events,)
        }
        self._decoder = msgspec.json.Decoder(Kept)
        self._encoder = msgspec.json.Encoder()

    @cached_property
    def source(self) -> str:
        """Where events come from: the ledger, named by its first event. So it is as lasting as the log itself."""
        return f"/opsledger/{self._decoder.decode(self._first().data).id.removeprefix('event-')}"

    def encode(self, stored: Stored) -> bytes:
        """The event as one JSON object without line breaks. Raises UnknownEvent."""
        try:
            about, kept = self._types[stored.type], self._decoder.decode(self._mapper.readable(stored).data)
        except (KeyError, msgspec.ValidationError) as wrong:
            raise UnknownEvent(f"position {stored.position}, {stored.type}: {wrong}") from wrong
        return self._encoder.encode(
            CloudEvent(
                id=kept.id,
                source=self.source,
                type=f"opsledger.{stored.type}",
                subject=f"{about.kind}:{stored.stream}",
                time=kept.occurred_at,
                datacontenttype="application/json",
                sequence=sequence(stored.position),
                recordedtime=kept.recorded_at,
                record=stored.stream,
                recordversion=stored.version,
                part=about.part.decode(kept.event).part if about.part else UNSET,
                act=kept.act,
                actor=kept.actor,
                role=kept.role,
                onbehalfof=kept.on_behalf_of,
                command=kept.command,
                correlationid=kept.correlation,
                causationid=kept.cause,
                matrix=kept.matrix,
                backdated=kept.backdated,
                migrated=kept.migrated,
                data=kept.event,
            )
        )


def sequence(position: int) -> str:
    """The position as the attribute `sequence` says it."""
    return f"{position:0{DIGITS}}"


def kind_of(room: Room) -> str:
    """What records of the room are called in opaque ids."""
    return "".join(word.capitalize() for word in room.name.split("_"))


def reader_of_part(room: Room, event: type[Any]) -> msgspec.json.Decoder[Any] | None:
    """What reads the id of the part that events of the class are about; None where they are about the whole record."""
    for part in room.parts:
        if event in part.lifecycle.moves:
            named = msgspec.defstruct("AboutPart", [("part", str)], rename={"part": part.name})
            return msgspec.json.Decoder(named)
    return None
