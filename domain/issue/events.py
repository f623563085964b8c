"""What can have happened to an issue and to its measures."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.issue.terms import Category, Effect, Handling, Kind, Matter, Method, Origin, Severity, Status
from domain.issue.values import Cause, Charge, Resolution, Solution
from domain.shared.approval import Request, Signature
from domain.shared.ids import (
    CustomerId,
    IssueId,
    MeasureId,
    MetricId,
    PersonId,
    PlanId,
    ProcessId,
    ProjectId,
    TaskId,
    UnitId,
)


class IssueReported(Struct, frozen=True, kw_only=True, tag="issue.reported", omit_defaults=True):
    title: str
    description: str
    kind: Kind
    impact: str = ""
    """The damage of a problem, or the benefit of an opportunity."""
    found_at: datetime
    unit: UnitId
    category: Category
    severity: Severity
    origin: Origin
    reference: str = ""
    """The finding inside its origin; an origin raises at most one open issue per finding."""
    plan: PlanId | None = None
    task: TaskId | None = None
    project: ProjectId | None = None
    process: ProcessId | None = None
    metric: MetricId | None = None
    customer: CustomerId | None = None
    attachments: tuple[str, ...] = ()
    follows: IssueId | None = None
    """The issue that recurred too long after its closing to be reopened."""


class IssueRegistered(Struct, frozen=True, kw_only=True, tag="issue.registered"):
    """The issue entered the ledger 问题台账 under the next number of its year."""

    number: str
    category: Category
    triage_unit: UnitId


class IssueDismissed(Struct, frozen=True, kw_only=True, tag="issue.dismissed"):
    reason: str


class IssueMerged(Struct, frozen=True, kw_only=True, tag="issue.merged"):
    into: IssueId
    reason: str


class IssueRectificationOrdered(Struct, frozen=True, kw_only=True, tag="issue.rectification_ordered"):
    """An inspector demands a correction; the unit must answer by `due`."""

    demand: str
    due: date


class IssueRectificationAnswered(Struct, frozen=True, kw_only=True, tag="issue.rectification_answered"):
    """The unit names what went wrong; the measures that it offers follow as a proposed solution."""

    answer: str
    causes: tuple[Cause, ...]


class IssueAnalysisStarted(Struct, frozen=True, kw_only=True, tag="issue.analysis_started"):
    lead: PersonId
    analysts: tuple[PersonId, ...]
    units: tuple[UnitId, ...]
    """The units involved."""
    due: date


class IssueAnalystsAppointed(Struct, frozen=True, kw_only=True, tag="issue.analysts_appointed"):
    """Others, or more, analyse from now on."""

    lead: PersonId
    analysts: tuple[PersonId, ...]
    units: tuple[UnitId, ...]
    reason: str


class IssueFindingRecorded(Struct, frozen=True, kw_only=True, tag="issue.finding_recorded"):
    text: str
    evidence: str


class IssueRootCauseIdentified(Struct, frozen=True, kw_only=True, tag="issue.root_cause_identified"):
    causes: tuple[Cause, ...]
    factors: tuple[str, ...]
    """Influencing factors 影响因素: what made it worse without being the cause."""
    method: Method
    evidence: str


class IssueSolutionProposed(Struct, frozen=True, kw_only=True, tag="issue.solution_proposed"):
    """One more version of a solution; its number is that of the request."""

    solution: Solution
    request: Request


class IssueSolutionAgreed(Struct, frozen=True, kw_only=True, tag="issue.solution_agreed"):
    version: int
    signature: Signature


class IssueSolutionSubmitted(Struct, frozen=True, kw_only=True, tag="issue.solution_submitted"):
    version: int
    request: Request


class IssueSolutionApproved(Struct, frozen=True, kw_only=True, tag="issue.solution_approved"):
    version: int
    signature: Signature


class IssueSolutionRejected(Struct, frozen=True, kw_only=True, tag="issue.solution_rejected"):
    version: int
    signature: Signature


class IssueAssigned(Struct, frozen=True, kw_only=True, tag="issue.assigned"):
    """The unit in the lead, the person responsible, and who does each measure."""

    unit: UnitId
    person: PersonId
    charges: tuple[Charge, ...]


class IssueAssignmentAccepted(Struct, frozen=True, kw_only=True, tag="issue.assignment_accepted"):
    comment: str


class IssueAssignmentContested(Struct, frozen=True, kw_only=True, tag="issue.assignment_contested"):
    reason: str


class IssueMeasureProgressed(Struct, frozen=True, kw_only=True, tag="issue.measure.progressed"):
    measure: MeasureId
    percent: Decimal
    note: str
    evidence: str


class IssueMeasureCompleted(Struct, frozen=True, kw_only=True, tag="issue.measure.completed"):
    measure: MeasureId
    evidence: str


class IssueMeasureWaived(Struct, frozen=True, kw_only=True, tag="issue.measure.waived"):
    """The measure is no longer needed."""

    measure: MeasureId
    reason: str


class IssueMeasureReminded(Struct, frozen=True, kw_only=True, tag="issue.measure.reminded"):
    """The measure was not done by `due`, and who is responsible was told."""

    measure: MeasureId
    due: date


class IssueConflictRaised(Struct, frozen=True, kw_only=True, tag="issue.conflict_raised"):
    """The units disagree, and ask to be coordinated by `due` (ORG-14)."""

    units: tuple[UnitId, ...]
    subject: str
    due: date


class IssueConflictSettled(Struct, frozen=True, kw_only=True, tag="issue.conflict_settled"):
    agreed: bool
    outcome: str


class IssueDueChanged(Struct, frozen=True, kw_only=True, tag="issue.due_changed"):
    matter: Matter
    before: date | None
    due: date
    reason: str


class IssueReassigned(Struct, frozen=True, kw_only=True, tag="issue.reassigned"):
    unit: UnitId
    person: PersonId
    reason: str


class IssueSeverityChanged(Struct, frozen=True, kw_only=True, tag="issue.severity_changed"):
    before: Severity | None
    severity: Severity
    reason: str


class IssueReminded(Struct, frozen=True, kw_only=True, tag="issue.reminded"):
    """The issue became overdue, and those who must act were told."""

    matter: Matter
    due: datetime
    to: tuple[PersonId, ...]


class IssueEscalated(Struct, frozen=True, kw_only=True, tag="issue.escalated"):
    """Nobody acted in time: the next level above was told. 1 is the group, 2 the department, 3 the management."""

    level: int
    matter: Matter
    due: datetime
    to: tuple[PersonId, ...]


class IssueResolved(Struct, frozen=True, kw_only=True, tag="issue.resolved"):
    """Who is responsible claims that the issue is solved and asks for verification."""

    resolution: Resolution
    request: Request


class IssueVerified(Struct, frozen=True, kw_only=True, tag="issue.verified"):
    result: str
    """What the check against the acceptance criterion showed."""
    evidence: str
    reporter_agrees: bool | None
    signature: Signature


class IssueClosed(Struct, frozen=True, kw_only=True, tag="issue.closed"):
    recurrence: int
    """How often the issue had recurred by then."""


class IssueVerificationFailed(Struct, frozen=True, kw_only=True, tag="issue.verification_failed"):
    """`back_to` IN_PROGRESS: the same solution, `redo` says which measures; IN_ANALYSIS: it was another cause."""

    reason: str
    evidence: str
    back_to: Status
    redo: tuple[MeasureId, ...]
    due: date | None
    """By when it is analysed again, if it is."""
    signature: Signature


class IssueReopened(Struct, frozen=True, kw_only=True, tag="issue.reopened"):
    recurrence: int
    reason: str
    due: date
    """By when it is analysed again."""


class IssueEffectMeasured(Struct, frozen=True, kw_only=True, tag="issue.effect_measured"):
    metric: MetricId
    before: Decimal
    after: Decimal
    verdict: Effect


class IssueCommented(Struct, frozen=True, kw_only=True, tag="issue.commented"):
    text: str


class IssueLinked(Struct, frozen=True, kw_only=True, tag="issue.linked"):
    """Another record that belongs to the matter: an adjustment, a process version, a meeting."""

    record: str
    note: str


class IssueMigrated(Struct, frozen=True, kw_only=True, tag="issue.migrated", omit_defaults=True):
    """The first row of a case of another ledger; status and sub-status stand as they stood there."""

    source: str
    case: str
    title: str
    source_status: str
    source_sub_status: str
    handling: Handling
    leads_to: Status
    unit: UnitId | None = None
    category: Category | None = None
    severity: Severity | None = None


class IssueStatusMigrated(Struct, frozen=True, kw_only=True, tag="issue.status_migrated"):
    """A further row of the case."""

    source_status: str
    source_sub_status: str
    handling: Handling
    leads_to: Status


MeasureEvent: TypeAlias = IssueMeasureProgressed | IssueMeasureCompleted | IssueMeasureWaived | IssueMeasureReminded
ReportingEvent: TypeAlias = (
    IssueReported
    | IssueRegistered
    | IssueDismissed
    | IssueMerged
    | IssueRectificationOrdered
    | IssueRectificationAnswered
)
AnalysisEvent: TypeAlias = (
    IssueAnalysisStarted | IssueAnalystsAppointed | IssueFindingRecorded | IssueRootCauseIdentified
)
SolutionEvent: TypeAlias = (
    IssueSolutionProposed | IssueSolutionAgreed | IssueSolutionSubmitted | IssueSolutionApproved | IssueSolutionRejected
)
ExecutionEvent: TypeAlias = (
    IssueAssigned
    | IssueAssignmentAccepted
    | IssueAssignmentContested
    | IssueConflictRaised
    | IssueConflictSettled
    | IssueDueChanged
    | IssueReassigned
    | IssueSeverityChanged
    | IssueReminded
    | IssueEscalated
)
ClosingEvent: TypeAlias = (
    IssueResolved | IssueVerified | IssueClosed | IssueVerificationFailed | IssueReopened | IssueEffectMeasured
)
RemarkEvent: TypeAlias = IssueCommented | IssueLinked
MigratedEvent: TypeAlias = IssueMigrated | IssueStatusMigrated
IssueEvent: TypeAlias = (
    ReportingEvent
    | AnalysisEvent
    | SolutionEvent
    | ExecutionEvent
    | MeasureEvent
    | ClosingEvent
    | RemarkEvent
    | MigratedEvent
)
