"""What can have happened to a plan."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.plan.adjustment_events import AdjustmentEvent
from domain.plan.children import ChildEvent, ChildPlan
from domain.plan.content import Citation, Finding, PlanContent, TaskClosing, TaskMade
from domain.plan.remarks import RemarkEvent
from domain.plan.standing import Snapshot
from domain.plan.task_events import TaskEvent
from domain.plan.terms import Disposition, Kind, Level, Matter, Rung, SuggestionRoute
from domain.shared.approval import Request, Signature
from domain.shared.ids import AdjustmentId, IssueId, OpinionId, PersonId, PlanId, UnitId
from domain.shared.personal import Said
from domain.shared.values import Text


class PlanDrafted(Struct, frozen=True, kw_only=True, tag="plan.drafted"):
    """`progress` is how the parent stood when this plan was drawn from it; `contributors` wrote what it copies."""

    kind: Kind
    level: Level
    unit: UnitId
    starts: date
    ends: date
    parent: PlanId | None
    """The plan above it, from which it is drawn: the year's for a quarter, the quarter's for a month."""
    progress: Snapshot | None
    copied_from: PlanId | None
    """A rejected plan whose content it takes over."""
    contributors: tuple[PersonId, ...] = ()
    content: PlanContent


class PlanRevised(Struct, frozen=True, kw_only=True, tag="plan.revised"):
    content: PlanContent


class Invitation(Struct, frozen=True, kw_only=True):
    """A unit whose opinion is asked."""

    opinion: OpinionId
    unit: UnitId


class PlanConsultationOpened(Struct, frozen=True, kw_only=True, tag="plan.consultation_opened"):
    invited: tuple[Invitation, ...]
    deadline: date


class PlanOpinionRecorded(Struct, frozen=True, kw_only=True, tag="plan.opinion.recorded"):
    opinion: OpinionId
    text: Said


class PlanOpinionDisposed(Struct, frozen=True, kw_only=True, tag="plan.opinion.disposed"):
    opinion: OpinionId
    disposition: Disposition
    reason: Said


class PlanConsultationClosed(Struct, frozen=True, kw_only=True, tag="plan.consultation_closed"):
    unanswered: tuple[UnitId, ...]
    """Units that let the deadline pass."""


class PlanSubmitted(Struct, frozen=True, kw_only=True, tag="plan.submitted"):
    """`late` when the period had begun (PLAN-02); `superior` is the preparer's, who decides some kinds of plan."""

    request: Request
    late: bool
    superior: PersonId | None


class PlanSubmissionWithdrawn(Struct, frozen=True, kw_only=True, tag="plan.submission_withdrawn"):
    reason: Said


class PlanReturned(Struct, frozen=True, kw_only=True, tag="plan.returned"):
    signature: Signature


class PlanRejected(Struct, frozen=True, kw_only=True, tag="plan.rejected"):
    signature: Signature


class PlanApproved(Struct, frozen=True, kw_only=True, tag="plan.approved"):
    signature: Signature
    children: tuple[ChildPlan, ...] = ()
    """The plans that are to be drafted from it."""


class PlanDecomposed(Struct, frozen=True, kw_only=True, tag="plan.decomposed"):
    """The tasks made of the plan, in place of any made before."""

    tasks: tuple[TaskMade, ...]


class PlanIssued(Struct, frozen=True, kw_only=True, tag="plan.issued"):
    version: int
    recipients: tuple[PersonId, ...]


class PlanInspected(Struct, frozen=True, kw_only=True, tag="plan.inspected"):
    summary: str
    findings: tuple[Finding, ...]
    standing: Snapshot


class Suggestion(Struct, frozen=True, kw_only=True):
    """An improvement that an evaluation suggests; `issue` is the id under which it is reported, if it is."""

    text: Text
    route: SuggestionRoute
    issue: IssueId | None


class PlanEvaluated(Struct, frozen=True, kw_only=True, tag="plan.evaluated"):
    figures: Snapshot
    findings: str
    suggestions: tuple[Suggestion, ...]
    data: tuple[Citation, ...]
    """The operating data and the user feedback that the evaluation rests on."""


class PlanEvaluationConcluded(Struct, frozen=True, kw_only=True, tag="plan.evaluation_concluded"):
    """One of those who conclude the evaluation jointly has agreed to it; role and person are the event's own."""

    conclusion: Said


class PlanAlignmentFlagged(Struct, frozen=True, kw_only=True, tag="plan.alignment_flagged"):
    """The parent was issued anew in this version, so this plan may no longer follow from it."""

    parent: PlanId
    parent_version: int


class PlanAlignmentConfirmed(Struct, frozen=True, kw_only=True, tag="plan.alignment_confirmed"):
    """The plan still follows from its parent, or will by the adjustment named."""

    adjustment: AdjustmentId | None
    comment: Said


class PlanClosed(Struct, frozen=True, kw_only=True, tag="plan.closed"):
    unfinished: tuple[TaskClosing, ...]
    final: Snapshot
    """How the plan ended, unfinished tasks included."""


class PlanCancelled(Struct, frozen=True, kw_only=True, tag="plan.cancelled"):
    reason: Said


class PlanReminded(Struct, frozen=True, kw_only=True, tag="plan.reminded"):
    """Something has waited too long; `to` are told, one rung higher each time (ORG-11).

    `subject` is the task, the adjustment or the round that it is about; `due` the day by which it was expected.
    """

    matter: Matter
    subject: str
    rung: Rung
    to: tuple[PersonId, ...]
    due: date


OpinionEvent: TypeAlias = PlanOpinionRecorded | PlanOpinionDisposed
PreparationEvent: TypeAlias = (
    PlanRevised
    | PlanConsultationOpened
    | PlanConsultationClosed
    | PlanSubmitted
    | PlanSubmissionWithdrawn
    | PlanReturned
    | PlanRejected
    | PlanApproved
)
OversightEvent: TypeAlias = (
    PlanInspected
    | PlanEvaluated
    | PlanEvaluationConcluded
    | PlanAlignmentFlagged
    | PlanAlignmentConfirmed
    | PlanReminded
)
PlanEvent: TypeAlias = (
    PlanDrafted
    | PreparationEvent
    | OpinionEvent
    | PlanDecomposed
    | PlanIssued
    | TaskEvent
    | AdjustmentEvent
    | OversightEvent
    | ChildEvent
    | PlanClosed
    | PlanCancelled
    | RemarkEvent
)
