"""People: hired, placed, on leave, gone."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.person import Person
from domain.organisation.person_events import (
    EmploymentEnded,
    LeaveBegun,
    LeaveEnded,
    PersonHired,
    PersonLeft,
    PersonMoved,
    PositionAssigned,
    SuperiorSet,
)
from domain.organisation.rules import (
    day_of,
    employed_on,
    fresh,
    head_to_come,
    holders_from,
    managed_from,
    no_loop,
    position_open,
    reports_from,
    staying,
    unit_on,
)
from domain.organisation.state import Organisation
from domain.shared.act import Context, act
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId, PositionId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

NO_SUPERIOR = Reason(
    "organisation.no_superior",
    "{person} needs a superior: the head of the company is {head}.",
    "{person}须有上级：公司负责人是{head}。",
)
HEAD_REPORTS = Reason(
    "organisation.head_has_no_superior",
    "{person} is head of the company and reports to nobody until another head is appointed.",
    "{person}是公司负责人，任命新负责人之前没有上级。",
)
NO_VACANCY = Reason(
    "organisation.no_vacancy",
    "{position} has a headcount of {headcount} and is held by {holders}.",
    "{position}编制{headcount}人，现由{holders}任职。",
)
BACK_ALREADY = Reason(
    "organisation.leave_over", "{person} would already be back on {until}.", "{person}应已于{until}返岗。"
)
STILL_MANAGES = Reason(
    "organisation.still_manages", "{person} still manages {units} after {day}.", "{person}在{day}之后仍负责{units}。"
)
STILL_SUPERIOR = Reason(
    "organisation.still_superior",
    "{people} still report to {person} after {day}.",
    "{people}在{day}之后仍向{person}汇报。",
)
HEAD_STAYS = Reason(
    "organisation.head_stays",
    "{person} is head of the company; another head must be appointed first.",
    "{person}是公司负责人，须先任命新负责人。",
)


@act("录用员工", Role.ADM, Role.HR)
def hire_person(
    organisation: Organisation,
    context: Context,
    *,
    name: Line,
    unit: UnitId,
    position: PositionId,
    superior: PersonId | None = None,
    person: PersonId | None = None,
    hired_on: date | None = None,
) -> Iterator[PersonHired]:
    """Employ somebody in a unit and a position, below a superior; only the head of the company has none (ORG-06)."""
    day = hired_on or context.today
    id = fresh(person, PersonId(context.new_id("person")), {*organisation.people, SYSTEM, ADMINISTRATOR})
    unit_on(organisation, unit, day)
    vacant(organisation, position, day)
    if superior is not None:
        employed_on(organisation, superior, day)
    elif head := head_to_come(organisation):
        raise NO_SUPERIOR(person=id, head=head.id)
    yield PersonHired(person=id, name=name, unit=unit, position=position, superior=superior, effective_on=day)


@act("调整岗位", Role.ADM, Role.HR)
def assign_position(
    organisation: Organisation,
    person: Person,
    context: Context,
    *,
    position: PositionId,
    effective_on: date | None = None,
) -> Iterator[PositionAssigned]:
    """Give somebody another position in the same unit (ORG-05, ORG-10)."""
    staying(person)
    day = day_of(effective_on, context, person.assignments)
    vacant(organisation, position, day, person.id)
    unit = person.assignments[-1].unit
    yield PositionAssigned(person=person.id, unit=unit, position=position, effective_on=day)


@act("调动员工", Role.ADM, Role.HR)
def move_person(
    organisation: Organisation,
    person: Person,
    context: Context,
    *,
    unit: UnitId,
    position: PositionId | None = None,
    effective_on: date | None = None,
) -> Iterator[PersonMoved]:
    """Move somebody to another unit, in the same position unless another is given (ORG-10)."""
    staying(person)
    day = day_of(effective_on, context, person.assignments)
    unit_on(organisation, unit, day)
    goal = position or person.assignments[-1].position
    vacant(organisation, goal, day, person.id)
    yield PersonMoved(person=person.id, unit=unit, position=goal, effective_on=day)


@act("设定上级", Role.ADM, Role.HR)
def set_superior(
    organisation: Organisation,
    person: Person,
    context: Context,
    *,
    superior: PersonId,
    effective_on: date | None = None,
) -> Iterator[SuperiorSet]:
    """Say to whom somebody reports (ORG-06)."""
    staying(person)
    if person.reportings[-1].superior is None:
        raise HEAD_REPORTS(person=person.id)
    day = day_of(effective_on, context, person.reportings)
    employed_on(organisation, superior, day)
    no_loop(organisation, person.id, superior, day)
    yield SuperiorSet(person=person.id, superior=superior, effective_on=day)


@act("登记休假", Role.ADM, Role.HR)
def set_leave(
    organisation: Organisation, person: Person, context: Context, *, until: date | None = None
) -> Iterator[LeaveBegun]:
    """Record that somebody is on leave from today, and expected back on a day if it is known (ORG-06)."""
    if until is not None and until <= context.today:
        raise BACK_ALREADY(person=person.id, until=until)
    yield LeaveBegun(person=person.id, until=until)


@act("销假", Role.ADM, Role.HR)
def end_leave(organisation: Organisation, person: Person, context: Context) -> Iterator[LeaveEnded]:
    """Record that somebody is back (ORG-06)."""
    yield LeaveEnded(person=person.id)


@act("终止雇佣", Role.ADM, Role.HR)
def end_employment(
    organisation: Organisation, person: Person, context: Context, *, reason: Text, effective_on: date | None = None
) -> Iterator[EmploymentEnded | PersonLeft]:
    """Record that somebody leaves; from that day on every right is gone, and the history stays (ORG-06)."""
    staying(person)
    day = day_of(effective_on, context, person.assignments[:1])
    if person.reportings[-1].superior is None:
        raise HEAD_STAYS(person=person.id)
    if units := managed_from(organisation, person.id, day):
        raise STILL_MANAGES(person=person.id, units=units, day=day)
    if people := reports_from(organisation, person.id, day):
        raise STILL_SUPERIOR(person=person.id, people=people, day=day)
    yield EmploymentEnded(person=person.id, reason=reason, effective_on=day)
    if day <= context.today:
        yield PersonLeft(person=person.id)


def vacant(organisation: Organisation, position: PositionId, day: date, but: PersonId | None = None) -> None:
    """The position has room for one more from that day on. Refuses POSITION_UNKNOWN, NO_VACANCY."""
    headcount = position_open(organisation, position).headcount
    holders = [holder for holder in holders_from(organisation, position, day) if holder != but]
    if len(holders) >= headcount:
        raise NO_VACANCY(position=position, headcount=headcount, holders=holders)
