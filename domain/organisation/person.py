"""The people of the company: where they work, to whom they report, and since when."""

from datetime import date
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.erasure import Erasure, evolve_erasure
from domain.organisation.erasure_events import (
    ErasureEvent,
    PersonErased,
    PersonErasureDeclined,
    PersonErasureRequested,
    PersonKeysDestroyed,
)
from domain.organisation.person_events import (
    DeputyAppointed,
    DeputyRelieved,
    EmploymentEnded,
    EmploymentEvent,
    HeadAppointed,
    LeaveBegun,
    LeaveEnded,
    PersonEvent,
    PersonHired,
    PersonLeft,
    PersonMoved,
    PositionAssigned,
    SuperiorSet,
)
from domain.organisation.spans import Assignment, Deputyship, Reporting, ended, followed, held
from domain.shared.ids import PersonId, PositionId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.personal import ERASED
from domain.shared.recorded import Stamp
from domain.shared.term import Term
from domain.shared.values import civil


class PersonStatus(Term):
    """Whether somebody is there (ORG-06). Whoever is on leave keeps rights and duties."""

    ACTIVE = "ACTIVE", "在职"
    ON_LEAVE = "ON_LEAVE", "休假"
    LEFT = "LEFT", "离职"
    ERASURE_REQUESTED = "ERASURE_REQUESTED", "申请删除"
    ERASED = "ERASED", "已删除"

    @property
    def gone(self) -> bool:
        """Whether somebody is not employed any more."""
        return self in GONE


class Person(Struct, frozen=True, kw_only=True):
    """Somebody employed, now or once. Unit, position, superior and areas are today's; the histories know every day."""

    id: PersonId
    name: str
    unit: UnitId | None
    position: PositionId | None
    superior: PersonId | None
    status: PersonStatus = PersonStatus.ACTIVE
    hired_on: date
    left_on: date | None = None
    """The first day on which the person is not employed any more."""
    away_until: date | None = None
    areas: tuple[UnitId, ...] = ()
    """The units in a deputy manager's charge (分管领域)."""
    assignments: tuple[Assignment, ...]
    reportings: tuple[Reporting, ...]
    deputyships: tuple[Deputyship, ...] = ()
    erasure: Erasure | None = None
    """The erasure of everything personal, asked for or done; the last one, where there were several."""

    def employed(self, day: date) -> bool:
        """Whether the person is employed on that day."""
        return self.hired_on <= day and (self.left_on is None or day < self.left_on)

    def as_of(self, day: date) -> "Person":
        """The person with what is true on that day in front."""
        assignment, reporting = held(self.assignments, day), held(self.reportings, day)
        deputyship = held(self.deputyships, day)
        return replace(
            self,
            unit=assignment.unit if assignment else None,
            position=assignment.position if assignment else None,
            superior=reporting.superior if reporting else None,
            areas=deputyship.areas if deputyship else (),
        )


HERE = (PersonStatus.ACTIVE, PersonStatus.ON_LEAVE)
GONE = (PersonStatus.LEFT, PersonStatus.ERASURE_REQUESTED, PersonStatus.ERASED)

PERSON_LIFECYCLE: Lifecycle[PersonStatus] = Lifecycle(
    {
        PersonHired: move(UNBORN, to=PersonStatus.ACTIVE),
        PositionAssigned: move(*HERE),
        PersonMoved: move(*HERE),
        SuperiorSet: move(*HERE),
        HeadAppointed: move(*HERE),
        DeputyAppointed: move(*HERE),
        DeputyRelieved: move(*HERE),
        LeaveBegun: move(PersonStatus.ACTIVE, to=PersonStatus.ON_LEAVE),
        LeaveEnded: move(PersonStatus.ON_LEAVE, to=PersonStatus.ACTIVE),
        EmploymentEnded: move(*HERE),
        PersonLeft: move(*HERE, to=PersonStatus.LEFT),
        PersonErasureRequested: move(PersonStatus.LEFT, PersonStatus.ERASED, to=PersonStatus.ERASURE_REQUESTED),
        PersonErasureDeclined: move(PersonStatus.ERASURE_REQUESTED, to=PersonStatus.LEFT),
        PersonErased: move(PersonStatus.ERASURE_REQUESTED, to=PersonStatus.ERASED),
        PersonKeysDestroyed: move(PersonStatus.ERASED),
    },
)


def evolve_person(person: Person | None, event: PersonEvent, stamp: Stamp) -> Person:
    """The person after the event, as of the day of the event."""
    if isinstance(event, ErasureEvent):
        return with_erasure(person, event, stamp)
    return changed_person(person, event).as_of(civil(stamp.at))


def with_erasure(person: Person | None, event: ErasureEvent, stamp: Stamp) -> Person:
    """The person, whose name is gone with the decision, whatever an old log may still say in the clear."""
    assert person is not None
    name = ERASED if isinstance(event, PersonErased) else person.name
    return replace(person, name=name, erasure=evolve_erasure(person.erasure, event, stamp))


def changed_person(person: Person | None, event: EmploymentEvent) -> Person:
    if isinstance(event, PersonHired):
        return hired(event)
    assert person is not None
    match event:
        case (
            PositionAssigned(unit=unit, position=position, effective_on=day)
            | PersonMoved(unit=unit, position=position, effective_on=day)
        ):
            assignment = Assignment(unit=unit, position=position, valid_from=day)
            return replace(person, assignments=followed(person.assignments, assignment))
        case SuperiorSet(superior=superior, effective_on=day):
            reporting = Reporting(superior=superior, valid_from=day)
            return replace(person, reportings=followed(person.reportings, reporting))
        case HeadAppointed(effective_on=day):
            return replace(person, reportings=followed(person.reportings, Reporting(superior=None, valid_from=day)))
        case DeputyAppointed(unit=unit, areas=areas, effective_on=day):
            deputyship = Deputyship(unit=unit, areas=areas, valid_from=day)
            return replace(person, deputyships=followed(person.deputyships, deputyship))
        case DeputyRelieved(effective_on=day):
            return replace(person, deputyships=ended(person.deputyships, day))
        case LeaveBegun(until=until):
            return replace(person, away_until=until)
        case LeaveEnded():
            return replace(person, away_until=None)
        case EmploymentEnded(effective_on=day):
            return departing(person, day)
        case PersonLeft():
            return person
        case _:
            assert_never(event)


def hired(event: PersonHired) -> Person:
    day = event.effective_on
    return Person(
        id=event.person,
        name=event.name,
        unit=None,
        position=None,
        superior=None,
        hired_on=day,
        assignments=(Assignment(unit=event.unit, position=event.position, valid_from=day),),
        reportings=(Reporting(superior=event.superior, valid_from=day),),
    )


def departing(person: Person, day: date) -> Person:
    """Everything that the person holds ends with the employment."""
    return replace(
        person,
        left_on=day,
        assignments=ended(person.assignments, day),
        reportings=ended(person.reportings, day),
        deputyships=ended(person.deputyships, day),
    )
