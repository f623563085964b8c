"""Rooms of which each event says how the record stands: for tests of what is read, not of how it came to be."""

from dataclasses import replace
from typing import Any

from msgspec import defstruct

from domain import appraisal, issue, organisation, plan, project
from domain.shared.approval import Signature
from domain.shared.lifecycle import Chosen, Lifecycle, move
from domain.shared.room import Room
from tests.projections.log import Log


def standing(room: Room) -> Room:
    """The room, with the one event that says its state; and what was signed with it."""
    fields: list[Any] = [("state", Any), ("status", Any), ("signature", Signature | None, None)]
    stands = defstruct(f"{room.name}Stands", fields, frozen=True, kw_only=True, tag=f"{room.name}.stands")
    lifecycle: Lifecycle[Any] = Lifecycle({stands: move(to=Chosen("status", ()))})
    return replace(room, events=stands, lifecycle=lifecycle, evolve=lambda _, event, __: event.state)


ROOMS = tuple(map(standing, (organisation.ROOM, plan.ROOM, project.ROOM, issue.ROOM, appraisal.ROOM)))
KINDS = {room.state: room for room in ROOMS}


def stand(log: Log, *states: Any, signature: Signature | None = None) -> int:
    """From here on each of these records stands so; the position of the last."""
    position = 0
    for state in states:
        status = getattr(state, "status", None)
        said = KINDS[type(state)].events(state=state, status=status, signature=signature)
        position = log.record(state.id, said)
    return position
