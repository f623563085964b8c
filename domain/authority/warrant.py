"""By what right somebody acts: the matrix line, the role held, the delegation, and the separation of duties."""

from collections.abc import Set
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from domain.authority.rules import lines_in_force
from domain.authority.state import AUTHORITY, Authority
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import Act, World
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from domain.shared.refusal import Labelled, Reason
from domain.shared.room import Room
from domain.shared.term import Role
from domain.shared.values import civil

FORBIDDEN = Reason(
    "authority.not_permitted",
    "{person} may not {act}: that takes the role {needed}, and {person} has {held}.",
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
    "{principal} has not delegated {act} to {person} at this time.",
    "{principal}当前未将{act}委托给{person}。",
)
OWN_MATTER = Reason(
    "authority.own_matter",
    "{person} prepared, applied for or is the subject of this and may not {act}, nor may anybody on their behalf.",
    "{person}是本事项的编制人、申请人或当事人，本人及其受托人均不得{act}。",
)

NOBODY: frozenset[PersonId] = frozenset()


class Attempt(Struct, frozen=True, kw_only=True):
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

    @property
    def principal(self) -> PersonId:
        """Whose act it is: the person's own, or that of whoever has delegated it."""
        return self.on_behalf_of or self.person

    def fact(self, name: str) -> Any:
        """What a matrix line may ask about: a field of the part, of the record, or of the input that makes it."""
        for source in (self.part, self.record, self.inputs):
            if (value := getattr(source, name, None)) is not None:
                return value
        return None


class Warrant(Struct, frozen=True):
    """The right that was found: the role to record, on whose behalf, under which version of the matrix."""

    role: Role
    on_behalf_of: PersonId | None
    matrix: int


def warrant(attempt: Attempt, world: World) -> Warrant:
    """The right by which the person may do the act now.

    Refuses AUDITOR, INTEGRATOR, NOT_DELEGATED, ROLE_NOT_HELD, FORBIDDEN and OWN_MATTER (ORG-05, ORG-08, ORG-09,
    API-07). When the one who would decide is barred by ORG-09, the decision moves up that person's reporting line
    (requirements §3 (e)).
    """
    authority = world.get(Authority, AUTHORITY)
    matrix = authority.matrix_version if authority else 0
    if attempt.person == SYSTEM:
        return Warrant(Role.SYSTEM, attempt.on_behalf_of, matrix)
    organisation = world.get(Organisation, ORGANISATION)
    held = own = roles_held(attempt, attempt.principal, organisation, world)
    if attempt.on_behalf_of:
        own = roles_held(attempt, attempt.person, organisation, world)
    require_doer(attempt, own, authority, organisation)
    barred = bars(attempt, world) if attempt.act.decides else NOBODY
    for concerned in (attempt.person, attempt.principal):
        if concerned in barred:
            raise OWN_MATTER(person=called(concerned, organisation), act=attempt.act.label)
    roles = held | roles_risen(attempt, barred, organisation, world) if barred else held
    lines = lines_in_force(attempt.act, authority)
    able = [line.role for line in lines if line.role in roles and line.covers(attempt.fact)]
    if not able:
        raise FORBIDDEN(
            person=called(attempt.principal, organisation), act=attempt.act.label,
            needed=[line.role for line in lines if line.covers(attempt.fact)], held=sorted(held),
        )
    if attempt.acting_role is None:
        return Warrant(able[0], attempt.on_behalf_of, matrix)
    if attempt.acting_role not in able:
        raise ROLE_NOT_HELD(person=called(attempt.principal, organisation), role=attempt.acting_role)
    return Warrant(attempt.acting_role, attempt.on_behalf_of, matrix)


def require_doer(
    attempt: Attempt, own: Set[Role], authority: Authority | None, organisation: Organisation | None
) -> None:
    """Whoever acts may act at all, and in the principal's place. Refuses AUDITOR, INTEGRATOR and NOT_DELEGATED."""
    if Role.AUD in own:
        raise AUDITOR(person=called(attempt.person, organisation), act=attempt.act.label)
    if Role.INT in own and not attempt.room.for_integrators:
        raise INTEGRATOR(person=called(attempt.person, organisation), act=attempt.act.label)
    if attempt.on_behalf_of and not (own and authority and delegated(attempt, authority)):
        raise NOT_DELEGATED(
            principal=called(attempt.on_behalf_of, organisation), person=called(attempt.person, organisation),
            act=attempt.act.label,
        )


def bars(attempt: Attempt, world: World) -> frozenset[PersonId]:
    """Whose matter it is."""
    matter = attempt.room.interested(attempt.record, attempt.part, world)
    return frozenset(person for person in matter if person is not None)


def delegated(attempt: Attempt, authority: Authority) -> bool:
    """Whether the person may now do the act in the principal's place."""
    return authority.delegated(attempt.principal, attempt.person, attempt.act.name, attempt.now, attempt.fact)


def roles_held(attempt: Attempt, person: PersonId, organisation: Organisation | None, world: World) -> frozenset[Role]:
    """The roles of a person towards this record: by position, and by relation to it."""
    if person == ADMINISTRATOR:
        return frozenset({Role.ADM})
    by_position = organisation.roles(person, civil(attempt.now)) if organisation else frozenset[Role]()
    if not by_position:
        return by_position
    if attempt.record is None:
        return by_position
    related = attempt.room.relations(attempt.record, attempt.part, world)
    return by_position | {role for role, people in related.items() if person in people}


def roles_risen(
    attempt: Attempt, barred: Set[PersonId], organisation: Organisation | None, world: World
) -> frozenset[Role]:
    """The roles in which the principal decides in place of those barred: their decisions have moved up to here."""
    if organisation is None:
        return frozenset()
    day = civil(attempt.now)
    passed_up = [each for each in barred if heir(each, barred, organisation, day) == attempt.principal]
    return frozenset().union(*(roles_held(attempt, each, organisation, world) for each in passed_up)) - {Role.EMP}


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
