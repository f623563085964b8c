"""The state machine of a plan (requirements §3.1)."""

from domain.plan import adjustment_events as about_adjustment
from domain.plan import children, remarks
from domain.plan import events as about_plan
from domain.plan import task_events as about_task
from domain.plan.terms import Status
from domain.shared.lifecycle import UNBORN, Lifecycle, move

DRAFT, CONSULTING, SUBMITTED, RETURNED = Status.DRAFT, Status.CONSULTING, Status.SUBMITTED, Status.RETURNED
APPROVED, ISSUED, REJECTED = Status.APPROVED, Status.ISSUED, Status.REJECTED
CLOSED, CANCELLED = Status.CLOSED, Status.CANCELLED
OPEN = (DRAFT, CONSULTING, SUBMITTED, RETURNED, APPROVED, ISSUED)

LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        about_plan.PlanDrafted: move(UNBORN, to=DRAFT),
        about_plan.PlanRevised: move(DRAFT, CONSULTING, RETURNED),
        about_plan.PlanConsultationOpened: move(DRAFT, to=CONSULTING),
        about_plan.PlanOpinionRecorded: move(CONSULTING),
        about_plan.PlanOpinionDisposed: move(CONSULTING),
        about_plan.PlanConsultationClosed: move(CONSULTING, to=DRAFT),
        about_plan.PlanSubmitted: move(DRAFT, RETURNED, to=SUBMITTED),
        about_plan.PlanSubmissionWithdrawn: move(SUBMITTED, to=DRAFT),
        about_plan.PlanReturned: move(SUBMITTED, to=RETURNED),
        about_plan.PlanRejected: move(SUBMITTED, to=REJECTED),
        about_plan.PlanApproved: move(SUBMITTED, to=APPROVED),
        children.PlanChildDrafted: move(APPROVED, ISSUED),
        children.PlanChildDropped: move(APPROVED, ISSUED),
        about_plan.PlanDecomposed: move(APPROVED),
        about_plan.PlanIssued: move(APPROVED, to=ISSUED),
        about_task.PlanTaskAcknowledged: move(ISSUED),
        about_task.PlanTaskContested: move(ISSUED),
        about_task.PlanTaskContestResolved: move(ISSUED),
        about_task.PlanTaskReassigned: move(ISSUED),
        about_task.PlanTaskWorkPlanFiled: move(ISSUED),
        about_task.PlanTaskProgressReported: move(ISSUED),
        about_task.PlanTaskDifficultyRaised: move(ISSUED),
        about_task.PlanCoordinationRecorded: move(ISSUED),
        about_task.PlanTaskUnblocked: move(ISSUED),
        about_task.PlanTaskCompletionClaimed: move(ISSUED),
        about_task.PlanTaskCompleted: move(ISSUED),
        about_task.PlanTaskCompletionRefused: move(ISSUED),
        about_plan.PlanInspected: move(ISSUED),
        about_plan.PlanEvaluated: move(ISSUED),
        about_plan.PlanEvaluationConcluded: move(ISSUED),
        about_plan.PlanAlignmentFlagged: move(*OPEN),
        about_plan.PlanAlignmentConfirmed: move(APPROVED, ISSUED),
        about_plan.PlanClosed: move(ISSUED, to=CLOSED),
        about_plan.PlanCancelled: move(*OPEN, to=CANCELLED),
        about_plan.PlanReminded: move(*OPEN),
        remarks.PlanCommented: move(*Status),
        remarks.PlanLinked: move(*Status),
        about_adjustment.PlanAdjustmentRequested: move(ISSUED),
        about_adjustment.PlanAdjustmentRevised: move(ISSUED),
        about_adjustment.PlanAdjustmentReviewed: move(ISSUED),
        about_adjustment.PlanAdjustmentReturned: move(ISSUED),
        about_adjustment.PlanAdjustmentApproved: move(ISSUED),
        about_adjustment.PlanAdjustmentRejected: move(ISSUED),
        about_adjustment.PlanAdjustmentWithdrawn: move(ISSUED),
        about_adjustment.PlanRedecomposed: move(ISSUED),
        about_adjustment.PlanReissued: move(ISSUED),
        about_adjustment.PlanAdjustmentFollowedUp: move(ISSUED),
    },
    final=frozenset({REJECTED, CLOSED, CANCELLED}),
)
