"""By what right somebody acts: the matrix line, the role held, the delegation, and the separation of duties."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.authority.state import AUTHORITY, Authority
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import Act, Grant, World
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from domain.shared.refusal import Labelled, Reason
from domain.shared.room import Room
from domain.shared.term import Role
from domain.shared.values import civil

FORBIDDEN = Reason(
    "authority.not_permitted",
    "{person} may not {act}: it takes {needed}, and {person} acts as {held}.",
    "{person}无权{act}：需要{needed}，而{person}的角色为{held}。",
)
ROLE_NOT_HELD = Reason(
    "authority.role_not_held", "{person} does not hold the role {role} here.", "{person}在此不具有{role}角色。"
)
AUDITOR = Reason(
    "authority.auditor", "{person} is an auditor and may read but not {act}.", "{person}是审计员，只能查阅，不能{act}。"
)
INTEGRATOR = Reason(
    "authority.integrator",
    "{person} is an integrator, which may read what its scope names but not {act}.",
    "{person}是集成方，只能读取授权范围内的内容，不能{act}。",
)
NOT_DELEGATED = Reason(
    "authority.not_delegated",
    "{principal} has not delegated {act} to {person} for this moment.",
    "{principal}当前未将{act}委托给{person}。",
)
OWN_MATTER = Reason(
    "authority.own_matter",
    "{person} prepared, applied for or is the subject of this and may not {act}, nor may anybody on their behalf.",
    "{person}是本事项的编制人、申请人或当事人，本人及其受托人均不得{act}。",
)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants to do an act on a record (or on a part of it)."""

    room: Room
    act: Act
    person: PersonId
    now: datetime
    record: Any = None
    part: Any = None
    inputs: Any = None
    acting_role: Role | None = None
    on_behalf_of: PersonId | None = None

    def fact(self, name: str) -> Any:
        """What a matrix line may ask about: a field of the part, of the record, or of the input that makes it."""
        for source in (self.part, self.record, self.inputs):
            if (value := getattr(source, name, None)) is not None:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Warrant:
    """The right that was found: the role to record, on whose behalf, under which version of the matrix."""

    role: Role
    on_behalf_of: PersonId | None
    matrix: int


def warrant(request: Request, world: World) -> Warrant:
    """The right by which the person may do the act now.

    Refuses AUDITOR, INTEGRATOR, NOT_DELEGATED, ROLE_NOT_HELD, FORBIDDEN and OWN_MATTER (ORG-05, ORG-08, ORG-09,
    API-07). When the one who would decide is barred by ORG-09, the decision moves up that person's reporting line
    (requirements §3 (e)).
    """
    authority = world.get(Authority, AUTHORITY)
    matrix = authority.matrix_version if authority else 0
    if request.person == SYSTEM:
        return Warrant(Role.SYSTEM, request.on_behalf_of, matrix)
    organisation = world.get(Organisation, ORGANISATION)
    principal = request.on_behalf_of or request.person
    name, principal_name = called(request.person, organisation), called(principal, organisation)
    held, own = (roles_held(request, each, organisation, world) for each in (principal, request.person))
    if Role.AUD in own:
        raise AUDITOR(person=name, act=request.act.label)
    if Role.INT in own:
        raise INTEGRATOR(person=name, act=request.act.label)
    if request.on_behalf_of and not (
        own
        and authority
        and authority.delegated(principal, request.person, request.act.name, request.now, request.fact)
    ):
        raise NOT_DELEGATED(principal=principal_name, person=name, act=request.act.label)
    matter = request.room.interested(request.record, request.part, world) if request.act.decides else ()
    barred = {each for each in matter if each is not None}
    lines = [line for line in grants(request.act, authority) if line.covers(request.fact)]
    if {principal, request.person} & barred:
        raise OWN_MATTER(person=name, act=request.act.label)
    risen = {
        role
        for each in barred
        if organisation and heir(each, barred, organisation, civil(request.now)) == principal
        for role in roles_held(request, each, organisation, world) - {Role.EMP}
    }
    able = [line.role for line in lines if line.role in held | risen]
    if not able:
        raise FORBIDDEN(
            person=principal_name, act=request.act.label, needed=[line.role for line in lines], held=sorted(held)
        )
    if request.acting_role is None:
        return Warrant(able[0], request.on_behalf_of, matrix)
    if request.acting_role not in able:
        raise ROLE_NOT_HELD(person=principal_name, role=request.acting_role)
    return Warrant(request.acting_role, request.on_behalf_of, matrix)


def grants(act: Act, authority: Authority | None) -> tuple[Grant, ...]:
    """The lines of the matrix in force for the act: published ones, else those written at the act."""
    published = authority.lines(act.name) if authority else None
    return act.grants if published is None else published


def roles_held(request: Request, person: PersonId, organisation: Organisation | None, world: World) -> frozenset[Role]:
    """The roles of a person towards this record: by position, and by relation to it."""
    if person == ADMINISTRATOR:
        return frozenset({Role.ADM})
    by_position = organisation.roles(person, civil(request.now)) if organisation else frozenset[Role]()
    if not by_position:
        return by_position
    related = request.room.relations(request.record, request.part, world) if request.record is not None else {}
    return by_position | {role for role, people in related.items() if person in people}


def called(person: PersonId, organisation: Organisation | None) -> Labelled:
    """Somebody as a fact of a refusal: the id, said with the name."""
    someone = organisation.people.get(person) if organisation else None
    name = f"{someone.name} ({person})" if someone else person
    return Labelled(person, name, name)


def heir(person: PersonId, barred: Set[PersonId], organisation: Organisation, day: date) -> PersonId | None:
    """To whom the decision of a barred person moves: up the reporting line, to the first who is not barred too."""
    above: PersonId | None = person
    while above is not None and above in barred:
        above = organisation.superior(above, day)
    return above
