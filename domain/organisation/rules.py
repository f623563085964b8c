"""Rules that several acts of the organisation share."""

from collections.abc import Container
from datetime import date
from typing import TypeVar

from domain.organisation.person import Person
from domain.organisation.position import Position, PositionStatus
from domain.organisation.spans import Span, lasting, turns
from domain.organisation.state import Organisation
from domain.organisation.unit import Duty, DutyStatus, Unit, UnitStatus
from domain.shared.act import Context
from domain.shared.ids import DutyId, PersonId, PositionId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role

UNIT_UNKNOWN = Reason("organisation.unit_unknown", "There is no unit {unit} on {day}.", "{day}不存在组织单元{unit}。")
POSITION_UNKNOWN = Reason(
    "organisation.position_unknown", "There is no open position {position}.", "不存在可任职的岗位{position}。"
)
PERSON_UNKNOWN = Reason(
    "organisation.person_unknown", "{person} is not employed on {day}.", "{person}在{day}不是在职员工。"
)
ONLY_READS = Reason(
    "organisation.only_reads",
    "{person} is an auditor or a program, which read and do nothing that could be asked of them.",
    "{person}是审计员或程序，只能查阅，不能承担此事。",
)
DUTY_UNKNOWN = Reason("organisation.duty_unknown", "There is no duty {duty} in force.", "不存在有效的职责{duty}。")
LEAVING = Reason(
    "organisation.leaving",
    "{person} leaves on {left_on}, so nothing new can be recorded for them.",
    "{person}将于{left_on}离职，不能再作新的安排。",
)
ID_TAKEN = Reason("organisation.id_taken", "The id {id} is already in use.", "编号{id}已被使用。")
OUT_OF_ORDER = Reason(
    "organisation.out_of_order",
    "The change would take effect on {day}, before the last recorded change, which takes effect on {last}.",
    "变更生效日{day}早于最近一次已记录变更的生效日{last}。",
)
CYCLE = Reason(
    "organisation.unit_cycle",
    "{unit} cannot be placed below {parent}, which is below {unit} on {day}.",
    "{unit}不能隶属于{parent}：{parent}在{day}隶属于{unit}。",
)
LOOP = Reason(
    "organisation.reporting_loop",
    "{person} cannot report to {superior}, who reports to {person} on {day}.",
    "{person}不能向{superior}汇报：{superior}在{day}向{person}汇报。",
)

Id = TypeVar("Id", bound=str)

READERS = frozenset({Role.AUD, Role.INT})
"""Whoever holds one of these roles does nothing but read (API-07)."""


def fresh(given: Id | None, made: Id, taken: Container[Id]) -> Id:
    """The id that the caller gave, or else the one made. Refuses ID_TAKEN."""
    if given is not None and given in taken:
        raise ID_TAKEN(id=given)
    return given or made


def unit_on(organisation: Organisation, unit: UnitId, day: date) -> Unit:
    """The unit, if it exists on that day. Refuses UNIT_UNKNOWN."""
    found = organisation.units.get(unit)
    if found is None or found.status is not UnitStatus.ACTIVE or not found.exists(day):
        raise UNIT_UNKNOWN(unit=unit, day=day)
    return found


def position_open(organisation: Organisation, position: PositionId) -> Position:
    """The position, if it can be held. Refuses POSITION_UNKNOWN."""
    found = organisation.positions.get(position)
    if found is None or found.status is not PositionStatus.ACTIVE:
        raise POSITION_UNKNOWN(position=position)
    return found


def duty_in_force(organisation: Organisation, duty: DutyId) -> Duty:
    """The duty, if it is asked of anybody. Refuses DUTY_UNKNOWN."""
    found = organisation.duties.get(duty)
    if found is None or found.status is not DutyStatus.DEFINED:
        raise DUTY_UNKNOWN(duty=duty)
    return found


def staying(person: Person) -> None:
    """Nobody who is about to leave is given anything new. Refuses LEAVING."""
    if person.left_on is not None:
        raise LEAVING(person=person.id, left_on=person.left_on)


