"""Which work is for somebody: their own, that of their roles and units, and what others have delegated (API-08)."""

from collections.abc import Iterator
from dataclasses import dataclass
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


def shares(world: World, person: PersonId, now: datetime) -> Iterator[Share]:
    """The person's own share of all work, then one for each delegation that is good today."""
    day = civil(now)
    organisation = world.get(Organisation, ORGANISATION)
    authority = world.get(Authority, AUTHORITY)
    yield share(organisation, person, now)
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
