"""Who stands how to a project: by what they wrote on it, answer for in it, or were asked about."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.organisation.state import company
from domain.project.change import ChangeRequest
from domain.project.review import Review
from domain.project.state import Project
from domain.project.task import Milestone
from domain.project.terms import Status
from domain.shared.act import World
from domain.shared.approval import Request
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(project: Project, part: Any, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    """The roles that people hold towards this project, or towards the part of it."""
    return {
        Role.PREPARER: project.contributors,
        Role.SPONSOR: [project.sponsor],
        Role.PM: [project.lead],
        Role.PT: [member.person for member in project.team],
        Role.HEAD: [company(world).head(part.unit)] if isinstance(part, Review) else (),
        Role.APPLICANT: part.contributors if isinstance(part, ChangeRequest) else (),
    }


def interested(project: Project | None, part: Any, world: World) -> Iterable[PersonId | None]:
    """Whose report, plan, milestone, delivery or summary would be judged now (ORG-09).

    The lead of the team judges nothing of the project that the others decide on.
    """
    if project is None:
        return ()
    if isinstance(part, ChangeRequest):
        return part.contributors
    if isinstance(part, Milestone):
        return (part.owner,)
    if isinstance(part, Review) or project.status is Status.AWAITING_APPROVAL:
        return project.contributors
    if project.status is Status.IN_ACCEPTANCE:
        return (project.lead, *askers(project.delivery_request))
    if project.status is Status.ACCEPTED:
        return (project.lead, *askers(project.summary_request))
    return (project.lead,)


def askers(request: Request | None) -> tuple[PersonId, ...]:
    return request.askers if request else ()
