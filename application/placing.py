"""In whose place somebody may see what is closed: of whoever has delegated acts there to them (ORG-08, APPR-29)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from domain.authority.state import Authority, Delegation
from domain.authority.terms import DelegationStatus
from domain.organisation.state import Organisation
from domain.shared.ids import PersonId
from domain.shared.room import Room

Place = tuple[str, PersonId]
"""A room, and a person whose acts in it have been delegated."""


class Placing:
    """Knows delegates by the record of authority, which it goes through once for each version. Safe for threads."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        closed = (room for room in rooms if room.read_for or any(part.read_for for part in room.parts))
        self._acts = {room.name: frozenset(act.name for act in room.acts.values()) for room in closed}
        self._known: tuple[Authority | None, Mapping[PersonId, list[Delegation]]] = (None, {})

    def places(
        self, person: PersonId, authority: Authority | None, organisation: Organisation, today: date
    ) -> frozenset[Place]:
        """The places of the person today. A delegation that is narrowed to some records gives none."""
        return frozenset(
            (room, each.principal)
            for each in self._of(authority).get(person, ())
            if each.valid_from <= today <= each.valid_to and organisation.roles(each.principal, today)
            for room, acts in self._acts.items()
            if not each.acts or acts.intersection(each.acts)
        )

    def _of(self, authority: Authority | None) -> Mapping[PersonId, list[Delegation]]:
        known, found = self._known
        if known is authority:
            return found
        by_delegate = defaultdict[PersonId, list[Delegation]](list)
        for each in authority.delegations.values() if authority else ():
            if each.status is DelegationStatus.ACTIVE and not each.where:
                by_delegate[each.delegate].append(each)
        self._known = authority, by_delegate
        return by_delegate
