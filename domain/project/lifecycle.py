"""The state machine of a project (requirements §3.2)."""

from domain.project import ending_events as ending
from domain.project import execution_events as execution
from domain.project import initiation_events as initiation
from domain.project import planning_events as planning
from domain.project.terms import Status
from domain.shared.lifecycle import UNBORN, Lifecycle, move

PROPOSED, IN_REVIEW, REVIEW_FAILED = Status.PROPOSED, Status.IN_REVIEW, Status.REVIEW_FAILED
AWAITING, RETURNED = Status.AWAITING_APPROVAL, Status.RETURNED
APPROVED, PLANNED, EXECUTING, SUSPENDED = Status.APPROVED, Status.PLANNED, Status.EXECUTING, Status.SUSPENDED
IN_ACCEPTANCE, ACCEPTED, CLOSED = Status.IN_ACCEPTANCE, Status.ACCEPTED, Status.CLOSED
TERMINATED = Status.TERMINATED

WRITING = (PROPOSED, RETURNED, REVIEW_FAILED)
ACTIVE = (EXECUTING, IN_ACCEPTANCE)
GOING = (APPROVED, PLANNED, EXECUTING, SUSPENDED, IN_ACCEPTANCE, ACCEPTED)
"""Approved, and neither closed nor given up."""
FILING = (*GOING, CLOSED, Status.POST_EVALUATED, TERMINATED)
LIVING = tuple(status for status in Status if status not in (Status.REJECTED, Status.POST_EVALUATED))
"""Something is expected of somebody still; of a project that was terminated, its summary."""
ENDED = frozenset({Status.POST_EVALUATED, Status.REJECTED, TERMINATED})

LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        initiation.ProjectProposed: move(UNBORN, to=PROPOSED),
        initiation.ProjectRevised: move(*WRITING),
        initiation.ProjectFeasibilityAssessed: move(*WRITING),
        initiation.ProjectLessonsConsulted: move(*WRITING),
        initiation.ProjectInitiationSubmitted: move(*WRITING, to=IN_REVIEW),
        initiation.ProjectReviewOpinionGiven: move(IN_REVIEW),
        initiation.ProjectReviewOpinionAnswered: move(RETURNED, REVIEW_FAILED),
        initiation.ProjectReviewPassed: move(IN_REVIEW, to=AWAITING),
        initiation.ProjectReviewFailed: move(IN_REVIEW, to=REVIEW_FAILED),
        initiation.ProjectApproved: move(AWAITING, to=APPROVED),
        initiation.ProjectReturned: move(AWAITING, to=RETURNED),
        initiation.ProjectRejected: move(AWAITING, to=Status.REJECTED),
        initiation.ProjectConditionMet: move(*GOING),
        planning.ProjectSponsorChanged: move(*GOING),
        planning.ProjectTeamAssembled: move(APPROVED),
        planning.ProjectTeamChanged: move(APPROVED, PLANNED, EXECUTING),
        planning.ProjectPlanBaselined: move(APPROVED, to=PLANNED),
        planning.ProjectStarted: move(PLANNED, to=EXECUTING),
        execution.ProjectTaskProgressReported: move(EXECUTING),
        execution.ProjectMilestoneReached: move(EXECUTING),
        execution.ProjectMilestoneWaived: move(EXECUTING),
        execution.ProjectCostCommitted: move(*ACTIVE),
        execution.ProjectCommitmentReleased: move(*ACTIVE, SUSPENDED, ACCEPTED),
        execution.ProjectCostPosted: move(*ACTIVE),
        execution.ProjectCostReversed: move(*ACTIVE, SUSPENDED, ACCEPTED),
        execution.ProjectBudgetAlerted: move(*ACTIVE),
        execution.ProjectQualityChecked: move(*ACTIVE),
        execution.ProjectDeviationDetected: move(EXECUTING),
        execution.ProjectDeviationEnded: move(EXECUTING),
        execution.ProjectCorrectiveActionTaken: move(EXECUTING),
        execution.ProjectCorrectiveActionClosed: move(EXECUTING),
        execution.ProjectEvaluated: move(EXECUTING),
        execution.ProjectMeetingHeld: move(EXECUTING),
        execution.ProjectProblemRaised: move(*ACTIVE),
        execution.ProjectProblemSettled: move(*FILING),
        execution.ProjectReminded: move(*LIVING),
        planning.ProjectChangeRequested: move(EXECUTING, SUSPENDED),
        planning.ProjectChangeRevised: move(EXECUTING, SUSPENDED),
        planning.ProjectChangeReturned: move(EXECUTING, SUSPENDED),
        planning.ProjectChangeRejected: move(EXECUTING, SUSPENDED),
        planning.ProjectChangeWithdrawn: move(EXECUTING, SUSPENDED),
        planning.ProjectChangeApproved: move(EXECUTING, SUSPENDED),
        ending.ProjectSuspended: move(EXECUTING, to=SUSPENDED),
        ending.ProjectResumed: move(SUSPENDED, to=EXECUTING),
        ending.ProjectTerminated: move(APPROVED, PLANNED, EXECUTING, SUSPENDED, to=TERMINATED),
        ending.ProjectAcceptanceRequested: move(EXECUTING, to=IN_ACCEPTANCE),
        ending.ProjectAccepted: move(IN_ACCEPTANCE, to=ACCEPTED),
        ending.ProjectReworkRequired: move(IN_ACCEPTANCE, to=EXECUTING),
        ending.ProjectDocumentFiled: move(*FILING),
        ending.ProjectSummarised: move(ACCEPTED, TERMINATED),
        ending.ProjectSummaryReturned: move(ACCEPTED),
        ending.ProjectClosed: move(ACCEPTED, to=CLOSED),
        ending.ProjectPostEvaluated: move(CLOSED, to=Status.POST_EVALUATED),
        ending.ProjectLessonRecorded: move(CLOSED, Status.POST_EVALUATED, TERMINATED),
        ending.ProjectCommented: move(*Status),
        ending.ProjectLinked: move(*Status),
    },
    final=ENDED,
)
