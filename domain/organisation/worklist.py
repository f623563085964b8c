"""What the organisation waits for, and from whom (API-08)."""

from collections.abc import Iterator

from domain.organisation.person import PersonStatus
from domain.organisation.preparation import WRITERS, title
from domain.organisation.rules import READERS
from domain.organisation.state import Organisation
from domain.organisation.timers import closing
from domain.shared.room import Work
from domain.shared.term import Role
from domain.shared.values import midnight


def work(organisation: Organisation) -> Iterator[Work]:
    """Annual plans to be drafted while their window is open, and position descriptions to be read."""
    if window := organisation.preparation:
        drafted = {each.role for each in organisation.annual_plans if each.year == window.year and each.plan}
        for role in WRITERS:
            if role in drafted:
                continue
            yield Work(
                act="plan.draft",
                title=title(window.year),
                role=role,
                since=window.opened_at,
                due=midnight(closing(organisation)),
            )
    for person in organisation.people.values():
        position = organisation.positions.get(person.position) if person.position else None
        if person.status is PersonStatus.ERASURE_REQUESTED and person.erasure:
            yield Work(
                act="organisation.erase_person",
                title=f"删除个人信息 / Erase personal data {person.name}",
                part=person.id,
                role=Role.MGMT,
                since=person.erasure.requested_at,
            )
        reads_only = position and READERS.intersection(position.mandates[-1].roles)
        if position and not reads_only and not person.status.gone and person.id not in position.confirmed_by:
            yield Work(
                act="organisation.confirm_position",
                title=f"岗位说明 / Position description {position.name}",
                part=position.id,
                person=person.id,
                since=midnight(position.mandates[-1].valid_from),
            )