def employed_on(organisation: Organisation, person: PersonId, day: date) -> Person:
    """The person, if employed on that day and to stay. Refuses PERSON_UNKNOWN, LEAVING."""
    found = organisation.people.get(person)
    if found is None or found.status.gone or day < found.hired_on:
        raise PERSON_UNKNOWN(person=person, day=day)
    staying(found)
    return found


def there_on(organisation: Organisation, person: PersonId, day: date) -> Person:
    """The person, if employed on that day, be it that they have left since or are about to. Refuses PERSON_UNKNOWN."""
    found = organisation.people.get(person)
    if found is None or not found.employed(day):
        raise PERSON_UNKNOWN(person=person, day=day)
    return found


def acting_on(organisation: Organisation, person: PersonId, day: date) -> Person:
    """The person, if employed on that day and able to act, which auditors and programs are not.

    Refuses PERSON_UNKNOWN, LEAVING, ONLY_READS.
    """
    found = employed_on(organisation, person, day)
    refuse_readers(organisation, person, day)
    return found


def is_program(organisation: Organisation, person: PersonId, day: date) -> bool:
    """Whether it is no human being, but a program that reads what is recorded."""
    return Role.INT in organisation.roles(person, day)


def refuse_readers(organisation: Organisation, person: PersonId, day: date) -> None:
    """Refuse ONLY_READS for auditors and programs."""
    if not READERS.isdisjoint(organisation.roles(person, day)):
        raise ONLY_READS(person=person)


def day_of(effective_on: date | None, context: Context, *histories: tuple[Span, ...]) -> date:
    """The day on which a change takes effect: today unless another is given. Refuses OUT_OF_ORDER."""
    day = effective_on or context.today
    last = max((history[-1].valid_from for history in histories if history), default=day)
    if day < last:
        raise OUT_OF_ORDER(day=day, last=last)
    return day


def no_cycle(organisation: Organisation, unit: UnitId, parent: UnitId, day: date) -> None:
    """The tree of units stays a tree on that day and on every later one (ORG-01). Refuses CYCLE."""
    for each in {day}.union(*(turns(one.placements, day) for one in organisation.units.values())):
        if organisation.within(parent, unit, each):
            raise CYCLE(unit=unit, parent=parent, day=each)


def no_loop(organisation: Organisation, person: PersonId, superior: PersonId, day: date) -> None:
    """Nobody comes to report to themselves, on that day or on a later one (ORG-06). Refuses LOOP."""
    for each in {day}.union(*(turns(one.reportings, day) for one in organisation.people.values())):
        above: PersonId | None = superior
        while above is not None:
            if above == person:
                raise LOOP(person=person, superior=superior, day=each)
            above = organisation.superior(above, each)


def head_to_come(organisation: Organisation) -> Person | None:
    """The head of the company once every recorded change has taken effect."""
    staying = (person for person in organisation.people.values() if person.left_on is None)
    return next((person for person in staying if person.reportings[-1].superior is None), None)


def holders_from(organisation: Organisation, position: PositionId, day: date) -> list[PersonId]:
    """Who holds the position on that day or will later."""
    return [
        person.id
        for person in organisation.people.values()
        if any(each.position == position and not each.over(day) for each in person.assignments)
    ]


def members_from(organisation: Organisation, unit: UnitId, day: date) -> list[PersonId]:
    """Who belongs to the unit on that day or will later."""
    return [
        person.id
        for person in organisation.people.values()
        if any(each.unit == unit and not each.over(day) for each in person.assignments)
    ]


def reports_from(organisation: Organisation, superior: PersonId, day: date) -> list[PersonId]:
    """Who reports to somebody on that day or will later."""
    return [
        person.id
        for person in organisation.people.values()
        if any(each.superior == superior and not each.over(day) for each in person.reportings)
    ]


def managed_from(organisation: Organisation, manager: PersonId, day: date) -> list[UnitId]:
    """Which units somebody manages on that day or will later."""
    managements = ((unit.id, lasting(unit.managements, day)) for unit in organisation.units.values())
    return [unit for unit, management in managements if management and management.manager == manager]
