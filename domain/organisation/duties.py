"""Duties: coded, assigned to units, and retired."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.events import DutyAssigned, DutyDefined, DutyRetired, DutyWithdrawn
from domain.organisation.position import PositionStatus
from domain.organisation.rules import ID_TAKEN, day_of, unit_on
from domain.organisation.spans import held, lasting
from domain.organisation.state import Organisation
from domain.organisation.unit import Duty
from domain.shared.act import Context, act
from domain.shared.ids import DutyId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

EXCLUSIVE = Reason(
    "organisation.duty_exclusive",
    "{duty} is exclusive and {units} is charged with it.",
    "{duty}为专属职责，已由{units}承担。",
)
CHARGED = Reason("organisation.duty_assigned", "{unit} is already charged with {duty}.", "{unit}已承担职责{duty}。")
NOT_CHARGED = Reason(
    "organisation.duty_not_assigned", "{unit} is not charged with {duty} on {day}.", "{unit}在{day}不承担职责{duty}。"
)
DUTY_OWNED = Reason("organisation.duty_owned", "{duty} still belongs to {owners}.", "{duty}仍由{owners}承担。")


@act("定义职责", Role.ADM)
def define_duty(
    organisation: Organisation, context: Context, *, duty: DutyId, text: Text, label: str = "", exclusive: bool = False
) -> Iterator[DutyDefined]:
    """Add a coded duty; units are charged with it and position descriptions name it (ORG-04)."""
    if duty in organisation.duties:
        raise ID_TAKEN(id=duty)
    yield DutyDefined(duty=duty, text=text, label=label, exclusive=exclusive)


@act("分配职责", Role.ADM)
def assign_duty(
    organisation: Organisation, duty: Duty, context: Context, *, unit: UnitId, effective_on: date | None = None
) -> Iterator[DutyAssigned]:
    """Charge a unit with a duty; an exclusive one only while no other unit is (ORG-04)."""
    day = day_of(effective_on, context, duty.charges.get(unit, ()))
    unit_on(organisation, unit, day)
    charged = [each for each, charges in duty.charges.items() if lasting(charges, day)]
    if unit in charged:
        raise CHARGED(unit=unit, duty=duty.id)
    if duty.exclusive and charged:
        raise EXCLUSIVE(duty=duty.id, units=charged)
    yield DutyAssigned(duty=duty.id, unit=unit, effective_on=day)


@act("收回职责", Role.ADM)
def withdraw_duty(
    organisation: Organisation, duty: Duty, context: Context, *, unit: UnitId, effective_on: date | None = None
) -> Iterator[DutyWithdrawn]:
    """Discharge a unit of a duty (ORG-04)."""
    charges = duty.charges.get(unit, ())
    day = day_of(effective_on, context, charges)
    if not held(charges, day):
        raise NOT_CHARGED(unit=unit, duty=duty.id, day=day)
    yield DutyWithdrawn(duty=duty.id, unit=unit, effective_on=day)


@act("废止职责", Role.ADM)
def retire_duty(organisation: Organisation, duty: Duty, context: Context) -> Iterator[DutyRetired]:
    """Ask a duty of nobody any more, once neither a unit nor a position has it (ORG-04)."""
    units = [unit for unit, charges in duty.charges.items() if lasting(charges, context.today)]
    positions = [
        position.id
        for position in organisation.positions.values()
        if position.status is PositionStatus.ACTIVE and duty.id in {each.duty for each in position.duties}
    ]
    if units or positions:
        raise DUTY_OWNED(duty=duty.id, owners=[*units, *positions])
    yield DutyRetired(duty=duty.id)
