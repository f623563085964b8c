"""What people are to the organisation's parts, and what it waits for from them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.organisation.founding import closing
from domain.organisation.person import PersonStatus
from domain.organisation.position import Position
from domain.organisation.state import Organisation
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.room import Work
from domain.shared.term import Role
from domain.shared.values import midnight


def relations(organisation: Organisation, part: Any, _: World) -> Mapping[Role, Iterable[PersonId]]:
    """A position belongs to whoever holds it today."""
    if not isinstance(part, Position):
        return {}
    return {Role.OWNER: [person.id for person in organisation.people.values() if person.position == part.id]}


def work(organisation: Organisation) -> Iterator[Work]:
    """Annual plans to be drafted while their window is open, and position descriptions to be read."""
    if window := organisation.preparation:
        for role in (Role.PG, Role.OS):
            yield Work(
                act="plan.draft",
                title=f"{window.year}年度计划 / Annual plan {window.year}",
                role=role,
                since=window.opened_at,
                due=midnight(closing(organisation)),
            )
    for person in organisation.people.values():
        position = organisation.positions.get(person.position) if person.position else None
        if position and person.status is not PersonStatus.LEFT and person.id not in position.confirmed_by:
            yield Work(
                act="organisation.confirm_position",
                title=f"岗位说明 / Position description {position.name}",
                part=position.id,
                person=person.id,
                since=midnight(position.mandates[-1].valid_from),
            )
