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
    """A plan was begun for a year, a quarter or a month; `progress` is how the one above stood (PLAN-01, 05, 08)."""

    kind: Kind
    level: Level
    unit: UnitId
    """The unit whose plan it is."""
    starts: date
    """The first day of its time."""
    ends: date
    """The last day of its time."""
    parent: PlanId | None
    """The plan above it, from which it is drawn: the year's for a quarter, the quarter's for a month."""
    progress: Snapshot | None
    """How the parent stood when this plan was drawn from it (PLAN-05)."""
    copied_from: PlanId | None
    """A rejected plan whose content it takes over."""
    contributors: tuple[PersonId, ...] = ()
    """Those who wrote what it takes over: none of them may decide on it."""
    content: PlanContent


class PlanRevised(Struct, frozen=True, kw_only=True, tag="plan.revised"):
    """The content was replaced by this one, in full (PLAN-11)."""

    content: PlanContent


class Invitation(Struct, frozen=True, kw_only=True):
    """A unit whose opinion is asked."""

    opinion: OpinionId
    unit: UnitId


class PlanConsultationOpened(Struct, frozen=True, kw_only=True, tag="plan.consultation_opened"):
    """Units were invited to give their opinion of the draft (PLAN-12, PLAN-13)."""

    invited: tuple[Invitation, ...]
    deadline: date
    """The last day on which their answers are waited for."""


class PlanOpinionRecorded(Struct, frozen=True, kw_only=True, tag="plan.opinion.recorded"):
    """The head of an invited unit said what it thinks of the draft, for the first time or anew (PLAN-13)."""

    opinion: OpinionId
    text: Said


class PlanOpinionDisposed(Struct, frozen=True, kw_only=True, tag="plan.opinion.disposed"):
    """The authors said what became of a unit's opinion, and why (PLAN-13)."""

    opinion: OpinionId
    disposition: Disposition
    reason: Said


class PlanConsultationClosed(Struct, frozen=True, kw_only=True, tag="plan.consultation_closed"):
    """The consultation ended; every opinion given has its answer (PLAN-13)."""

    unanswered: tuple[UnitId, ...]
    """Units that let the deadline pass."""


class PlanSubmitted(Struct, frozen=True, kw_only=True, tag="plan.submitted"):
    """A decision was asked for on the plan exactly as it stands; `late` when its time had begun (PLAN-02, 03)."""

    request: Request
    late: bool
    """Whether its time had begun (PLAN-02)."""
    superior: PersonId | None
    """The preparer's superior, who decides some kinds of plan."""


class PlanSubmissionWithdrawn(Struct, frozen=True, kw_only=True, tag="plan.submission_withdrawn"):
    """The preparer took the plan back before it was decided: it is a draft again."""

    reason: Said


class PlanReturned(Struct, frozen=True, kw_only=True, tag="plan.returned"):
    """The approver sent the plan back; the comment of the signature says what must change (PLAN-04, 07, 10, 11)."""

    signature: Signature


class PlanRejected(Struct, frozen=True, kw_only=True, tag="plan.rejected"):
    """The approver ended the plan; the comment of the signature says why (PLAN-04, 07, 10, 11)."""

    signature: Signature


class PlanApproved(Struct, frozen=True, kw_only=True, tag="plan.approved"):
    """The content that was submitted was approved, and no other (PLAN-04, 07, 10)."""

    signature: Signature
    children: tuple[ChildPlan, ...] = ()
    """The plans that are to be drafted from it."""


class PlanDecomposed(Struct, frozen=True, kw_only=True, tag="plan.decomposed"):
    """The tasks made of the plan, in place of any made before (PLAN-15, PLAN-16)."""

    tasks: tuple[TaskMade, ...]


class PlanIssued(Struct, frozen=True, kw_only=True, tag="plan.issued"):
    """The plan went to everybody who answers for a task of it (PLAN-16, PLAN-18)."""

    version: int
    """1; each adjustment that is applied makes the next."""
    recipients: tuple[PersonId, ...]
    """Those who answer for a task."""


class PlanInspected(Struct, frozen=True, kw_only=True, tag="plan.inspected"):
    """What an inspection found about tasks of the plan (PLAN-22)."""

    summary: str
    findings: tuple[Finding, ...]
    standing: Snapshot
    """How all tasks stood then."""


class Suggestion(Struct, frozen=True, kw_only=True):
    """An improvement that an evaluation suggests; `issue` is the id under which it is reported, if it is."""

    text: Text
    route: SuggestionRoute
    issue: IssueId | None


class PlanEvaluated(Struct, frozen=True, kw_only=True, tag="plan.evaluated"):
    """The execution was summed up (PLAN-36)."""

    figures: Snapshot
    """How the plan and its tasks stood then, frozen."""
    findings: str
    suggestions: tuple[Suggestion, ...]
    data: tuple[Citation, ...]
    """The operating data and the user feedback that the evaluation rests on."""


class PlanEvaluationConcluded(Struct, frozen=True, kw_only=True, tag="plan.evaluation_concluded"):
    """The general manager or the operations manager concluded the evaluation, which both do jointly (PLAN-40)."""

    conclusion: Said


class PlanAlignmentFlagged(Struct, frozen=True, kw_only=True, tag="plan.alignment_flagged"):
    """The plan above was issued anew, as `parent_version`: this plan may no longer follow from it (PLAN-35)."""

    parent: PlanId
    parent_version: int
    """The version in which the plan above was issued."""


class PlanAlignmentConfirmed(Struct, frozen=True, kw_only=True, tag="plan.alignment_confirmed"):
    """The plan still follows from the one above, or will by the adjustment named (PLAN-35)."""

    adjustment: AdjustmentId | None
    comment: Said


class PlanClosed(Struct, frozen=True, kw_only=True, tag="plan.closed"):
    """The plan was closed, after its time and its evaluation (PLAN-41)."""

    unfinished: tuple[TaskClosing, ...]
    """What becomes of each task that had not ended."""
    final: Snapshot
    """How the plan ended, unfinished tasks included."""


class PlanCancelled(Struct, frozen=True, kw_only=True, tag="plan.cancelled"):
    """The plan ended before it was closed, and its open tasks with it (PLAN-44)."""

    reason: Said


class PlanReminded(Struct, frozen=True, kw_only=True, tag="plan.reminded"):
    """Something is late since `due`; `to` are told, one rung higher each time (ORG-11)."""

    matter: Matter
    subject: str
    """The task, the adjustment or the round that it is about; nothing when it is the whole plan."""
    rung: Rung
    to: tuple[PersonId, ...]
    due: date
    """The day on which it became late."""


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
