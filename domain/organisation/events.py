"""What can have happened to the organisation."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.organisation.erasure_events import ErasureEvent
from domain.organisation.preparation_events import PreparationEvent
from domain.organisation.terms import Objective, PositionDuty, Settings, Template, UnitType
from domain.shared.ids import DutyId, PersonId, PositionId, UnitId
from domain.shared.personal import OfPerson, Said
from domain.shared.term import Role


class Dated(Struct, frozen=True, kw_only=True):
    """A change that takes effect on a day of its own, which may lie ahead (ORG-10)."""

    effective_on: date


class OrganisationFounded(Struct, frozen=True, kw_only=True, tag="organisation.founded"):
    company: str
    structural_form: str


class TemplateLoaded(Struct, frozen=True, kw_only=True, tag="organisation.template_loaded"):
    """The units, positions and duties of a template follow as events of their own."""

    template: Template


class CalendarSet(Struct, frozen=True, kw_only=True, tag="organisation.calendar_set"):
    """The days off and the weekend days worked of a whole year, in place of what was known of it."""

    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


class SettingsChanged(Struct, frozen=True, kw_only=True, tag="organisation.settings_changed"):
    settings: Settings


class ChangesTookEffect(Dated, frozen=True, kw_only=True, tag="organisation.changes_took_effect"):
    """The day came for which changes had been recorded ahead."""


class KeysGivenUp(Struct, frozen=True, kw_only=True, tag="organisation.keys_given_up"):
    """Keys of people were lost, and whoever runs the program has given them up: what they encrypted reads as erased."""

    keys: tuple[str, ...]
    """The names of the keys."""


class UnitCreated(Dated, frozen=True, kw_only=True, tag="organisation.unit.created"):
    unit: UnitId
    name: str
    label: str
    """The name in English."""
    unit_type: UnitType
    parent: UnitId | None


class UnitRenamed(Struct, frozen=True, kw_only=True, tag="organisation.unit.renamed"):
    unit: UnitId
    name: str
    label: str


class UnitMoved(Dated, frozen=True, kw_only=True, tag="organisation.unit.moved"):
    unit: UnitId
    parent: UnitId


class UnitDissolved(Dated, frozen=True, kw_only=True, tag="organisation.unit.dissolved"):
    unit: UnitId
    reason: Said


class ManagerAppointed(Dated, frozen=True, kw_only=True, tag="organisation.unit.manager_appointed"):
    unit: UnitId
    manager: PersonId


class ManagerRelieved(Dated, frozen=True, kw_only=True, tag="organisation.unit.manager_relieved"):
    unit: UnitId
    manager: PersonId
    reason: Said


class DutyDefined(Struct, frozen=True, kw_only=True, tag="organisation.duty.defined"):
    duty: DutyId
    text: str
    label: str
    """The duty in English."""
    exclusive: bool
    """Whether only one unit at a time may be charged with it."""


class DutyAssigned(Dated, frozen=True, kw_only=True, tag="organisation.duty.assigned"):
    duty: DutyId
    unit: UnitId


class DutyWithdrawn(Dated, frozen=True, kw_only=True, tag="organisation.duty.withdrawn"):
    duty: DutyId
    unit: UnitId


class DutyRetired(Struct, frozen=True, kw_only=True, tag="organisation.duty.retired"):
    duty: DutyId


class PositionDefined(Dated, frozen=True, kw_only=True, tag="organisation.position.defined"):
    """A position and the first version of its description (ORG-13)."""

    position: PositionId
    name: str
    label: str
    roles: tuple[Role, ...]
    headcount: int
    objectives: tuple[Objective, ...]
    duties: tuple[PositionDuty, ...]


class PositionRevised(Dated, frozen=True, kw_only=True, tag="organisation.position.revised"):
    """The next version of the description, in full."""

    position: PositionId
    version: int
    name: str
    label: str
    roles: tuple[Role, ...]
    headcount: int
    objectives: tuple[Objective, ...]
    duties: tuple[PositionDuty, ...]


class PositionConfirmed(Struct, frozen=True, kw_only=True, tag="organisation.position.confirmed"):
    """A holder has read this version of the description."""

    position: PositionId
    version: int
    holder: PersonId


class PositionClosed(Struct, frozen=True, kw_only=True, tag="organisation.position.closed"):
    position: PositionId


class PersonHired(Dated, frozen=True, kw_only=True, tag="organisation.person.hired"):
    """Somebody's first working day is `effective_on`; only the head of the company has no superior."""

    person: PersonId
    name: OfPerson
    unit: UnitId
    position: PositionId
    superior: PersonId | None


class PositionAssigned(Dated, frozen=True, kw_only=True, tag="organisation.person.position_assigned"):
    person: PersonId
    unit: UnitId
    position: PositionId


class PersonMoved(Dated, frozen=True, kw_only=True, tag="organisation.person.moved"):
    """Somebody goes to another unit, in the position named."""

    person: PersonId
    unit: UnitId
    position: PositionId


class SuperiorSet(Dated, frozen=True, kw_only=True, tag="organisation.person.superior_set"):
    person: PersonId
    superior: PersonId


class HeadAppointed(Dated, frozen=True, kw_only=True, tag="organisation.person.head_appointed"):
    """Somebody becomes head of the company and reports to nobody."""

    person: PersonId


class DeputyAppointed(Dated, frozen=True, kw_only=True, tag="organisation.person.deputy_appointed"):
    """Somebody becomes deputy manager of a unit, in charge of the areas (分管领域) named (ORG-07)."""

    person: PersonId
    unit: UnitId
    areas: tuple[UnitId, ...]


class DeputyRelieved(Dated, frozen=True, kw_only=True, tag="organisation.person.deputy_relieved"):
    person: PersonId


class LeaveBegun(Struct, frozen=True, kw_only=True, tag="organisation.person.leave_begun"):
    """Somebody is away from today, if known until when."""

    person: PersonId
    until: date | None


class LeaveEnded(Struct, frozen=True, kw_only=True, tag="organisation.person.leave_ended"):
    person: PersonId


class EmploymentEnded(Dated, frozen=True, kw_only=True, tag="organisation.person.employment_ended"):
    """It was recorded that somebody leaves; `effective_on` is the first day without any right."""

    person: PersonId
    reason: OfPerson


class PersonLeft(Struct, frozen=True, kw_only=True, tag="organisation.person.left"):
    """The day came on which somebody's employment ended."""

    person: PersonId


UnitEvent: TypeAlias = UnitCreated | UnitRenamed | UnitMoved | UnitDissolved | ManagerAppointed | ManagerRelieved
DutyEvent: TypeAlias = DutyDefined | DutyAssigned | DutyWithdrawn | DutyRetired
PositionEvent: TypeAlias = PositionDefined | PositionRevised | PositionConfirmed | PositionClosed
EmploymentEvent: TypeAlias = (
    PersonHired
    | PositionAssigned
    | PersonMoved
    | SuperiorSet
    | HeadAppointed
    | DeputyAppointed
    | DeputyRelieved
    | LeaveBegun
    | LeaveEnded
    | EmploymentEnded
    | PersonLeft
)
PersonEvent: TypeAlias = EmploymentEvent | ErasureEvent
OwnEvent: TypeAlias = (
    OrganisationFounded
    | TemplateLoaded
    | CalendarSet
    | SettingsChanged
    | ChangesTookEffect
    | PreparationEvent
    | KeysGivenUp
)
OrganisationEvent: TypeAlias = OwnEvent | UnitEvent | DutyEvent | PositionEvent | PersonEvent
