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
    """Somebody else is the sponsor from now on."""

    sponsor: PersonId
    reason: Said


class ProjectTeamAssembled(Struct, frozen=True, kw_only=True, tag="project.team_assembled"):
    """`to` are told of the overloads: the superiors of those people."""

    team: tuple[Member, ...]
    overloads: tuple[Overload, ...]
    to: tuple[PersonId, ...] = ()


class ProjectTeamChanged(Struct, frozen=True, kw_only=True, tag="project.team_changed"):
    """`to` are told of the overloads: the superiors of those people."""

    team: tuple[Member, ...]
    overloads: tuple[Overload, ...]
    to: tuple[PersonId, ...] = ()
    reason: Said


class ProjectPlanBaselined(Struct, frozen=True, kw_only=True, tag="project.plan_baselined"):
    """The first version of the plan; ids by the keys that it gives its tasks and milestones."""

    baseline: Baseline
    tasks: Mapping[str, ProjectTaskId]
    milestones: Mapping[str, MilestoneId]


class ProjectStarted(Struct, frozen=True, kw_only=True, tag="project.started"):
    """It is carried out from now on."""


class ProjectChangeRequested(Struct, frozen=True, kw_only=True, tag="project.change_request.requested"):
    """`base_version` is the version of the plan that it would replace."""

    change_request: ChangeRequestId
    base_version: int
    request: Request
    content: ChangeContent
    aspects: tuple[Aspect, ...]
    reach: Reach


class ProjectChangeRevised(Struct, frozen=True, kw_only=True, tag="project.change_request.revised"):
    change_request: ChangeRequestId
    base_version: int
    request: Request
    content: ChangeContent
    aspects: tuple[Aspect, ...]
    reach: Reach
    answer: Said
    """The answer to the comment with which it was returned."""


class ProjectChangeReturned(Struct, frozen=True, kw_only=True, tag="project.change_request.returned"):
    change_request: ChangeRequestId
    signature: Signature


class ProjectChangeRejected(Struct, frozen=True, kw_only=True, tag="project.change_request.rejected"):
    change_request: ChangeRequestId
    signature: Signature


class ProjectChangeWithdrawn(Struct, frozen=True, kw_only=True, tag="project.change_request.withdrawn"):
    change_request: ChangeRequestId
    reason: Said


class ProjectChangeApproved(Struct, frozen=True, kw_only=True, tag="project.change_request.approved"):
    """What it asked for is the plan from now on, in this version; ids of all its tasks and milestones by key."""

    change_request: ChangeRequestId
    signature: Signature
    version: int
    tasks: Mapping[str, ProjectTaskId]
    milestones: Mapping[str, MilestoneId]


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
