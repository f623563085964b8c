"""Positions (岗位) and their descriptions (岗位说明), version by version (ORG-13)."""

from datetime import date
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.events import (
    PositionClosed,
    PositionConfirmed,
    PositionDefined,
    PositionEvent,
    PositionRevised,
)
from domain.organisation.spans import Mandate, followed, held
from domain.organisation.terms import Objective, PositionDuty
from domain.shared.ids import PersonId, PositionId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.term import Role, Term


class PositionStatus(Term):
    """Whether a position can be held."""

    ACTIVE = "ACTIVE", "有效"
    CLOSED = "CLOSED", "已撤销"


class Position(Struct, frozen=True, kw_only=True):
    """A position as its latest description has it; `mandates` know which roles it conferred on every day."""

    id: PositionId
    name: str
    label: str
    edition: int
    headcount: int
    objectives: tuple[Objective, ...]
    duties: tuple[PositionDuty, ...]
    status: PositionStatus = PositionStatus.ACTIVE
    mandates: tuple[Mandate, ...] = ()
    confirmed_by: tuple[PersonId, ...] = ()
    """The holders who have read the latest version."""

    def roles(self, day: date) -> tuple[Role, ...]:
        """The roles that the position confers on that day."""
        mandate = held(self.mandates, day)
        return mandate.roles if mandate else ()


POSITION_LIFECYCLE: Lifecycle[PositionStatus] = Lifecycle(
    {
        PositionDefined: move(UNBORN, to=PositionStatus.ACTIVE),
        PositionRevised: move(PositionStatus.ACTIVE),
        PositionConfirmed: move(PositionStatus.ACTIVE),
        PositionClosed: move(PositionStatus.ACTIVE, to=PositionStatus.CLOSED),
    },
    final=frozenset({PositionStatus.CLOSED}),
)


def evolve_position(position: Position | None, event: PositionEvent, _: Stamp) -> Position:
    """The position after the event."""
    if isinstance(event, PositionDefined):
        return described(event, 1, ())
    assert position is not None
    match event:
        case PositionRevised(version=version):
            return described(event, version, position.mandates)
        case PositionConfirmed(holder=holder):
            return replace(position, confirmed_by=(*position.confirmed_by, holder))
        case PositionClosed():
            return position
        case _:
            assert_never(event)


def described(event: PositionDefined | PositionRevised, version: int, before: tuple[Mandate, ...]) -> Position:
    return Position(
        id=event.position,
        name=event.name,
        label=event.label,
        edition=version,
        headcount=event.headcount,
        objectives=event.objectives,
        duties=event.duties,
        mandates=followed(before, Mandate(roles=event.roles, valid_from=event.effective_on)),
    )
