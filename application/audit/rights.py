"""By what right something was decided, and who else could have: from the matrix and the organisation of that moment."""

from collections.abc import Iterator
from datetime import date, datetime
from inspect import getattr_static
from typing import Any, NamedTuple, get_type_hints

from msgspec import Struct

from application.audit.then import Then
from domain.authority.rules import lines_in_force
from domain.authority.state import AUTHORITY, Authority, Delegation
from domain.authority.terms import DelegationStatus
from domain.authority.warrant import Attempt, warrant
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import Act, Grant, alternatives
from domain.shared.approval import Signature
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Room
from domain.shared.term import Role, Term
from domain.shared.values import civil


class Matter(NamedTuple):
    """What is to be decided: a record as it stood, or a part of it, and when."""

    room: Room
    record: Any
    kind: str | None
    """The kind of part; None for the record itself."""
    part: Any
    now: datetime

    def acts(self) -> list[Act]:
        """The acts that could decide it: they sign, and the state machines let them."""
        return [
            act
            for act in self.room.acts.values()
            if act.decides and act.part == self.kind and signs(act) and self.room.possible(act, self.record, self.part)
        ]

    def attempt(self, act: Act, person: PersonId, on_behalf_of: PersonId | None = None) -> Attempt:
        """Somebody's attempt at it."""
        return Attempt(
            room=self.room, act=act, person=person, now=self.now, record=self.record, part=self.part,
            on_behalf_of=on_behalf_of,
        )


class Able(NamedTuple):
    """Somebody who could decide: in which role, in whose place by a delegation, by which acts."""

    person: PersonId
    role: Role
    on_behalf_of: PersonId | None
    acts: tuple[Act, ...]


def able(matter: Matter, world: Then) -> list[Able]:
    """Everybody who could decide it, by their own right or by a delegation."""
    found: dict[tuple[PersonId, Role, PersonId | None], list[Act]] = {}
    for act in matter.acts():
        for attempt in attempts(matter, act, world):
            try:
                right = warrant(attempt, world)
            except Refused:
                continue
            found.setdefault((attempt.person, right.role, attempt.on_behalf_of), []).append(act)
    return [Able(*who, tuple(acts)) for who, acts in found.items()]


def attempts(matter: Matter, act: Act, world: Then) -> Iterator[Attempt]:
    """Everybody who may have the right tries it, and every delegate in the place of such a principal."""
    authority = world.get(Authority, AUTHORITY)
    candidates = set(candidate(matter, act, world))
    for person in sorted(candidates):
        yield matter.attempt(act, person)
    for each in authority.delegations.values() if authority else ():
        if each.principal in candidates and good(each, act.name, matter.now):
            yield matter.attempt(act, each.delegate, each.principal)


def candidate(matter: Matter, act: Act, world: Then) -> Iterator[PersonId]:
    """All who hold a role that the act takes, and all above those whose matter it is, to whom the decision may move.

    Nobody else has the right; asking each of a thousand people would take long.
    """
    organisation, day = world.get(Organisation, ORGANISATION), civil(matter.now)
    if organisation is None:
        return
    needed = {line.role for line in lines_in_force(act, world.get(Authority, AUTHORITY))}
    related = matter.room.relations(matter.record, matter.part, world)
    yield from (person for person in organisation.people if not needed.isdisjoint(organisation.roles(person, day)))
    yield from (person for role in needed for person in related.get(role, ()) if person)
    for person in matter.room.interested(matter.record, matter.part, world):
        yield from above(person, organisation, day)


def above(person: PersonId | None, organisation: Organisation, day: date) -> Iterator[PersonId]:
    """The reporting line of somebody, from the superior up."""
    while person is not None and (person := organisation.superior(person, day)):
        yield person


def good(delegation: Delegation, act: str, now: datetime) -> bool:
    """Whether a delegation is for such an act, at that moment."""
    in_time = delegation.valid_from <= civil(now) <= delegation.valid_to
    in_force = delegation.status is DelegationStatus.ACTIVE and in_time
    return in_force and (not delegation.acts or act in delegation.acts)


def lines(matter: Matter, act: Act, role: Role, world: Then) -> list[Grant]:
    """The lines of the matrix in force then by which that role could do the act.

    Version 0 is read off the program as it is now: it is the one that was delivered with it.
    """
    authority = world.get(Authority, AUTHORITY)
    facts = matter.attempt(act, PersonId("")).fact
    return [line for line in lines_in_force(act, authority) if line.role == role and line.covers(facts)]


def words_of(act: Act, name: str) -> type[Term] | None:
    """The words that a condition of the matrix on that fact is made of; None where it takes others.

    Where the fact is looked for when somebody tries the act: in the part, in the record, in what makes it.
    """
    hints = get_type_hints(act.decide)
    kinds = [*(fact_of(each, name) for each in reversed(hints.values())), hints.get(name)]
    found = (each for kind in kinds for each in alternatives(kind) if isinstance(each, type) and issubclass(each, Term))
    return next(found, None)


def fact_of(holder: Any, name: str) -> Any:
    """The type of that field or property of a state."""
    if not (isinstance(holder, type) and issubclass(holder, Struct)):
        return None
    found = getattr_static(holder, name, None)
    if isinstance(found, property):
        return get_type_hints(found.fget).get("return")
    return get_type_hints(holder).get(name)


def delivered(act: Act, world: Then) -> bool:
    """Whether the matrix in force then had no lines of its own for the act."""
    authority = world.get(Authority, AUTHORITY)
    return authority is None or authority.lines(act.name) is None


def signs(act: Act) -> bool:
    """Whether what the act decides holds a signature."""
    return any(Signature in get_type_hints(event).values() for event in act.events)

