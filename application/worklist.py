"""Which work is for somebody: their own, that of their roles and units, and what others have delegated (API-08)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from domain.authority.state import AUTHORITY, Authority
from domain.authority.terms import DelegationStatus
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import World
from domain.shared.ids import PersonId, UnitId
from domain.shared.term import Role
from domain.shared.values import civil


@dataclass(frozen=True, slots=True)
class Share:
    """Work that waits for `person`; or for one of the `roles`, in one of the `units` if the work names a unit; or for
    the head of one of the units `headed`. Only these `acts` of it, unless there are none: then all.
    """

    person: PersonId
    roles: frozenset[Role]
    units: tuple[UnitId, ...]
    headed: tuple[UnitId, ...]
    acts: tuple[str, ...] = ()
    below: tuple["Share", ...] = ()
    """Those of the people right below: what of theirs is barred to them is decided here (requirements §3 (e))."""


def shares(world: World, person: PersonId, now: datetime) -> Iterator[Share]:
    """The person's own share of all work, then one for each delegation that is good today."""
    day = civil(now)
    organisation = world.get(Organisation, ORGANISATION)
    authority = world.get(Authority, AUTHORITY)
    own = share(organisation, person, now)
    yield replace(own, below=below(organisation, person, now)) if organisation else own
    for each in authority.delegations.values() if authority else ():
        good = each.status is DelegationStatus.ACTIVE and each.valid_from <= day <= each.valid_to
        if good and each.delegate == person:
            yield share(organisation, each.principal, now, each.acts)


def share(organisation: Organisation | None, person: PersonId, now: datetime, acts: tuple[str, ...] = ()) -> Share:
    """What is for one person, or for somebody who acts in that person's place."""
    if organisation is None:
        return Share(person, frozenset(), (), (), acts)
    day = civil(now)
    units = tuple(organisation.upwards(organisation.unit_of(person, day), day))
    headed = tuple(unit for unit in organisation.units if organisation.head(unit, day) == person)
    return Share(person, organisation.roles(person, day), units, headed, acts)


def below(organisation: Organisation, person: PersonId, now: datetime) -> tuple[Share, ...]:
    """What is for those right below the person who may decide anything: whoever only works has nothing to pass up."""
    reports = (each.id for each in organisation.people.values() if each.superior == person)
    found = (share(organisation, each, now) for each in reports)
    return tuple(replace(each, roles=each.roles - {Role.EMP}) for each in found if each.roles - {Role.EMP})
