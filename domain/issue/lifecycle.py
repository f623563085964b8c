"""The table of an issue's life: since which states each event may happen, and to which it leads."""

from domain.issue import events as e
from domain.issue import solving_events as x
from domain.issue.terms import OPEN, Status
from domain.shared.lifecycle import UNBORN, Chosen, Lifecycle, move

UNDER_WAY = (Status.SOLUTION_AGREED, Status.ASSIGNED, Status.IN_PROGRESS)
MIGRATED = (
    Status.REGISTERED,
    Status.ASSIGNED,
    Status.IN_PROGRESS,
    Status.RESOLVED,
    Status.CLOSED,
    Status.DISMISSED,
)
"""The states to which rows of another ledger can lead."""

LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        e.IssueReported: move(UNBORN, to=Status.REPORTED),
        e.IssueRegistered: move(Status.REPORTED, to=Status.REGISTERED),
        e.IssueDismissed: move(Status.REPORTED, Status.REGISTERED, to=Status.DISMISSED),
        e.IssueMerged: move(Status.REPORTED, Status.REGISTERED, to=Status.MERGED),
        e.IssueRectificationOrdered: move(Status.REGISTERED),
        e.IssueRectificationAnswered: move(Status.REGISTERED, to=Status.SOLUTION_PROPOSED),
        e.IssueAnalysisStarted: move(Status.REGISTERED, to=Status.IN_ANALYSIS),
        e.IssueAnalystsAppointed: move(Status.IN_ANALYSIS),
        e.IssueFindingRecorded: move(Status.IN_ANALYSIS),
        e.IssueRootCauseIdentified: move(Status.IN_ANALYSIS, to=Status.ANALYSED),
        e.IssueSolutionProposed: move(Status.ANALYSED, Status.SOLUTION_PROPOSED, to=Status.SOLUTION_PROPOSED),
        e.IssueSolutionAgreed: move(Status.SOLUTION_PROPOSED, to=Status.SOLUTION_AGREED),
        e.IssueSolutionSubmitted: move(Status.SOLUTION_PROPOSED, to=Status.AWAITING_SOLUTION_APPROVAL),
        e.IssueSolutionApproved: move(Status.AWAITING_SOLUTION_APPROVAL, to=Status.SOLUTION_AGREED),
        e.IssueSolutionRejected: move(Status.AWAITING_SOLUTION_APPROVAL, to=Status.ANALYSED),
        x.IssueAssigned: move(Status.SOLUTION_AGREED, to=Status.ASSIGNED),
        x.IssueAssignmentAccepted: move(Status.ASSIGNED, to=Status.IN_PROGRESS),
        x.IssueAssignmentContested: move(Status.ASSIGNED, to=Status.SOLUTION_AGREED),
        x.IssueMeasureProgressed: move(Status.IN_PROGRESS),
        x.IssueMeasureCompleted: move(Status.IN_PROGRESS),
        x.IssueMeasureWaived: move(Status.IN_PROGRESS),
        x.IssueMeasureReminded: move(Status.ASSIGNED, Status.IN_PROGRESS),
        x.IssueConflictRaised: move(*UNDER_WAY),
        x.IssueConflictSettled: move(*UNDER_WAY),
        x.IssueConflictFailed: move(*UNDER_WAY),
        x.IssueDueChanged: move(*OPEN),
        x.IssueReassigned: move(Status.ASSIGNED, Status.IN_PROGRESS, Status.RESOLVED),
        x.IssueSeverityChanged: move(*OPEN),
        x.IssueReminded: move(*OPEN),
        x.IssueEscalated: move(*OPEN),
        x.IssueResolved: move(Status.IN_PROGRESS, to=Status.RESOLVED),
        x.IssueVerified: move(Status.RESOLVED),
        x.IssueClosed: move(Status.RESOLVED, to=Status.CLOSED),
        x.IssueVerificationFailed: move(
            Status.RESOLVED, to=Chosen("back_to", (Status.IN_PROGRESS, Status.IN_ANALYSIS))
        ),
        x.IssueReopened: move(Status.CLOSED, to=Status.IN_ANALYSIS),
        x.IssueEffectMeasured: move(Status.CLOSED),
        e.IssueCommented: move(*Status),
        e.IssueLinked: move(*Status),
        e.IssueMigrated: move(UNBORN, to=Chosen("leads_to", MIGRATED)),
        e.IssueStatusMigrated: move(*MIGRATED, to=Chosen("leads_to", MIGRATED)),
    },
    final=frozenset({Status.DISMISSED, Status.MERGED}),
)
