"""Who leads: managers of units, their deputies, and the head of the company."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.events import ManagerAppointed, ManagerRelieved
from domain.organisation.person import Person
from domain.organisation.person_events import DeputyAppointed, DeputyRelieved, HeadAppointed, SuperiorSet
from domain.organisation.rules import day_of, employed_on, head_to_come, staying, unit_on
from domain.organisation.spans import lasting
from domain.organisation.state import Organisation
from domain.organisation.unit import Unit
from domain.shared.act import Context, act
from domain.shared.ids import PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

MANAGED = Reason(
    "organisation.manager_exists",
    "{unit} is managed by {manager}, who must be relieved first.",
    "{unit}的负责人是{manager}，须先免职。",
)
UNMANAGED = Reason("organisation.no_manager", "{unit} has no manager to relieve.", "{unit}没有可免职的负责人。")
NO_AREA = Reason(
    "organisation.no_area",
    "A deputy must be in charge of at least one area of {unit}.",
    "副经理须至少分管{unit}的一个领域。",
)
AREA_OUTSIDE = Reason(
    "organisation.area_outside", "{areas} do not lie within {unit} on {day}.", "{areas}在{day}不属于{unit}。"
)
NOT_DEPUTY = Reason("organisation.not_deputy", "{person} is not a deputy on {day}.", "{person}在{day}不是副经理。")
HEAD_ALREADY = Reason(
    "organisation.head_already", "{person} is already head of the company.", "{person}已是公司负责人。"
)


@act("任命负责人", Role.MGMT)
def appoint_manager(
    organisation: Organisation, unit: Unit, context: Context, *, person: PersonId, effective_on: date | None = None
) -> Iterator[ManagerAppointed]:
    """Appoint the one manager of a unit; the manager before must have been relieved (ORG-03)."""
    day = day_of(effective_on, context, unit.placements[:1])
    if management := lasting(unit.managements, day):
        raise MANAGED(unit=unit.id, manager=management.manager)
    employed_on(organisation, person, day)
    yield ManagerAppointed(unit=unit.id, manager=person, effective_on=day)


@act("免去负责人", Role.MGMT)
def relieve_manager(
    organisation: Organisation, unit: Unit, context: Context, *, reason: Text, effective_on: date | None = None
) -> Iterator[ManagerRelieved]:
    """Relieve the manager of a unit (ORG-03)."""
    day = day_of(effective_on, context, unit.managements)
    management = lasting(unit.managements, day)
    if management is None:
        raise UNMANAGED(unit=unit.id)
    yield ManagerRelieved(unit=unit.id, manager=management.manager, reason=reason, effective_on=day)


@act("任命副经理", Role.MGMT)
def appoint_deputy(
    organisation: Organisation,
    person: Person,
    context: Context,
    *,
    unit: UnitId,
    areas: tuple[UnitId, ...],
    effective_on: date | None = None,
) -> Iterator[DeputyAppointed]:
    """Make somebody deputy manager of a unit, in charge of the areas (分管领域) named (ORG-03, ORG-07)."""
    staying(person)
    day = day_of(effective_on, context, person.assignments[:1], person.deputyships)
    unit_on(organisation, unit, day)
    if not areas:
        raise NO_AREA(unit=unit)
    if outside := [area for area in areas if not organisation.within(unit_on(organisation, area, day).id, unit, day)]:
        raise AREA_OUTSIDE(areas=outside, unit=unit, day=day)
    yield DeputyAppointed(person=person.id, unit=unit, areas=areas, effective_on=day)


@act("免去副经理", Role.MGMT)
def relieve_deputy(
    organisation: Organisation, person: Person, context: Context, *, effective_on: date | None = None
) -> Iterator[DeputyRelieved]:
    """End somebody's deputyship (ORG-03)."""
    staying(person)
    day = day_of(effective_on, context, person.deputyships)
    if not lasting(person.deputyships, day):
        raise NOT_DEPUTY(person=person.id, day=day)
    yield DeputyRelieved(person=person.id, effective_on=day)


@act("任命公司负责人", Role.MGMT)
def appoint_head(
    organisation: Organisation, person: Person, context: Context, *, effective_on: date | None = None
) -> Iterator[HeadAppointed | SuperiorSet]:
    """Hand the company over: the head before reports to the new one from that day on (ORG-06)."""
    staying(person)
    before = head_to_come(organisation)
    if before is None or before.id == person.id:
        raise HEAD_ALREADY(person=person.id)
    day = day_of(effective_on, context, person.reportings, before.reportings)
    yield HeadAppointed(person=person.id, effective_on=day)
    yield SuperiorSet(person=before.id, superior=person.id, effective_on=day)
