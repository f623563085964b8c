"""The organisation: one record, since its rules span units, positions, people and duties."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import assert_never, get_args

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.dated import Dated
from domain.organisation.events import (
    CalendarSet,
    ChangesTookEffect,
    KeysGivenUp,
    OrganisationEvent,
    OrganisationFounded,
    OwnEvent,
    SettingsChanged,
    TemplateLoaded,
)
from domain.organisation.person import Person
from domain.organisation.position import Position, PositionStatus
from domain.organisation.preparation import AnnualPlan, Preparation, called_for
from domain.organisation.preparation_events import (
    AnnualPlanDrafted,
    AnnualPlanDropped,
    PreparationClosed,
    PreparationOpened,
)
from domain.organisation.spans import held
from domain.organisation.terms import Settings, Template, UnitType
from domain.organisation.unit import Duty, DutyStatus, Unit, UnitStatus
from domain.shared.act import World
from domain.shared.calendar import Calendar
from domain.shared.ids import DutyId, OrganisationId, PersonId, PositionId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.room import shown
from domain.shared.term import Role, Term
from domain.shared.values import civil

ORGANISATION = OrganisationId("organisation")

OPEN_WORK = "unit.open_work"
"""The claim, by unit, of records that still expect something of the unit: it cannot be dissolved before."""

ORGANISATION_MISSING = Reason(
    "organisation.missing", "The organisation has not been founded yet.", "组织架构尚未建立。"
)


class OrganisationStatus(Term):
    """An organisation, once founded, operates."""

    OPERATING = "OPERATING", "运行中"


class Organisation(Struct, frozen=True, kw_only=True):
    """The company: its units, positions, people and duties. Questions without a day are answered for today."""

    id: OrganisationId
    company: str
    structural_form: str
    status: OrganisationStatus = OrganisationStatus.OPERATING
    day: date
    """The day for which units and people show what is true today."""
    ahead: tuple[date, ...] = ()
    """The days to come on which recorded changes take effect."""
    units: Mapping[UnitId, Unit] = {}
    positions: Mapping[PositionId, Position] = {}
    people: Mapping[PersonId, Person] = {}
    duties: Mapping[DutyId, Duty] = {}
    templates: tuple[Template, ...] = ()
    calendar: Calendar = Calendar()
    settings: Settings = Settings()
    prepared: int
    """The latest year for which annual plans have been called for."""
    preparation: Preparation | None = None
    annual_plans: tuple[AnnualPlan, ...] = ()
    """The annual plans that have been called for, and those drafted before."""
    keys_given_up: tuple[str, ...] = ()
    """The names of keys of people that were lost and are given up: what they encrypted reads as erased."""

    def roles(self, person: PersonId, day: date) -> frozenset[Role]:
        """The roles that somebody holds by position on that day; none for whoever is not employed."""
        someone = self.people.get(person)
        if someone is None or not someone.employed(day):
            return frozenset()
        assignment = held(someone.assignments, day)
        by_position = self.positions[assignment.position].roles(day) if assignment else ()
        as_deputy = (Role.DDM,) if held(someone.deputyships, day) else ()
        return frozenset((Role.EMP, *by_position, *as_deputy))

    def holders(self, role: Role, day: date) -> tuple[PersonId, ...]:
        """Who holds a role by position on that day."""
        return tuple(person for person in self.people if role in self.roles(person, day))

    def superior(self, person: PersonId, day: date | None = None) -> PersonId | None:
        """To whom somebody reports; nobody for the head of the company."""
        someone = self.people.get(person)
        reporting = held(someone.reportings, day or self.day) if someone else None
        return reporting.superior if reporting else None

    def unit_of(self, person: PersonId, day: date | None = None) -> UnitId | None:
        """The unit in which somebody works."""
        someone = self.people.get(person)
        assignment = held(someone.assignments, day or self.day) if someone else None
        return assignment.unit if assignment else None

    def head(self, unit: UnitId, day: date | None = None) -> PersonId | None:
        """The manager of a unit."""
        one = self.units.get(unit)
        management = held(one.managements, day or self.day) if one else None
        return management.manager if management else None

    def head_of_company(self, day: date | None = None) -> PersonId | None:
        """The one person who reports to nobody."""
        day = day or self.day
        return next((p.id for p in self.people.values() if p.employed(day) and self.superior(p.id, day) is None), None)

    def departments(self, day: date) -> tuple[UnitId, ...]:
        """The departments that exist on that day."""
        return tuple(u.id for u in self.units.values() if u.type is UnitType.DEPARTMENT and u.exists(day))

    def upwards(self, unit: UnitId | None, day: date | None = None) -> Iterator[UnitId]:
        """The unit, the one above it, and so on up to headquarters."""
        while unit is not None and (one := self.units.get(unit)):
            yield unit
            placement = held(one.placements, day or self.day)
            unit = placement.parent if placement else None

    def within(self, unit: UnitId, ancestor: UnitId, day: date | None = None) -> bool:
        """Whether a unit is that other unit, or lies below it."""
        return ancestor in self.upwards(unit, day)

    def department_of(self, unit: UnitId, day: date | None = None) -> UnitId | None:
        """The department to which a unit belongs, if it belongs to one."""
        return next((u for u in self.upwards(unit, day) if self.units[u].type is UnitType.DEPARTMENT), None)

    def chain(self, unit: UnitId, day: date | None = None) -> tuple[PersonId, ...]:
        """The managers above a unit, its own first, up to the head of the company (ORG-11)."""
        heads = [*(self.head(each, day) for each in self.upwards(unit, day)), self.head_of_company(day)]
        return tuple(dict.fromkeys(head for head in heads if head is not None))

    def oversees(self, deputy: PersonId, unit: UnitId, day: date | None = None) -> bool:
        """Whether a unit lies in the areas of which a deputy manager is in charge (ORG-07)."""
        someone = self.people.get(deputy)
        deputyship = held(someone.deputyships, day or self.day) if someone else None
        return deputyship is not None and any(self.within(unit, area, day) for area in deputyship.areas)

    @shown
    def units_without_duties(self) -> tuple[UnitId, ...]:
        """Units that nobody has charged with anything (ORG-04)."""
        charged = {unit for duty in self.duties.values() for unit in duty.units(self.day)}
        return tuple(u.id for u in self.units.values() if u.status is UnitStatus.ACTIVE and u.id not in charged)

    @shown
    def duties_without_owner(self) -> tuple[DutyId, ...]:
        """Duties in force that neither a unit nor a position has (ORG-04)."""
        positions = (p for p in self.positions.values() if p.status is PositionStatus.ACTIVE)
        described = {each.duty for position in positions for each in position.duties}
        return tuple(
            duty.id
            for duty in self.duties.values()
            if duty.status is DutyStatus.DEFINED and duty.id not in described and not duty.units(self.day)
        )

    def as_of(self, day: date) -> "Organisation":
        """The organisation with what is true on that day in front, in every unit and person."""
        return replace(
            self,
            day=day,
            ahead=tuple(each for each in self.ahead if each > day),
            units={id: unit.as_of(day) for id, unit in self.units.items()},
            people={id: person.as_of(day) for id, person in self.people.items()},
        )


LIFECYCLE: Lifecycle[OrganisationStatus] = Lifecycle(
    {event: move(OrganisationStatus.OPERATING) for event in get_args(OrganisationEvent)}
    | {OrganisationFounded: move(UNBORN, to=OrganisationStatus.OPERATING)}
)


def company(world: World) -> Organisation:
    """The organisation. Refuses ORGANISATION_MISSING before there is one."""
    organisation = world.get(Organisation, ORGANISATION)
    if organisation is None:
        raise ORGANISATION_MISSING()
    return organisation


def evolve(organisation: Organisation | None, event: OrganisationEvent, stamp: Stamp) -> Organisation:
    """The organisation after the event; its parts have changed already."""
    today = civil(stamp.at)
    if isinstance(event, OrganisationFounded):
        return Organisation(
            id=ORGANISATION,
            company=event.company,
            structural_form=event.structural_form,
            day=today,
            prepared=today.year,
        )
    assert organisation is not None
    if isinstance(event, OwnEvent):
        organisation = changed(organisation, event, stamp)
    return turned(organisation, event, today)


def changed(organisation: Organisation, event: OwnEvent, stamp: Stamp) -> Organisation:
    match event:
        case TemplateLoaded(template=template):
            return replace(organisation, templates=(*organisation.templates, template))
        case CalendarSet():
            return replace(organisation, calendar=with_year(organisation.calendar, event))
        case SettingsChanged(settings=settings):
            return replace(organisation, settings=settings)
        case PreparationOpened(year=year):
            return replace(
                organisation,
                prepared=year,
                preparation=Preparation(year=year, opened_at=stamp.at),
                annual_plans=called_for(organisation.annual_plans, event),
            )
        case PreparationClosed():
            return replace(organisation, preparation=None)
        case AnnualPlanDrafted(year=year, role=role, plan=plan):
            others = (each for each in organisation.annual_plans if (each.year, each.role) != (year, role))
            return replace(organisation, annual_plans=(*others, AnnualPlan(year=year, role=role, plan=plan)))
        case AnnualPlanDropped(plan=plan):
            plans = (replace(each, plan=None) if each.plan == plan else each for each in organisation.annual_plans)
            return replace(organisation, annual_plans=tuple(plans))
        case KeysGivenUp(keys=keys):
            return replace(organisation, keys_given_up=tuple(dict.fromkeys((*organisation.keys_given_up, *keys))))
        case OrganisationFounded() | ChangesTookEffect():
            return organisation
        case _:
            assert_never(event)


def with_year(calendar: Calendar, event: CalendarSet) -> Calendar:
    def others(days: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(day for day in days if day.year != event.year)

    return Calendar(
        holidays=tuple(sorted({*others(calendar.holidays), *event.holidays})),
        workdays=tuple(sorted({*others(calendar.workdays), *event.workdays})),
    )


def turned(organisation: Organisation, event: OrganisationEvent, today: date) -> Organisation:
    """The organisation with its own day kept: changes ahead are remembered, those whose day has come show."""
    ahead = organisation.ahead
    if isinstance(event, Dated) and event.effective_on > today and event.effective_on not in ahead:
        ahead = tuple(sorted({*ahead, event.effective_on}))
        organisation = replace(organisation, ahead=ahead)
    backdated = today < organisation.day
    if backdated or (ahead and ahead[0] <= today):
        return organisation.as_of(max(today, organisation.day))
    return organisation if today == organisation.day else replace(organisation, day=today)
