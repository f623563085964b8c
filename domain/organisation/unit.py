"""Units of the organisation and the duties they are charged with."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.events import (
    DutyAssigned,
    DutyDefined,
    DutyEvent,
    DutyRetired,
    DutyWithdrawn,
    ManagerAppointed,
    ManagerRelieved,
    UnitCreated,
    UnitDissolved,
    UnitEvent,
    UnitMoved,
    UnitRenamed,
)
from domain.organisation.spans import Management, Placement, Span, ended, followed, held
from domain.organisation.terms import UnitType
from domain.shared.ids import DutyId, PersonId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.term import Term
from domain.shared.values import civil


class UnitStatus(Term):
    """Whether a unit exists still."""

    ACTIVE = "ACTIVE", "有效"
    CLOSED = "CLOSED", "已撤销"


class Unit(Struct, frozen=True, kw_only=True):
    """A part of the company. `parent` and `manager` are those of today; the histories know every other day."""

    id: UnitId
    name: str
    label: str
    type: UnitType
    parent: UnitId | None
    manager: PersonId | None = None
    valid_from: date
    valid_to: date | None = None
    status: UnitStatus = UnitStatus.ACTIVE
    placements: tuple[Placement, ...]
    managements: tuple[Management, ...] = ()

    def exists(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def as_of(self, day: date) -> "Unit":
        """The unit with what is true on that day in front."""
        placement, management = held(self.placements, day), held(self.managements, day)
        return replace(
            self,
            parent=placement.parent if placement else self.parent,
            manager=management.manager if management else None,
        )


UNIT_LIFECYCLE: Lifecycle[UnitStatus] = Lifecycle(
    {
        UnitCreated: move(UNBORN, to=UnitStatus.ACTIVE),
        UnitRenamed: move(UnitStatus.ACTIVE),
        UnitMoved: move(UnitStatus.ACTIVE),
        ManagerAppointed: move(UnitStatus.ACTIVE),
        ManagerRelieved: move(UnitStatus.ACTIVE),
        UnitDissolved: move(UnitStatus.ACTIVE, to=UnitStatus.CLOSED),
    },
    final=frozenset({UnitStatus.CLOSED}),
)


def evolve_unit(unit: Unit | None, event: UnitEvent, stamp: Stamp) -> Unit:
    """The unit after the event, as of the day of the event."""
    return changed_unit(unit, event).as_of(civil(stamp.at))


def changed_unit(unit: Unit | None, event: UnitEvent) -> Unit:
    if isinstance(event, UnitCreated):
        return Unit(
            id=event.unit,
            name=event.name,
            label=event.label,
            type=event.unit_type,
            parent=event.parent,
            valid_from=event.effective_on,
            placements=(Placement(parent=event.parent, valid_from=event.effective_on),),
        )
    assert unit is not None
    match event:
        case UnitRenamed(name=name, label=label):
            return replace(unit, name=name, label=label)
        case UnitMoved(parent=parent, effective_on=day):
            return replace(unit, placements=followed(unit.placements, Placement(parent=parent, valid_from=day)))
        case UnitDissolved(effective_on=day):
            return replace(unit, valid_to=day)
        case ManagerAppointed(manager=manager, effective_on=day):
            return replace(unit, managements=followed(unit.managements, Management(manager=manager, valid_from=day)))
        case ManagerRelieved(effective_on=day):
            return replace(unit, managements=ended(unit.managements, day))
        case _:
            assert_never(event)


class DutyStatus(Term):
    """Whether a duty is still asked of anybody."""

    DEFINED = "DEFINED", "有效"
    RETIRED = "RETIRED", "已废止"


class Duty(Struct, frozen=True, kw_only=True):
    """A coded duty (职责); its id is its code. `charges` says which units were charged with it, and when."""

    id: DutyId
    text: str
    label: str
    exclusive: bool
    status: DutyStatus = DutyStatus.DEFINED
    charges: Mapping[UnitId, tuple[Span, ...]] = {}

    def units(self, day: date) -> tuple[UnitId, ...]:
        """The units charged with it on that day."""
        return tuple(unit for unit, charges in self.charges.items() if held(charges, day))


DUTY_LIFECYCLE: Lifecycle[DutyStatus] = Lifecycle(
    {
        DutyDefined: move(UNBORN, to=DutyStatus.DEFINED),
        DutyAssigned: move(DutyStatus.DEFINED),
        DutyWithdrawn: move(DutyStatus.DEFINED),
        DutyRetired: move(DutyStatus.DEFINED, to=DutyStatus.RETIRED),
    },
    final=frozenset({DutyStatus.RETIRED}),
)


def evolve_duty(duty: Duty | None, event: DutyEvent, _: Stamp) -> Duty:
    """The duty after the event."""
    if isinstance(event, DutyDefined):
        return Duty(id=event.duty, text=event.text, label=event.label, exclusive=event.exclusive)
    assert duty is not None
    match event:
        case DutyAssigned(unit=unit, effective_on=day):
            charges = followed(duty.charges.get(unit, ()), Span(valid_from=day))
            return replace(duty, charges={**duty.charges, unit: charges})
        case DutyWithdrawn(unit=unit, effective_on=day):
            return replace(duty, charges={**duty.charges, unit: ended(duty.charges[unit], day)})
        case DutyRetired():
            return duty
        case _:
            assert_never(event)
