"""What can have happened to an adjustment of a plan."""

from typing import TypeAlias

from msgspec import Struct

from domain.plan.changes import AdjustmentContent, TargetChange
from domain.plan.content import Evidence, TaskMade
from domain.plan.standing import Figure
from domain.plan.terms import Recommendation
from domain.shared.approval import Request, Signature
from domain.shared.ids import AdjustmentId, PersonId, TaskId, UnitId
from domain.shared.personal import Said, SaidText


class PlanAdjustmentRequested(Struct, frozen=True, kw_only=True, tag="plan.adjustment.requested"):
    """A change of the issued plan, as of `base_version`, was applied for (PLAN-25, 27, 28, 34)."""

    adjustment: AdjustmentId
    unit: UnitId
    """The unit of the affected task that is the applicant's own."""
    base_version: int
    """The version of the plan that the changes apply to (PLAN-34)."""
    request: Request
    content: AdjustmentContent
    follows: AdjustmentId | None
    """The rejected application that it takes up again (PLAN-31)."""


class PlanAdjustmentRevised(Struct, frozen=True, kw_only=True, tag="plan.adjustment.revised"):
    """A returned application was submitted anew, as of the plan's `base_version` (PLAN-31, PLAN-34)."""

    adjustment: AdjustmentId
    base_version: int
    """The version of the plan that the changes apply to (PLAN-34)."""
    request: Request
    content: AdjustmentContent
    answer: Said
    """The answer to the comment with which it was returned."""


class AdjustmentOpinion(Struct, frozen=True, kw_only=True):
    """What the plan group found: which of the three principles are upheld, and what follows (PLAN-25, 26, 29)."""

    recommendation: Recommendation
    objective: bool
    reasonable: bool
    necessary: bool
    keeps_company_goals: bool
    operable: bool
    text: SaidText


class PlanAdjustmentReviewed(Struct, frozen=True, kw_only=True, tag="plan.adjustment.reviewed"):
    """The plan group gave its opinion; either way the application goes on to be decided (PLAN-26, PLAN-29)."""

    adjustment: AdjustmentId
    opinion: AdjustmentOpinion
    signature: Signature


class PlanAdjustmentReturned(Struct, frozen=True, kw_only=True, tag="plan.adjustment.returned"):
    """The application was sent back to be completed or improved (PLAN-29, PLAN-30)."""

    adjustment: AdjustmentId
    signature: Signature
    """Its comment says what is missing."""


class PlanAdjustmentApproved(Struct, frozen=True, kw_only=True, tag="plan.adjustment.approved"):
    """The department manager approved the change, after the plan group's opinion (PLAN-30)."""

    adjustment: AdjustmentId
    signature: Signature


class PlanAdjustmentRejected(Struct, frozen=True, kw_only=True, tag="plan.adjustment.rejected"):
    """The department manager ended the application; another may take it up (PLAN-30, PLAN-31)."""

    adjustment: AdjustmentId
    signature: Signature


class PlanAdjustmentWithdrawn(Struct, frozen=True, kw_only=True, tag="plan.adjustment.withdrawn"):
    """The applicant took the application back before it was decided (PLAN-31)."""

    adjustment: AdjustmentId
    reason: Said


class Replacement(Struct, frozen=True, kw_only=True):
    """A task and those that took its place."""

    task: TaskId
    by: tuple[TaskId, ...]


class PlanRedecomposed(Struct, frozen=True, kw_only=True, tag="plan.redecomposed"):
    """An approved adjustment became the plan's next version; `before` is the completion until then (PLAN-32)."""

    adjustment: AdjustmentId
    version: int
    """The number of that version; the plan was issued as 1."""
    added: tuple[TaskMade, ...]
    changed: tuple[TaskMade, ...]
    """Tasks that go on, as they read from here on."""
    cancelled: tuple[TaskId, ...]
    """Tasks that end, with none in their place."""
    replaced: tuple[Replacement, ...]
    """Tasks that end, and those in their place."""
    targets: tuple[TargetChange, ...]
    """Goals of the plan with another target."""
    before: Figure
    """The completion until then (K-01)."""


class PlanReissued(Struct, frozen=True, kw_only=True, tag="plan.reissued"):
    """The adjusted plan went to everybody who answers for an open task of it (PLAN-32)."""

    adjustment: AdjustmentId
    version: int
    """The version of the plan that the adjustment made."""
    recipients: tuple[PersonId, ...]


class PlanAdjustmentFollowedUp(Struct, frozen=True, kw_only=True, tag="plan.adjustment.followed_up"):
    """What the adjustment brought; `after` is the completion to compare with that before it (PLAN-33)."""

    adjustment: AdjustmentId
    effect: str
    evidence: tuple[Evidence, ...]
    after: Figure
    """The completion then (K-01), to compare with that before the adjustment."""


AdjustmentEvent: TypeAlias = (
    PlanAdjustmentRequested
    | PlanAdjustmentRevised
    | PlanAdjustmentReviewed
    | PlanAdjustmentReturned
    | PlanAdjustmentApproved
    | PlanAdjustmentRejected
    | PlanAdjustmentWithdrawn
    | PlanRedecomposed
    | PlanReissued
    | PlanAdjustmentFollowedUp
)
