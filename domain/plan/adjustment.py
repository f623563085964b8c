"""An adjustment of an issued plan: applied for, reviewed, decided, applied, issued again and followed up."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.plan.adjustment_events import (
    AdjustmentEvent,
    AdjustmentOpinion,
    PlanAdjustmentApproved,
    PlanAdjustmentFollowedUp,
    PlanAdjustmentRejected,
    PlanAdjustmentRequested,
    PlanAdjustmentReturned,
    PlanAdjustmentReviewed,
    PlanAdjustmentRevised,
    PlanAdjustmentWithdrawn,
    PlanRedecomposed,
    PlanReissued,
)
from domain.plan.changes import AdjustmentContent
from domain.plan.standing import Figure
from domain.plan.terms import AdjustmentStatus
from domain.shared.approval import Request, Signature, writers
from domain.shared.ids import AdjustmentId, PersonId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp

REQUESTED, OPINION_GIVEN = AdjustmentStatus.REQUESTED, AdjustmentStatus.OPINION_GIVEN
RETURNED, APPROVED, REISSUED = AdjustmentStatus.RETURNED, AdjustmentStatus.APPROVED, AdjustmentStatus.REISSUED
CLOSED, REJECTED, WITHDRAWN = AdjustmentStatus.CLOSED, AdjustmentStatus.REJECTED, AdjustmentStatus.WITHDRAWN


class Adjustment(Struct, frozen=True, kw_only=True):
    """An application to adjust a plan, as its events leave it. `since` is when it came to its present status."""

    id: AdjustmentId
    status: AdjustmentStatus = REQUESTED
    applicant: PersonId
    contributors: tuple[PersonId, ...]
    """Everybody who wrote on it: none of them may judge it."""
    unit: UnitId
    base_version: int
    content: AdjustmentContent
    request: Request
    follows: AdjustmentId | None = None
    opinion: AdjustmentOpinion | None = None
    signatures: tuple[Signature, ...] = ()
    answer: str = ""
    applied_version: int | None = None
    reissued_at: datetime | None = None
    before: Figure | None = None
    after: Figure | None = None
    effect: str = ""
    since: datetime

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status in ADJUSTMENT_LIFECYCLE.final

    @property
    def parties(self) -> tuple[PersonId, ...]:
        """Whose matter it is: of those who wrote on it; and whoever gave the opinion does not decide too (PLAN-29)."""
        advised = self.signatures[-1].people if self.status is OPINION_GIVEN else ()
        return (*self.contributors, *advised)


ADJUSTMENT_LIFECYCLE: Lifecycle[AdjustmentStatus] = Lifecycle(
    {
        PlanAdjustmentRequested: move(UNBORN, to=REQUESTED),
        PlanAdjustmentRevised: move(RETURNED, to=REQUESTED),
        PlanAdjustmentReviewed: move(REQUESTED, to=OPINION_GIVEN),
        PlanAdjustmentReturned: move(REQUESTED, OPINION_GIVEN, to=RETURNED),
        PlanAdjustmentApproved: move(OPINION_GIVEN, to=APPROVED),
        PlanAdjustmentRejected: move(OPINION_GIVEN, to=REJECTED),
        PlanAdjustmentWithdrawn: move(REQUESTED, OPINION_GIVEN, RETURNED, to=WITHDRAWN),
        PlanRedecomposed: move(APPROVED),
        PlanReissued: move(APPROVED, to=REISSUED),
        PlanAdjustmentFollowedUp: move(REISSUED, to=CLOSED),
    },
    final=frozenset({CLOSED, REJECTED, WITHDRAWN}),
)


def evolve_adjustment(adjustment: Adjustment | None, event: AdjustmentEvent, stamp: Stamp) -> Adjustment:
    if isinstance(event, PlanAdjustmentRequested):
        return requested(event, stamp)
    assert adjustment is not None
    match event:
        case PlanAdjustmentRevised():
            return revised(adjustment, event, stamp)
        case PlanAdjustmentReviewed(opinion=opinion, signature=signature):
            return replace(adjustment, opinion=opinion, signatures=(*adjustment.signatures, signature), since=stamp.at)
        case (
            PlanAdjustmentReturned(signature=signature)
            | PlanAdjustmentApproved(signature=signature)
            | PlanAdjustmentRejected(signature=signature)
        ):
            return replace(adjustment, signatures=(*adjustment.signatures, signature), since=stamp.at)
        case PlanAdjustmentWithdrawn():
            return replace(adjustment, since=stamp.at)
        case PlanRedecomposed(version=version, before=before):
            return replace(adjustment, applied_version=version, before=before)
        case PlanReissued():
            return replace(adjustment, reissued_at=stamp.at, since=stamp.at)
        case PlanAdjustmentFollowedUp(effect=effect, after=after):
            return replace(adjustment, effect=effect, after=after, since=stamp.at)
        case _:
            assert_never(event)


def requested(event: PlanAdjustmentRequested, stamp: Stamp) -> Adjustment:
    return Adjustment(
        id=event.adjustment,
        applicant=event.request.asked_by,
        contributors=writers((), stamp),
        unit=event.unit,
        base_version=event.base_version,
        content=event.content,
        request=event.request,
        follows=event.follows,
        since=stamp.at,
    )


def revised(adjustment: Adjustment, event: PlanAdjustmentRevised, stamp: Stamp) -> Adjustment:
    return replace(
        adjustment,
        base_version=event.base_version,
        content=event.content,
        request=event.request,
        answer=event.answer,
        opinion=None,
        contributors=writers(adjustment.contributors, stamp),
        since=stamp.at,
    )
