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
    """`base_version` is the plan's version that the changes apply to; `follows` a rejected application."""

    adjustment: AdjustmentId
    unit: UnitId
    base_version: int
    request: Request
    content: AdjustmentContent
    follows: AdjustmentId | None


class PlanAdjustmentRevised(Struct, frozen=True, kw_only=True, tag="plan.adjustment.revised"):
    adjustment: AdjustmentId
    base_version: int
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
    adjustment: AdjustmentId
    opinion: AdjustmentOpinion
    signature: Signature


class PlanAdjustmentReturned(Struct, frozen=True, kw_only=True, tag="plan.adjustment.returned"):
    adjustment: AdjustmentId
    signature: Signature


class PlanAdjustmentApproved(Struct, frozen=True, kw_only=True, tag="plan.adjustment.approved"):
    adjustment: AdjustmentId
    signature: Signature


class PlanAdjustmentRejected(Struct, frozen=True, kw_only=True, tag="plan.adjustment.rejected"):
    adjustment: AdjustmentId
    signature: Signature


class PlanAdjustmentWithdrawn(Struct, frozen=True, kw_only=True, tag="plan.adjustment.withdrawn"):
    adjustment: AdjustmentId
    reason: Said


class Replacement(Struct, frozen=True, kw_only=True):
    """A task and those that took its place."""

    task: TaskId
    by: tuple[TaskId, ...]


class PlanRedecomposed(Struct, frozen=True, kw_only=True, tag="plan.redecomposed"):
    """An approved adjustment became version n+1. Tasks that end are kept; `before` is the completion so far."""

    adjustment: AdjustmentId
    version: int
    added: tuple[TaskMade, ...]
    changed: tuple[TaskMade, ...]
    cancelled: tuple[TaskId, ...]
    replaced: tuple[Replacement, ...]
    targets: tuple[TargetChange, ...]
    before: Figure


class PlanReissued(Struct, frozen=True, kw_only=True, tag="plan.reissued"):
    adjustment: AdjustmentId
    version: int
    recipients: tuple[PersonId, ...]


class PlanAdjustmentFollowedUp(Struct, frozen=True, kw_only=True, tag="plan.adjustment.followed_up"):
    """What the adjustment brought; `after` is the completion to compare with that before it (PLAN-33)."""

    adjustment: AdjustmentId
    effect: str
    evidence: tuple[Evidence, ...]
    after: Figure


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
