"""What can have happened to the organisation."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.organisation.dated import Dated
from domain.organisation.person_events import PersonEvent
from domain.organisation.preparation_events import PreparationEvent
from domain.organisation.terms import Objective, PositionDuty, Settings, Template, UnitType
from domain.shared.ids import DutyId, PersonId, PositionId, UnitId
from domain.shared.personal import Said
from domain.shared.term import Role


class OrganisationFounded(Struct, frozen=True, kw_only=True, tag="organisation.founded"):
    """The record of the company began; its headquarters are the event after this one (ORG-01, ORG-02)."""

    company: str
    """The company's name."""
    structural_form: str
    """How it is organised, such as 直线职能制."""


class TemplateLoaded(Struct, frozen=True, kw_only=True, tag="organisation.template_loaded"):
    """The units, positions and duties of a template follow as events of their own (ORG-02, ORG-12)."""

    template: Template


class CalendarSet(Struct, frozen=True, kw_only=True, tag="organisation.calendar_set"):
    """The days off and the weekend days worked of a whole year, in place of what was known of it."""

    year: int
    holidays: tuple[date, ...]
    """Days on which the company rests, beside Saturdays and Sundays."""
    workdays: tuple[date, ...]
    """Saturdays and Sundays on which it works."""


class SettingsChanged(Struct, frozen=True, kw_only=True, tag="organisation.settings_changed"):
    """The figures that the rules of other rooms go by are these from here on, in full (API-11)."""

    settings: Settings


class ChangesTookEffect(Dated, frozen=True, kw_only=True, tag="organisation.changes_took_effect"):
    """Changes recorded ahead hold from here on: those for days up to `effective_on` (ORG-10)."""


class KeysGivenUp(Struct, frozen=True, kw_only=True, tag="organisation.keys_given_up"):
    """Keys of people were lost, and whoever runs the program has given them up: what they encrypted reads as erased."""

    keys: tuple[str, ...]
    """The names of the keys."""


class UnitCreated(Dated, frozen=True, kw_only=True, tag="organisation.unit.created"):
    """A unit was set up below another, or the headquarters at the top (ORG-01)."""

    unit: UnitId
    name: str
    label: str
    """The name in English."""
    unit_type: UnitType
    parent: UnitId | None
    """The unit right above it; none for the headquarters."""


class UnitRenamed(Struct, frozen=True, kw_only=True, tag="organisation.unit.renamed"):
    """A unit is called otherwise from here on (ORG-01)."""

    unit: UnitId
    name: str
    label: str
    """The name in English."""


class UnitMoved(Dated, frozen=True, kw_only=True, tag="organisation.unit.moved"):
    """A unit, with all below it, was put below another (ORG-01)."""

    unit: UnitId
    parent: UnitId
    """The unit right above it from then on."""


class UnitDissolved(Dated, frozen=True, kw_only=True, tag="organisation.unit.dissolved"):
    """A unit ended, since nobody and nothing depended on it any more (ORG-01)."""

    unit: UnitId
    reason: Said


class ManagerAppointed(Dated, frozen=True, kw_only=True, tag="organisation.unit.manager_appointed"):
    """Somebody was made the one manager of a unit (ORG-03)."""

    unit: UnitId
    manager: PersonId


class ManagerRelieved(Dated, frozen=True, kw_only=True, tag="organisation.unit.manager_relieved"):
    """The manager of a unit was relieved (ORG-03)."""

    unit: UnitId
    manager: PersonId
    """Who managed it until then."""
    reason: Said


class DutyDefined(Struct, frozen=True, kw_only=True, tag="organisation.duty.defined"):
    """A duty was added under a code; units are charged with it, positions come with it (ORG-04)."""

    duty: DutyId
    """Its code."""
    text: str
    label: str
    """The duty in English."""
    exclusive: bool
    """Whether only one unit at a time may be charged with it."""


class DutyAssigned(Dated, frozen=True, kw_only=True, tag="organisation.duty.assigned"):
    """A unit was charged with a duty (ORG-04)."""

    duty: DutyId
    unit: UnitId


class DutyWithdrawn(Dated, frozen=True, kw_only=True, tag="organisation.duty.withdrawn"):
    """A unit was discharged of a duty (ORG-04)."""

    duty: DutyId
    unit: UnitId


class DutyRetired(Struct, frozen=True, kw_only=True, tag="organisation.duty.retired"):
    """A duty is asked of nobody any more; neither a unit nor a position had it (ORG-04)."""

    duty: DutyId


class PositionDefined(Dated, frozen=True, kw_only=True, tag="organisation.position.defined"):
    """A position and the first version of its description (ORG-13)."""

    position: PositionId
    name: str
    label: str
    """The name in English."""
    roles: tuple[Role, ...]
    """The roles that it confers on whoever holds it (ORG-05)."""
    headcount: int
    """How many people may hold it at a time."""
    objectives: tuple[Objective, ...]
    """What its holders are to achieve."""
    duties: tuple[PositionDuty, ...]
    """The duties that come with it."""


class PositionRevised(Dated, frozen=True, kw_only=True, tag="organisation.position.revised"):
    """The next version of the description, in full (ORG-13)."""

    position: PositionId
    version: int
    """Its number; the position was defined with 1."""
    name: str
    label: str
    """The name in English."""
    roles: tuple[Role, ...]
    """The roles that it confers on whoever holds it from then on (ORG-05)."""
    headcount: int
    """How many people may hold it at a time."""
    objectives: tuple[Objective, ...]
    duties: tuple[PositionDuty, ...]


class PositionConfirmed(Struct, frozen=True, kw_only=True, tag="organisation.position.confirmed"):
    """A holder has read this version of the description (ORG-13)."""

    position: PositionId
    version: int
    holder: PersonId


class PositionClosed(Struct, frozen=True, kw_only=True, tag="organisation.position.closed"):
    """A position can be held no more; nobody held it (ORG-10)."""

    position: PositionId


UnitEvent: TypeAlias = UnitCreated | UnitRenamed | UnitMoved | UnitDissolved | ManagerAppointed | ManagerRelieved
DutyEvent: TypeAlias = DutyDefined | DutyAssigned | DutyWithdrawn | DutyRetired
PositionEvent: TypeAlias = PositionDefined | PositionRevised | PositionConfirmed | PositionClosed
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
