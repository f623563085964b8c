"""Who stands how to a part of the organisation."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.organisation.position import Position
from domain.organisation.state import Organisation
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(organisation: Organisation, part: Any, _: World) -> Mapping[Role, Iterable[PersonId]]:
    """A position belongs to whoever holds it today."""
    if not isinstance(part, Position):
        return {}
    return {Role.OWNER: [person.id for person in organisation.people.values() if person.position == part.id]}
