"""Finding the signatures, and the askings for them, that an event holds."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from domain.shared.approval import Request, Signature, signed_in
from domain.shared.recorded import Recorded
from projections import across


def signatures(recorded: Recorded, room: str, part: str | None) -> Iterator[across.Signature]:
    """A row for each signature or request in the event."""
    event, id = recorded.envelope.event, recorded.envelope.id
    found = (each for name in signed_fields(event.__class__) for each in signed_in(getattr(event, name)))
    for number, each in enumerate(found, 1):
        row = across.RowId(f"{id}.{number}")
        if isinstance(each, Request):
            yield asked(each, recorded, row, room, part)
        else:
            yield signed(each, recorded, row, room, part)


def signed(found: Signature, recorded: Recorded, id: across.RowId, room: str, part: str | None) -> across.Signature:
    return across.Signature(
        id=id,
        record=across.RecordId(recorded.record),
        room=room,
        part=across.AnyPartId(part) if part else None,
        position=recorded.position,
        verdict=found.verdict,
        signer=found.signer,
        role=found.role,
        on_behalf_of=found.on_behalf_of,
        at=found.at,
        comment=found.comment,
        round=found.round,
        content_version=found.content_version,
        digest=found.digest,
        matrix=found.matrix,
        changes=(),
    )


def asked(found: Request, recorded: Recorded, id: across.RowId, room: str, part: str | None) -> across.Signature:
    envelope = recorded.envelope
    return across.Signature(
        id=id,
        record=across.RecordId(recorded.record),
        room=room,
        part=across.AnyPartId(part) if part else None,
        position=recorded.position,
        verdict=None,
        signer=envelope.actor,
        role=envelope.role,
        on_behalf_of=envelope.on_behalf_of,
        at=found.asked_at,
        comment=said(envelope.event),
        round=found.round,
        content_version=found.content_version,
        digest=found.digest,
        matrix=envelope.matrix,
        changes=found.changes,
    )


def said(event: Struct) -> str:
    """What the actor said with the event: its comment, its reason, or the comment of its signature."""
    for name in commented_fields(type(event)):
        value = getattr(event, name)
        if words := value.comment if isinstance(value, Signature) else value:
            return str(words)
    return ""


@cache
def signed_fields(event: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name, hint in get_type_hints(event).items() if may_hold(hint))


@cache
def commented_fields(event: type[Struct]) -> tuple[str, ...]:
    hints = get_type_hints(event)
    return tuple(name for name in ("comment", "reason", "signature") if hints.get(name) in (str, Signature))


def may_hold(type_: Any, above: frozenset[Any] = frozenset()) -> bool:
    """Whether a value of the type can have a signature or request anywhere inside."""
    if type_ in (Signature, Request):
        return True
    if isinstance(type_, type) and issubclass(type_, Struct) and type_ not in above:
        return any(may_hold(hint, above | {type_}) for hint in get_type_hints(type_).values())
    return any(may_hold(each, above) for each in get_args(type_))
