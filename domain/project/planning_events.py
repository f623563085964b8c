"""What can have happened to the team and to the plan of a project."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.project.content import Baseline, ChangeContent, Member
from domain.project.terms import Aspect, Reach
from domain.shared.approval import Request, Signature
from domain.shared.ids import ChangeRequestId, MilestoneId, PersonId, ProjectTaskId
from domain.shared.personal import Said


class Overload(Struct, frozen=True, kw_only=True):
    """Somebody who is given more than their whole time over all projects: the sum in percent (PROJ-08)."""

    person: PersonId
    allocation: Decimal


class ProjectSponsorChanged(Struct, frozen=True, kw_only=True, tag="project.sponsor_changed"):
    """Somebody else is the sponsor from now on (PROJ-04)."""

    sponsor: PersonId
    reason: Said


class ProjectTeamAssembled(Struct, frozen=True, kw_only=True, tag="project.team_assembled"):
    """The team was put together, with one lead; `to` are told who is overloaded (PROJ-08)."""

    team: tuple[Member, ...]
    overloads: tuple[Overload, ...]
    """Those given more than their whole time over all projects."""
    to: tuple[PersonId, ...] = ()
    """The superiors of the overloaded, who were told."""


class ProjectTeamChanged(Struct, frozen=True, kw_only=True, tag="project.team_changed"):
    """The team is this one from now on; `to` are told who is overloaded (PROJ-08)."""

    team: tuple[Member, ...]
    overloads: tuple[Overload, ...]
    """Those given more than their whole time over all projects."""
    to: tuple[PersonId, ...] = ()
    """The superiors of the overloaded, who were told."""
    reason: Said


class ProjectPlanBaselined(Struct, frozen=True, kw_only=True, tag="project.plan_baselined"):
    """The first version of the plan; ids by the keys that it gives its tasks and milestones (PROJ-06, PROJ-07)."""

    baseline: Baseline
    tasks: Mapping[str, ProjectTaskId]
    """Ids of all its tasks, by the keys that the plan gives them."""
    milestones: Mapping[str, MilestoneId]
    """Ids of all its milestones, likewise."""


class ProjectStarted(Struct, frozen=True, kw_only=True, tag="project.started"):
    """It is carried out from now on (PROJ-09)."""


class ProjectChangeRequested(Struct, frozen=True, kw_only=True, tag="project.change_request.requested"):
    """Another plan, ceiling, deadline or team lead was asked for, in place of `base_version` (PROJ-16)."""

    change_request: ChangeRequestId
    base_version: int
    """The version of the plan that it would replace."""
    request: Request
    content: ChangeContent
    aspects: tuple[Aspect, ...]
    reach: Reach
    """Whether it stays inside the approval, or company management has to decide."""


class ProjectChangeRevised(Struct, frozen=True, kw_only=True, tag="project.change_request.revised"):
    """A returned request was submitted anew, on the plan as it is (PROJ-16)."""

    change_request: ChangeRequestId
    base_version: int
    """The version of the plan that it would replace."""
    request: Request
    content: ChangeContent
    aspects: tuple[Aspect, ...]
    reach: Reach
    """Whether it stays inside the approval, or company management has to decide."""
    answer: Said
    """The answer to the comment with which it was returned."""


class ProjectChangeReturned(Struct, frozen=True, kw_only=True, tag="project.change_request.returned"):
    """The request was sent back to be improved; the signature's comment says how (PROJ-16)."""

    change_request: ChangeRequestId
    signature: Signature


class ProjectChangeRejected(Struct, frozen=True, kw_only=True, tag="project.change_request.rejected"):
    """The request was ended, and the plan stays as it is (PROJ-16)."""

    change_request: ChangeRequestId
    signature: Signature


class ProjectChangeWithdrawn(Struct, frozen=True, kw_only=True, tag="project.change_request.withdrawn"):
    """The request was taken back before it was decided, or ended with its project (PROJ-16)."""

    change_request: ChangeRequestId
    reason: Said


class ProjectChangeApproved(Struct, frozen=True, kw_only=True, tag="project.change_request.approved"):
    """What was asked for is the plan from now on, in this version; ids of tasks and milestones by key (PROJ-16)."""

    change_request: ChangeRequestId
    signature: Signature
    version: int
    """The number of the plan's version that it makes."""
    tasks: Mapping[str, ProjectTaskId]
    """Ids of all its tasks, by the keys that the plan gives them."""
    milestones: Mapping[str, MilestoneId]
    """Ids of all its milestones, likewise."""


ChangeEvent: TypeAlias = (
    ProjectChangeRequested
    | ProjectChangeRevised
    | ProjectChangeReturned
    | ProjectChangeRejected
    | ProjectChangeWithdrawn
    | ProjectChangeApproved
)
PlanningEvent: TypeAlias = (
    ProjectSponsorChanged
    | ProjectTeamAssembled
    | ProjectTeamChanged
    | ProjectPlanBaselined
    | ProjectStarted
    | ChangeEvent
)
